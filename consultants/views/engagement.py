"""Engagements: the list, the page about one, and what its consultant notes there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

import clock
import danish
import paging
from accounts.http import AuthenticatedRequest, sent, visit_or_submit
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role, User
from accounts.rooms import room
from applications.models import Workplace
from consultants import deadlines, permissions
from consultants.actions import engagements
from consultants.forms.engagement import (
    EVERY,
    HANDED_OVER,
    LATE,
    NEW,
    OPEN,
    ContactForm,
    EngagementsForm,
    ReasonForm,
)
from consultants.lifecycle import Status
from consultants.models import Assignment, Engagement, Meeting
from consultants.querysets import EngagementQuerySet
from consultants.views import engagement_page, refusals

ORDER = ("-opened_at", "id")


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """The engagements of a consultant; of everybody for the head. The newest first."""
    form = EngagementsForm(request.GET)
    chosen = form.chosen()
    found = narrowed(request.user, chosen)
    page = paging.page_of(with_row_facts(found), order=ORDER, asked=request.GET)
    facts = {
        "form": form,
        "is_narrowed": chosen != OPEN,
        "page": page,
        "total": paging.count(found),
        "today": clock.today(),
        "rows": [(row, engagement_page.TONES[Status(row.status)]) for row in page.rows],
        "shows_consultant": request.user.has_role(Role.HEAD),
    }
    return render(request, "consultants/engagements.html", facts, status=200 if form.is_valid() else 422)


def narrowed(user: User, chosen: str) -> EngagementQuerySet:
    """Those of ``user`` that EngagementsForm asks for."""
    if chosen == HANDED_OVER:
        return Engagement.objects.handed_over_by(user)
    found = Engagement.objects.run_by(user)
    if chosen == EVERY:
        return found
    if chosen == LATE:
        return found.overdue_first_contact(clock.today())
    if chosen == NEW:
        return found.newly_assigned(clock.today())
    return found.open() if chosen == OPEN else found.filter(status=chosen)


def with_row_facts(found: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """With what a line of the list needs: ``running_it`` and ``planned`` at hand."""
    current = Assignment.objects.current().select_related("consultant")
    return found.select_related("application").prefetch_related(
        Prefetch("application__workplaces", queryset=Workplace.objects.select_related("municipality")),
        Prefetch("assignments", queryset=current, to_attr="running_it"),
        Prefetch("meetings", queryset=Meeting.objects.planned(), to_attr="planned"),
    )


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Everything about one engagement."""
    engagement = visible(request.user, pk)
    return render(
        request, "consultants/engagement.html", engagement_page.context(engagement, request.user, clock.now())
    )


def visible(user: User, pk: UUID) -> Engagement:
    """The engagement, if ``user`` may open it. Raises Http404."""
    return get_object_or_404(Engagement.objects.visible_to(user).select_related("application"), pk=pk)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def contact(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The first contact is made, today unless another day is given."""
    engagement = visible(request.user, pk)
    form = ContactForm(sent(request), initial={"contacted_on": clock.today()})
    if form.is_valid():
        day = form.cleaned_data["contacted_on"]
        try:
            engagements.contact(engagement_id=pk, by=request.user, contacted_on=day, now=clock.now())
        except engagements.NotPossibleThen:
            form.add_error("contacted_on", between(engagement))
        except refusals.EVERY as refused:
            refusals.tell(request, refused)
            return redirect("consultants:engagement", pk=pk)
        else:
            messages.success(request, "Den første kontakt er noteret.")
            return redirect("consultants:engagement", pk=pk)
    return form_page(request, engagement, form, heading="Første kontakt", submit="Notér kontakt")


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def cancel(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Call the engagement off, planned meetings included."""
    engagement = visible(request.user, pk)
    form = ReasonForm(sent_or_typed(request))
    if is_sent_well(request, form):
        try:
            engagements.cancel(engagement_id=pk, by=request.user, reason=form.cleaned_data["reason"], now=clock.now())
        except refusals.EVERY as refused:
            refusals.tell(request, refused)
        else:
            messages.success(request, "Forløbet er aflyst. Kontaktpersonerne får en mail om det.")
        return redirect("consultants:engagement", pk=pk)
    intro = "Planlagte møder bliver aflyst samtidig, og kontaktpersonerne får besked. Det kan ikke fortrydes."
    return form_page(request, engagement, form, heading="Aflys forløbet", submit="Aflys forløbet", intro=intro)


def form_page(  # noqa: PLR0913 — a page has a heading, a button, perhaps an introduction and a mark, and how it went
    request: AuthenticatedRequest,
    engagement: Engagement,
    form: Form,
    *,
    heading: str,
    submit: str,
    intro: str = "",
    seen: str = "",
    status: int = 422,
) -> HttpResponse:
    """A form about ``engagement``; one that was refused is shown again with what was typed. ``seen``: what it rests on.

    Raises Http404 for whoever reads it and does not run it.
    """
    ensure_runs(request.user, engagement)
    back = reverse("consultants:engagement", args=[engagement.pk])
    facts: dict[str, Any] = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "intro": intro,
        "seen": seen,
        "cancel": back,
        "given_back": is_given_back(request, form),
        "crumbs": [("Forløb", reverse("consultants:engagements")), (engagement.application.reference, back)],
    }
    return render(request, "consultants/form.html", facts, status=status if request.method == "POST" else 200)


def ensure_runs(user: User, engagement: Engagement) -> None:
    """Raise Http404 for whoever reads the engagement and does not run it: no form is shown that can't be sent."""
    if not permissions.can_run(user, engagement):
        raise Http404


def between(engagement: Engagement) -> ValidationError:
    """What is said of a day before the engagement was opened, or after today."""
    opened_on = danish.danish_date(deadlines.day_of(engagement.opened_at))
    return ValidationError(f"Skriv en dag fra {opened_on}, hvor forløbet blev åbnet, til i dag", code="day")
