"""What every verb on an engagement begins and ends with: the lock, the right, the line in the timeline."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from consultants import deadlines, permissions
from consultants.models import Assignment, Engagement, EngagementEvent
from consultants.models.contact import contact_keys


class NotYours(Exception):
    """Neither the engagement's present consultant nor the head, or nobody of the group."""


class Ended(Exception):
    """The engagement is closed or cancelled."""


class Overtaken(Exception):
    """Somebody else has changed it since the page was opened."""


def lock(engagement_id: UUID) -> Engagement:
    """The engagement, held until the transaction ends; its meetings and its follow-up change only under this lock."""
    return locked().get(pk=engagement_id)


def locked() -> QuerySet[Engagement]:
    """The same for whoever knows the engagement by something of its own."""
    return Engagement.objects.select_for_update(of=("self",)).select_related("application")


def lock_for(engagement_id: UUID, by: User) -> Engagement:
    """The same, for one who runs it. Raises NotYours."""
    engagement = lock(engagement_id)
    if not permissions.can_run(by, engagement):
        raise NotYours
    return engagement


def lock_to_note(engagement_id: UUID, by: User, now: datetime) -> Engagement:
    """The same, for one who may write notes in it, also for a while after a handover. Raises NotYours."""
    engagement = lock(engagement_id)
    if not permissions.can_write_notes(by, engagement, deadlines.day_of(now)):
        raise NotYours
    return engagement


def lock_open_for(engagement_id: UUID, by: User) -> Engagement:
    """The same, while there is still work to do in it. Raises NotYours, Ended."""
    engagement = lock_for(engagement_id, by)
    if not engagement.is_open:
        raise Ended
    return engagement


def mark(*seen: object) -> str:
    """Tells whether something still is as somebody saw it."""
    return sha256("\n".join(map(str, seen)).encode()).hexdigest()[:16]


def record(engagement: Engagement, verb: str, *, by: User | None, now: datetime, **data: object) -> EngagementEvent:
    """One line of the timeline; ``data``: ids, codes and numbers only."""
    return EngagementEvent.objects.create(engagement=engagement, verb=verb, actor=by, at=now, data=data)


def contacts(engagement: Engagement) -> list[str]:
    """The group's contacts, as the outbox names them."""
    return contact_keys([engagement.application_id])[engagement.application_id]


def everybody(engagement: Engagement) -> list[str]:
    """Whoever goes to its meetings: the contacts, its consultant, and those beside them."""
    seats = Assignment.objects.running().filter(engagement=engagement).order_by("is_co", "pk")
    return [*contacts(engagement), *(f"user:{pk}" for pk in seats.values_list("consultant", flat=True))]


def consultant(engagement: Engagement) -> list[str]:
    """The consultant of today, as the outbox names them; nobody between two."""
    current = Assignment.objects.current().filter(engagement=engagement)
    return [f"user:{pk}" for pk in current.values_list("consultant", flat=True)]
