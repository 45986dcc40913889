"""What the pure rules must know of the team, gathered for everybody at once: the same few questions however many."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import CharField, Count, DateField, F, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest, JSONObject, TruncWeek

import clock
import danish
from accounts.models import Role, User
from applications.consensus import Kind
from applications.lifecycle import AT_TRIAGE
from applications.lifecycle import Status as ApplicationStatus
from applications.models import Application, PrioritisationRound, Province
from consultants import deadlines, workload
from consultants.lifecycle import OPEN, FollowUpStatus, Status
from consultants.models import Absence, Assignment
from consultants.workload import FollowUps, Outlook, Period, Round, Waiting, Week, Work

# Nothing is being done on what is paused.
AT_WORK = OPEN - {Status.PAUSED}


@dataclass(frozen=True)
class Member:
    """A consultant with the weeks ahead; ``running``: engagements that are theirs and open."""

    user: User
    base: Province | None
    hours_a_month: int
    absences: tuple[Period, ...]
    running: int
    weeks: tuple[Week, ...]

    @property
    def hours_now(self) -> float:
        """By the month, as this week goes."""
        return workload.a_month(self.weeks[0].load)

    @property
    def hours_ahead(self) -> float:
        """By the month, on an average of the weeks ahead."""
        return workload.a_month(workload.mean_load(self.weeks[: workload.WEEKS_AHEAD]))

    def next_free(self, kind: str) -> date | None:
        """The first day when there is room for an engagement of ``kind``."""
        return workload.next_free(self.weeks, kind)


def consultants() -> QuerySet[User]:
    """Everybody who can be given an engagement."""
    return User.objects.filter(is_active=True, roles__contains=[Role.CONSULTANT])


def team(today: date) -> list[Member]:
    """All consultants, by name: two questions."""
    work, follow_ups = _on_their_desks(today)
    members = []
    for user in consultants().select_related("consultant_profile__base").annotate(away=_absences(today)):
        profile = getattr(user, "consultant_profile", None)
        absences = tuple(_period(days) for days in user.away)
        hours = profile.hours_a_month if profile else workload.USUAL_HOURS_A_MONTH
        members.append(
            Member(
                user=user,
                base=profile.base if profile else None,
                hours_a_month=hours,
                absences=absences,
                running=sum(each.count for each in work[user.pk]),
                weeks=workload.plan(
                    today=today,
                    hours_a_month=hours,
                    work=work[user.pk],
                    follow_ups=follow_ups[user.pk],
                    absences=absences,
                ),
            )
        )
    return sorted(members, key=lambda each: (danish.sort_key(str(each.user)), each.user.pk))


def room_in_team(members: Sequence[Member], kind: str) -> date | None:
    """The first day when anybody has room for an engagement of ``kind``."""
    return min((free for each in members if (free := each.next_free(kind))), default=None)


def first_room(kind: str, today: date) -> date | None:
    """The same for everybody there is, a minute old at most.

    Every application's page asks, and the answer hangs on all open engagements: to reckon it took half of the page.
    """
    days: dict[str, date | None] = cache.get_or_set(f"first-room-{today}", lambda: _first_rooms(today)) or {}
    return days[kind]


def _first_rooms(today: date) -> dict[str, date | None]:
    members = team(today)
    return {kind: room_in_team(members, kind) for kind in Kind.values}


@dataclass(frozen=True)
class Forecast:
    """The team's half year to come, and what it was reckoned from. ``grant_rate``: 0 to 1."""

    weeks: list[Outlook]
    waiting: int
    grant_rate: float


def forecast(members: Sequence[Member], today: date) -> Forecast:
    """What runs, what is expected and what is due, against the hours there are: three questions more."""
    waiting = _waiting()
    rate = _grant_rate(today)
    return Forecast(
        weeks=workload.forecast(
            [each.weeks for each in members], waiting=waiting, grant_rate=rate, rounds=_rounds_ahead(today)
        ),
        waiting=sum(each.count for each in waiting),
        grant_rate=rate,
    )


