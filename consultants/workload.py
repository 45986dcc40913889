"""Hours of work ahead, week by week: what is under way, when somebody has room again, what is to come. Pure.

The hours are the portal's own estimate, and every page that shows figures from them says so: an engagement takes
40 hours over 26 weeks (meetings, preparation, travel), a joint one or a network 80, a follow-up visit 8 hours in the
week it is due. Eighteen engagements at a time are then 120 hours a month, the usual capacity of a consultant.

A week begins on Monday and is known by that day, so neither the change of clocks nor New Year splits one.
"""

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from consultants.deadlines import add_months, holidays_near, is_working_day

USUAL_HOURS_A_MONTH = 120
WEEKS_OF_WORK = 26
WEEKS_AHEAD = 26
FOLLOW_UP_HOURS = 8.0
# An engagement that should be over and is not goes on at its pace for so many weeks more.
LATE_WEEKS = 4
# Room for a new engagement is looked for in so many weeks as a whole: one holiday week does not refuse it.
ROOM_WEEKS = 4
# What is planned beyond the weeks shown, so that room can be looked for in the last of them.
PLANNED_WEEKS = WEEKS_AHEAD + ROOM_WEEKS - 1

_HOURS = {"individual": 40.0, "joint": 80.0, "network": 80.0}
_WEEK = timedelta(weeks=1)


# ── Units ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def monday_of(day: date) -> date:
    """The first day of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def week_number(day: date) -> int:
    """The week's number in the Danish calendar: 28 December 2026 to 3 January 2027 are week 53."""
    return day.isocalendar().week


def pace(kind: str) -> float:
    """Hours a week that an engagement of ``kind`` takes while it runs."""
    return _HOURS[kind] / WEEKS_OF_WORK


def a_month(hours_a_week: float) -> float:
    """The same hours, told by the month: a twelfth of 52 weeks."""
    return hours_a_week * 52 / 12


def a_week(hours_a_month: float) -> float:
    """The same hours, told by the week."""
    return hours_a_month * 12 / 52


