"""Opening an engagement, the first contact, closing it and calling it off."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import Role, User
from applications import emails as applications_emails
from applications.actions import triage
from applications.models import DecisionLetter, Signatory
from consultants import deadlines, permissions
from consultants.actions import candidacy, meetings, running
from consultants.lifecycle import MeetingStatus, Status
from consultants.models import Assignment, Engagement, FollowUpVisit
from notifications import outbox
from notifications.outbox import Post


class NotAConsultant(Exception):
    """The engagement can only be given to a consultant whose account is open."""


class AlreadyContacted(Exception):
    """The first contact is noted already."""


class NotPossibleThen(Exception):
    """The day lies in the future, or before the engagement was opened."""


class BeforeTheLastMeeting(Exception):
    """A meeting was held on a later ``day`` than the one on which it is said to have ended."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


class NotBegun(Exception):
    """An engagement without a single meeting is called off, not closed."""


class MeetingsAhead(Exception):
    """A planned meeting has to be held or cancelled first."""


@transaction.atomic
def open(  # noqa: A001, PLR0913 — the verb's own name; who, what for, in which round, with which words
    *,
    application_id: UUID,
    consultant: User,
    by: User,
    round_id: int | None,
    urgency_reason: str,
    text: str,
    now: datetime,
    hold: timedelta = timedelta(0),
    is_closing: bool = False,
) -> Engagement:
    """Grant the application and give it to ``consultant``. The contacts hear who; the others, that there is an answer.

    For ``hold`` nobody is told, and ``decisions.take_back`` undoes it. ``is_closing``: as ``triage.grant`` has it.

    Raises NotAConsultant, candidacy.InTheRound where another round is named than the one that has ranked it, and
    triage.grant's refusals.
    """
    if not (consultant.is_active and consultant.has_role(Role.CONSULTANT)):
        raise NotAConsultant
    if round_id is not None and not is_closing:
        candidacy.ensure_not_ranked(application_id)
    where: dict[str, Any] = {"round_id": round_id, "urgency_reason": urgency_reason, "is_closing": is_closing}
    letter = triage.grant(application_id=application_id, by=by, text=text, now=now, hold=hold, **where)
    application, opened_on = letter.application, deadlines.day_of(now)
    engagement = Engagement.objects.create(
        application=application,
        kind=application.kind,
        opened_at=now,
        first_contact_due_on=deadlines.first_contact_due_on(opened_on, deadlines.holidays_near(opened_on)),
    )
    Assignment.objects.create(engagement=engagement, consultant=consultant, assigned_by=by, since=now)
    running.record(engagement, "opened", by=by, now=now, consultant=consultant.pk)
    outbox.post_all(_news(engagement, letter, consultant, hold), now=now)
    return engagement


def _news(engagement: Engagement, letter: DecisionLetter, consultant: User, hold: timedelta) -> Iterator[Post]:
    """To each one letter. Nobody can have taken over a contact's part yet."""
    named = list(Signatory.objects.named().filter(application=engagement.application))
    yield from applications_emails.decision_posts(letter, [each for each in named if not each.is_contact], hold=hold)
    for each in named:
        if each.is_contact:
            yield Post("engagement-opened", engagement.pk, each.key, hold=hold)
    yield Post("engagement-assigned", engagement.pk, f"user:{consultant.pk}", hold=hold)


@transaction.atomic
def contact(*, engagement_id: UUID, by: User, contacted_on: date, now: datetime) -> None:
    """The first contact is made. Raises NotYours, Ended, AlreadyContacted, NotPossibleThen."""
    engagement = running.lock_open_for(engagement_id, by)
    if engagement.contacted_on is not None:
        raise AlreadyContacted
    _ensure_possible(engagement, contacted_on, now)
    engagement.contacted_on = contacted_on
    engagement.move_to(Status.CONTACTED)
    engagement.save(update_fields=["contacted_on", "status"])
    running.record(engagement, "contacted", by=by, now=now)


@transaction.atomic
def close(
    *, engagement_id: UUID, by: User, closed_on: date, outcome: str, wants_follow_up: bool, now: datetime
) -> None:
    """The work is done; the wish for a follow-up stores its date, six calendar months after ``closed_on``.

    Raises NotYours, Ended, NotBegun, MeetingsAhead, NotPossibleThen, BeforeTheLastMeeting.
    """
    engagement = running.lock_open_for(engagement_id, by)
    if engagement.status not in {Status.ACTIVE, Status.PAUSED}:
        raise NotBegun
    if engagement.meetings.planned().exists():
        raise MeetingsAhead
    _ensure_possible(engagement, closed_on, now)
    last = engagement.meetings.filter(status=MeetingStatus.HELD, starts_at__lte=now).aggregate(last=Max("starts_at"))[
        "last"
    ]
    if last is not None and closed_on < deadlines.day_of(last):
        raise BeforeTheLastMeeting(deadlines.day_of(last))
    engagement.closed_on = closed_on
    engagement.outcome = outcome
    engagement.wants_follow_up = wants_follow_up
    engagement.move_to(Status.CLOSED)
    engagement.save(update_fields=["closed_on", "outcome", "wants_follow_up", "status"])
    running.record(engagement, "closed", by=by, now=now, wants_follow_up=wants_follow_up)
    if wants_follow_up:
        due_on = deadlines.follow_up_due_on(closed_on)
        FollowUpVisit.objects.create(engagement=engagement, due_on=due_on, entered_at=now)


@transaction.atomic
def cancel(*, engagement_id: UUID, by: User, reason: str, now: datetime) -> None:
    """Call the engagement off, its planned meetings with it. Raises NotYours, Ended."""
    engagement = running.lock_open_for(engagement_id, by)
    for meeting in engagement.meetings.planned():
        meetings.call_off(meeting, engagement, by=by, reason=reason, now=now)
    engagement.cancel_reason = reason
    engagement.move_to(Status.CANCELLED)
    engagement.save(update_fields=["cancel_reason", "status"])
    line = running.record(engagement, "cancelled", by=by, now=now)
    contacts = running.contacts(engagement)
    outbox.post_all([Post("engagement-cancelled", engagement.pk, each, str(line.pk)) for each in contacts], now=now)


@transaction.atomic
def show_place(*, engagement_id: UUID, by: User, shown: bool, now: datetime) -> None:
    """The group decides whether calendar invitations from now on say where. Raises NotYours, Ended."""
    engagement = running.lock(engagement_id)
    if not permissions.is_named(by, engagement):
        raise running.NotYours
    if not engagement.is_open:
        raise running.Ended
    if engagement.place_in_calendar != shown:
        engagement.place_in_calendar = shown
        engagement.save(update_fields=["place_in_calendar"])
        running.record(engagement, "place_shown" if shown else "place_hidden", by=by, now=now)


def _ensure_possible(engagement: Engagement, day: date, now: datetime) -> None:
    if not deadlines.day_of(engagement.opened_at) <= day <= deadlines.day_of(now):
        raise NotPossibleThen
