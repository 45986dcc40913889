"""The door to a draft: who may write gets on; who is named and has not said so is asked; the rest find nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.http import AuthenticatedRequest
from accounts.rooms import applicants_room
from applications import permissions
from applications.actions import drafting, people
from applications.actions.completeness import Step
from applications.lifecycle import OPEN, Status
from applications.models import Application, Signatory


@dataclass(frozen=True)
class Draft:
    """A draft that the person may write, with everybody named on it."""

    application: Application
    people: list[Signatory]


View = Callable[..., HttpResponse]


def for_writers(view: View) -> View:
    """Hands the view the draft behind ``pk``; others see names and roles, what is sent for agreement is not edited."""

    def guarded(request: AuthenticatedRequest, pk: UUID, **others: object) -> HttpResponse:
        application, named = find(request, pk)
        if not permissions.can_write(request.user, application, named):
            return who_are_you(request, application, named)
        if application.status != Status.DRAFT:
            return _cannot_be_edited(request, pk)
        try:
            return view(request, Draft(application, named), **others)
        except drafting.NotADraft:
            return _cannot_be_edited(request, pk)
        except drafting.NotTheirs:
            messages.info(request, "Du er ikke længere med i den ansøgning.")
            return redirect("applications:own")
        except people.NobodyThere:
            messages.info(request, "Personen er ikke længere med i ansøgningen.")
            return redirect("applications:step", pk, Step.PEOPLE.value)

    return applicants_room(update_wrapper(guarded, view))


def _cannot_be_edited(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    messages.info(request, "Ansøgningen kan ikke rettes lige nu. Her kan I se, hvor langt den er.")
    return redirect("applications:status", pk)


def find(request: AuthenticatedRequest, pk: UUID) -> tuple[Application, list[Signatory]]:
    """The application and everybody named; 404 where the person may not know of it."""
    visible = Application.objects.visible_to(request.user).select_related("edited_by", "author")
    application = get_object_or_404(visible, pk=pk)
    return application, list(application.signatories.named())


def who_are_you(request: AuthenticatedRequest, application: Application, named: list[Signatory]) -> HttpResponse:
    """Names and roles only, and the question. 409 where something was sent: it was not done."""
    context = {"application": application, "people": named, "me": permissions.own_row(request.user, named)}
    context["is_open"] = application.status in OPEN
    return render(request, "applications/accept.html", context, status=409 if request.method == "POST" else 200)
