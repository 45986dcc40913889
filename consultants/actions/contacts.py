""" "En anden har overtaget": a contact's part in an engagement goes to somebody else, once that person has said yes.

The signatories of the application stay who they are; letters and the group's pages follow the part.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actions import forgetting
from accounts.models import User
from applications import letter_limits
from applications.actions import following
from applications.consensus import SIDE_OF, Role, Side
from applications.letter_limits import Addressed
from applications.models import Signatory
from consultants import contact_letters, permissions
from consultants.actions import meetings, running
from consultants.lifecycle import Status
from consultants.models import Engagement, EngagementContact, EvaluationInvitation, FollowUpVisit
from consultants.models.contact import Speaker, contacts_of, speakers
from consultants.querysets import in_the_group
from notifications import outbox
from notifications.outbox import Post


class NotAContact(Exception):
    """A part is handed on by whoever has it."""


class NotAsked(Exception):
    """Nobody has named this person, or not any more."""


class AlreadyContact(Exception):
    """The address is one that speaks for the group already, or has been asked to."""


class OwnAddress(AlreadyContact):
    """The address is the contact's own."""


class OtherSide(Exception):
    """The role, or the person, belongs to the other side of the workplace."""


class OneOfUs(Exception):
    """The address belongs to somebody at SPARK, who has no page in a group's room."""


@dataclass(frozen=True)
class Person:
    """Who is to take over."""

    role: Role
    name: str
    email: str


# ── Naming somebody ─────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def hand_on(*, engagement_id: UUID, by: User, to: Person, now: datetime) -> None:
    """Ask ``to`` whether they take over the part of ``by``, who keeps it until then. Whoever was asked before is not
    asked any more. The other contact and the consultant are told.

    Raises NotAContact, running.Ended, OwnAddress, AlreadyContact, OtherSide, OneOfUs, and letter_limits.TooMuchMail.
    """
    engagement = running.lock(engagement_id)
    side = permissions.part_of(by, engagement)
    if side is None:
        raise NotAContact
    if not is_going_on(engagement):
        raise running.Ended
    named = list(Signatory.objects.named().filter(application=engagement.application_id))
    successors = list(engagement.successors.all())
    asked = next((each for each in successors if each.is_asked and each.side == side), None)
    if asked is not None and (asked.role, asked.name, asked.email) == (to.role, to.name, to.email):
        return
    _ensure_possible(side, to, by, named=named, successors=successors)
    if asked is not None:
        asked.delete()
    letter_limits.count_strangers([to.email], by=by, now=now)
    successor = EngagementContact.objects.create(
        engagement=engagement, side=side, named_by=by, named_at=now, **vars(to)
    )
    running.record(
        engagement, "contact_named", by=by, now=now, contact=str(successor.pk), side=side, fields=sorted(vars(to))
    )
    letter = Addressed(to.email, Post("contact-asked", successor.pk, successor.key), patient=False)
    others = _others(engagement, side, speakers(named, successors))
    told = [Post("contact-named", successor.pk, each) for each in others]
    letter_limits.post_all([letter], also=told, now=now)


def is_going_on(engagement: Engagement) -> bool:
    """Whether there is anything left to speak for the group about."""
    visits = FollowUpVisit.objects.due().filter(engagement=engagement)
    return engagement.is_open or (engagement.status == Status.CLOSED and visits.exists())


def _ensure_possible(
    side: Side, to: Person, by: User, *, named: list[Signatory], successors: list[EngagementContact]
) -> None:
    if to.email == by.email:
        raise OwnAddress
    if SIDE_OF[to.role] != side:
        raise OtherSide
    account = User.objects.filter(email=to.email).first()
    if account is not None and account.is_team:
        raise OneOfUs
    known = next((each for each in named if each.email == to.email), None)
    if known is not None and known.is_contact and known.followed_at is None:
        raise AlreadyContact
    across = [each for each in successors if each.email == to.email and each.side != side]
    if any(each.ended_at is None for each in across):
        raise AlreadyContact
    # One person can't stand on both sides, one after the other either.
    if across or (known is not None and known.side != side):
        raise OtherSide


