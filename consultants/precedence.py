"""The order of a round, and what goes against it. No queries: places and decisions in, whom each passes by out.

Against the order goes whoever is granted before somebody more urgent who could have been granted as well: one who is
left undecided, put on the waiting list, or declined for want of room. A decline on the merits passes nobody by.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices


class Decision(TextChoices):
    """What a round decides on a candidate."""

    GRANT = "grant", "Bevilges"
    WAIT = "wait", "Venteliste"
    DECLINE = "decline", "Afslag"


@dataclass(frozen=True)
class Standing:
    """A candidate that can still be decided. ``for_want_of_room``: the decline says nothing about the application."""

    rank: int
    decision: str
    for_want_of_room: bool = False
    has_reason: bool = False

    @property
    def is_granted(self) -> bool:
        """Going to have an engagement."""
        return self.decision == Decision.GRANT

    @property
    def is_passed_by(self) -> bool:
        """Could have been granted, and isn't."""
        return self.decision in {"", Decision.WAIT} or (self.decision == Decision.DECLINE and self.for_want_of_room)


@dataclass(frozen=True)
class Against:
    """For one candidate: how many more urgent ones it goes before, or less urgent ones that go before it."""

    goes_before: int = 0
    passed_by: int = 0


def against_the_order(standings: Iterable[Standing]) -> Mapping[int, Against]:
    """By rank, those that stand against the order, from either side."""
    ordered = sorted(standings, key=lambda each: each.rank)
    found: dict[int, Against] = {}
    above = 0
    for each in ordered:
        if each.is_granted and above:
            found[each.rank] = Against(goes_before=above)
        above += each.is_passed_by
    below = 0
    for each in reversed(ordered):
        if each.is_passed_by and below:
            found[each.rank] = Against(passed_by=below)
        below += each.is_granted
    return found


def unexplained(standings: Iterable[Standing]) -> list[int]:
    """The ranks of those granted against the order where neither they nor whom they pass by carry a reason."""
    found, is_silent_above = [], False
    for each in sorted(standings, key=lambda each: each.rank):
        if each.is_granted and is_silent_above and not each.has_reason:
            found.append(each.rank)
        is_silent_above |= each.is_passed_by and not each.has_reason
    return found
