"""The letters about engagements: what they say, and when they have lost their reason.

Neutral by construction: no theme, no workplace, no role, no place, no word that anybody has typed. They say that there
is something to read, and where. All is read at sending time, so each tells what is true then.
"""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from applications.models import Message
from consultants import calendars, deadlines
from consultants.letter_readers import ENDED, ERASED, NOT_THEIRS, Reader, former_address, reader_of
from consultants.lifecycle import FollowUpStatus, MeetingStatus, Status
from consultants.models import Assignment, Engagement, FollowUpVisit, Meeting
from notifications import registry
from notifications.letters import Attachment, Letter, Unwanted
from notifications.registry import Owed


# ── The engagement ──────────────────────────────────────────────────────────────────────────────────────────────────
@registry.letter("engagement-opened")
def engagement_opened(owed: Owed) -> Letter | Unwanted:
    """To the contacts: you get help, this is your consultant, and by which day you hear from them."""
    return _of_open_engagement(owed, _opened)


@registry.letter("engagement-assigned")
def engagement_assigned(owed: Owed) -> Letter | Unwanted:
    """To the consultant: a new engagement, and the last day for the first contact."""
    return _of_open_engagement(owed, _assigned)


@registry.letter("engagement-cancelled")
def engagement_cancelled(owed: Owed) -> Letter | Unwanted:
    """To the contacts: it is called off; why stands on the page."""
    engagement = _engagement(owed)
    if engagement is None:
        return ERASED
    if engagement.is_open:
        return Unwanted(because="the engagement goes on again")
    reader = reader_of(owed, engagement)
    return reader.letter("engagement_cancelled") if reader else NOT_THEIRS


@registry.letter("engagement-reopened")
def engagement_reopened(owed: Owed) -> Letter | Unwanted:
    """To the contacts and whoever runs it: what had ended goes on."""
    return _of_open_engagement(owed, lambda reader: reader.letter("engagement_reopened"), goes_there=True)


def _engagement(owed: Owed) -> Engagement | None:
    return Engagement.objects.select_related("application").filter(pk=owed.about_id).first()


def _of_open_engagement(
    owed: Owed, write: Callable[[Reader], Letter], *, goes_there: bool = False
) -> Letter | Unwanted:
    engagement = _engagement(owed)
    if engagement is None:
        return ERASED
    if not engagement.is_open:
        return ENDED
    reader = reader_of(owed, engagement, goes_there=goes_there)
    return write(reader) if reader else NOT_THEIRS


def _opened(reader: Reader) -> Letter:
    engagement = reader.engagement
    running_it = User.objects.filter(assignments__in=Assignment.objects.current().filter(engagement=engagement)).first()
    # A contact that was made before the letter left is not promised again.
    by_day = engagement.first_contact_due_on if engagement.status == Status.ASSIGNED else None
    return reader.letter("engagement_opened", consultant=running_it.name if running_it else "", by_day=by_day)


def _assigned(reader: Reader) -> Letter:
    return reader.letter("engagement_assigned", by_day=reader.engagement.first_contact_due_on)


# ── Meetings ────────────────────────────────────────────────────────────────────────────────────────────────────────
@registry.letter("meeting-planned")
def meeting_planned(owed: Owed) -> Letter | Unwanted:
    """A meeting stands in the calendar; the invitation goes along."""
    return _of_meeting(owed, "meeting_planned", MeetingStatus.PLANNED)


@registry.letter("meeting-moved")
def meeting_moved(owed: Owed) -> Letter | Unwanted:
    """The meeting is at another time; the calendar is told."""
    return _of_meeting(owed, "meeting_moved", MeetingStatus.PLANNED)


@registry.letter("meeting-cancelled")
def meeting_cancelled(owed: Owed) -> Letter | Unwanted:
    """The meeting is called off; the calendar takes it out. Why stands on the page."""
    return _of_meeting(owed, "meeting_cancelled", MeetingStatus.CANCELLED)


@registry.letter("meeting-given-on")
def meeting_given_on(owed: Owed) -> Letter | Unwanted:
    """To whoever had a part in the engagement: the meeting, on or off by now, leaves their calendar."""
    meeting = _meeting(owed)
    if meeting is None:
        return ERASED
    if meeting.ends_at <= owed.now:
        return OVER
    address = former_address(owed)
    if not address or reader_of(owed, meeting.engagement, goes_there=True):
        return Unwanted(because="the recipient has left, or is back")
    file = _calendar_file(calendars.withdrawal(meeting, recipient=address, now=owed.now), "CANCEL")
    facts = {"reference": meeting.engagement.application.reference, "path": "/", **_hours(meeting)}
    return Letter(address, "consultants/meeting_given_on", facts, (file,))


OVER = Unwanted(because="the meeting is over")


def _of_meeting(owed: Owed, template: str, status: MeetingStatus) -> Letter | Unwanted:
    meeting = _meeting(owed)
    if meeting is None:
        return ERASED
    # Whoever is invited when they come has an occasion of their own: the number, and what they came by.
    if meeting.status != status or str(meeting.sequence) != owed.occurrence.partition(":")[0]:
        return Unwanted(because="the meeting has been changed since")
    if meeting.ends_at <= owed.now:
        return OVER
    reader = reader_of(owed, meeting.engagement, goes_there=True)
    if reader is None:
        return NOT_THEIRS
    content = calendars.invitation(meeting, recipient=reader.address, link=reader.link, now=owed.now)
    return reader.letter(template, _calendar_file(content, calendars.method(meeting)), **_hours(meeting))