# ── Their answer ────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def take_over(*, engagement_id: UUID, by: User, now: datetime) -> None:
    """ "Ja, det er mig": the part is theirs, and the former contact's ends. Meetings ahead change calendars, and
    everybody concerned is told. Twice is the same as once; once all is over, nobody is asked any more. Raises
    NotAsked.
    """
    engagement = running.lock(engagement_id)
    mine = engagement.successors.filter(ended_at=None, email=by.email).first() if not by.is_team else None
    if mine is None:
        raise NotAsked
    if mine.accepted_at is not None:
        return
    if not is_going_on(engagement):
        raise NotAsked
    former = _key_of_part(engagement, Side(mine.side))
    engagement.successors.current().filter(side=mine.side).update(ended_at=now)
    following.end_part(engagement.application, Side(mine.side), now=now)
    mine.accepted_at = now
    mine.save(update_fields=["accepted_at"])
    running.record(engagement, "contact_taken_over", by=by, now=now, contact=str(mine.pk), side=mine.side)
    others = _others(engagement, Side(mine.side), contacts_of(engagement))
    contact_letters.post_news("contact-taken-over", mine, others, now=now)
    ahead = meetings.ahead(engagement, now)
    for recipient in former:
        outbox.post("contact-part-ended", about=mine.pk, recipient=recipient, now=now)
        meetings.uninvite(ahead, recipient, part=mine.pk, now=now)
    meetings.invite(ahead, mine.key, part=mine.pk, now=now)


@transaction.atomic
def turn_down(*, engagement_id: UUID, by: User, now: datetime) -> bool:
    """ "Nej, det er ikke mig", or "slet mig" from a successor, also from one whom somebody else has followed: name and
    address are erased at once, and where that leaves a part to nobody, the others are told. Says whether the account
    went, too. Raises NotAsked.
    """
    engagement = running.lock(engagement_id)
    mine = list(engagement.successors.filter(email=by.email)) if not by.is_team else []
    if not mine:
        raise NotAsked
    for each in mine:
        _erase(each, by=by, now=now)
    is_held = forgetting.is_held(by)
    if not is_held:
        forgetting.forget(by)
    return not is_held


def _erase(mine: EngagementContact, *, by: User, now: datetime) -> None:
    """The row stays where the part was theirs, without name and address: whom they followed has none any more."""
    engagement, gone, side, key = mine.engagement, str(mine.pk), mine.side, mine.key
    had_taken_over, was_followed = mine.accepted_at is not None, mine.ended_at is not None
    EvaluationInvitation.objects.filter(recipient_key=key).delete()
    if had_taken_over:
        mine.name, mine.email, mine.ended_at = "", "", mine.ended_at or now
        mine.save(update_fields=["name", "email", "ended_at"])
    else:
        mine.delete()
    verb = "contact_left" if had_taken_over else "contact_turned_down"
    running.record(engagement, verb, by=by, now=now, contact=gone, side=side)
    if not was_followed:
        told = [*running.contacts(engagement), *running.consultant(engagement)]
        contact_letters.post_missing(engagement, told, gone=gone, now=now)


def _key_of_part(engagement: Engagement, side: Side) -> list[str]:
    """Who has the part of ``side`` now, as the outbox names them; nobody where a successor has left."""
    successors = engagement.successors.current().filter(side=side)
    signatories = in_the_group().filter(application=engagement.application_id, is_contact=True, side=side)
    return [each.key for each in successors] + [each.key for each in signatories]


def _others(engagement: Engagement, side: Side, contacts: list[Speaker]) -> list[str]:
    """The contact of the other side, and the consultant."""
    return [*(each.key for each in contacts if each.side != side), *running.consultant(engagement)]


@forgetting.holds
def is_successor(user: User) -> bool:
    """Whether an engagement knows the person as somebody who has taken over, or is asked to."""
    return EngagementContact.objects.filter(email=user.email).exists()
