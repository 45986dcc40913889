"""An engagement that rests, goes on, or is opened again after its end."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Role, User
from consultants import deadlines
from consultants.actions import meetings, notes, reminders, running
from consultants.lifecycle import FollowUpStatus, MeetingStatus, Status
from consultants.models import Engagement
from notifications import outbox
from notifications.outbox import Post

CALLED_OFF = "Forløbet er genåbnet."


class NotRunning(Exception):
    """Only an engagement that has begun can rest: one that rests already, or waits for the first contact, can not."""


class NotPaused(Exception):
    """It goes on already."""


class NotEnded(Exception):
    """Only what has ended is opened again."""


@transaction.atomic
def pause(*, engagement_id: UUID, by: User, reason: str, now: datetime) -> None:
    """Let it rest; planned meetings stand, and ``reason`` becomes a note, too. Raises NotYours, Ended, NotRunning."""
    engagement = running.lock_open_for(engagement_id, by)
    if engagement.status not in {Status.CONTACTED, Status.ACTIVE}:
        raise NotRunning
    engagement.pause_reason = reason
    engagement.move_to(Status.PAUSED)
    engagement.save(update_fields=["pause_reason", "status"])
    running.record(engagement, "paused", by=by, now=now)
    notes.add(engagement, by=by, text=reason, now=now)


@transaction.atomic
def resume(*, engagement_id: UUID, by: User, reason: str, now: datetime) -> None:
    """Go on where it stood: after a meeting that was held it is active. ``reason`` becomes a note.

    Raises NotYours, Ended, NotPaused.
    """
    engagement = running.lock_open_for(engagement_id, by)
    if engagement.status != Status.PAUSED:
        raise NotPaused
    engagement.move_to(_where_it_stood(engagement))
    engagement.save(update_fields=["status"])
    running.record(engagement, "resumed", by=by, now=now)
    notes.add(engagement, by=by, text=reason, now=now)


@transaction.atomic
def reopen(*, engagement_id: UUID, by: User, reason: str, now: datetime) -> None:
    """The head opens what was closed or called off; ``reason`` becomes a note. Whoever has a part in it is told.

    Of what was closed, a follow-up that is due is voided, its visit called off; the next closing asks for the wish
    anew. What was called off goes on where it stood; its meetings stay off, and a first contact that was not made gets
    a new last day.
    Raises NotYours, NotEnded.
    """
    engagement = running.lock_for(engagement_id, by)
    if not by.has_role(Role.HEAD):
        raise running.NotYours
    if engagement.is_open:
        raise NotEnded
    if engagement.status == Status.CLOSED:
        _void(engagement, by=by, reason=reason, now=now)
        engagement.closed_on, engagement.wants_follow_up = None, None
        engagement.move_to(Status.ACTIVE)
    else:
        reason = f"{reason}\n\nForløbet var aflyst: {engagement.cancel_reason}"
        engagement.cancel_reason = ""
        engagement.move_to(_where_it_stood(engagement))
    if engagement.status == Status.ASSIGNED:
        today = deadlines.day_of(now)
        engagement.first_contact_due_on = deadlines.first_contact_due_on(today, deadlines.holidays_near(today))
    engagement.save(update_fields=["closed_on", "wants_follow_up", "cancel_reason", "first_contact_due_on", "status"])
    line = running.record(engagement, "reopened", by=by, now=now)
    told = [each for each in running.everybody(engagement) if each != f"user:{by.pk}"]
    outbox.post_all([Post("engagement-reopened", engagement.pk, each, str(line.pk)) for each in told], now=now)
    notes.add(engagement, by=by, text=reason, now=now)


def _where_it_stood(engagement: Engagement) -> Status:
    """What its first contact and its meetings say of an engagement that goes on."""
    if engagement.contacted_on is None:
        return Status.ASSIGNED
    has_met = engagement.meetings.filter(status=MeetingStatus.HELD).exists()
    return Status.ACTIVE if has_met else Status.CONTACTED


def _void(engagement: Engagement, *, by: User, reason: str, now: datetime) -> None:
    visit = engagement.follow_ups.due().select_related("meeting").first()
    if visit is None:
        return
    visit.engagement = engagement
    if visit.planned_meeting is not None:
        meetings.call_off(visit.planned_meeting, engagement, by=by, reason=CALLED_OFF, now=now)
    visit.void_reason = reason
    reminders.end(visit, FollowUpStatus.VOIDED, on=deadlines.day_of(now), by=by, now=now)
