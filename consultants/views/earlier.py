"""Earlier engagements of the workplaces and municipalities of an application."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

import clock
from accounts.models import Role, User
from consultants.lifecycle import Status
from consultants.views.whole import Whole

SHOWN = 5

# In SQL for the same reason as the statements of ``whole``. Whatever was not called off has reached a workplace.
_EARLIER = """
    SELECT e.id, e.status, e.opened_at, a.reference,
           ARRAY(SELECT name FROM applications_workplace WHERE application_id = a.id ORDER BY position, id),
           EXISTS (
               SELECT FROM consultants_assignment
               WHERE engagement_id = e.id AND consultant_id = %(reader)s AND (until IS NULL OR reads_until >= %(today)s)
           )
    FROM (
        (
            SELECT id FROM consultants_engagement
            WHERE status <> %(called_off)s AND application_id <> %(own)s AND municipality_ids && %(here)s::bigint[]
            ORDER BY opened_at DESC, id LIMIT %(shown)s
        )
        UNION
        SELECT id FROM consultants_engagement
        WHERE status <> %(called_off)s AND application_id = ANY(%(alike)s::uuid[])
    ) AS found
    JOIN consultants_engagement e ON e.id = found.id JOIN applications_application a ON a.id = e.application_id
    ORDER BY e.opened_at DESC, e.id
"""


@dataclass(frozen=True)
class Earlier:
    """An engagement, the names of its workplaces, whether one of them is the same, and whether it may be opened."""

    pk: UUID
    status: str
    opened_at: datetime
    reference: str
    names: list[str]
    is_same_workplace: bool
    may_open: bool

    @property
    def places(self) -> str:
        """The first by name, and how many more."""
        first, *more = self.names
        return f"{first} og {len(more)} mere" if more else first


def engagements(case: Whole, user: User) -> list[Earlier]:
    """Those of the same workplace first, however long ago; then the latest in the same municipalities. One statement.

    The same workplace goes by its name, so it is among the applications that were found to look alike. Whoever may
    not open one (``EngagementQuerySet.visible_to``) reads names and dates, and no more.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _EARLIER,
            {
                "reader": user.pk,
                "today": clock.today(),
                "called_off": Status.CANCELLED,
                "own": case.application.pk,
                "here": [each.municipality_id for each in case.workplaces],
                "alike": case.look_alikes,
                "shown": SHOWN,
            },
        )
        found = cursor.fetchall()
    here = {each.name.casefold() for each in case.workplaces}
    is_head = user.has_role(Role.HEAD)
    rows = [
        Earlier(
            pk=pk,
            status=str(Status(status).label),
            opened_at=opened_at,
            reference=reference,
            names=names,
            is_same_workplace=any(name.casefold() in here for name in names),
            may_open=is_head or is_mine,
        )
        for pk, status, opened_at, reference, names, is_mine in found
    ]
    return sorted(rows, key=lambda row: not row.is_same_workplace)[:SHOWN]
