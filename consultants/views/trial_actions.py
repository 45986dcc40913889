"""The trial actions of an engagement: the list, a new one, and how each went."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

import clock
import danish
import paging
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role
from accounts.rooms import room
from consultants import permissions
from consultants.actions import running, trial_actions
from consultants.forms.trial_actions import PlanForm, ResultForm
from consultants.models import Engagement, TrialAction
from consultants.models.trial_action import Outcome
from consultants.views import refusals
from consultants.views.engagement import ensure_runs, visible
from consultants.views.together import SEEN

NOTHING_NEW = "Der var intet nyt at gemme."


@dataclass(frozen=True)
class _Page:
    """A form about one trial action."""

    engagement: Engagement
    trial: TrialAction
    form: PlanForm | ResultForm
    heading: str
    intro: str = ""


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
    page = _Page(engagement, found, form, "Ret prøvehandling")
    if not is_sent_well(request, form):
        return _form_page(request, page)

    def store() -> str:
        is_new = trial_actions.change(
            trial_id=trial, by=request.user, plan=form.plan(), read=request.POST.get(SEEN, ""), now=clock.now()
        )
        return "Prøvehandlingen er rettet." if is_new else NOTHING_NEW

    return _stored(request, page, store)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def tell(request: AuthenticatedRequest, pk: UUID, trial: UUID) -> HttpResponse:
    """How it went."""
    engagement, found = _found(request, pk, trial)
    form = ResultForm(sent_or_typed(request), initial={"outcome": found.outcome, "result": found.result})
    page = _Page(engagement, found, form, "Hvordan gik det?", intro=found.text)
    if not is_sent_well(request, form):
        return _form_page(request, page)
    outcome, result = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["result"]

    def store() -> str:
        facts = {"outcome": outcome, "result": result, "read": request.POST.get(SEEN, "")}
        is_new = trial_actions.tell(trial_id=trial, by=request.user, **facts, now=clock.now())
        return "Resultatet er gemt. Gruppen kan læse det." if is_new else NOTHING_NEW

    return _stored(request, page, store)


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


def _stored(request: AuthenticatedRequest, page: _Page, store: Callable[[], str]) -> HttpResponse:
    try:
        return _done(request, page.engagement, store)
    except running.Overtaken:
        page.trial.refresh_from_db()
        page.form.add_error(None, _overtaken(page.trial))
        return _form_page(request, page, status=409)


def _overtaken(trial: TrialAction) -> str:
    """What stands now, so that the second to save can choose."""
    stands = f"{trial.text} ({trial.owner}, senest {danish.danish_date(trial.due_on)})"
    if trial.is_over:
        stands += f". {trial.get_outcome_display()}: {trial.result}"
    return (
        f"En anden har rettet prøvehandlingen, siden du åbnede siden. Nu står der: »{stands}«. "
        "Dit er ikke gemt. Tryk på Gem igen, hvis det er dit, der skal gælde."
    )


def _form_page(request: AuthenticatedRequest, page: _Page, status: int = 422) -> HttpResponse:
    ensure_runs(request.user, page.engagement)
    crumbs = _crumbs(page.engagement)
    facts = {
        "form": page.form,
        "given_back": is_given_back(request, page.form),
        # What is given back, or refused for its words, still rests on what its writer had read.
        "seen": trial_actions.mark(page.trial) if status == 409 or not page.form.is_bound else page.form.data.get(SEEN),
        "heading": page.heading,
        "submit": "Gem",
        "intro": page.intro,
        "cancel": crumbs[-1][1],
        "crumbs": crumbs,
    }
    return render(request, "consultants/form.html", facts, status=status if request.method == "POST" else 200)
