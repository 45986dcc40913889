"""The door to a draft: who may write gets on; who is named and has not said so is asked; the rest find nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.http import AuthenticatedRequest
from accounts.rooms import applicants_room
from applications import permissions
from applications.actions import drafting
from applications.lifecycle import Status
from applications.models import Application, Signatory

P = ParamSpec("P")


@dataclass(frozen=True)
class Draft:
    """A draft that the person may write, with everybody named on it."""

    application: Application
    people: list[Signatory]


Writing = Callable[Concatenate[AuthenticatedRequest, Draft, P], HttpResponse]
Page = Callable[Concatenate[HttpRequest, UUID, P], HttpResponse]


def for_writers(view: Writing[P]) -> Page[P]:
    """Hands the view the draft behind ``pk``; others see names and roles, what is sent for agreement is not edited."""

    @applicants_room
    @wraps(view)
    def guarded(request: AuthenticatedRequest, pk: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        application, people = find(request, pk)
        if not permissions.can_write(request.user, application, people):
            return who_are_you(request, application, people)
        try:
            if application.status != Status.DRAFT:
                raise drafting.NotADraft
            return view(request, Draft(application, people), *args, **kwargs)
        except drafting.NotADraft:
            messages.info(request, "Ansøgningen kan ikke rettes lige nu. Her kan I se, hvor langt den er.")
        except drafting.NotTheirs:
            messages.info(request, "Du er ikke længere med i den ansøgning.")
            return redirect("applications:own")
        return redirect("applications:status", pk)

    return guarded


def find(request: AuthenticatedRequest, pk: UUID) -> tuple[Application, list[Signatory]]:
    """The application and everybody named; 404 where the person may not know of it."""
    visible = Application.objects.visible_to(request.user).select_related("edited_by", "author")
    application = get_object_or_404(visible, pk=pk)
    return application, list(application.signatories.named())


def who_are_you(request: AuthenticatedRequest, application: Application, people: list[Signatory]) -> HttpResponse:
    """Names and roles only, and the question. 409 where something was sent: it was not done."""
    context = {"application": application, "people": people, "me": permissions.own_row(request.user, people)}
    return render(request, "applications/accept.html", context, status=200 if request.method == "GET" else 409)
