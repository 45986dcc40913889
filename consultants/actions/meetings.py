"""Meetings: plan, move, hold, cancel. Who has one in the calendar hears of every change to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consultants import deadlines
from consultants.actions import reminders, running
from consultants.lifecycle import FollowUpStatus, MeetingStatus, Status
from consultants.models import Engagement, FollowUpVisit, Meeting
from consultants.models.meeting import MeetingKind
from notifications import outbox
from notifications.outbox import Post

# A slip of the pen in the year should not stand in anybody's calendar.
LATEST = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Slot:
    """What is agreed on a meeting; ``starts_at`` and ``ends_at`` are aware moments."""

    kind: MeetingKind
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    homework: str = ""


class EndsBeforeItBegins(Exception):
    """A meeting takes time."""


class OutOfReach(Exception):
    """Before the engagement was opened, or more than two years ahead."""


class AlreadyPlanned(Exception):
    """A meeting at that very time is planned in this engagement."""


class IntoThePast(Exception):
    """A meeting ahead can't be moved to a time that is over: who has it in the calendar would wait for it."""


class NotPlanned(Exception):
    """The meeting has been held or cancelled."""


class NotYetBegun(Exception):
    """The meeting lies on a day to come."""


@transaction.atomic
def plan(*, engagement_id: UUID, by: User, slot: Slot, now: datetime) -> Meeting:
    """A new meeting; one that is over already is only noted, and no letter leaves.

    Raises NotYours, Ended, EndsBeforeItBegins, OutOfReach, AlreadyPlanned.
    """
    return book(running.lock_open_for(engagement_id, by), slot, by=by, now=now)


def book(engagement: Engagement, slot: Slot, *, by: User, now: datetime) -> Meeting:
    """Put ``slot`` into the locked ``engagement``. Raises EndsBeforeItBegins, OutOfReach, AlreadyPlanned."""
    _ensure_free(engagement, slot, now)
    meeting = Meeting.objects.create(engagement=engagement, **vars(slot))
    running.record(engagement, "meeting_planned", by=by, now=now, meeting=str(meeting.pk))
    _tell("meeting-planned", meeting, engagement, now)
    return meeting


@transaction.atomic
def move(*, meeting_id: UUID, by: User, slot: Slot, now: datetime) -> Meeting:
    """Another time, place or purpose. Calendars hear of it only if something changed that stands in them.

    Raises NotYours, NotPlanned, EndsBeforeItBegins, OutOfReach, AlreadyPlanned, IntoThePast.
    """
    meeting, engagement = _lock_planned(meeting_id, by)
    _ensure_free(engagement, slot, now, besides=meeting)
    if slot.ends_at <= now < meeting.ends_at:
        raise IntoThePast
    for_calendars = (slot.starts_at, slot.ends_at) != (meeting.starts_at, meeting.ends_at) or (
        engagement.place_in_calendar and slot.place != meeting.place
    )
    changed = [name for name, value in vars(slot).items() if getattr(meeting, name) != value]
    for name in changed:
        setattr(meeting, name, getattr(slot, name))
    if for_calendars:
        meeting.sequence += 1
    if "homework" in changed:
        meeting.edit_number += 1
    if changed:
        meeting.save()
        running.record(
            engagement,
            "meeting_moved" if for_calendars else "meeting_changed",
            by=by,
            now=now,
            meeting=str(meeting.pk),
            fields=sorted(changed),
        )
    if for_calendars:
        _tell("meeting-moved", meeting, engagement, now)
    return meeting


@transaction.atomic
def hold(*, meeting_id: UUID, by: User, now: datetime) -> None:
    """The meeting took place: the first one sets the engagement going, a follow-up visit ends the follow-up.

    Raises NotYours, NotPlanned, NotYetBegun.
    """
    meeting, engagement = _lock_planned(meeting_id, by)
    if deadlines.day_of(meeting.starts_at) > deadlines.day_of(now):
        raise NotYetBegun
    note_held(meeting, engagement, by=by, now=now)
    visit = FollowUpVisit.objects.due().filter(meeting=meeting).first()
    if visit is not None:
        reminders.end(visit, FollowUpStatus.HELD, on=deadlines.day_of(meeting.starts_at), by=by, now=now)


