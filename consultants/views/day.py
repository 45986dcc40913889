"""The first page of the morning: what can't wait, today's meetings, what came in, what is new, and the queue's head.

Every number is a link, and the list behind it has as many lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import BooleanField, Case, DurationField, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role, User
from accounts.rooms import room
from applications.models import Application
from consultants.deadlines import FIRST_REMINDER
from consultants.forms.engagement import LATE, NEW
from consultants.forms.queue import BY_PRIORITY
from consultants.forms.queue_columns import Columns
from consultants.models import Engagement, FollowUpVisit, Meeting
from consultants.querysets import awaiting_reply, first_workplace
from consultants.views import desk
from consultants.views.messages import WAITING

FIRST_ROWS = 5
# More than anybody holds in a day; the head sees everybody's.
FIRST_MEETINGS = 12
ALL_MEETINGS = "alle"


@dataclass(frozen=True)
class Heap:
    """A part of the day: how many there are, where they all stand, and the first of them."""

    count: paging.Count
    href: str
    first: Sequence[Any]


@dataclass(frozen=True)
class _Found:
    """All of a part of the day, where it stands, and what is shown of it."""

    rows: QuerySet[Any]
    href: str
    shown: QuerySet[Any]


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def day(request: AuthenticatedRequest) -> HttpResponse:
    """What is mine today, the most urgent first; then the first of the team's queue."""
    today, user = clock.today(), request.user
    parts = {
        "late": _first_contacts(user, LATE, today),
        "new": _first_contacts(user, NEW, today),
        "answers": _answers(user),
        "new_messages": _new_messages(user),
        "follow_ups": _follow_ups(user, today),
    }
    queue, meetings = Application.objects.visible_to(user).at_triage().order_by(*BY_PRIORITY), _meetings(user, today)
    *counts, meeting_count, desk_count = paging.counts(*(part.rows for part in parts.values()), meetings, queue)
    shown = paging.CAP if request.GET.get("moeder") == ALL_MEETINGS else FIRST_MEETINGS
    heaps = {
        name: Heap(count, part.href, list(part.shown[:FIRST_ROWS]))
        for (name, part), count in zip(parts.items(), counts, strict=True)
    }
    context = {
        "today": today,
        "meetings": _nearest(meetings, clock.now(), shown),
        "meeting_count": meeting_count,
        "desk_count": desk_count,
        "rows": desk.rows(desk.listed(queue)[:FIRST_ROWS], today),
        "columns": Columns(),
        **heaps,
    }
    return render(request, "consultants/day.html", context)


def _meetings(user: User, today: date) -> QuerySet[Meeting]:
    midnight = datetime.combine(today, time(), tzinfo=clock.COPENHAGEN)
    tomorrow = datetime.combine(today + timedelta(days=1), time(), tzinfo=clock.COPENHAGEN)
    planned = Meeting.objects.run_by(user).planned().filter(starts_at__gte=midnight, starts_at__lt=tomorrow)
    return planned.order_by("starts_at", "id")


def _nearest(meetings: QuerySet[Meeting], now: datetime, most: int) -> list[Meeting]:
    """No more than ``most``, in the day's order; of more, the next to come and the last that are over."""
    is_over = Q(ends_at__lte=now)
    ahead, ago = F("starts_at") - Value(now), Value(now) - F("ends_at")
    found = meetings.annotate(workplace=first_workplace("engagement__application")).order_by(
        ExpressionWrapper(is_over, output_field=BooleanField()),
        Case(When(is_over, then=ago), default=ahead, output_field=DurationField()),
        "id",
    )
    shown = found.only("engagement", "starts_at", "kind", "place")[:most]
    return sorted(shown, key=attrgetter("starts_at", "pk"))


def _first_contacts(user: User, which: str, today: date) -> _Found:
    """Assigned and not contacted yet: overdue, or new; what is due first comes first."""
    mine = Engagement.objects.run_by(user)
    found = mine.overdue_first_contact(today) if which == LATE else mine.newly_assigned(today)
    found = found.order_by("first_contact_due_on", "id")
    shown = found.annotate(workplace=first_workplace("application")).only("first_contact_due_on")
    return _Found(found, f"{reverse('consultants:engagements')}?status={which}", shown)


def _answers(user: User) -> _Found:
    """What the secretariat has asked and the groups have answered, the oldest answer first."""
    found = Application.objects.visible_to(user).at_triage().filter(answered_at__isnull=False).order_by("answered_at")
    shown = found.annotate(workplace=first_workplace("pk")).only("reference", "answered_at")
    return _Found(found, f"{reverse('consultants:queue')}?svar=ja", shown)


def _new_messages(user: User) -> _Found:
    """What groups have written and nobody has answered, as on its own page."""
    found = awaiting_reply(user).order_by(*WAITING)
    shown = found.annotate(workplace=first_workplace("application")).select_related("application")
    return _Found(found, reverse("consultants:new_messages"), shown.only("at", "application__reference"))


def _follow_ups(user: User, today: date) -> _Found:
    """All that are due are counted; those that want planning now are shown."""
    found = FollowUpVisit.objects.run_by(user).due().order_by("due_on", "id")
    shown = found.due_by(today + FIRST_REMINDER).annotate(workplace=first_workplace("engagement__application"))
    return _Found(found, reverse("consultants:follow_ups"), shown.only("engagement", "due_on"))