def _waiting() -> list[Waiting]:
    rows = Application.objects.filter(status__in=AT_TRIAGE).order_by().values_list("kind").annotate(count=Count("pk"))
    return [Waiting(kind, count) for kind, count in rows]


# Our own estimate, until enough of the last year's applications are decided.
USUAL_GRANT_RATE = 0.8
ENOUGH_DECISIONS = 10


def _grant_rate(today: date) -> float:
    """How many of the applications of the last year were granted, of those decided."""
    since = datetime.combine(deadlines.add_months(today, -12), time(), clock.COPENHAGEN)
    decided = Application.objects.filter(
        status__in=(ApplicationStatus.GRANTED, ApplicationStatus.DECLINED), first_submitted_at__gte=since
    )
    counts = dict(decided.order_by().values_list("status").annotate(count=Count("pk")))
    every = sum(counts.values())
    return counts.get(ApplicationStatus.GRANTED, 0) / every if every >= ENOUGH_DECISIONS else USUAL_GRANT_RATE


ROUNDS_LOOKED_AT = 24


def _rounds_ahead(today: date) -> list[Round]:
    """Those that are open; then one a month with as much room as the last one known."""
    latest = list(PrioritisationRound.objects.with_use().order_by("-meets_on")[:ROUNDS_LOOKED_AT])
    known = [
        Round(each.meets_on, each.left)  # type: ignore[attr-defined]  # annotated by with_use
        for each in latest
        if each.closed_at is None
    ]
    return workload.rounds_ahead(known, usual=latest[0].capacity if latest else 0, today=today)


def _on_their_desks(today: date) -> tuple[dict[int, list[Work]], dict[int, list[FollowUps]]]:
    """Open engagements and follow-ups to come, by consultant. One question."""
    work: dict[int, list[Work]] = defaultdict(list)
    follow_ups: dict[int, list[FollowUps]] = defaultdict(list)
    for consultant, kind, day, count in _work(today).union(_follow_ups(today), all=True):
        if kind:
            work[consultant].append(Work(kind, day, count))
        else:
            follow_ups[consultant].append(FollowUps(day, count))
    return work, follow_ups


def _work(today: date) -> QuerySet[Assignment, Any]:
    """By consultant, kind and the week they were opened in; all that should be over count as one week's."""
    over = workload.monday_of(today) - timedelta(weeks=workload.WEEKS_OF_WORK)
    week = Cast(TruncWeek("engagement__opened_at", tzinfo=clock.COPENHAGEN, output_field=DateField()), DateField())
    rows = Assignment.objects.current().filter(engagement__status__in=AT_WORK)
    return _counted(rows, F("engagement__kind"), Greatest(week, Value(over)))


def _follow_ups(today: date) -> QuerySet[Assignment, Any]:
    """By consultant and day, without a kind; what is overdue is due this week."""
    until = today + timedelta(weeks=workload.PLANNED_WEEKS)
    rows = Assignment.objects.current().filter(
        engagement__follow_ups__status=FollowUpStatus.DUE, engagement__follow_ups__due_on__lt=until
    )
    due = Greatest("engagement__follow_ups__due_on", Value(workload.monday_of(today)))
    return _counted(rows, Value("", output_field=CharField()), due)


def _counted(rows: QuerySet[Assignment], kind: Combinable, day: Greatest) -> QuerySet[Assignment, Any]:
    return rows.values_list("consultant", kind, day).annotate(count=Count("pk")).order_by()


def _absences(today: date) -> ArraySubquery:
    """Of one consultant: those with a day in the weeks planned, the part of this week that is gone among them."""
    first = workload.monday_of(today)
    last = first + timedelta(weeks=workload.PLANNED_WEEKS)
    own = Absence.objects.filter(consultant=OuterRef("pk")).touching(first, last)
    return ArraySubquery(own.order_by("first_day").values(days=JSONObject(first="first_day", last="last_day")))


def _period(days: dict[str, str]) -> Period:
    return Period(date.fromisoformat(days["first"]), date.fromisoformat(days["last"]))
