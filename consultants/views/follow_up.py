"""Follow-ups: the visit is booked, and how each ends. The lists: `views.follow_up_lists`."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect

import clock
from accounts.http import AuthenticatedRequest, sent, visit_or_submit
from accounts.models import Role, User
from accounts.rooms import room
from consultants import deadlines
from consultants.actions import follow_ups
from consultants.forms.engagement import HeldForm
from consultants.forms.meeting import SlotForm, as_typed
from consultants.lifecycle import MeetingStatus
from consultants.models import FollowUpVisit, Meeting
from consultants.views import clashes, days_off, refusals
from consultants.views.engagement import form_page
from consultants.views.meeting import INVITED, agree_on, slot_page

_KEPT = ("begins", "ends", "place")


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def book(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Put the visit into the calendars. A list sends the hours and the place, and names the day in the address."""
    visit = _visible(request.user, pk)
    day = _proposed(visit, request.GET.get("dag", ""))
    form, warned = SlotForm(_sent(request, visit), initial=_as_last_time(visit) | {"date": day}), None
    if form.is_valid():
        warned = clashes.warning(visit.engagement, {0: form.slot()}, request.POST, now=clock.now())
        if warned is None:
            try:
                agreed = agree_on(
                    form, lambda slot: follow_ups.book(visit_id=pk, by=request.user, slot=slot, now=clock.now())
                )
            except refusals.EVERY as refused:
                refusals.tell(request, refused)
                return _back(visit)
            if agreed:
                messages.success(request, "Opfølgningsbesøget er aftalt.")
                days_off.mention(request, [form.slot()], now=clock.now())
                return _back(visit)
    words = {"heading": "Aftal opfølgningsbesøg", "submit": "Aftal besøget", "intro": INVITED}
    return slot_page(request, visit.engagement, form, warned, words)


def _sent(request: AuthenticatedRequest, visit: FollowUpVisit) -> QueryDict | None:
    """What the form was sent with; the day that was pressed in a list counts as typed."""
    data, asked = sent(request), request.GET.get("dag", "")
    if data is None or "date_day" in data or asked not in {day.isoformat() for day in visit.suggested_days}:
        return data
    typed = data.copy()
    typed["date_year"], typed["date_month"], typed["date_day"] = asked.split("-")
    return typed


def _proposed(visit: FollowUpVisit, asked: str) -> date | None:
    """The suggested day that was pressed, else the first of them."""
    suggested = visit.suggested_days
    return next((day for day in suggested if day.isoformat() == asked), suggested[0] if suggested else None)


def _as_last_time(visit: FollowUpVisit) -> dict[str, object]:
    """Hours and place of the latest meeting that was held: people meet again where and when they are used to."""
    held = Meeting.objects.filter(engagement=visit.engagement_id, status=MeetingStatus.HELD).last()
    return {name: value for name, value in as_typed(held).items() if name in _KEPT} if held else {}


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def hold(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The visit took place, in the calendar or not."""
    visit = _visible(request.user, pk)
    booked = visit.planned_meeting
    day = min(deadlines.day_of(booked.starts_at), clock.today()) if booked else clock.today()
    form = HeldForm(request.POST) if request.method == "POST" else HeldForm.of(day)
    if form.is_valid():
        try:
            follow_ups.hold(visit_id=pk, by=request.user, held_on=form.cleaned_data["held_on"], now=clock.now())
        except follow_ups.NotPossibleThen:
            words = "Skriv en dag, efter at forløbet blev afsluttet, og ikke senere end i dag"
            form.add_error("held_on", ValidationError(words, code="day"))
        except refusals.EVERY as refused:
            refusals.tell(request, refused)
            return _back(visit)
        else:
            messages.success(request, "Opfølgningsbesøget er noteret som holdt.")
            return _back(visit)
    return form_page(
        request, visit.engagement, form, heading="Opfølgningsbesøget er holdt", submit="Notér, at det er holdt"
    )


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def decline(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The group has told its consultant that it does not wish for a visit any more."""
    visit = _visible(request.user, pk)
    if request.method == "POST":
        try:
            follow_ups.decline(visit_id=pk, by=request.user, now=clock.now())
        except refusals.EVERY as refused:
            refusals.tell(request, refused)
        else:
            messages.success(request, "Det er noteret, at gruppen ikke ønsker opfølgning.")
        return _back(visit)
    intro = "Begge kontaktpersoner får en mail om det, og et aftalt besøg bliver aflyst. Det kan ikke fortrydes."
    return form_page(
        request, visit.engagement, Form(), heading="Gruppen ønsker ikke opfølgning", submit="Notér det", intro=intro
    )


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def give_up(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Nobody of the group could be reached."""
    visit = _visible(request.user, pk)
    if request.method == "POST":
        try:
            follow_ups.give_up(visit_id=pk, by=request.user, now=clock.now())
        except refusals.EVERY as refused:
            refusals.tell(request, refused)
        else:
            messages.success(request, "Det er noteret, at gruppen ikke kunne nås.")
        return _back(visit)
    intro = "Opfølgningen slutter uden besøg, og et aftalt besøg bliver aflyst. Det kan ikke fortrydes."
    return form_page(
        request, visit.engagement, Form(), heading="Gruppen kunne ikke nås", submit="Notér det", intro=intro
    )


def _visible(user: User, pk: UUID) -> FollowUpVisit:
    visits = FollowUpVisit.objects.visible_to(user).select_related("engagement__application", "meeting")
    return get_object_or_404(visits, pk=pk)


def _back(visit: FollowUpVisit) -> HttpResponse:
    return redirect("consultants:engagement", pk=visit.engagement_id)
