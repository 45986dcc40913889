"""Earlier engagements of the workplaces and municipalities of an application."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

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
               WHERE engagement_id = e.id AND consultant_id = %s AND until IS NULL AND NOT is_co
           )
    FROM (
        SELECT id, status, opened_at, application_id FROM consultants_engagement AS every
        WHERE status <> %s AND application_id <> %s AND EXISTS (
            SELECT FROM applications_workplace
            WHERE application_id = every.application_id AND municipality_id = ANY(%s)
        )
        ORDER BY opened_at DESC, id LIMIT %s
    ) AS e JOIN applications_application a ON a.id = e.application_id
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
    """The latest in the same municipalities, those of the same workplace first. One statement.

    Whoever runs none of them reads names and dates, and no more.
    """
    here = {each.name.casefold() for each in case.workplaces}
    municipalities = list({each.municipality_id for each in case.workplaces})
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, [user.pk, Status.CANCELLED, case.application.pk, municipalities, SHOWN])
        found = cursor.fetchall()
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
    return sorted(rows, key=lambda row: not row.is_same_workplace)
