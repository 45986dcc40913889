"""How the stories of a history stand to one another: who came twice, and how urgent each was when it was decided.

Pure, like the stories: it reckons by the portal's own rules what the portal would have known on each day.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from applications import priority
from applications.actions.look_alikes import MOST
from applications.consensus import Kind
from applications.lifecycle import RANKED
from applications.priority import Facts, MunicipalityFacts, SectorFacts, Weights
from consultants import deadlines
from demo.history import Story


@dataclass(frozen=True)
class Names:
    """Of all municipalities by code, and of all sectors by key."""

    municipalities: Mapping[str, str]
    sectors: Mapping[str, str]


def apply_twice(told: Sequence[Story]) -> None:
    """The newest at the desk is about the workplace of the one that has waited longest; others have written it."""
    desk = [story for story in told if story.status in RANKED and story.kind is not Kind.JOINT]
    if len(desk) > 1:
        first, again = desk[0], desk[-1]
        again.workplaces, again.core_task = first.workplaces, first.core_task


def find_alike(told: Sequence[Story]) -> None:
    """Note with each story the earlier ones about a workplace of that name, the newest first. ``told``: by arrival."""
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for story in told:
        if story.submitted_on is not None:
            places = [known[place.name, place.municipality] for place in story.workplaces]
            found = {number for numbers in places for number in numbers}
            story.alike = tuple(sorted(found, reverse=True)[:MOST])
            for numbers in places:
                numbers.append(story.number)


def rank(told: Sequence[Story], names: Names) -> None:
    """Give what is ranked no more the points it had on its last day; the portal itself ranks the others.

    By the weights that SPARK began with: in this history the parties have never had others.
    """
    past = _Past(names)
    begun = sorted((story for story in told if story.course), key=_opened_on, reverse=True)
    left = [story for story in told if story.submitted_on and story.status not in RANKED]
    for story in sorted(left, key=last_day):
        while begun and _opened_on(begun[-1]) < last_day(story):
            past.add(begun.pop())
        story.priority = priority.rank(past.facts(story), Weights())


def last_day(story: Story) -> date:
    """The day on which it was decided, or else received: who is asked something is asked at once."""
    return story.decided_on or story.submitted_on or story.begun_on


def _opened_on(story: Story) -> date:
    return story.course.opened_on if story.course else date.max


@dataclass
class _Past:
    """What the engagements that have begun so far say."""

    names: Names
    last: dict[str, date] = field(default_factory=dict)
    begun: Counter[str] = field(default_factory=Counter)

    def add(self, story: Story) -> None:
        for place in story.workplaces:
            self.last[place.municipality] = _opened_on(story)
        self.begun.update({place.sector for place in story.workplaces})

    def facts(self, story: Story) -> Facts:
        today = last_day(story)
        return Facts(
            municipalities=[
                MunicipalityFacts(self.names.municipalities[code], self._months_since(code, today))
                for code in dict.fromkeys(place.municipality for place in story.workplaces)
            ],
            sectors=[
                SectorFacts(self.names.sectors[key], self._share(key), Fraction(1, len(self.names.sectors)))
                for key in dict.fromkeys(place.sector for place in story.workplaces)
            ],
            waiting_days=(today - (story.submitted_on or today)).days,
            is_joint=story.kind is Kind.JOINT,
        )

    def _months_since(self, code: str, today: date) -> int | None:
        return deadlines.whole_months(self.last[code], today) if code in self.last else None

    def _share(self, key: str) -> Fraction:
        every = self.begun.total()
        return Fraction(self.begun[key], every) if every else Fraction(0)