def _meeting(owed: Owed) -> Meeting | None:
    return Meeting.objects.select_related("engagement__application").filter(pk=owed.about_id).first()


def _hours(meeting: Meeting) -> dict[str, datetime]:
    return {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}


def _calendar_file(content: bytes, method: str) -> Attachment:
    return Attachment("spark-moede.ics", content, f"text/calendar; method={method}; charset=utf-8")


# ── The follow-up ───────────────────────────────────────────────────────────────────────────────────────────────────
@registry.letter(deadlines.IN_EIGHT_WEEKS)
def follow_up_in_eight_weeks(owed: Owed) -> Letter | Unwanted:
    """To the consultant, eight weeks before."""
    return _reminder(owed, deadlines.IN_EIGHT_WEEKS, "follow_up_ahead")


@registry.letter(deadlines.IN_FOUR_WEEKS)
def follow_up_in_four_weeks(owed: Owed) -> Letter | Unwanted:
    """To the consultant, four weeks before."""
    return _reminder(owed, deadlines.IN_FOUR_WEEKS, "follow_up_ahead")


@registry.letter(deadlines.OVERDUE)
def follow_up_overdue(owed: Owed) -> Letter | Unwanted:
    """To the consultant, the day after."""
    return _reminder(owed, deadlines.OVERDUE, "follow_up_overdue")


@registry.letter(deadlines.ASK_FOR_THE_WISH)
def follow_up_wish(owed: Owed) -> Letter | Unwanted:
    """To the contacts, four weeks before: do you still wish for it, and when?"""
    return _reminder(owed, deadlines.ASK_FOR_THE_WISH, "follow_up_wish")


@registry.letter("follow-up-answered")
def follow_up_answered(owed: Owed) -> Letter | Unwanted:
    """To the consultant: the group has answered; what, stands on the page."""
    visit = _visit(owed)
    if visit is None:
        return ERASED
    if visit.answer_key != owed.occurrence:
        return Unwanted(because="the group has answered again")
    reader = reader_of(owed, visit.engagement)
    return reader.letter("follow_up_answered") if reader else NOT_THEIRS


@registry.letter("follow-up-declined")
def follow_up_declined(owed: Owed) -> Letter | Unwanted:
    """To both contacts: there will be no follow-up, and whom to call if that was not the idea."""
    visit = _visit(owed)
    if visit is None:
        return ERASED
    if visit.status != FollowUpStatus.DECLINED:
        return Unwanted(because="the follow-up has not been declined")
    reader = reader_of(owed, visit.engagement)
    return reader.letter("follow_up_declined") if reader else NOT_THEIRS


def _visit(owed: Owed) -> FollowUpVisit | None:
    visits = FollowUpVisit.objects.select_related("engagement__application", "meeting")
    return visits.filter(pk=owed.about_id).first()


def _reminder(owed: Owed, kind: str, template: str) -> Letter | Unwanted:
    visit = _visit(owed)
    if visit is None:
        return ERASED
    reader = reader_of(owed, visit.engagement)
    if reader is None:
        return NOT_THEIRS
    of_recipient = deadlines.consultant_reminders if reader.is_consultant else deadlines.contact_reminders
    reminders = of_recipient(visit.due_on)
    mine = next(each for each in reminders if each.kind == kind)
    reason = _why_not(visit, mine, owed, later=reminders[reminders.index(mine) + 1 :])
    if reason:
        return Unwanted(because=reason)
    facts = {
        "due_on": visit.due_on,
        "is_late": visit.due_on < deadlines.day_of(owed.now),
        "has_wish": bool(visit.wish),
        # A letter that had to wait, for us or for the mail server, owns up to it.
        "planned_for": mine.leaves_on if deadlines.day_of(owed.now) > mine.leaves_on else None,
        "answer_path": reverse("consultants:answer_follow_up", args=[visit.engagement.application_id]),
    }
    return reader.letter(template, **facts)


def _why_not(
    visit: FollowUpVisit, mine: deadlines.Reminder, owed: Owed, later: tuple[deadlines.Reminder, ...]
) -> str | None:
    """Why the reminder should not leave any more; None where it should."""
    booked = visit.planned_meeting
    reasons = (
        (not visit.is_due, "the follow-up has ended"),
        (mine.anchor.isoformat() != owed.occurrence, "the follow-up has another date"),
        (deadlines.day_of(visit.entered_at) > mine.leaves_on, "the closing was entered after it was due"),
        (any(each.leaves_at <= owed.now for each in later), "a later reminder is due"),
        (mine.kind == deadlines.ASK_FOR_THE_WISH and bool(visit.wish), "the group has answered"),
        (booked is not None and booked.starts_at > owed.now, "the visit is booked"),
    )
    return next((because for holds, because in reasons if holds), None)


@registry.letter("message-from-group")
def message_from_group(owed: Owed) -> Letter | Unwanted:
    """The group has written, and nobody has answered yet."""
    message = Message.objects.unhandled().select_related("application__engagement").filter(pk=owed.about_id).first()
    if message is None:
        return Unwanted(because="it has been answered")
    reader = reader_of(owed, message.application.engagement)
    if reader is None:
        return NOT_THEIRS
    return reader.letter("message_from_group", path=reverse("consultants:messages", args=[message.application_id]))
