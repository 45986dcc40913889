"""The first page of the morning: what can't wait, today's meetings, what came in, what is new, and the queue's head.

Every number is a link, and the list behind it has as many lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import QuerySet
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
from consultants.models import Engagement, FollowUpVisit, Meeting, Task
from consultants.querysets import awaiting_reply
from consultants.views import desk
from consultants.views.journal_lists import TO_DO
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
    """All of a part of the day, where it stands, what is shown of it, and the key of whose workplace names a row."""

    rows: QuerySet[Any]
    href: str
    shown: QuerySet[Any]
    about: str = "application_id"


# The first workplace of an application, or of an engagement's, to know it by. In SQL, and for all parts together:
# beside each part's own statement it would have to be put together anew for each.
_PLACES = """
    SELECT asked.key, (
        SELECT name FROM applications_workplace
        WHERE application_id = coalesce(engagement.application_id, asked.key) ORDER BY position, id LIMIT 1
    )
    FROM unnest(%s::uuid[]) AS asked (key) LEFT JOIN consultants_engagement AS engagement ON engagement.id = asked.key
"""


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
        "tasks": _tasks(user),
    }
    queue, meetings = Application.objects.visible_to(user).at_triage().order_by(*BY_PRIORITY), _meetings(user, today)
    *counts, meeting_count, desk_count = paging.counts(*(part.rows for part in parts.values()), meetings, queue)
    shown = paging.CAP if request.GET.get("moeder") == ALL_MEETINGS else FIRST_MEETINGS
    heaps = {
        name: Heap(count, part.href, list(part.shown[:FIRST_ROWS]))
        for (name, part), count in zip(parts.items(), counts, strict=True)
    }
    nearest = _nearest(meetings, clock.now(), shown)
    _name(
        *((row, part.about) for name, part in parts.items() for row in heaps[name].first),
        *((meeting, "engagement_id") for meeting in nearest),
    )
    context = {
        "today": today,
        "meetings": nearest,
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
    found = meetings.only("engagement", "starts_at", "kind", "place")
    ahead = list(found.filter(ends_at__gt=now).order_by("starts_at", "id")[:most])
    over = list(found.filter(ends_at__lte=now).order_by("-ends_at", "id")[:most])
    return sorted([*ahead, *over[: most - len(ahead)]], key=attrgetter("starts_at", "pk"))


def _name(*rows: tuple[Any, str]) -> None:
    """Gives each row its ``workplace``: that of the application or engagement which the field said beside it holds."""
    keys = [getattr(row, about) for row, about in rows]
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [keys])
        names = dict(cursor.fetchall())
    for (row, _), key in zip(rows, keys, strict=True):
        row.workplace = names[key]


def _first_contacts(user: User, which: str, today: date) -> _Found:
    """Assigned and not contacted yet: overdue, or new; what is due first comes first."""
    mine = Engagement.objects.run_by(user)
    found = mine.overdue_first_contact(today) if which == LATE else mine.newly_assigned(today)
    found = found.order_by("first_contact_due_on", "id")
    shown = found.only("application", "first_contact_due_on")
    return _Found(found, f"{reverse('consultants:engagements')}?status={which}", shown)


def _answers(user: User) -> _Found:
    """What the secretariat has asked and the groups have answered, the oldest answer first."""
    found = Application.objects.visible_to(user).at_triage().filter(answered_at__isnull=False).order_by("answered_at")
    shown = found.only("reference", "answered_at")
    return _Found(found, f"{reverse('consultants:queue')}?svar=ja", shown, about="pk")


def _new_messages(user: User) -> _Found:
    """What groups have written and nobody has answered, as on its own page."""
    found = awaiting_reply(user).order_by(*WAITING)
    shown = found.select_related("application").only("at", "application__reference")
    return _Found(found, reverse("consultants:new_messages"), shown)


def _follow_ups(user: User, today: date) -> _Found:
    """All that are due are counted; those that want planning now are shown."""
    found = FollowUpVisit.objects.run_by(user).due().order_by("due_on", "id")
    shown = found.due_by(today + FIRST_REMINDER).only("engagement", "due_on")
    return _Found(found, reverse("consultants:follow_ups"), shown, about="engagement_id")


def _tasks(user: User) -> _Found:
    """What is to be done, the most pressing first, as on its own page."""
    found = Task.objects.of(user).open().order_by(*TO_DO)
    shown = found.only("engagement", "title", "due_on")
    return _Found(found, reverse("consultants:own_tasks"), shown, about="engagement_id")
