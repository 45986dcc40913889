"""The door to an application for those who are named on it: the rest of its pages stand behind this one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect

from accounts.http import AuthenticatedRequest
from accounts.rooms import applicants_room
from applications import permissions
from applications.actions.record import NotNamed
from applications.letter_limits import TooMuchMail
from applications.models import Application, Signatory
from applications.views.writing import find, too_much_mail, who_are_you


@dataclass(frozen=True)
class Case:
    """An application whose text is open to the person, with everybody named. ``me``: none for an author unnamed."""

    application: Application
    people: list[Signatory]
    me: Signatory | None


View = Callable[..., HttpResponseBase]


def for_named(view: View) -> View:
    """Hands the view the case behind ``pk``; who has not said "Ja, det er mig" sees names and roles only."""

    def guarded(request: AuthenticatedRequest, pk: UUID, **others: object) -> HttpResponseBase:
        application, people = find(request, pk)
        if not permissions.can_write(request.user, application, people):
            return who_are_you(request, application, people)
        case = Case(application, people, permissions.own_row(request.user, people))
        try:
            return view(request, case, **others)
        except TooMuchMail as refusal:
            return too_much_mail(request, refusal, pk)
        except NotNamed:
            messages.info(request, "Det kan kun de personer, der er nævnt i ansøgningen.")
            return redirect("applications:status", pk)

    return applicants_room(update_wrapper(guarded, view))
