"""Meetings of an engagement: plan, move, hold, cancel."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

import clock
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role, User
from accounts.rooms import room
from consultants.actions import meetings
from consultants.forms.engagement import ReasonForm
from consultants.forms.meeting import MeetingForm, SlotForm, as_typed
from consultants.models import Engagement, Meeting
from consultants.models.meeting import MeetingKind
from consultants.views import clashes, days_off, refusals
from consultants.views.clashes import Warned
from consultants.views.engagement import ensure_runs, form_page, visible

INVITED = "Kontaktpersonerne og konsulenten får en kalenderinvitation."
PLAN_INTRO = (
    "Kontaktpersonerne og konsulenten får en kalenderinvitation med dag og tidspunkt. "
    "Et møde, der allerede er holdt, kan skrives ind bagefter; så sender vi ingen mail."
)


PLANNED = "Mødet er planlagt."
WRITTEN_IN = "Mødet er skrevet ind, og ingen har fået mail. Tryk på »Mødet er holdt«, hvis det blev til noget."
INTO_THE_PAST = (
    "Mødet ligger forude og kan ikke flyttes til et tidspunkt, der er gået. Aflys det, og skriv ind, hvornår I mødtes"
)


def agree_on(form: SlotForm, act: Callable[[meetings.Slot], object]) -> bool:
    """Whether ``act`` could be done with what the valid ``form`` says; what stands against it is told at its field."""
    try:
        act(form.slot())
    except meetings.EndsBeforeItBegins:
        form.add_error("ends", "Mødet skal slutte, efter at det er begyndt")
    except meetings.OutOfReach:
        form.add_error(
            "date", ValidationError("Skriv en dag, efter at forløbet blev åbnet, og højst to år frem", code="day")
        )
    except meetings.IntoThePast:
        form.add_error("date", ValidationError(INTO_THE_PAST, code="day"))
    except meetings.AlreadyPlanned:
        form.add_error("begins", "Der er allerede planlagt et møde i forløbet på det tidspunkt")
    else:
        return True
    return False


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def plan(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """A new meeting."""
    engagement = visible(request.user, pk)
    form, warned = MeetingForm(sent_or_typed(request)), None
    if is_sent_well(request, form):
        warned = clashes.warning(engagement, {0: form.slot()}, request.POST, now=clock.now())
        if warned is None:
            try:
                agreed = agree_on(
                    form, lambda slot: meetings.plan(engagement_id=pk, by=request.user, slot=slot, now=clock.now())
                )
            except refusals.EVERY as refused:
                refusals.tell(request, refused)
                return redirect("consultants:meetings", pk=pk)
            if agreed:
                messages.success(request, PLANNED if form.slot().ends_at > clock.now() else WRITTEN_IN)
                days_off.mention(request, [form.slot()], now=clock.now())
                return redirect("consultants:meetings", pk=pk)
    words = {"heading": "Planlæg møde", "submit": "Planlæg mødet", "intro": PLAN_INTRO}
    return slot_page(request, engagement, form, warned, words)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def move(request: AuthenticatedRequest, pk: UUID, meeting: UUID) -> HttpResponse:
    """Another time, place or purpose."""
    found = _visible(request.user, pk, meeting)
    if request.method != "POST" and not found.is_planned:
        return _is_over(request, pk)
    # A visit after the end is a follow-up whatever is typed; it has no other kind to choose.
    form_class = SlotForm if found.kind == MeetingKind.FOLLOW_UP else MeetingForm
    form, warned = form_class(sent_or_typed(request), initial=as_typed(found)), None
    if is_sent_well(request, form):
        warned = clashes.warning(found.engagement, {0: form.slot()}, request.POST, now=clock.now(), besides=meeting)
        if warned is None:
            try:
                agreed = agree_on(
                    form, lambda slot: meetings.move(meeting_id=meeting, by=request.user, slot=slot, now=clock.now())
                )
            except refusals.EVERY as refused:
                refusals.tell(request, refused)
                return redirect("consultants:meetings", pk=pk)
            if agreed:
                messages.success(request, "Mødet er rettet.")
                days_off.mention(request, [form.slot()], now=clock.now())
                return redirect("consultants:meetings", pk=pk)
    words = {"heading": "Flyt eller ret møde", "submit": "Gem", "intro": INVITED}
    return slot_page(request, found.engagement, form, warned, words)


def slot_page(
    request: AuthenticatedRequest, engagement: Engagement, form: SlotForm, warned: Warned | None, words: dict[str, str]
) -> HttpResponse:
    """The form of a meeting: to fill in, to correct, or with what the consultant should know before it is done."""
    ensure_runs(request.user, engagement)
    back = reverse("consultants:meetings", args=[engagement.pk])
    facts = {
        **words,
        "form": form,
        "given_back": is_given_back(request, form),
        "warned": warned,
        "cancel": back,
        "crumbs": meeting_crumbs(engagement),
    }
    status = 409 if warned else 422 if request.method == "POST" else 200
    return render(request, "consultants/meeting_form.html", facts, status=status)


def meeting_crumbs(engagement: Engagement) -> list[tuple[str, str]]:
    """The way to a page below the meetings."""
    return [
        ("Forløb", reverse("consultants:engagements")),
        (str(engagement), reverse("consultants:engagement", args=[engagement.pk])),
        ("Møder", reverse("consultants:meetings", args=[engagement.pk])),
    ]


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
def hold(request: AuthenticatedRequest, pk: UUID, meeting: UUID) -> HttpResponse:
    """The meeting took place."""
    _visible(request.user, pk, meeting)
    try:
        meetings.hold(meeting_id=meeting, by=request.user, now=clock.now())
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        messages.success(request, "Mødet er noteret som holdt.")
    return redirect("consultants:meetings", pk=pk)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def cancel(request: AuthenticatedRequest, pk: UUID, meeting: UUID) -> HttpResponse:
    """The meeting is called off, with a reason."""
    found = _visible(request.user, pk, meeting)
    if request.method != "POST" and not found.is_planned:
        return _is_over(request, pk)
    form = ReasonForm(sent_or_typed(request))
    if is_sent_well(request, form):
        try:
            meetings.cancel(meeting_id=meeting, by=request.user, reason=form.cleaned_data["reason"], now=clock.now())
        except refusals.EVERY as refused:
            refusals.tell(request, refused)
        else:
            messages.success(request, "Mødet er aflyst.")
        return redirect("consultants:meetings", pk=pk)
    intro = "Mødet bliver fjernet fra kontaktpersonernes og konsulentens kalender."
    return form_page(request, found.engagement, form, heading="Aflys møde", submit="Aflys mødet", intro=intro)


def _is_over(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """An old link leads to a meeting that is held or called off: there is nothing to move."""
    refusals.tell(request, meetings.NotPlanned())
    return redirect("consultants:meetings", pk=pk)


def _visible(user: User, pk: UUID, meeting: UUID) -> Meeting:
    meetings_of_user = Meeting.objects.visible_to(user).select_related("engagement__application")
    return get_object_or_404(meetings_of_user, pk=meeting, engagement=pk)
