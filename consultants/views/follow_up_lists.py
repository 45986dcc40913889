"""Follow-ups as a list: those that are due, how each stands, and how many stand so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.models import Workplace
from consultants import deadlines
from consultants.forms.follow_up_list import COUNTED, FollowUpsForm, Standing, only, order_of
from consultants.forms.meeting import as_typed
from consultants.lifecycle import FollowUpStatus, MeetingStatus
from consultants.models import Assignment, FollowUpVisit, Meeting
from consultants.querysets import FollowUpQuerySet

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Usual:
    """The hours and the place of a meeting, as they are typed into a form."""

    begins: str
    ends: str
    place: str

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """As the clock stood on the wall then."""
        typed = as_typed(meeting)
        return cls(f"{typed['begins']:%H.%M}", f"{typed['ends']:%H.%M}", meeting.place)

    @property
    def hours(self) -> str:
        """``kl. 09.00–12.00``."""
        return f"kl. {self.begins}–{self.ends}"


@dataclass(frozen=True)
class Row:
    """A follow-up as a line: the words and the tone of its badge."""

    visit: FollowUpVisit
    text: str
    tone: str
    today: date

    @property
    def suggested(self) -> list[date]:
        """The days to come that suit the group; none once a visit is booked or over."""
        visit = self.visit
        if not visit.is_due or visit.planned_meeting is not None:
            return []
        return [day for day in visit.suggested_days if day >= self.today]

    @property
    def usual(self) -> "Usual | None":
        """When and where they met last."""
        found: list[Meeting] = self.visit.engagement.held_last  # type: ignore[attr-defined]  # prefetched below
        return Usual.of(found[0]) if found else None

    @property
    def consultant(self) -> "User | None":
        """Who runs it now."""
        found: list[Assignment] = self.visit.engagement.running_it  # type: ignore[attr-defined]  # prefetched below
        return found[0].consultant if found else None


@dataclass(frozen=True)
class Tally:
    """How many stand so, and where they all are. ``is_shown``: the list on this page."""

    label: str
    count: paging.Count
    href: str
    is_shown: bool


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """The follow-ups of a consultant's engagements; of all for the head. What is due first stands first."""
    form, today = FollowUpsForm(request.GET, user=request.user), clock.today()
    rows = form.whose(FollowUpVisit.objects.run_by(request.user))
    found = only(rows, form.standing, today)
    page = paging.page_of(with_row_facts(found), order=order_of(form.standing), asked=request.GET)
    tallies = list(_tallies(rows, form, today))
    shown = next((tally.count for tally in tallies if tally.is_shown), None)
    facts = {
        "form": form,
        "page": page,
        "rows": [row(visit, today) for visit in page.rows],
        "total": shown or paging.count(found),
        "tallies": tallies,
        "month": month_address(today, form.consultant),
        "shows_consultant": request.user.has_role(Role.HEAD),
    }
    return render(request, "consultants/follow_ups.html", facts, status=200 if form.is_valid() else 422)


def _tallies(rows: FollowUpQuerySet, form: FollowUpsForm, today: date) -> Iterator[Tally]:
    whose = {"konsulent": form.consultant} if form.consultant else {}
    for standing in COUNTED:
        asked = {"status": standing.value, **whose} if standing != Standing.DUE else whose
        href = reverse("consultants:follow_ups") + (f"?{urlencode(asked)}" if asked else "")
        yield Tally(standing.label, paging.count(only(rows, standing, today)), href, standing == form.standing)


def month_address(day: date, consultant: str) -> str:
    """The page of the month of ``day``, for the same ``consultant``."""
    address = reverse("consultants:follow_up_month", args=[f"{day:%Y-%m}"])
    return f"{address}?{urlencode({'konsulent': consultant})}" if consultant else address


def with_row_facts(found: FollowUpQuerySet) -> FollowUpQuerySet:
    """With what a line shows of each: three statements more, however many lines."""
    current = Assignment.objects.current().select_related("consultant")
    held_last = Meeting.objects.filter(status=MeetingStatus.HELD).order_by("-starts_at", "-pk")[:1]
    return found.select_related("engagement__application", "meeting").prefetch_related(
        Prefetch("engagement__application__workplaces", queryset=Workplace.objects.select_related("municipality")),
        Prefetch("engagement__assignments", queryset=current, to_attr="running_it"),
        Prefetch("engagement__meetings", queryset=held_last, to_attr="held_last"),
    )


def row(visit: FollowUpVisit, today: date) -> Row:
    """The line of ``visit`` as of ``today``."""
    return Row(visit, *_badge(visit, today), today)


def _badge(visit: FollowUpVisit, today: date) -> tuple[str, str]:
    if not visit.is_due:
        return visit.get_status_display(), "success" if visit.status == FollowUpStatus.HELD else "neutral"
    booked = visit.planned_meeting
    if booked is not None:
        return ("Blev det holdt?", "warning") if deadlines.day_of(booked.starts_at) < today else ("Aftalt", "success")
    if visit.due_on < today:
        return "Overskredet", "error"
    if visit.wish:
        return "Gruppen har sagt ja", "info"
    return ("Snart", "warning") if visit.due_on <= today + deadlines.FIRST_REMINDER else ("Senere", "neutral")