# ── One consultant ──────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Period:
    """Days of absence, both included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Work:
    """``count`` open engagements of a ``kind`` that were opened in one week."""

    kind: str
    opened: date
    count: int = 1


@dataclass(frozen=True)
class FollowUps:
    """``count`` follow-up visits due in one week; those overdue are due now."""

    due: date
    count: int = 1


@dataclass(frozen=True)
class Week:
    """Hours of one week. ``at_work``: the first day of it, from today on, at work; None if there is none."""

    first: date
    work: float
    follow_ups: float
    capacity: float
    at_work: date | None

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)

    @property
    def load(self) -> float:
        return self.work + self.follow_ups

    @property
    def free(self) -> float:
        """Below nothing where there is too much to do."""
        return self.capacity - self.load


def plan(
    *,
    today: date,
    hours_a_month: int,
    work: Collection[Work],
    follow_ups: Collection[FollowUps],
    absences: Collection[Period],
    weeks: int = PLANNED_WEEKS,
) -> tuple[Week, ...]:
    """The consultant's weeks from this one on. A holiday or a day of absence takes a fifth of a week's capacity."""
    this = monday_of(today)
    planned = []
    for first in (this + number * _WEEK for number in range(weeks)):
        days = _days_at_work(first, absences)
        planned.append(
            Week(
                first=first,
                work=sum(each.count * _hours(each, first, this) for each in work),
                follow_ups=FOLLOW_UP_HOURS
                * sum(each.count for each in follow_ups if max(monday_of(each.due), this) == first),
                capacity=a_week(hours_a_month) * len(days) / 5,
                at_work=next((day for day in days if day >= today), None),
            )
        )
    return tuple(planned)


def _hours(each: Work, week: date, this: date) -> float:
    opened = monday_of(each.opened)
    ends = max(opened + WEEKS_OF_WORK * _WEEK, this + LATE_WEEKS * _WEEK)
    return pace(each.kind) if opened <= week < ends else 0.0


def _days_at_work(monday: date, absences: Iterable[Period]) -> list[date]:
    holidays = holidays_near(monday)
    return [day for day in working_days(monday, holidays) if not any(away.covers(day) for away in absences)]


def working_days(monday: date, holidays: Container[date]) -> list[date]:
    """The days of the week that are neither weekend nor holiday."""
    days = (monday + timedelta(days=number) for number in range(5))
    return [day for day in days if is_working_day(day, holidays)]


def mean_load(weeks: Sequence[Week]) -> float:
    """Hours a week on an average of ``weeks``."""
    return sum(week.load for week in weeks) / len(weeks)


def next_free(weeks: Sequence[Week], kind: str) -> date | None:
    """The first day at work from which a new engagement of ``kind`` fits; None if it does in none of the weeks.

    It fits where its first week has the hours to spare, and the first four have them as a whole.
    """
    needed = pace(kind)
    for number in range(len(weeks) - ROOM_WEEKS + 1):
        first, *_ = month = weeks[number : number + ROOM_WEEKS]
        if first.at_work and first.free >= needed and sum(week.free for week in month) >= needed * ROOM_WEEKS:
            return first.at_work
    return None


# ── Tidligste start ─────────────────────────────────────────────────────────────────────────────────────────────────
PROMISED_MONTHS = 6


@dataclass(frozen=True)
class Start:
    """When an engagement could begin (None: in none of the weeks looked at), against the promise of six months."""

    on: date | None
    promised: date

    @property
    def is_in_time(self) -> bool:
        return self.on is not None and self.on <= self.promised


def earliest_start(*, room: date | None, wished: date | None, received: date) -> Start:
    """No earlier than somebody has room, nor than the group wishes; promised: six months after it was received."""
    on = None if room is None else max(room, wished or room)
    return Start(on=on, promised=add_months(received, PROMISED_MONTHS))


# ── The team's weeks to come ────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Round:
    """A round to come and how many engagements it may still open."""

    meets_on: date
    room: int


@dataclass(frozen=True)
class Outlook:
    """Hours of the whole team in one week. ``expected``: from what still waits, as far as it will be granted."""

    first: date
    work: float
    expected: float
    follow_ups: float
    capacity: float

    @property
    def load(self) -> float:
        return self.work + self.expected + self.follow_ups


@dataclass(frozen=True)
class Waiting:
    """``count`` applications of a ``kind`` that wait for an answer."""

    kind: str
    count: int


def rounds_ahead(known: Iterable[Round], *, usual: int, today: date) -> list[Round]:
    """The rounds of the weeks ahead: those known, then one a month with the ``usual`` room."""
    found = sorted((each for each in known if each.meets_on >= today), key=lambda each: each.meets_on)
    last = found[-1].meets_on if found else today
    ends = monday_of(today) + WEEKS_AHEAD * _WEEK
    months = (add_months(last, number) for number in range(1, 8))
    return [*found, *(Round(day, usual) for day in months if day < ends)]


def forecast(
    plans: Sequence[Sequence[Week]], *, waiting: Collection[Waiting], grant_rate: float, rounds: Sequence[Round]
) -> list[Outlook]:
    """The team's 26 weeks: what runs, what is expected of those who wait, follow-ups due, and what there are hours for.

    ``plans``: the weeks of each consultant, the same ones for all. No consultant: no weeks.
    """
    starts = _starts(waiting, grant_rate, rounds)
    return [
        Outlook(
            first=same[0].first,
            work=sum(week.work for week in same),
            expected=sum(hours for day, hours in starts if monday_of(day) <= same[0].first),
            follow_ups=sum(week.follow_ups for week in same),
            capacity=sum(week.capacity for week in same),
        )
        for same in list(zip(*plans, strict=True))[:WEEKS_AHEAD]
    ]


def _starts(waiting: Collection[Waiting], grant_rate: float, rounds: Sequence[Round]) -> list[tuple[date, float]]:
    """When what waits is expected to begin, and the hours a week it takes from then on; all kinds move up alike."""
    left = sum(each.count for each in waiting) * grant_rate
    if not left:
        return []
    mean = sum(each.count * pace(each.kind) for each in waiting) / sum(each.count for each in waiting)
    starts = []
    for each in rounds:
        begins = min(float(each.room), left)
        starts.append((each.meets_on, begins * mean))
        left -= begins
    return starts
