"""Handing an engagement over to another consultant, and having a second one beside the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Role, User
from consultants import deadlines, permissions
from consultants.actions import journal, meetings, running
from consultants.lifecycle import Status
from consultants.models import Assignment, Engagement
from notifications import outbox
from notifications.outbox import Post


class HandedOverMeanwhile(Exception):
    """The engagement has changed hands since the page was made; nothing was done."""


class NotAConsultant(Exception):
    """An engagement is run by consultants whose accounts are open."""


class AlreadyTheirs(Exception):
    """Whoever was chosen is the engagement's consultant."""


@dataclass(frozen=True)
class Handover:
    """To whom, why, and what is left to do. ``seen``: the key of the assignment on the page, 0 for none."""

    to: User
    reason: str
    to_do: Sequence[str]
    seen: int


# ── To another consultant ───────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def hand_over(*, engagement_id: UUID, by: User, handover: Handover, now: datetime) -> None:
    """Give the engagement to another consultant; whoever had it reads on for two weeks. Open tasks go along.

    Raises HandedOverMeanwhile, NotYours, Ended, NotAConsultant, AlreadyTheirs.
    """
    engagement = running.lock(engagement_id)
    seats = list(engagement.assignments.running().select_related("consultant"))
    before = next((each for each in seats if not each.is_co), None)
    if handover.seen != (before.pk if before else 0):
        raise HandedOverMeanwhile
    if not permissions.can_hand_over(by, engagement):
        raise running.NotYours
    if engagement.status == Status.CANCELLED:
        raise running.Ended
    _ensure_consultant(handover.to)
    if before is not None and before.consultant_id == handover.to.pk:
        raise AlreadyTheirs
    if before is not None:
        _end(before, handover, now)
    was_beside = _end_seat(seats, handover.to, now)
    seat = Assignment.objects.create(engagement=engagement, consultant=handover.to, assigned_by=by, since=now)
    running.record(engagement, "handed_over", by=by, now=now, consultant=handover.to.pk)
    _hand_tasks(engagement, handover, before, by=by, now=now)
    _tell(engagement, seat, before, by=by, now=now)
    ahead = meetings.ahead(engagement, now)
    if was_beside is None:
        meetings.invite(ahead, f"user:{handover.to.pk}", part=seat.pk, now=now)
    if before is not None:
        meetings.uninvite(ahead, f"user:{before.consultant_id}", part=before.pk, now=now)


def _end(before: Assignment, handover: Handover, now: datetime) -> None:
    before.until, before.reason = now, handover.reason
    before.reads_until = deadlines.reads_until(deadlines.day_of(now))
    before.save(update_fields=["until", "reason", "reads_until"])


def _hand_tasks(
    engagement: Engagement, handover: Handover, before: Assignment | None, *, by: User, now: datetime
) -> None:
    if before is not None:
        engagement.tasks.open().filter(owner=before.consultant_id).update(owner=handover.to)
    due_on = deadlines.reads_until(deadlines.day_of(now))
    for title in handover.to_do:
        journal.write_task(engagement, journal.ToDo(title, due_on, handover.to), by=by, now=now)


def _tell(engagement: Engagement, seat: Assignment, before: Assignment | None, *, by: User, now: datetime) -> None:
    """The contacts and the new consultant; who had it, unless they did it."""
    about, contacts = engagement.pk, running.contacts(engagement)
    posts = [Post("engagement-new-consultant", about, each, str(seat.pk)) for each in contacts]
    posts.append(Post("engagement-taken-over", about, f"user:{seat.consultant_id}", str(seat.pk)))
    if before is not None and before.consultant_id != by.pk:
        posts.append(Post("engagement-given-on", about, f"user:{before.consultant_id}", str(before.pk)))
    outbox.post_all(posts, now=now)


# ── Beside the first ────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def add_co_consultant(*, engagement_id: UUID, by: User, person: User, now: datetime) -> None:
    """A second consultant who may do all that the first may. The same twice is the same as once.

    Raises NotYours, Ended, NotAConsultant.
    """
    engagement = running.lock(engagement_id)
    if not permissions.can_hand_over(by, engagement):
        raise running.NotYours
    if engagement.status == Status.CANCELLED:
        raise running.Ended
    _ensure_consultant(person)
    if engagement.assignments.running().filter(consultant=person).exists():
        return
    seat = Assignment.objects.create(engagement=engagement, consultant=person, assigned_by=by, since=now, is_co=True)
    running.record(engagement, "co_consultant_added", by=by, now=now, consultant=person.pk)
    to_them = f"user:{person.pk}"
    outbox.post("co-consultant-added", about=engagement.pk, recipient=to_them, occurrence=str(seat.pk), now=now)
    meetings.invite(meetings.ahead(engagement, now), to_them, part=seat.pk, now=now)


@transaction.atomic
def remove_co_consultant(*, engagement_id: UUID, by: User, person: User, now: datetime) -> None:
    """From now on they are not on it, and do not read it. Everybody may take themselves off. Raises NotYours."""
    engagement = running.lock(engagement_id)
    if not (permissions.can_hand_over(by, engagement) or by == person):
        raise running.NotYours
    engagement.assignments.filter(consultant=person).update(reads_until=None)
    seat = _end_seat(engagement.assignments.running(), person, now)
    if seat is not None:
        running.record(engagement, "co_consultant_removed", by=by, now=now, consultant=person.pk)
        meetings.uninvite(meetings.ahead(engagement, now), f"user:{person.pk}", part=seat.pk, now=now)


def _end_seat(seats: Iterable[Assignment], person: User, now: datetime) -> Assignment | None:
    """The seat beside the first that ended with this; None where there was none among ``seats``."""
    seat = next((each for each in seats if each.is_co and each.consultant_id == person.pk), None)
    if seat is not None:
        seat.until = now
        seat.save(update_fields=["until"])
    return seat


def _ensure_consultant(person: User) -> None:
    if not (person.is_active and person.has_role(Role.CONSULTANT)):
        raise NotAConsultant
