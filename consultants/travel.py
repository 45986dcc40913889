"""Whether a consultant can be at two meetings: overlaps, and the road between landsdele. Pure: no queries, no I/O.

The minutes are our own estimate, from no source: door to door by car between the larger towns of two landsdele
(NUTS 3), over the bridges, to Bornholm by Ystad; rounded to a quarter of an hour. They only warn: the consultant
knows the road, and nothing is ever refused because of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

# From a landsdel to itself, then to each that follows in this order.
_ORDER = ("DK011", "DK012", "DK013", "DK014", "DK021", "DK022", "DK031", "DK032", "DK041", "DK042", "DK050")
_MINUTES = (
    (30, 30, 60, 210, 45, 90, 120, 165, 225, 210, 285),  # Byen København
    (30, 45, 210, 45, 75, 105, 150, 210, 195, 270),  # Københavns omegn
    (45, 240, 60, 105, 135, 180, 240, 225, 300),  # Nordsjælland
    (30, 225, 270, 300, 345, 405, 390, 465),  # Bornholm
    (45, 60, 90, 135, 195, 180, 255),  # Østsjælland
    (60, 75, 120, 180, 165, 240),  # Vest- og Sydsjælland
    (45, 75, 120, 105, 180),  # Fyn
    (75, 90, 90, 165),  # Sydjylland
    (60, 90, 120),  # Vestjylland
    (60, 90),  # Østjylland
    (75,),  # Nordjylland
)
_BETWEEN: Mapping[frozenset[str], int] = {
    frozenset((here, there)): minutes
    for here, row in zip(_ORDER, _MINUTES, strict=True)
    for there, minutes in zip(_ORDER[_ORDER.index(here) :], row, strict=True)
}
# Of a landsdel that the table does not know, no more is assumed than that one has to get there.
_SOMEWHERE = 60

LONGEST = timedelta(minutes=max(_BETWEEN.values()))


@dataclass(frozen=True)
class Visit:
    """A meeting as the road sees it. ``province``: the landsdel's NUTS code, "" where it is not known."""

    starts_at: datetime
    ends_at: datetime
    province: str = ""


@dataclass(frozen=True)
class Clash:
    """Another meeting that is too near. ``gap``: the time between the two, below zero where they overlap."""

    other: Visit
    gap: timedelta
    needed: timedelta

    @property
    def is_overlap(self) -> bool:
        return self.gap < timedelta(0)


def time_between(here: str, there: str) -> timedelta:
    """The estimated way between two landsdele; the same in both directions."""
    return timedelta(minutes=_BETWEEN.get(frozenset((here, there)), _SOMEWHERE))


def clashes(wanted: Visit, others: Iterable[Visit]) -> tuple[Clash, ...]:
    """Those of ``others`` that ``wanted`` overlaps or leaves too little time for, in the order of time."""
    near = (_clash(wanted, other) for other in others)
    return tuple(sorted((each for each in near if each is not None), key=lambda each: each.other.starts_at))


def _clash(wanted: Visit, other: Visit) -> Clash | None:
    gap = max(other.starts_at - wanted.ends_at, wanted.starts_at - other.ends_at)
    needed = time_between(wanted.province, other.province)
    return Clash(other, gap, needed) if gap < needed else None
