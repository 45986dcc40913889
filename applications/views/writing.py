"""The door to a draft: who may write gets on; who is named and has not said so is asked; the rest find nothing."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

import clock
import danish
from accounts.http import AuthenticatedRequest, page_left
from accounts.rooms import applicants_room
from applications import permissions
from applications.actions import drafting, people, record, workplaces
from applications.actions.completeness import Step
from applications.forms.steps import FORMS, BodyForm, StepForm
from applications.letter_limits import TooManyStrangers, TooMuchMail
from applications.lifecycle import OPEN, Status
from applications.models import Application, Signatory


@dataclass(frozen=True)
class Draft:
    """A draft that the person may write, with everybody named on it."""

    application: Application
    people: list[Signatory]


View = Callable[..., HttpResponseBase]


def for_writers(view: View) -> View:
    """Hands the view the draft behind ``pk``; others see names and roles, what is sent for agreement is not edited."""

    def guarded(request: AuthenticatedRequest, pk: UUID, **others: object) -> HttpResponseBase:
        application, named = find(request, pk)
        if not permissions.can_write(request.user, application, named):
            return who_are_you(request, application, named)
        if application.status != Status.DRAFT:
            return _cannot_be_edited(request, pk)
        return _written(view, request, Draft(application, named), others)

    return applicants_room(update_wrapper(guarded, view))


def _written(view: View, request: AuthenticatedRequest, draft: Draft, others: Mapping[str, object]) -> HttpResponseBase:
    """What the view answers, or where the refusal of its verb leads."""
    try:
        return view(request, draft, **others)
    except drafting.NotADraft:
        return _cannot_be_edited(request, draft.application.pk)
    except drafting.NotTheirs:
        messages.info(request, "Du er ikke længere med i den ansøgning.")
        return redirect("applications:own")
    except TooMuchMail as refusal:
        return too_much_mail(request, refusal, draft.application.pk)
    except people.NobodyThere:
        messages.info(request, "Personen er ikke længere med i ansøgningen.")
        return redirect("applications:step", draft.application.pk, Step.PEOPLE.value)


def too_much_mail(request: AuthenticatedRequest, refusal: TooMuchMail, pk: UUID) -> HttpResponse:
    """Back to the page that was left, with the reason and the moment to come back."""
    messages.warning(request, told_later(refusal))
    return redirect(page_left(request) or reverse("applications:status", args=[pk]))


def told_later(refusal: TooMuchMail) -> str:
    """Why the mail is not sent, and when it can be."""
    when = f"{danish.danish_date(refusal.until)} {danish.danish_time(refusal.until)}"
    if isinstance(refusal, TooManyStrangers):
        return (
            f"Du har bedt os skrive til mange nye personer i dag. Alt er gemt. Du kan bede os skrive til flere {when}."
        )
    return (
        f"En af personerne har fået meget mange mails fra os. Alt er gemt. Prøv igen {when}, eller ring til personen."
    )


def _cannot_be_edited(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    messages.info(request, "Ansøgningen kan ikke rettes lige nu. Her kan I se, hvor langt den er.")
    return redirect("applications:status", pk)


# ── From which state a page was made ────────────────────────────────────────────────────────────────────────────────
def save_of(request: AuthenticatedRequest) -> drafting.Save:
    """What the page that was sent says of itself; an edit number that is none counts as the oldest."""
    name, _, order = _page(request.POST).partition("-")
    return drafting.Save(request.user, _edit_number(request.POST), clock.now(), name, int(order or 0))


def origin(draft: Draft, typed: QueryDict | None = None) -> dict[str, Any]:
    """For ``applications/_origin.html``: a page made now, or one that goes on with what was ``typed`` on an older."""
    if typed is not None:
        return {"edit_number": _edit_number(typed), "page": _page(typed)}
    return {"edit_number": draft.application.edit_number, "page": f"{secrets.token_hex(8)}-0"}


def _edit_number(typed: QueryDict) -> int:
    number = typed.get("edit_number", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _page(typed: QueryDict) -> str:
    """The page's random name, and how much it has sent before: ``0123456789abcdef-3``."""
    told = typed.get("side", "")
    return told if re.fullmatch(r"[0-9a-f]{16}-[0-9]{1,6}", told) else ""


def step_form(
    draft: Draft,
    here: Step,
    typed: QueryDict | None = None,
    *,
    incomplete: bool = False,
    like: QueryDict | None = None,
) -> StepForm:
    """One of the first four steps: as it is stored, or as ``typed`` on top of that; ``like``: of the page sent."""
    before = drafting.stored(draft.application, here)
    return _form_of(draft, here, typed or like)(typed, initial=before, today=clock.today(), incomplete=incomplete)


def _form_of(draft: Draft, here: Step, sent: QueryDict | None) -> type[StepForm]:
    """Workplaces with a list of their own are not asked for in the first step, unless the page sent has done so."""
    asks = here is Step.WHO and sent is not None and "workplace_name" in sent
    return BodyForm if here is Step.WHO and not asks and workplaces.are_listed(draft.application) else FORMS[here]


# ── Finding it ──────────────────────────────────────────────────────────────────────────────────────────────────────
def find(request: AuthenticatedRequest, pk: UUID) -> tuple[Application, list[Signatory]]:
    """The application and everybody named; 404 where the person may not know of it."""
    application = get_object_or_404(Application.objects.visible_to(request.user), pk=pk).as_told(clock.now())
    named = record.people(application)
    if any(each.municipality_id for each in named):
        prefetch_related_objects(named, "municipality")
    return application, named


def who_are_you(request: AuthenticatedRequest, application: Application, named: list[Signatory]) -> HttpResponse:
    """Names and roles only, and the question. 409 where something was sent: it was not done."""
    context = {"application": application, "people": named, "me": permissions.own_row(request.user, named)}
    context["is_open"] = application.status in OPEN
    return render(request, "applications/accept.html", context, status=409 if request.method == "POST" else 200)
