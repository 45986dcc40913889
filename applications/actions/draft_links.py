"""The way back to a draft by mail, for whoever puts it aside."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.actions import limits
from accounts.actions.limits import Limit
from accounts.models import User
from applications import draft_letters

ONE_AN_HOUR = Limit("draft-link-hour", most=1, within=timedelta(hours=1))


def send(*, application_id: UUID, to: User, now: datetime) -> bool:
    """Owe ``to`` a letter with the link to the draft; says whether. At most one an hour for each draft and person."""
    with transaction.atomic():
        try:
            limits.spend({ONE_AN_HOUR: f"{application_id}:{to.pk}"}, now=now)
        except limits.TooMany:
            return False
        draft_letters.post_draft_link(application_id, to, now=now)
    return True
