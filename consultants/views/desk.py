"""The queue of applications."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.actions import access
from applications.lifecycle import FINAL, RANKED, Status
from applications.models import Application, Purpose
from applications.models.workplaces import how_many
from consultants.forms.queue import QueueFilter
from consultants.templatetags.places import shortened
from consultants.views import saved_views, searching, shortcuts

FIRST_ROWS = 5

# The names that stand in a line. As values, and in SQL: a line needs five of them, and two statements that Django puts
# together, with an object for each name, took a quarter of the page's time.
_NAMES = """
    SELECT line.id,
           ARRAY(
               SELECT ARRAY[w.name, m.name, s.name] FROM applications_workplace w
               JOIN applications_municipality m ON m.id = w.municipality_id
               JOIN applications_sector s ON s.id = w.sector_id
               WHERE w.application_id = line.id ORDER BY w.position, w.id
           ),
           ARRAY(
               SELECT t.short_title FROM applications_application_themes of
               JOIN themes_theme t ON t.id = of.theme_id
               WHERE of.application_id = line.id ORDER BY t.position, t.id
           )
    FROM unnest(%s::uuid[]) AS line (id)
"""
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
    def without_points(self) -> str:
        """What stands where there are no points: whether they come soon, later, or never."""
        if self.application.status in RANKED:
            return "Prioriteres snart"
        return "Fik ingen point" if self.application.status in FINAL else "Ingen point endnu"


def listed(applications: QuerySet[Application]) -> QuerySet[Application]:
    """With no more of each application than its line shows."""
    return applications.only(
        "reference", "status", "kind", "points", "priority_reasons", "ranked_at", "days_waited", "waiting_since",
        "first_submitted_at", "answered_at", "queue_points",
    )  # fmt: skip


def rows(applications: Iterable[Application], today: date) -> list[Row]:
    """The lines of a list as of ``today``. One statement more, however many lines."""
    shown = list(applications)
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [[each.pk for each in shown]])
        names = {pk: ([Place(*place) for place in places], titles) for pk, places, titles in cursor}
    return [Row(each, each.waiting_days(today), *names[each.pk]) for each in shown]


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def queue(request: AuthenticatedRequest) -> HttpResponse:
    """All that lies on the desk, answers first and then the most urgent; or another state, newest first."""
    today = clock.today()
    asked = QueueFilter(request.GET, user=request.user, today=today)
    found = _found(request, asked, today)
    context = {
        "filter": asked,
        "form": asked.form,
        "rows": rows(found["shown"], today),
        "here": request.GET.urlencode(),
        "columns": asked.columns,
        "keys": shortcuts.KEYS if shortcuts.are_on(request.user) else (),
        **found,
    }
    return render(request, "consultants/queue.html", context, status=200 if asked.is_valid() else 422)


def _found(request: AuthenticatedRequest, asked: QueueFilter, today: date) -> dict[str, Any]:
    """What is shown, and how much there is: a page of the list and the saved views, or the best that a search finds.

    All that is counted is counted in one statement. A search stands alone: it goes across the views.
    """
    if asked.words:
        hits = searching.hits(listed(asked.rows), asked.words, states=asked.states)
        shown = len(hits.rows)
        access.note_list(user=request.user, purpose=Purpose.SEARCH, page="queue", cases=shown, now=clock.now())
        return {"shown": hits.rows, "hits": hits, "count": hits.count}
    views = saved_views.usable(request.user, today, asked)
    page = paging.page_of(listed(asked.rows), order=asked.order, asked=request.GET)
    count, *counts = paging.counts(asked.counted, *(view.counted for _, view in views))
    return {"shown": page.rows, "page": page, "count": count, "views": saved_views.links(views, counts, asked)}
