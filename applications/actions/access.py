"""Keeping account of who has opened a case."""

from datetime import datetime
from uuid import UUID

from django.db.models import Subquery

from accounts.models import User
from applications.models.access import AccessLog, Purpose


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
