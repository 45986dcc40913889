"""The whole contact log and all the tasks of an engagement, and what is written into both."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import clock
import danish
import paging
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.kept import is_sent_well, sent_or_typed
from accounts.models import Role, User
from accounts.rooms import room
from consultants import permissions
from consultants.actions import journal, running
from consultants.forms.journal import ContactEntryForm, TaskForm
from consultants.models import Assignment, Engagement, Task
from consultants.querysets import first_workplace
from consultants.views import refusals
from consultants.views.engagement import between, form_page, visible
from consultants.views.journal import crumbs
from consultants.views.together import SEEN

DONE = "faerdige"
# The most pressing first.
TO_DO = ("due_on", "id")


# ── The contact log ─────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def contacts(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """All of the contact log, the newest first."""
    engagement = visible(request.user, pk)
    entries = engagement.contacts.select_related("written_by")
    page = paging.page_of(entries, order=("-on", "-id"), asked=request.GET)
    facts = {
        "engagement": engagement,
        "can_run": permissions.can_run(request.user, engagement),
        "page": page,
        "crumbs": crumbs(engagement),
    }
    return render(request, "consultants/contact_log.html", facts)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def log_contact(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """A line for the contact log, today unless another day is given."""
    engagement = visible(request.user, pk)
    form = ContactEntryForm(sent_or_typed(request), initial={"on": clock.today()})

    def act() -> None:
        journal.log_contact(engagement_id=pk, by=request.user, contact=form.contact(), now=clock.now())

    if is_sent_well(request, form):
        try:
            return _done(request, engagement, act, "Kontakten er noteret.")
        except journal.NotPossibleThen:
            form.add_error("on", between(engagement))
    return form_page(request, engagement, form, heading="Notér en kontakt", submit="Notér kontakten")


# ── Tasks ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def tasks(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """What is still to do, the most pressing first; or what is done, the latest first."""
    engagement = visible(request.user, pk)
    shows_done = request.GET.get("vis") == DONE
    found = engagement.tasks.exclude(done_at=None) if shows_done else engagement.tasks.open()
    order = ("-due_on", "-id") if shows_done else TO_DO
    facts = {
        "engagement": engagement,
        "page": paging.page_of(found.select_related("owner", "done_by"), order=order, asked=request.GET),
        "shows_done": shows_done,
        "can_run": permissions.can_run(request.user, engagement),
        "today": clock.today(),
        "crumbs": crumbs(engagement),
    }
    return render(request, "consultants/tasks.html", facts)


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def own_tasks(request: AuthenticatedRequest) -> HttpResponse:
    """What is mine to do, in all engagements together."""
    found = Task.objects.of(request.user).open()
    shown = found.annotate(workplace=first_workplace("engagement__application"))
    context = {
        "page": paging.page_of(shown, order=TO_DO, asked=request.GET),
        "count": paging.count(found.order_by(*TO_DO)),
        "today": clock.today(),
        "crumbs": [("Min dag", reverse("consultants:day"))],
    }
    return render(request, "consultants/own_tasks.html", context)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def add_task(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Something to do."""
    engagement = visible(request.user, pk)
    form = _task_form(request, engagement, None)

    def act() -> None:
        journal.add_task(engagement_id=pk, by=request.user, to_do=form.to_do(), now=clock.now())

    if is_sent_well(request, form):
        return _done(request, engagement, act, "Opgaven er skrevet op.")
    return form_page(request, engagement, form, heading="Ny opgave", submit="Gem opgaven")


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def change_task(request: AuthenticatedRequest, pk: UUID, task: int) -> HttpResponse:
    """Other words, another day, another owner."""
    engagement = visible(request.user, pk)
    found = get_object_or_404(Task, engagement=engagement, pk=task)
    form = _task_form(request, engagement, found)
    # What is given back, or refused for its words, still rests on what its writer had read.
    facts: dict[str, Any] = {
        "heading": "Ret opgaven",
        "submit": "Gem opgaven",
        "seen": form.data.get(SEEN) or journal.mark(found),
    }

    def act() -> None:
        read = request.POST.get(SEEN, "")
        journal.change_task(
            engagement_id=pk, task_id=task, by=request.user, to_do=form.to_do(), read=read, now=clock.now()
        )

    if not is_sent_well(request, form):
        return form_page(request, engagement, form, **facts)
    try:
        return _done(request, engagement, act, "Opgaven er rettet.")
    except running.Overtaken:
        found.refresh_from_db()
        form.add_error(None, _overtaken(found))
        return form_page(request, engagement, form, **facts | {"seen": journal.mark(found)}, status=409)


def _overtaken(task: Task) -> str:
    """What stands now, so that the second to save can choose."""
    return (
        "En anden har rettet opgaven, siden du åbnede siden. Nu står der: "
        f"»{task.title} ({task.owner}, senest {danish.danish_date(task.due_on)})«. "
        "Dit er ikke gemt. Tryk på Gem opgaven igen, hvis det er dit, der skal gælde."
    )


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
def set_done(request: AuthenticatedRequest, pk: UUID, task: int) -> HttpResponse:
    """The task is done; or, with ``igen``, it was not after all."""
    engagement = visible(request.user, pk)
    get_object_or_404(Task, engagement=engagement, pk=task)
    done = "igen" not in request.POST

    def act() -> None:
        journal.set_done(engagement_id=pk, task_id=task, by=request.user, done=done, now=clock.now())

    answer = _done(request, engagement, act, "Opgaven er færdig." if done else "Opgaven er åben igen.")
    return redirect("consultants:own_tasks") if "mine" in request.POST else answer


def _task_form(request: AuthenticatedRequest, engagement: Engagement, task: Task | None) -> TaskForm:
    run_by = Assignment.objects.running().filter(engagement=engagement)
    # The head may do it too; and whoever stands there already may stay, though they run it no more.
    others = [request.user.pk, task.owner_id if task else None]
    owners = User.objects.filter(Q(pk__in=run_by.values("consultant")) | Q(pk__in=others)).order_by("name", "pk")
    begins = TaskForm.first_words(task, by=request.user, today=clock.today())
    return TaskForm(sent_or_typed(request), owners=owners, initial=begins)


# ── Shared ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _done(request: AuthenticatedRequest, engagement: Engagement, act: Callable[[], None], told: str) -> HttpResponse:
    try:
        act()
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        messages.success(request, told)
    return redirect("consultants:journal", pk=engagement.pk)
