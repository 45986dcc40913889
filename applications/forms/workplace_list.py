"""Reading a pasted list of workplaces, line by line, as forgiving as can be without guessing.

A line is ``name; municipality; sector; number of employees`` and, if they wish, the contact's name, e-mail and phone.
Semicolons or tabs; æ, ø and å in any spelling; capitals, "Kommune" and the genitive s do not matter.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.core.exceptions import ValidationError

import danish
from applications.actions.workplaces import Contact, Known, Place

_SPELT_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "y"})
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_KOMMUNE = re.compile(r"\s*(?:regions)?kommune\s*$", re.IGNORECASE)
_PARTS = ("navn", "kommune", "branche", "antal medarbejdere")
_MOST_PARTS = 7
_LONGEST_NAME = 160
_MOST_EMPLOYEES = 50_000
_QUOTED = 40


@dataclass(frozen=True)
class Line:
    """One line as read. ``number``: counted from 1 as in the text; ``problem``: why it could not be read, or empty."""

    number: int
    text: str
    place: Place | None
    problem: str = ""


class _Unreadable(Exception):
    """A line that can't be stored; its message says why, and what to do."""


def fold(name: str) -> str:
    """What is left of a name when spelling no longer matters: ``AABENRAA``, ``Åbenrå`` and ``aabenraa`` are one."""
    spelt = unicodedata.normalize("NFC", name).casefold().translate(_SPELT_OUT)
    bare = unicodedata.normalize("NFKD", spelt)
    return _NO_LETTER.sub("", "".join(letter for letter in bare if not unicodedata.combining(letter)))


class Reader:
    """Knows the municipalities ``(key, name, code)`` and the sectors ``(key, name)``."""

    def __init__(self, municipalities: Iterable[tuple[int, str, str]], sectors: Iterable[tuple[int, str]]) -> None:
        self._municipalities: dict[str, tuple[int, str]] = {}
        for key, name, code in municipalities:
            for spelling in (fold(name), f"{fold(name)}s", fold(name).removesuffix("s"), code, f"0{code}"):
                self._municipalities.setdefault(spelling, (key, name))
        self._sectors: dict[str, tuple[int, str]] = {}
        everything = list(sectors)
        for key, name in everything:
            self._sectors[fold(name)] = self._sectors[fold(name.partition(" (")[0])] = (key, name)
        for key, name in everything:
            for word in re.split(r"[(),]| og | også ", name):
                self._sectors.setdefault(fold(word), (key, name))
        self._sectors.pop("", None)

    def read(self, text: str, there: Known) -> list[Line]:
        """Every line that says anything. ``there``: what the application has already, by identity."""
        lines: list[Line] = []
        seen: dict[tuple[int, str], int] = {}
        for number, typed in enumerate(text.splitlines(), start=1):
            parts = _parts_of(typed)
            if not any(parts) or (not lines and _is_heading(parts)):
                continue
            try:
                place = self._place(parts)
                _ensure_new(place, there, seen)
            except _Unreadable as why:
                lines.append(Line(number, typed, None, str(why)))
            else:
                seen[place.identity] = number
                lines.append(Line(number, typed, place))
        return lines

    def _place(self, parts: list[str]) -> Place:
        if len(parts) < len(_PARTS):
            missing = " og ".join(filter(None, (", ".join(_PARTS[len(parts) : -1]), _PARTS[-1])))
            raise _Unreadable(
                f"Vi mangler {missing} på linjen »{_cut(parts[0])}«. Skriv semikolon mellem oplysningerne."
            )
        if len(parts) > _MOST_PARTS:
            raise _Unreadable(f"Der er for mange oplysninger på linjen »{_cut(parts[0])}«.")
        name = parts[0]
        if not name:
            raise _Unreadable("Arbejdspladsens navn mangler forrest på linjen.")
        if len(name) > _LONGEST_NAME:
            raise _Unreadable(f"Navnet må højst fylde {_LONGEST_NAME} tegn. Nu fylder det {len(name)}.")
        return Place(
            name=name,
            municipality=self._municipality(parts[1]),
            sector=self._sector(parts[2]),
            employees=_employees(parts[3]),
            contact=_contact(parts[4:]),
        )

    def _municipality(self, typed: str) -> int:
        if not typed:
            raise _Unreadable("Kommunen mangler.")
        known = self._municipalities
        found = known.get(fold(_KOMMUNE.sub("", typed))) or known.get(fold(typed))
        if found is None:
            raise _Unreadable(f"Vi kender ikke kommunen »{_cut(typed)}«. {_suggest(typed, known, 'Skriv hele navnet')}")
        return found[0]

    def _sector(self, typed: str) -> int:
        if not typed:
            raise _Unreadable("Branchen mangler.")
        found = self._sectors.get(fold(typed)) or self._sectors.get(fold(typed.partition("(")[0]))
        if found is None:
            other = "Se listen over brancher under feltet"
            raise _Unreadable(f"Vi kender ikke branchen »{_cut(typed)}«. {_suggest(typed, self._sectors, other)}")
        return found[0]


def _parts_of(line: str) -> list[str]:
    parts = [part.strip().strip('"').strip() for part in re.split(r"[;\t]", line)]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def _is_heading(parts: list[str]) -> bool:
    """The first row of a spreadsheet, which names its columns."""
    return [fold(part) for part in parts[1:2]] == ["kommune"]


def _employees(typed: str) -> int:
    number = danish.whole_number(typed) or 0
    if not 1 <= number <= _MOST_EMPLOYEES:
        raise _Unreadable(f"Skriv antallet af medarbejdere med tal i stedet for »{_cut(typed)}«.")
    return number


def _contact(parts: list[str]) -> Contact | None:
    if not any(parts):
        return None
    name, email, phone = (*parts, "", "")[:3]
    if not name or not email:
        raise _Unreadable("Skriv både kontaktpersonens navn og e-mail, eller lad begge felter være tomme.")
    try:
        number = danish.DanishPhoneField(required=False).clean(phone)
        address = danish.DanishEmailField().clean(email)
    except ValidationError as refused:
        raise _Unreadable(f"{refused.messages[0].rstrip('.')}.") from refused
    if len(name) > 120:
        raise _Unreadable("Kontaktpersonens navn må højst fylde 120 tegn.")
    return Contact(name, address, number.as_e164 if number else "")


def _ensure_new(place: Place, there: Known, seen: Mapping[tuple[int, str], int]) -> None:
    if place.identity in there:
        raise _Unreadable(f"»{_cut(place.name)}« står allerede på jeres liste.")
    if place.identity in seen:
        raise _Unreadable(f"»{_cut(place.name)}« står også på linje {seen[place.identity]}.")


def _suggest(typed: str, known: Mapping[str, tuple[int, str]], otherwise: str) -> str:
    near = get_close_matches(fold(_KOMMUNE.sub("", typed)), known, n=1, cutoff=0.7)
    return f"Mente I »{known[near[0]][1]}«?" if near else f"{otherwise}."


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1].rstrip()}…"
