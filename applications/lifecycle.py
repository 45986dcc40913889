"""Which states an application can be in and which moves between them are legal. No queries, no I/O.

The database guards the same table, and the diagram in ``docs/lifecycle.md`` is drawn from it.
"""

from collections.abc import Mapping

from django.db.models import TextChoices


class Status(TextChoices):
    """Where an application stands."""

    DRAFT = "draft", "Kladde"
    AWAITING_CONSENSUS = "awaiting_consensus", "Venter på enighed"
    SUBMITTED = "submitted", "Modtaget"
    NEEDS_INFORMATION = "needs_information", "Afventer oplysninger"
    WAITING = "waiting", "På venteliste"
    GRANTED = "granted", "Bevilget"
    DECLINED = "declined", "Afslået"
    WITHDRAWN = "withdrawn", "Trukket tilbage"
    EXPIRED = "expired", "Udløbet"


MOVES: Mapping[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.AWAITING_CONSENSUS, Status.WITHDRAWN, Status.EXPIRED}),
    Status.AWAITING_CONSENSUS: frozenset({Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN, Status.EXPIRED}),
    Status.SUBMITTED: frozenset(
        {
            Status.AWAITING_CONSENSUS,
            Status.NEEDS_INFORMATION,
            Status.WAITING,
            Status.GRANTED,
            Status.DECLINED,
            Status.WITHDRAWN,
        }
    ),
    Status.NEEDS_INFORMATION: frozenset({Status.SUBMITTED, Status.AWAITING_CONSENSUS, Status.WITHDRAWN}),
    Status.WAITING: frozenset(
        {Status.SUBMITTED, Status.AWAITING_CONSENSUS, Status.GRANTED, Status.DECLINED, Status.WITHDRAWN}
    ),
    Status.GRANTED: frozenset(),
    Status.DECLINED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.EXPIRED: frozenset(),
}

# The way back from a decision that nobody has been told of yet: to where it was taken from. The database lets a yes or
# a no go it only while every letter about it is still unsent.
TAKEN_BACK: Mapping[Status, frozenset[Status]] = {
    Status.GRANTED: frozenset({Status.SUBMITTED, Status.WAITING}),
    Status.DECLINED: frozenset({Status.SUBMITTED, Status.WAITING}),
    Status.WAITING: frozenset({Status.SUBMITTED}),
}
# What the group is told of in a letter; of these a yes and a no are the last word.
TOLD_BY_LETTER = frozenset(TAKEN_BACK)
DECIDED = TOLD_BY_LETTER - {Status.WAITING}

# What everybody named has to have said yes to; the database refuses anything else at commit.
NEEDS_EVERY_YES = frozenset({Status.SUBMITTED, Status.WAITING, Status.GRANTED})
# The group is still writing: the secretariat sees nothing of it.
WITH_THE_GROUP = frozenset({Status.DRAFT, Status.AWAITING_CONSENSUS})
# On the triage desk.
AT_TRIAGE = frozenset({Status.SUBMITTED, Status.NEEDS_INFORMATION, Status.WAITING})
# Ranked by priority; the waiting clock runs.
RANKED = frozenset({Status.SUBMITTED, Status.WAITING})
OPEN = frozenset(status for status, onward in MOVES.items() if onward)
FINAL = frozenset(Status) - OPEN


class IllegalMove(Exception):
    """The lifecycle knows no such move; nothing was changed."""


def ensure_legal(current: str, new: str) -> None:
    """Raise IllegalMove unless an application may go from ``current`` to ``new``."""
    if Status(new) not in MOVES[Status(current)]:
        raise IllegalMove(f"{current} → {new}")


def ensure_may_be_taken_back(current: str, before: str) -> None:
    """Raise IllegalMove unless ``current`` is a decision that may go back to ``before``, while nobody knows of it."""
    if before not in TAKEN_BACK.get(Status(current), frozenset()):
        raise IllegalMove(f"{current} → {before}")
