"""What is new in a text, word by word. Pure.

Every piece says whether it stands in both texts, only in the old one or only in the new one; the pieces in order
give both texts back, letter for letter.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

# Words, what stands between them, and each mark by itself: a comma more makes no new word.
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Beyond so many pairs of equal words nobody waits for the comparison: the text is shown as replaced.
_MOST_PAIRS = 200_000


class Kind(Enum):
    """Where a piece stands."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A stretch of text."""

    kind: Kind
    text: str

    @property
    def is_removed(self) -> bool:
        """Whether it stands in the old text only."""
        return self.kind is Kind.REMOVED

    @property
    def is_added(self) -> bool:
        """Whether it stands in the new text only."""
        return self.kind is Kind.ADDED


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order; what was removed stands before what came instead."""
    return tuple(_joined(_compared(_TOKEN.findall(before), _TOKEN.findall(after))))


def _compared(old: list[str], new: list[str]) -> Iterator[tuple[str, str, bool]]:
    """(old, new, equal) stretches."""
    often = Counter(new)
    if sum(often[token] for token in old if not token.isspace()) > _MOST_PAIRS:
        yield "".join(old), "".join(new), old == new
        return
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        yield "".join(old[first:last]), "".join(new[new_first:new_last]), tag == "equal"


def _joined(stretches: Iterator[tuple[str, str, bool]]) -> Iterator[Piece]:
    """Changes with nothing but a blank between them are one change: three new words are read as one sentence."""
    removed = added = ""
    for old, new, is_equal in stretches:
        if is_equal and not (old.isspace() and (removed or added)):
            yield from _change(removed, added)
            removed = added = ""
            yield Piece(Kind.SAME, old)
        else:
            removed, added = removed + old, added + new
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(Kind.REMOVED, removed)
    if added:
        yield Piece(Kind.ADDED, added)
