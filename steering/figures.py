"""The figures the two parties decide from: aggregates only, small numbers already hidden.

Everything here is one-dimensional and for one agreement period at a time, except coverage, which is for all time;
no two tables overlap in more than their total, and no figure leads to a single case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth

from applications.lifecycle import Status
from applications.models import AgreementPeriod, Application, Municipality, Region
from clock import COPENHAGEN
from consultants.lifecycle import FollowUpStatus, MeetingStatus
from consultants.lifecycle import Status as EngagementStatus
from consultants.models import FollowUpVisit
from steering.suppression import at_least, suppress
from themes.models import Theme


@dataclass(frozen=True)
class Row:
    """One line of a table; ``count`` is None where it is hidden."""

    label: str
    count: int | None


@dataclass(frozen=True)
class Month:
    """A month, by its first day, and how many applications arrived in it; None where hidden."""

    first: date
    count: int | None


@dataclass(frozen=True)
class Waiting:
    """Days from first submission to the first meeting held. None where fewer than five cases stand behind."""

    median: int | None
    nine_in_ten: int | None


@dataclass(frozen=True)
class Reach:
    """Whether a municipality ever had an engagement. ``count`` is None where it is hidden."""

    name: str
    reached: bool
    last_year: int | None
    count: int | None


@dataclass(frozen=True)
class Overview:
    """All that the steering group's page shows for one period."""

    months: list[Month]
    states: list[Row]
    themes: list[Row]
    regions: list[Row]
    waiting: Waiting
    follow_ups: list[Row]


@dataclass(frozen=True)
class Coverage:
    """All 98 municipalities, reached or not, for all time."""

    municipalities: list[Reach]

    @property
    def reached(self) -> int:
        return sum(municipality.reached for municipality in self.municipalities)

    @property
    def never(self) -> list[Reach]:
        return [municipality for municipality in self.municipalities if not municipality.reached]


def overview(period: AgreementPeriod, today: date) -> Overview:
    """The period's figures, up to ``today``."""
    last = min(period.ends_on or today, today)
    received = _received(period.starts_on, last)
    return Overview(
        months=_months(received, period.starts_on, last),
        states=_states(received),
        themes=_themes(received),
        regions=_regions(received, period.starts_on, last),
        waiting=_waiting(received),
        follow_ups=_follow_ups(period.starts_on, last),
    )


def _received(first: date, last: date) -> QuerySet[Application]:
    # By moments, not by dates: the index on arrival knows nothing of days in Copenhagen.
    until = _midnight(last + timedelta(days=1))
    return Application.objects.filter(first_submitted_at__gte=_midnight(first), first_submitted_at__lt=until)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=COPENHAGEN)


def _rows(counts: dict[str, int]) -> list[Row]:
    return [Row(label, count) for label, count in suppress(counts).items()]


def _first_days(first: date, last: date) -> Iterable[date]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _months(received: QuerySet[Application], first: date, last: date) -> list[Month]:
    found = dict(
        received.values_list(TruncMonth("first_submitted_at", tzinfo=COPENHAGEN, output_field=None))
        .annotate(count=Count("pk"))
        .order_by()
    )
    counts = {(day.year, day.month): count for day, count in found.items()}
    shown = suppress({day: counts.get((day.year, day.month), 0) for day in _first_days(first, last)})
    return [Month(day, count) for day, count in shown.items()]


STATES: tuple[tuple[str, frozenset[Status]], ...] = (
    ("Bevilget", frozenset({Status.GRANTED})),
    ("Afslået", frozenset({Status.DECLINED})),
    ("På venteliste", frozenset({Status.WAITING})),
    ("Under vurdering", frozenset({Status.SUBMITTED, Status.NEEDS_INFORMATION})),
    (
        "Trukket tilbage eller hos arbejdspladsen igen",
        frozenset({Status.WITHDRAWN, Status.EXPIRED, Status.DRAFT, Status.AWAITING_CONSENSUS}),
    ),
)


def _states(received: QuerySet[Application]) -> list[Row]:
    found = dict(received.values_list("status").annotate(count=Count("pk")).order_by())
    return _rows({label: sum(found.get(status, 0) for status in states) for label, states in STATES})


def _themes(received: QuerySet[Application]) -> list[Row]:
    found = dict(received.values_list("themes").annotate(count=Count("pk")).order_by())
    return _rows({theme.title: found.get(theme.pk, 0) for theme in Theme.objects.all()})


def _regions(received: QuerySet[Application], first: date, last: date) -> list[Row]:
    """An application counts once in every region that it has a workplace in, as the regions were that day."""
    there = "workplaces__municipality__regions__"
    valid = Q(**{f"{there}valid_from__lte": F("day")}) & (
        Q(**{f"{there}valid_to": None}) | Q(**{f"{there}valid_to__gte": F("day")})
    )
    found = dict(
        received.annotate(day=TruncDate("first_submitted_at", tzinfo=COPENHAGEN))
        .filter(valid)
        .values_list(f"{there}name")
        .annotate(count=Count("pk", distinct=True))
        .order_by()
    )
    existed = Region.objects.filter(Q(valid_to=None) | Q(valid_to__gte=first), valid_from__lte=last)
    return _rows({region.name: found.get(region.name, 0) for region in existed})


def _waiting(received: QuerySet[Application]) -> Waiting:
    first_meeting = Min("engagement__meetings__starts_at", filter=Q(engagement__meetings__status=MeetingStatus.HELD))
    pairs = (
        received.annotate(first_meeting=first_meeting)
        .exclude(first_meeting=None)
        .values_list("first_submitted_at", "first_meeting")
    )
    days = sorted((_day(met) - _day(sent)).days for sent, met in pairs if sent)
    if not at_least(len(days)):
        return Waiting(None, None)
    # The nearest-rank percentile: a number of days that at least that part of the cases kept within.
    return Waiting(days[(len(days) - 1) // 2], days[-(-len(days) * 9 // 10) - 1])


def _day(moment: datetime) -> date:
    return moment.astimezone(COPENHAGEN).date()


def _follow_ups(first: date, last: date) -> list[Row]:
    found = dict(
        FollowUpVisit.objects.filter(due_on__range=(first, last))
        .values_list("status")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return _rows({status.label: found.get(status, 0) for status in FollowUpStatus if status != FollowUpStatus.VOIDED})


def coverage() -> Coverage:
    """Every municipality: whether it was ever reached, the year of the last engagement, and how many.

    A joint engagement counts once in each of its municipalities, a cancelled one nowhere.
    """
    granted = Q(workplaces__application__engagement__isnull=False) & ~Q(
        workplaces__application__engagement__status=EngagementStatus.CANCELLED
    )
    found = list(
        Municipality.objects.annotate(
            count=Count("workplaces__application__engagement", filter=granted, distinct=True),
            last=Max("workplaces__application__engagement__opened_at", filter=granted),
        ).order_by("sort_key")
    )
    shown = suppress({municipality.pk: municipality.count for municipality in found})
    return Coverage(
        [
            Reach(
                name=municipality.name,
                reached=municipality.count > 0,
                last_year=_day(municipality.last).year if municipality.last else None,
                count=shown[municipality.pk],
            )
            for municipality in found
        ]
    )
