"""Follow-ups: the list of those that are due, and how each ends."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role, User
from accounts.rooms import room
from applications.models import Workplace
from consultants import deadlines
from consultants.actions import follow_ups
from consultants.forms.engagement import HeldForm
from consultants.forms.follow_up import FollowUpsForm
from consultants.forms.meeting import SlotForm
from consultants.lifecycle import FollowUpStatus
from consultants.models import Assignment, FollowUpVisit
from consultants.views import clashes, refusals
from consultants.views.engagement import form_page, sent
from consultants.views.meeting import INVITED, agree_on, slot_page

visit_or_submit = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """The follow-ups of a consultant's engagements; of all for the head. What is due first stands first."""
    form = FollowUpsForm(request.GET)
    chosen = form.chosen()
    found = FollowUpVisit.objects.visible_to(request.user).filter(status=chosen)
    order = ("due_on", "id") if chosen == FollowUpStatus.DUE else ("-due_on", "-id")
    page = paging.page_of(_with_row_facts(found), order=order, asked=request.GET)
    facts = {
        "form": form,
        "is_narrowed": chosen != FollowUpStatus.DUE,
        "page": page,
        "rows": [(visit, *_standing(visit, clock.today()), visit.suggested_days) for visit in page.rows],
        "total": paging.count(found),
        "shows_consultant": request.user.has_role(Role.HEAD),
    }
    return render(request, "consultants/follow_ups.html", facts)


def _with_row_facts(found: QuerySet[FollowUpVisit]) -> QuerySet[FollowUpVisit]:
    current = Assignment.objects.current().select_related("consultant")
    return found.select_related("engagement__application", "meeting").prefetch_related(
        Prefetch("engagement__application__workplaces", queryset=Workplace.objects.select_related("municipality")),
        Prefetch("engagement__assignments", queryset=current, to_attr="running_it"),
    )


def _standing(visit: FollowUpVisit, today: date) -> tuple[str, str]:
    """The words and the tone of its badge."""
    if not visit.is_due:
        return visit.get_status_display(), "success" if visit.status == FollowUpStatus.HELD else "neutral"
    if visit.planned_meeting is not None:
        return "Aftalt", "success"
    if visit.due_on < today:
        return "Overskredet", "error"
    if visit.wish:
        return "Gruppen har sagt ja", "info"
    return ("Snart", "warning") if visit.due_on <= today + deadlines.FIRST_REMINDER else ("Senere", "neutral")


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def book(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Put the visit into the calendars."""
    visit = _visible(request.user, pk)
    suggested = visit.suggested_days
    form, warned = SlotForm(sent(request), initial={"date": suggested[0] if suggested else None}), None
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
                return _back(visit)
    words = {"heading": "Aftal opfølgningsbesøg", "submit": "Aftal besøget", "intro": INVITED}
    return slot_page(request, visit.engagement, form, warned, words)


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
