"""The columns of the queue: which, and in which order; they stand in the address like all that is chosen there.

The first column, which names the application and leads to it, is always there. A file holds every column.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

PARAMETER = "kolonner"
# How the form that chooses them names what it sends.
TICK, PLACE = "vis", "plads-"

_BETWEEN = ","
_LAST = 99


@dataclass(frozen=True)
class Column:
    """Its name in the address, and what stands above it; ``short``: beside it, on a card of a narrow screen."""

    key: str
    heading: str
    short: str = ""
    is_number: bool = False

    @property
    def label(self) -> str:
        """What a narrow screen has room for."""
        return self.short or self.heading


EVERY = (
    Column("sted", "Kommune og branche", "Sted"),
    Column("ventet", "Ventet", is_number=True),
    Column("prioritet", "Prioritet"),
    Column("tilstand", "Tilstand"),
    Column("modtaget", "Modtaget"),
    Column("temaer", "Temaer"),
    Column("forloeb", "Forløb"),
    Column("arbejdspladser", "Arbejdspladser", "Steder", is_number=True),
)
_KNOWN = {each.key: each for each in EVERY}
_USUAL = ("sted", "ventet", "prioritet", "tilstand")


@dataclass(frozen=True)
class Columns:
    """Those shown, in their order."""

    keys: tuple[str, ...] = _USUAL

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns themselves."""
        return tuple(_KNOWN[key] for key in self.keys)

    @property
    def told(self) -> str:
        """As they stand in the address; nothing for the usual ones."""
        return "" if self.keys == _USUAL else _BETWEEN.join(self.keys)

    @property
    def choices(self) -> list[tuple[Column, int]]:
        """All that there are, those shown first, each with its place; 0 for those that are not shown."""
        places = {key: number for number, key in enumerate(self.keys, start=1)}
        hidden = [each for each in EVERY if each.key not in places]
        return [(each, places.get(each.key, 0)) for each in (*self.shown, *hidden)]


def of(told: str) -> Columns:
    """The columns that an address names, each once; names that none has are ignored, and none at all are the usual."""
    return _of(told.split(_BETWEEN))


def chosen(sent: QueryDict) -> Columns:
    """The columns that the form was sent with: those ticked, by the number typed beside each, the unnumbered last."""
    return _of(
        sorted((each.key for each in EVERY if each.key in sent.getlist(TICK)), key=lambda key: _place(sent, key))
    )


def _of(keys: Iterable[str]) -> Columns:
    known = tuple(dict.fromkeys(key for key in keys if key in _KNOWN))
    return Columns(known) if known else Columns()


def _place(sent: QueryDict, key: str) -> int:
    number = sent.get(f"{PLACE}{key}", "").strip()
    return int(number) if number.isascii() and number.isdigit() and len(number) < 3 else _LAST
