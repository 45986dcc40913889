"""Keeping account of who has opened a case, taken cases out as a file, or searched for them.

A file leaves the portal, and nobody can say who reads it there. So taking it counts as reading each case in it: one
line for every case, however many, or "who has seen the case" would be silent about the very reading that matters most;
and the watch over more than 60 cases an hour sees it without being told. On top of them one line says that it was a
file, and how many cases it held.

A search shows lines of a list, as the queue itself does, and opens no case; but it can ask whether a name or an event
stands in the groups' own words. So it leaves one line with how many it found. Its words are kept nowhere.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Subquery

from accounts.models import User
from applications.models.access import AccessLog, ListRead, Purpose


def note(
    *,
    user: User,
    application_id: UUID | Subquery,
    purpose: Purpose,
    page: str,
    now: datetime,
    has_sent: bool = False,
) -> None:
    """``user`` is shown ``page`` of the case, which may be named by a query that finds its id. One statement."""
    AccessLog.objects.create(  # type: ignore[misc]  # the stubs know no query in the place of a key
        application_id=application_id, reader=user, purpose=purpose, page=page, has_sent=has_sent, at=now
    )


def note_list(*, user: User, purpose: Purpose, page: str, cases: int, now: datetime) -> None:
    """``user`` takes out ``cases`` cases as a file, or is shown them as what a search found. One statement."""
    ListRead.objects.create(reader=user, purpose=purpose, page=page, cases=cases, at=now)


def note_taken(*, user: User, application_ids: Iterable[UUID], page: str, now: datetime) -> None:
    """``user`` takes out each of these cases in a file. One statement, so give them some at a time."""
    AccessLog.objects.bulk_create(
        AccessLog(application_id=each, reader=user, purpose=Purpose.EXPORT, page=page, at=now)
        for each in sorted(set(application_ids))
    )
