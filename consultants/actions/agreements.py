"""The cooperation agreement: each time it is rewritten a new numbered text, the older ones kept.

It is written together: by whoever runs the engagement, and by the group's two contacts. Both sides of the group and
SPARK say yes to one version; a new one begins without any yes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.actions import limits
from accounts.actions.limits import Limit
from accounts.models import User
from consultants import permissions
from consultants.actions import running
from consultants.models import AgreementYes, CooperationAgreement, Engagement
from consultants.models.agreement_yes import Part
from notifications import outbox
from notifications.outbox import Post

# Each version is a mail to the others: enough to write together on the telephone, and no way to fill a mailbox.
BY_A_GROUP = Limit("agreement-versions-hour", most=10, within=timedelta(hours=1))


@dataclass(frozen=True)
class Words:
    """What the group and its consultant have agreed on."""

    change_wish: str
    what_we_do: str
    who_does_what: str = ""


class NothingNew(Exception):
    """The words are those of the agreement that stands."""


class AnotherVersion(Exception):
    """The version that was read is not the one that stands; or none has been written."""


class AlreadyAgreed(Exception):
    """That side has said yes to this version."""


@transaction.atomic
def write(
    *, engagement_id: UUID, by: User, words: Words, now: datetime, read: int | None = None
) -> CooperationAgreement:
    """The next version of the agreement; whoever has not written it is told that it awaits their yes.

    ``read``: the version that it was written on, 0 for none; None: as it stands.
    Raises NotYours, Ended, NothingNew, AnotherVersion, limits.TooMany (a group within the hour).
    """
    engagement, part = _lock_open_for(engagement_id, by)
    standing = engagement.agreements.last()
    if standing is not None and all(getattr(standing, name) == value for name, value in vars(words).items()):
        raise NothingNew
    if read is not None and read != (standing.number if standing else 0):
        raise AnotherVersion
    if part != Part.SPARK:
        limits.spend({BY_A_GROUP: str(engagement.pk)}, now=now)
    written = CooperationAgreement.objects.create(
        engagement=engagement,
        number=standing.number + 1 if standing else 1,
        written_by=by,
        written_at=now,
        **vars(words),
    )
    running.record(engagement, "agreement_written", by=by, now=now, number=written.number)
    told = [("agreement-awaits", each) for each in running.contacts(engagement)]
    if part != Part.SPARK:
        told += [("agreement-rewritten", each) for each in running.consultant(engagement)]
    outbox.post_all([Post(kind, engagement.pk, each, str(written.number)) for kind, each in told], now=now)
    return written


@transaction.atomic
def agree(*, engagement_id: UUID, by: User, number: int, now: datetime) -> AgreementYes:
    """The side that ``by`` speaks for says yes to version ``number``.

    Raises NotYours (also of those named who are no contacts), Ended, AnotherVersion, AlreadyAgreed.
    """
    engagement, part = _lock_open_for(engagement_id, by)
    standing = engagement.agreements.last()
    if standing is None or standing.number != number:
        raise AnotherVersion
    # Of one person, too: whoever speaks for the other side by now has said yes for the first.
    if standing.yeses.filter(Q(part=part) | Q(said_by=by)).exists():
        raise AlreadyAgreed
    said = AgreementYes.objects.create(agreement=standing, part=part, said_by=by, at=now)
    running.record(engagement, "agreement_agreed", by=by, now=now, number=number, part=str(part))
    return said


def _lock_open_for(engagement_id: UUID, by: User) -> tuple[Engagement, Part]:
    """The engagement under lock, and for whom ``by`` speaks in it. Raises NotYours, Ended."""
    engagement = running.lock(engagement_id)
    part = permissions.agrees_for(by, engagement)
    if part is None:
        raise running.NotYours
    if not engagement.is_open:
        raise running.Ended
    return engagement, part
