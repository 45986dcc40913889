"""The follow-ups of one month, week by week: what is due, what is booked, what was held."""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from consultants import deadlines
from consultants.forms.follow_up_list import WhoseForm
from consultants.lifecycle import FollowUpStatus, MeetingStatus
from consultants.models import FollowUpVisit
from consultants.views.follow_up_lists import Row, month_address, row, with_row_facts
from danish.dates import MONTHS

# SPARK began in 2016; and nobody plans that far.
FIRST_YEAR, LAST_YEAR = 2016, 2099
# More than six consultants can visit; the list holds whatever lies beyond.
MOST = 200
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


@dataclass(frozen=True)
class Entry:
    """A follow-up on its day."""

    day: date
    row: Row

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]


@dataclass(frozen=True)
class Week:
    """A calendar week as far as it lies in the month, by its Danish (ISO) number."""

    number: int
    first: date
    last: date
    entries: Sequence[Entry]
    is_now: bool


@dataclass(frozen=True)
class Month:
    """A month of the calendar, named as Danes do."""

    first: date

    @property
    def last(self) -> date:
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def name(self) -> str:
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"

    @property
    def beside(self) -> "tuple[Month | None, Month | None]":
        """The month before and the month after, as far as there are pages."""
        before, after = self.first - timedelta(days=1), self.last + timedelta(days=1)
        return (
            Month(before.replace(day=1)) if before.year >= FIRST_YEAR else None,
            Month(after) if after.year <= LAST_YEAR else None,
        )

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its first midnight in Copenhagen, and the first one after it, whatever summer time does in between."""
        after = self.last + timedelta(days=1)
        first, end = (datetime.combine(day, time(), tzinfo=clock.COPENHAGEN) for day in (self.first, after))
        return first, end


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, month: str) -> HttpResponse:
    """One month. A booked visit stands on its day, all else on the day it is due."""
    shown, today = _asked(month), clock.today()
    form = WhoseForm(request.GET, user=request.user)
    rows = form.whose(FollowUpVisit.objects.run_by(request.user)).filter(_lies_in(shown))
    found = list(with_row_facts(rows.order_by("due_on", "id"))[: MOST + 1])
    previous, following = shown.beside
    facts = {
        "month": shown,
        "form": form,
        "weeks": list(_weeks(shown, (_entry(visit, today) for visit in found[:MOST]), today)),
        "is_cut": len(found) > MOST,
        "crumbs": [("Opfølgning", reverse("consultants:follow_ups"))],
        "previous": previous and (previous.name, month_address(previous.first, form.consultant)),
        "next": following and (following.name, month_address(following.first, form.consultant)),
        "now": "" if shown.first == today.replace(day=1) else month_address(today, form.consultant),
        "shows_consultant": request.user.has_role(Role.HEAD),
    }
    return render(request, "consultants/follow_up_month.html", facts, status=200 if form.is_valid() else 422)


def _asked(month: str) -> Month:
    """The month of the address. Raises Http404."""
    told = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", month)
    if told is None or not FIRST_YEAR <= int(told[1]) <= LAST_YEAR:
        raise Http404
    return Month(date(int(told[1]), int(told[2]), 1))


def _lies_in(month: Month) -> Q:
    first, end = month.moments
    booked = Q(meeting__status=MeetingStatus.PLANNED)
    due, held = Q(status=FollowUpStatus.DUE), Q(status=FollowUpStatus.HELD)
    on_its_day = booked & Q(meeting__starts_at__gte=first, meeting__starts_at__lt=end)
    unbooked = Q(meeting=None) | ~booked
    days = (month.first, month.last)
    return due & (on_its_day | unbooked & Q(due_on__range=days)) | held & Q(ended_on__range=days)


def _entry(visit: FollowUpVisit, today: date) -> Entry:
    booked = visit.planned_meeting
    day = deadlines.day_of(booked.starts_at) if booked else visit.ended_on or visit.due_on
    return Entry(day, row(visit, today))


def _weeks(month: Month, entries: Iterable[Entry], today: date) -> Iterator[Week]:
    """Every week of the month, the empty ones too, so that free ones are seen."""
    by_week: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_week[entry.day.isocalendar().week].append(entry)
    mondays = [day for day in _days(month) if day.weekday() == 0]
    starts = mondays if mondays[0] == month.first else [month.first, *mondays]
    for first, after in pairwise([*starts, month.last + timedelta(days=1)]):
        number, last = first.isocalendar().week, after - timedelta(days=1)
        mine = sorted(by_week[number], key=lambda entry: (entry.day, entry.row.visit.due_on))
        yield Week(number, first, last, mine, is_now=first <= today <= last)


def _days(month: Month) -> Iterator[date]:
    return (month.first + timedelta(days=each) for each in range((month.last - month.first).days + 1))
