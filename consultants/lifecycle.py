"""Which states an engagement, a meeting and a follow-up can be in, and the legal moves. No queries, no I/O."""

from collections.abc import Collection, Mapping

from django.db.models import TextChoices


class Status(TextChoices):
    """Where an engagement stands."""

    ASSIGNED = "assigned", "Tildelt"
    CONTACTED = "contacted", "Kontakt taget"
    ACTIVE = "active", "I gang"
    PAUSED = "paused", "På pause"
    CLOSED = "closed", "Afsluttet"
    CANCELLED = "cancelled", "Aflyst"


MOVES: Mapping[Status, frozenset[Status]] = {
    Status.ASSIGNED: frozenset({Status.CONTACTED, Status.CANCELLED}),
    Status.CONTACTED: frozenset({Status.ACTIVE, Status.PAUSED, Status.CANCELLED}),
    Status.ACTIVE: frozenset({Status.PAUSED, Status.CLOSED, Status.CANCELLED}),
    Status.PAUSED: frozenset({Status.CONTACTED, Status.ACTIVE, Status.CLOSED, Status.CANCELLED}),
    # What has ended is reopened by the head; what was called off goes on where it stood.
    Status.CLOSED: frozenset({Status.ACTIVE}),
    Status.CANCELLED: frozenset({Status.ASSIGNED, Status.CONTACTED, Status.ACTIVE}),
}

OPEN = frozenset({Status.ASSIGNED, Status.CONTACTED, Status.ACTIVE, Status.PAUSED})


class MeetingStatus(TextChoices):
    """Where a meeting stands. A moved meeting is still planned, at another time."""

    PLANNED = "planned", "Planlagt"
    HELD = "held", "Holdt"
    CANCELLED = "cancelled", "Aflyst"


MEETING_MOVES: Mapping[MeetingStatus, frozenset[MeetingStatus]] = {
    MeetingStatus.PLANNED: frozenset({MeetingStatus.HELD, MeetingStatus.CANCELLED}),
    MeetingStatus.HELD: frozenset(),
    MeetingStatus.CANCELLED: frozenset(),
}


class FollowUpStatus(TextChoices):
    """How a follow-up visit stands; all but the first end it."""

    DUE = "due", "Venter"
    HELD = "held", "Holdt"
    DECLINED = "declined", "Ikke længere ønsket"
    NOT_REACHED = "not_reached", "Ingen kontakt"
    # The engagement was reopened: its next closing asks anew, and makes another visit.
    VOIDED = "voided", "Bortfaldet"


FOLLOW_UP_MOVES: Mapping[FollowUpStatus, frozenset[FollowUpStatus]] = {
    FollowUpStatus.DUE: frozenset(set(FollowUpStatus) - {FollowUpStatus.DUE}),
    FollowUpStatus.HELD: frozenset(),
    FollowUpStatus.DECLINED: frozenset(),
    FollowUpStatus.NOT_REACHED: frozenset(),
    FollowUpStatus.VOIDED: frozenset(),
}


class IllegalMove(Exception):
    """The lifecycle knows no such move; nothing was changed."""


def ensure_legal(current: str, new: str) -> None:
    """Raise IllegalMove unless an engagement may go from ``current`` to ``new``."""
    _ensure(MOVES[Status(current)], current, new)


def ensure_meeting_legal(current: str, new: str) -> None:
    """Raise IllegalMove unless a meeting may go from ``current`` to ``new``."""
    _ensure(MEETING_MOVES[MeetingStatus(current)], current, new)


def ensure_follow_up_legal(current: str, new: str) -> None:
    """Raise IllegalMove unless a follow-up may go from ``current`` to ``new``."""
    _ensure(FOLLOW_UP_MOVES[FollowUpStatus(current)], current, new)


def _ensure(onward: Collection[str], current: str, new: str) -> None:
    if new not in onward:
        raise IllegalMove(f"{current} → {new}")
