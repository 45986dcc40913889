"""What a person types into the search field, as questions to the words of the search rows. No queries, no I/O."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from danish.folding import folded

# The words that stand in every text, and that the stems leave out.
_STOPS = frozenset(folded(
    "og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun nu "
    "over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog noget "
    "ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt meget sit sine vor "
    "mod disse hvis din nogle hos blive mange ad bliver hendes været thi jer sådan"
).split())  # fmt: skip
# Everything here has such a reference.
_ALL = "spark"
# A year that a reference begins with, and nothing after it.
_YEAR = re.compile(r"^spark ?(20\d\d)$")
_REFERENCE = re.compile(r"\b(?:spark ?)?(20\d\d) (\d{1,6})\b")


@dataclass(frozen=True)
class Meaning:
    """The words of the search rows that a typed word may stand for: itself and then those known, the nearest first; and
    its stems.

    A stem counts for places and texts only: whoever looks for Hansen does not mean Hans.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...] = ()

    @property
    def likeliest(self) -> str:
        """The first word there is that it may stand for: itself, else the one that is most like it."""
        return self.words[1] if len(self.words) > 1 else self.words[0]


def words_of(typed: str) -> list[str]:
    """The words that tell one application from another, folded, each once: "SPARK-2026-0042 og Ærø" is two.

    None where there is nothing to go by.
    """
    told = _YEAR.sub(rf"{_ALL}\1", _REFERENCE.sub(_joined, folded(typed)))
    every = [word for word in dict.fromkeys(told.split()) if word != _ALL]
    return [word for word in every if word not in _STOPS] or every


def _joined(found: re.Match[str]) -> str:
    """Year and number as one word; "2026 42" is number 0042, "2026 00" the beginning of one."""
    year, number = found.groups()
    return year + (number if number.startswith("0") else number.zfill(4))


def reference_of(word: str) -> str:
    """The reference that a word without signs begins: "202600" is "SPARK-2026-00". Nothing for other words."""
    digits = word.removeprefix(_ALL)
    if word != digits and re.fullmatch(r"20\d\d", digits):
        return f"SPARK-{digits}-"
    return f"SPARK-{digits[:4]}-{digits[4:]}" if re.fullmatch(r"20\d{3,8}", digits) else ""


def in_names(meanings: Sequence[Meaning]) -> str:
    """The tsquery for reference, workplaces, municipalities and people."""
    return every((*each.words, *(f"{stem}:AC" for stem in each.stems)) for each in meanings)


def in_texts(meanings: Sequence[Meaning]) -> str:
    """The tsquery for all that, and what the group wrote."""
    return every((*each.words, *(f"{stem}:ACD" for stem in each.stems)) for each in meanings)


def every(choices: Iterable[Sequence[str]]) -> str:
    """The tsquery that asks for one of each of ``choices``."""
    return " & ".join(f"({' | '.join(each)})" for each in choices)
