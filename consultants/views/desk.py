"""The consultant's day, and the queue of applications."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role, User
from accounts.rooms import room
from applications.lifecycle import RANKED, Status
from applications.models import Application, Workplace
from consultants.deadlines import FIRST_REMINDER
from consultants.forms.queue import BY_PRIORITY, QueueFilter
from consultants.lifecycle import Status as EngagementStatus
from consultants.models import Engagement, FollowUpVisit, Meeting
from themes.models import Theme

FIRST_ROWS = 5
TONES = {
    Status.SUBMITTED: "info",
    Status.NEEDS_INFORMATION: "warning",
    Status.GRANTED: "success",
    Status.DECLINED: "error",
}


@dataclass(frozen=True)
class Row:
    """An application as a line of a list, with its days of waiting."""

    application: Application
    waiting_days: int

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return TONES.get(Status(self.application.status), "neutral")

    @property
    def places(self) -> list[str]:
        """The municipalities, each once."""
        return list(dict.fromkeys(str(each.municipality) for each in self.application.workplaces.all()))

    @property
    def sectors(self) -> list[str]:
        """The sectors, each once and without the examples that stand in brackets."""
        names = (str(each.sector).partition(" (")[0] for each in self.application.workplaces.all())
        return list(dict.fromkeys(names))

    @property
    def main_reason(self) -> str:
        """The term that weighs most, the first of equals, without its details; nothing where all weigh nothing."""
        most = max(self.application.priority_reasons, key=lambda reason: int(reason["points"]), default=None)
        return str(most["sentence"]).partition(":")[0] if most and most["points"] else ""

    @property
    def is_ranked(self) -> bool:
        """Whether points and reasons stand."""
        return self.application.ranked_at is not None

    @property
    def awaits_ranking(self) -> bool:
        """Whether points and reasons will come within a minute or so."""
        return not self.is_ranked and self.application.status in RANKED


def listed(applications: QuerySet[Application]) -> QuerySet[Application]:
    """With all that a line shows, in three statements however many lines."""
    places = Workplace.objects.select_related("municipality", "sector")
    shown = places.only("application", "position", "name", "municipality__name", "sector__name")
    themes = Prefetch("themes", Theme.objects.only("short_title"))
    return applications.only(
        "reference", "status", "kind", "points", "priority_reasons", "ranked_at", "days_waited", "waiting_since",
        "first_submitted_at",
    ).prefetch_related(Prefetch("workplaces", shown), themes)  # fmt: skip


def rows(applications: Iterable[Application], today: date) -> list[Row]:
    """The lines of a list as of ``today``."""
    return [Row(application, application.waiting_days(today)) for application in applications]


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def queue(request: AuthenticatedRequest) -> HttpResponse:
    """All that lies on the desk, most urgent first, or another state, newest first."""
    asked = QueueFilter(request.GET, user=request.user)
    page = paging.page_of(listed(asked.rows), order=asked.order, asked=request.GET)
    context = {
        "filter": asked,
        "form": asked.form,
        "rows": rows(page.rows, clock.today()),
        "page": page,
        "count": paging.count(asked.rows.order_by(*asked.order)),
    }
    return render(request, "consultants/queue.html", context, status=200 if asked.is_valid() else 422)


# ── My day ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Heap:
    """A part of the day: how many there are, where they all stand, and the first of them."""

    count: paging.Count
    href: str
    first: list[object]


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def day(request: AuthenticatedRequest) -> HttpResponse:
    """Meetings of today, whom to contact, whom to visit again, and the first of the queue."""
    today, user = clock.today(), request.user
    desk = Application.objects.visible_to(user).at_triage().order_by(*BY_PRIORITY)
    context = {
        "today": today,
        "meetings": _meetings(user, today),
        "contacts": _first_contacts(user),
        "follow_ups": _follow_ups(user, today),
        "desk_count": paging.count(desk),
        "rows": rows(listed(desk)[:FIRST_ROWS], today),
    }
    return render(request, "consultants/day.html", context)


def _first_workplace(application: str) -> Subquery:
    """The name to know an engagement by, asked for in the same statement."""
    return Subquery(Workplace.objects.filter(application=OuterRef(application)).values("name")[:1])


def _meetings(user: User, today: date) -> list[Meeting]:
    midnight = datetime.combine(today, time(), tzinfo=clock.COPENHAGEN)
    tomorrow = datetime.combine(today + timedelta(days=1), time(), tzinfo=clock.COPENHAGEN)
    planned = Meeting.objects.visible_to(user).planned().filter(starts_at__gte=midnight, starts_at__lt=tomorrow)
    return list(
        planned.annotate(workplace=_first_workplace("engagement__application"))
        .select_related("engagement__application")
        .order_by("starts_at", "id")
    )


def _first_contacts(user: User) -> Heap:
    """Assigned and not contacted yet: what is overdue comes first, because it was due first."""
    found = Engagement.objects.visible_to(user).filter(status=EngagementStatus.ASSIGNED)
    found = found.order_by("first_contact_due_on", "id")
    shown = found.annotate(workplace=_first_workplace("application")).select_related("application")
    return Heap(
        count=paging.count(found),
        href=f"{reverse('consultants:engagements')}?status={EngagementStatus.ASSIGNED}",
        first=list(shown[:FIRST_ROWS]),
    )


def _follow_ups(user: User, today: date) -> Heap:
    """All that are due are counted; those that want planning now are shown."""
    found = FollowUpVisit.objects.visible_to(user).due().order_by("due_on", "id")
    shown = found.due_by(today + FIRST_REMINDER).annotate(workplace=_first_workplace("engagement__application"))
    return Heap(
        count=paging.count(found),
        href=reverse("consultants:follow_ups"),
        first=list(shown.select_related("engagement__application")[:FIRST_ROWS]),
    )
