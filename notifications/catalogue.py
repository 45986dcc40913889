"""What the letters are called in Danish, what makes them leave and who gets them, for the people who word them.

Each app describes its own in a ``letter_catalogue.py``, loaded with the app. A letter that nobody has described leaves
all the same, in the words of its templates; a test makes sure that there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType


@dataclass(frozen=True)
class Described:
    """One text that can be edited.

    ``key``: its name in addresses and in the database, for ever. ``template``: its folder under ``templates/emails/``.
    ``kinds``: the letters of the registry that are written in it. ``sample``: facts for its preview beside SAMPLE.
    """

    key: str
    template: str
    name: str
    trigger: str
    recipients: str
    kinds: tuple[str, ...] = ()
    sample: Mapping[str, object] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, object]:
        """What the preview is written with."""
        return {**SAMPLE, **self.sample}


# Facts as letters are given them; all conditions hold, so that a preview leaves no part out.
SAMPLE: Mapping[str, object] = MappingProxyType(
    {
        "reference": "SPARK-2026-0042",
        "subject": "Der er nyt i SPARK-2026-0042",
        "path": "/ansoegninger/eksempel/",
        "answer_path": "/ansoegninger/eksempel/opfoelgning/",
        "leave_path": "/ansoegninger/eksempel/slet-mig/",
        "link": "https://spark.example/eksempel/",
        "code": "123456",
        "name": "Mette Holm",
        "giver": "leder@kommune.example",
        "consultant": "Karen Lund",
        "municipality": "Odense",
        "workplaces": "",
        "themes": "Samarbejde",
        "quarter": 4,
        "year": 2026,
        "by_day": date(2026, 12, 1),
        "due_on": date(2027, 6, 1),
        "last_day": date(2026, 12, 21),
        "reads_until": date(2026, 12, 15),
        "closes_on": date(2027, 1, 30),
        "planned_for": date(2027, 5, 4),
        "until": datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        "starts_at": datetime(2026, 12, 8, 8, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 8, 11, 0, tzinfo=UTC),
        "first": True,
        "corrected": True,
        "asked_themself": False,
        "is_late": False,
        "has_wish": True,
    }
)

_described: dict[str, Described] = {}


class KeyTaken(Exception):
    """Two texts claim the same key or template."""


def describe(*letters: Described) -> None:
    """Add ``letters`` to the catalogue, in the order in which they are listed. Raises KeyTaken."""
    for each in letters:
        if each.key in _described or of_template(each.template) is not None:
            raise KeyTaken(each.key)
        _described[each.key] = each


def every() -> list[Described]:
    """All texts, by app."""
    return list(_described.values())


def find(key: str) -> Described | None:
    """The text of that key."""
    return _described.get(key)


def of_template(template: str) -> Described | None:
    """The text whose words lie in that folder."""
    return next((each for each in _described.values() if each.template == template), None)


def name_of(kind: str) -> str:
    """What letters of that kind are called."""
    return next((each.name for each in _described.values() if kind in each.kinds), kind)
