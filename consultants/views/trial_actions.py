"""The trial actions of an engagement: the list, a new one, and how each went."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

import clock
import paging
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role
from accounts.rooms import room
from consultants import permissions
from consultants.actions import trial_actions
from consultants.forms.trial_actions import PlanForm, ResultForm
from consultants.models import Engagement, TrialAction
from consultants.models.trial_action import Outcome
from consultants.views import refusals
from consultants.views.engagement import ensure_runs, visible


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def index(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """What is being tried, the nearest day first; then what has been; and one more to add."""
    engagement = visible(request.user, pk)
    form = PlanForm(sent_or_typed(request))
    if is_sent_well(request, form):

        def add() -> str:
            trial_actions.add(engagement_id=pk, by=request.user, plan=form.plan(), now=clock.now())
            return "Prøvehandlingen er tilføjet."

        return _done(request, engagement, add)
    page = paging.page_of(engagement.trial_actions.all(), order=("is_over", "due_on", "id"), asked=request.GET)
    facts = {
        "engagement": engagement,
        "page": page,
        "form": form,
        "given_back": is_given_back(request, form),
        "today": clock.today(),
        "can_run": permissions.can_run(request.user, engagement),
        "crumbs": _crumbs(engagement)[:-1],
    }
    return render(request, "consultants/trial_actions.html", facts, status=422 if request.method == "POST" else 200)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def change(request: AuthenticatedRequest, pk: UUID, trial: UUID) -> HttpResponse:
    """What was agreed on, said otherwise."""
    engagement, found = _found(request, pk, trial)
    form = PlanForm(sent_or_typed(request), initial=PlanForm.of(found))
    if is_sent_well(request, form):

        def store() -> str:
            is_new = trial_actions.change(trial_id=trial, by=request.user, plan=form.plan(), now=clock.now())
            return "Prøvehandlingen er rettet." if is_new else "Der var intet nyt at gemme."

        return _done(request, engagement, store)
    return _form_page(request, engagement, form, "Ret prøvehandling")


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def tell(request: AuthenticatedRequest, pk: UUID, trial: UUID) -> HttpResponse:
    """How it went."""
    engagement, found = _found(request, pk, trial)
    form = ResultForm(sent_or_typed(request), initial={"outcome": found.outcome, "result": found.result})
    if is_sent_well(request, form):
        outcome, result = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["result"]

        def store() -> str:
            is_new = trial_actions.tell(
                trial_id=trial, by=request.user, outcome=outcome, result=result, now=clock.now()
            )
            return "Resultatet er gemt. Gruppen kan læse det." if is_new else "Der var intet nyt at gemme."

        return _done(request, engagement, store)
    return _form_page(request, engagement, form, "Hvordan gik det?", intro=found.text)


def _found(request: AuthenticatedRequest, pk: UUID, trial: UUID) -> tuple[Engagement, TrialAction]:
    engagement = visible(request.user, pk)
    return engagement, get_object_or_404(engagement.trial_actions, pk=trial)


def _done(request: AuthenticatedRequest, engagement: Engagement, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    return redirect("consultants:trial_actions", pk=engagement.pk)


def _crumbs(engagement: Engagement) -> list[tuple[str, str]]:
    return [
        ("Forløb", reverse("consultants:engagements")),
        (str(engagement), reverse("consultants:engagement", args=[engagement.pk])),
        ("Prøvehandlinger", reverse("consultants:trial_actions", args=[engagement.pk])),
    ]


def _form_page(
    request: AuthenticatedRequest, engagement: Engagement, form: PlanForm | ResultForm, heading: str, intro: str = ""
) -> HttpResponse:
    ensure_runs(request.user, engagement)
    crumbs = _crumbs(engagement)
    facts = {
        "form": form,
        "given_back": is_given_back(request, form),
        "heading": heading,
        "submit": "Gem",
        "intro": intro,
        "cancel": crumbs[-1][1],
        "crumbs": crumbs,
    }
    return render(request, "consultants/form.html", facts, status=422 if request.method == "POST" else 200)
