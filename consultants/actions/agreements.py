"""The cooperation agreement: each time it is rewritten a new numbered text, the older ones kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consultants.actions import running
from consultants.models import CooperationAgreement


@dataclass(frozen=True)
class Words:
    """What the group and its consultant have agreed on."""

    change_wish: str
    what_we_do: str
    who_does_what: str = ""


class NothingNew(Exception):
    """The words are those of the agreement that stands."""


@transaction.atomic
def write(*, engagement_id: UUID, by: User, words: Words, now: datetime) -> CooperationAgreement:
    """The next version of the agreement. Raises NotYours, Ended, NothingNew."""
    engagement = running.lock_open_for(engagement_id, by)
    standing = engagement.agreements.last()
    if standing is not None and all(getattr(standing, name) == value for name, value in vars(words).items()):
        raise NothingNew
    written = CooperationAgreement.objects.create(
        engagement=engagement,
        number=standing.number + 1 if standing else 1,
        written_by=by,
        written_at=now,
        **vars(words),
    )
    running.record(engagement, "agreement_written", by=by, now=now, number=written.number)
    return written
