"""The consultant's day, and the queue of applications."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
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
from applications.models.workplaces import how_many
from consultants.deadlines import FIRST_REMINDER
from consultants.forms.queue import BY_PRIORITY, QueueFilter
from consultants.lifecycle import Status as EngagementStatus
from consultants.models import Engagement, FollowUpVisit, Meeting
from consultants.querysets import awaiting_reply
from consultants.templatetags.places import shortened
from consultants.views import searching
from consultants.views.messages import WAITING
from themes.models import Theme

if TYPE_CHECKING:
    from uuid import UUID

FIRST_ROWS = 5
TONES = {
    Status.SUBMITTED: "info",
    Status.NEEDS_INFORMATION: "warning",
    Status.GRANTED: "success",
    Status.DECLINED: "error",
}


class Place(NamedTuple):
    """A workplace by the names that a line shows."""

    name: str
    municipality: str
    sector: str


@dataclass(frozen=True)
class Row:
    """An application as a line of a list, with its days of waiting, its workplaces and its themes' short titles."""

    application: Application
    waiting_days: int
    workplaces: Sequence[Place] = ()
    themes: Sequence[str] = ()

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return TONES.get(Status(self.application.status), "neutral")

    @property
    def places(self) -> str:
        """The municipalities, each once."""
        return shortened(list(dict.fromkeys(each.municipality for each in self.workplaces)))

    @property
    def sectors(self) -> str:
        """The sectors, each once and without the examples that stand in brackets."""
        return shortened(list(dict.fromkeys(each.sector.partition(" (")[0] for each in self.workplaces)), " · ")

    @property
    def extent(self) -> str:
        """How many workplaces in how many municipalities; nothing for one alone."""
        if len(self.workplaces) < 2:
            return ""
        return how_many(len(self.workplaces), len({each.municipality for each in self.workplaces}))

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
    """With no more of each application than its line shows."""
    return applications.only(
        "reference", "status", "kind", "points", "priority_reasons", "ranked_at", "days_waited", "waiting_since",
        "first_submitted_at", "answered_at",
    )  # fmt: skip


def rows(applications: Iterable[Application], today: date) -> list[Row]:
    """The lines of a list as of ``today``. Two statements more, however many lines."""
    shown = list(applications)
    # As values: a line needs five names, and seven objects for each took a third of the page's time.
    places: dict[UUID, list[Place]] = defaultdict(list)
    workplaces = Workplace.objects.filter(application__in=shown)
    for pk, *names in workplaces.values_list("application", "name", "municipality__name", "sector__name"):
        places[pk].append(Place(*names))
    themes: dict[UUID, list[str]] = defaultdict(list)
    for pk, title in Theme.objects.filter(applications__in=shown).values_list("applications", "short_title"):
        themes[pk].append(title)
    return [Row(each, each.waiting_days(today), places[each.pk], themes[each.pk]) for each in shown]


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def queue(request: AuthenticatedRequest) -> HttpResponse:
    """All that lies on the desk, most urgent first, or another state, newest first."""
    today = clock.today()
    asked = QueueFilter(request.GET, user=request.user, today=today)
    found = _found(request, asked)
    context = {
        "filter": asked,
        "form": asked.form,
        "rows": rows(found["shown"], today),
        "here": request.GET.urlencode(),
        **found,
    }
    return render(request, "consultants/queue.html", context, status=200 if asked.is_valid() else 422)


def _found(request: AuthenticatedRequest, asked: QueueFilter) -> dict[str, Any]:
    """What is shown, and how much there is: a page of the list, or the best that a search finds."""
    if asked.words:
        hits = searching.hits(listed(asked.rows), asked.words, states=asked.states)
        return {"shown": hits.rows, "hits": hits, "count": hits.count}
    page = paging.page_of(listed(asked.rows), order=asked.order, asked=request.GET)
    # The index that carries the whole list carries its count. What is narrowed is counted as it is found: to put it in
    # order first would cost more than to count it.
    counted = asked.rows.order_by() if asked.is_narrowed else asked.rows.order_by(*asked.order)
    return {"shown": page.rows, "page": page, "count": paging.count(counted)}


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
    """Meetings of today, who waits for a word from us, whom to visit again, and the first of the queue."""
    today, user = clock.today(), request.user
    desk = Application.objects.visible_to(user).at_triage().order_by(*BY_PRIORITY)
    context = {
        "today": today,
        "meetings": _meetings(user, today),
        "contacts": _first_contacts(user),
        "follow_ups": _follow_ups(user, today),
        "new_messages": _new_messages(user),
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
    planned = Meeting.objects.run_by(user).planned().filter(starts_at__gte=midnight, starts_at__lt=tomorrow)
    return list(
        planned.annotate(workplace=_first_workplace("engagement__application"))
        .select_related("engagement__application")
        .order_by("starts_at", "id")
    )


def _first_contacts(user: User) -> Heap:
    """Assigned and not contacted yet: what is overdue comes first, because it was due first."""
    found = Engagement.objects.run_by(user).filter(status=EngagementStatus.ASSIGNED)
    found = found.order_by("first_contact_due_on", "id")
    shown = found.annotate(workplace=_first_workplace("application")).select_related("application")
    return Heap(
        count=paging.count(found),
        href=f"{reverse('consultants:engagements')}?status={EngagementStatus.ASSIGNED}",
        first=list(shown[:FIRST_ROWS]),
    )


def _new_messages(user: User) -> Heap:
    """What groups have written and nobody has answered, as on its own page."""
    found = awaiting_reply(user).order_by(*WAITING)
    return Heap(
        count=paging.count(found),
        href=reverse("consultants:new_messages"),
        first=list(found.select_related("application")[:FIRST_ROWS]),
    )


def _follow_ups(user: User, today: date) -> Heap:
    """All that are due are counted; those that want planning now are shown."""
    found = FollowUpVisit.objects.run_by(user).due().order_by("due_on", "id")
    shown = found.due_by(today + FIRST_REMINDER).annotate(workplace=_first_workplace("engagement__application"))
    return Heap(
        count=paging.count(found),
        href=reverse("consultants:follow_ups"),
        first=list(shown.select_related("engagement__application")[:FIRST_ROWS]),
    )
