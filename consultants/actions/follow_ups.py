"""The six-month follow-up: what the group answers, the visit, and how it ends. Its reminders: `actions.reminders`."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consultants import deadlines, permissions
from consultants.actions import meetings, reminders, running
from consultants.lifecycle import FollowUpStatus
from consultants.models import FollowUpVisit, Meeting
from consultants.models.follow_up import Wish
from notifications import outbox
from notifications.outbox import Post

CALLED_OFF = "Opfølgningen er slut."


class NotAContact(Exception):
    """The group's two contacts answer for it."""


class AlreadyEnded(Exception):
    """The follow-up has been held, declined or given up."""


class AlreadyBooked(Exception):
    """A visit stands in the calendar; move that one."""


class AnsweredMeanwhile(Exception):
    """Another answer stands than the one that was read; nothing was changed."""


class NotPossibleThen(Exception):
    """The day lies in the future, or before the engagement was closed."""


# ── The group ───────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def answer(
    *, visit_id: UUID, by: User, read: str, wish: Wish, suggested_dates: Sequence[date] = (), now: datetime
) -> None:
    """A contact says yes, perhaps with dates, or "not any more", which ends the follow-up.

    ``read``: the ``answer_key`` of the answer that stood on their page, "" for none. The same answer again changes
    nothing. Raises NotAContact, AlreadyEnded, AnsweredMeanwhile.
    """
    visit = _lock(visit_id)
    if not permissions.can_answer_follow_up(by, visit):
        raise NotAContact
    if not visit.is_due:
        raise AlreadyEnded
    dates = ",".join(day.isoformat() for day in sorted(set(suggested_dates)))
    if (visit.wish, visit.suggested_dates) == (wish, dates):
        return
    if read != visit.answer_key:
        raise AnsweredMeanwhile
    visit.wish, visit.suggested_dates, visit.answered_by, visit.answered_at = wish, dates, by, now
    running.record(visit.engagement, "follow_up_answered", by=by, now=now, wish=wish)
    visit.save(update_fields=["wish", "suggested_dates", "answered_by", "answered_at"])
    told = running.consultant(visit.engagement)
    outbox.post_all([Post("follow-up-answered", visit.pk, each, visit.answer_key) for each in told], now=now)
    if wish == Wish.NOT_ANY_MORE:
        _decline(visit, by=by, now=now)


# ── The secretariat ─────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def book(*, visit_id: UUID, by: User, slot: meetings.Slot, now: datetime) -> Meeting:
    """Put the visit into the calendars. Raises NotYours, AlreadyEnded, AlreadyBooked, and what meetings.book raises."""
    visit = _lock_due_for(visit_id, by)
    if visit.planned_meeting is not None:
        raise AlreadyBooked
    visit.meeting = meetings.book(visit.engagement, slot, by=by, now=now)
    visit.save(update_fields=["meeting"])
    return visit.meeting


@transaction.atomic
def hold(*, visit_id: UUID, by: User, held_on: date, now: datetime) -> None:
    """The visit took place, in the calendar or not. Raises NotYours, AlreadyEnded, NotPossibleThen."""
    visit = _lock_due_for(visit_id, by)
    closed_on = visit.engagement.closed_on
    if held_on > deadlines.day_of(now) or (closed_on is not None and held_on < closed_on):
        raise NotPossibleThen
    planned = visit.planned_meeting
    if planned is not None and deadlines.day_of(planned.starts_at) > deadlines.day_of(now):
        # They met earlier than agreed: nobody is to come on the day that stands in the calendars.
        _clear_calendar(visit, by=by, now=now)
    elif planned is not None:
        meetings.note_held(planned, visit.engagement, by=by, now=now)
    reminders.end(visit, FollowUpStatus.HELD, on=held_on, by=by, now=now)


@transaction.atomic
def decline(*, visit_id: UUID, by: User, now: datetime) -> None:
    """The group has told its consultant that it does not wish for it any more. Raises NotYours, AlreadyEnded."""
    _decline(_lock_due_for(visit_id, by), by=by, now=now)


@transaction.atomic
def give_up(*, visit_id: UUID, by: User, now: datetime) -> None:
    """Nobody of the group could be reached. Raises NotYours, AlreadyEnded."""
    visit = _lock_due_for(visit_id, by)
    _clear_calendar(visit, by=by, now=now)
    reminders.end(visit, FollowUpStatus.NOT_REACHED, on=deadlines.day_of(now), by=by, now=now)


def _decline(visit: FollowUpVisit, *, by: User, now: datetime) -> None:
    _clear_calendar(visit, by=by, now=now)
    reminders.end(visit, FollowUpStatus.DECLINED, on=deadlines.day_of(now), by=by, now=now)
    # Both contacts, so that neither side ends it behind the other's back.
    contacts = running.contacts(visit.engagement)
    outbox.post_all([Post("follow-up-declined", visit.pk, each) for each in contacts], now=now)


def _clear_calendar(visit: FollowUpVisit, *, by: User, now: datetime) -> None:
    if visit.planned_meeting is not None:
        meetings.call_off(visit.planned_meeting, visit.engagement, by=by, reason=CALLED_OFF, now=now)


def _lock(visit_id: UUID) -> FollowUpVisit:
    engagement = running.locked().get(follow_ups=visit_id)
    visit = FollowUpVisit.objects.select_related("meeting").get(pk=visit_id)
    visit.engagement = engagement
    return visit


def _lock_due_for(visit_id: UUID, by: User) -> FollowUpVisit:
    visit = _lock(visit_id)
    if not permissions.can_run(by, visit.engagement):
        raise running.NotYours
    if not visit.is_due:
        raise AlreadyEnded
    return visit