def note_held(meeting: Meeting, engagement: Engagement, *, by: User, now: datetime) -> None:
    """Mark the planned ``meeting`` of the locked ``engagement`` as held."""
    meeting.move_to(MeetingStatus.HELD)
    meeting.save(update_fields=["status"])
    running.record(engagement, "meeting_held", by=by, now=now, meeting=str(meeting.pk))
    if engagement.status == Status.ASSIGNED:
        # Whoever met has been in contact, noted or not.
        engagement.contacted_on = deadlines.day_of(meeting.starts_at)
        engagement.move_to(Status.CONTACTED)
        engagement.save(update_fields=["contacted_on", "status"])
    if engagement.status in {Status.CONTACTED, Status.PAUSED}:
        engagement.move_to(Status.ACTIVE)
        engagement.save(update_fields=["status"])


@transaction.atomic
def cancel(*, meeting_id: UUID, by: User, reason: str, now: datetime) -> None:
    """The meeting is called off, with a reason that the group can read. Raises NotYours, NotPlanned."""
    meeting, engagement = _lock_planned(meeting_id, by)
    call_off(meeting, engagement, by=by, reason=reason, now=now)


def call_off(meeting: Meeting, engagement: Engagement, *, by: User, reason: str, now: datetime) -> None:
    """Cancel the planned ``meeting`` of the locked ``engagement``."""
    meeting.move_to(MeetingStatus.CANCELLED)
    meeting.cancel_reason = reason
    meeting.sequence += 1
    meeting.save(update_fields=["status", "cancel_reason", "sequence"])
    running.record(engagement, "meeting_cancelled", by=by, now=now, meeting=str(meeting.pk))
    _tell("meeting-cancelled", meeting, engagement, now)


def _lock_planned(meeting_id: UUID, by: User) -> tuple[Meeting, Engagement]:
    """The engagement is locked before its meeting is read, so that two at once see one another's work."""
    engagement_id = Meeting.objects.values_list("engagement_id", flat=True).get(pk=meeting_id)
    engagement = running.lock_for(engagement_id, by)
    meeting = Meeting.objects.get(pk=meeting_id)
    if not meeting.is_planned:
        raise NotPlanned
    return meeting, engagement


def ensure_possible(engagement: Engagement, slot: Slot, now: datetime) -> None:
    """Raises EndsBeforeItBegins, OutOfReach."""
    if slot.ends_at <= slot.starts_at:
        raise EndsBeforeItBegins
    is_before = deadlines.day_of(slot.starts_at) < deadlines.day_of(engagement.opened_at)
    if is_before or slot.starts_at > now + LATEST:
        raise OutOfReach


def _ensure_free(engagement: Engagement, slot: Slot, now: datetime, besides: Meeting | None = None) -> None:
    ensure_possible(engagement, slot, now)
    others = Meeting.objects.planned().filter(engagement=engagement, starts_at=slot.starts_at)
    if (others.exclude(pk=besides.pk) if besides else others).exists():
        raise AlreadyPlanned


def _tell(kind: str, meeting: Meeting, engagement: Engagement, now: datetime) -> None:
    """Owe the letter to everybody who goes there; a meeting that is over concerns no calendar."""
    if meeting.ends_at <= now:
        return
    everybody = running.everybody(engagement)
    outbox.post_all([Post(kind, meeting.pk, each, str(meeting.sequence)) for each in everybody], now=now)


# ── Who comes, and who leaves ───────────────────────────────────────────────────────────────────────────────────────
def ahead(engagement: Engagement, now: datetime) -> list[Meeting]:
    """What is planned and not over: what stands in the calendars."""
    return list(engagement.meetings.planned().filter(ends_at__gt=now))


def invite(planned: Iterable[Meeting], recipient: str, *, part: object, now: datetime) -> None:
    """Owe ``recipient``, who is new, the invitations. ``part``: the key of what they came by, each time another."""
    _owe_each("meeting-planned", planned, recipient, part, now)


def uninvite(planned: Iterable[Meeting], recipient: str, *, part: object, now: datetime) -> None:
    """Owe ``recipient``, who leaves, what takes the meetings out of their calendar. ``part``: the key of what ended."""
    _owe_each("meeting-given-on", planned, recipient, part, now)


def _owe_each(kind: str, planned: Iterable[Meeting], recipient: str, part: object, now: datetime) -> None:
    outbox.post_all([Post(kind, each.pk, recipient, f"{each.sequence}:{part}") for each in planned], now=now)
