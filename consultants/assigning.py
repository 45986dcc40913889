"""Who would be right for an engagement, and why, in sentences. Pure: facts in, a ranked list out; people decide.

Journeys are the estimate of ``travel``: minutes one way between two landsdele. They only have to tell near from far.

Whoever is away when the first contact is due comes after everybody who is not, and among those whoever has no hours
left after everybody who has. Then points: 40 for a short journey, 40 for free hours, 20 for knowing the themes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from consultants import travel
from consultants.workload import Period
from danish.dates import duration, from_to


# ── Journeys ────────────────────────────────────────────────────────────────────────────────────────────────────────
def mean_minutes(start: str, ends: Collection[str]) -> int:
    """One way from a province (by its code) to each of ``ends``, on an average; each counts once."""
    return round(sum(_minutes(start, end) for end in set(ends)) / len(set(ends)))


def _minutes(start: str, end: str) -> float:
    return travel.time_between(start, end).total_seconds() / 60


# ── Facts and suggestions ───────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Consultant:
    """What the suggestion may know of a consultant. Hours are by the month; ``experience``: engagements by theme.

    ``name_key`` settles ties by the alphabet. ``absences``: those not over, in the order of time.
    """

    key: int
    name_key: str
    base: str
    base_name: str
    hours_now: float
    hours_ahead: float
    capacity: int
    experience: Mapping[str, int]
    absences: Sequence[Period]


@dataclass(frozen=True)
class Task:
    """What is to be given to somebody. ``hours``: by the month; first contact falls in the days given.

    ``provinces``: at least one, by its code.
    """

    provinces: Sequence[str]
    hours: float
    contact_from: date
    contact_by: date


@dataclass(frozen=True)
class Suggestion:
    """One consultant with the points and the sentences that explain them."""

    key: int
    points: int
    is_away: bool
    is_full: bool
    reasons: tuple[str, ...]


MOST_FOR_JOURNEY, MOST_FOR_ROOM, MOST_FOR_THEMES = 40, 40, 20
_FARTHEST = 240  # minutes from which a journey gives no points
_EACH_ENGAGEMENT = 4


def suggest(consultants: Iterable[Consultant], task: Task) -> list[Suggestion]:
    """Everybody, the most suitable first; the same whatever order they are given in."""
    ranked = [(_suggestion(each, task), each) for each in consultants]
    ranked.sort(key=lambda pair: _place(*pair))
    return [suggestion for suggestion, _ in ranked]


def _place(found: Suggestion, each: Consultant) -> tuple[bool, bool, int, float, str, int]:
    """Equal points: whoever has more hours left, also where nobody has any; then the alphabet."""
    return found.is_away, found.is_full, -found.points, -_hours_left(each), each.name_key, each.key


def _hours_left(each: Consultant) -> float:
    return each.capacity - max(each.hours_now, each.hours_ahead)


def _suggestion(each: Consultant, task: Task) -> Suggestion:
    way = mean_minutes(each.base, task.provinces) if each.base else None
    left = _hours_left(each)
    is_away = any(away.first <= task.contact_from and task.contact_by <= away.last for away in each.absences)
    is_full = left < task.hours
    points = _for_journey(way) + _for_room(left, each.capacity) + _for_themes(each)
    reasons = (
        _journey_told(each, task, way),
        _load_told(each, is_full=is_full),
        _themes_told(each),
        _absence_told(each),
    )
    return Suggestion(each.key, round(points), is_away, is_full, reasons)


def _for_journey(way: int | None) -> float:
    return MOST_FOR_JOURNEY * max(0.0, 1 - way / _FARTHEST) if way is not None else 0.0


def _for_room(left: float, capacity: int) -> float:
    return MOST_FOR_ROOM * max(0.0, left / capacity) if capacity else 0.0


def _for_themes(each: Consultant) -> float:
    return float(min(sum(each.experience.values()) * _EACH_ENGAGEMENT, MOST_FOR_THEMES))


# ── Sentences ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _journey_told(each: Consultant, task: Task, way: int | None) -> str:
    if way is None:
        return "Har intet udgangspunkt, så rejsen er ikke regnet med"
    same = ", samme landsdel" if set(task.provinces) == {each.base} else ""
    mean = " i gennemsnit" if len(set(task.provinces)) > 1 else ""
    return f"Udgangspunkt: {each.base_name}{same}. Omkring {duration(timedelta(minutes=way))} hver vej{mean}"


def _load_told(each: Consultant, *, is_full: bool) -> str:
    if not each.capacity:
        return "Har ingen timer til forløb"
    told = (
        f"Bruger {round(each.hours_now)} af {each.capacity} timer om måneden nu "
        f"og {round(each.hours_ahead)} i gennemsnit det næste halve år"
    )
    return f"{told}, så der er ikke plads til et forløb mere" if is_full else told


def _themes_told(each: Consultant) -> str:
    held = sorted(((count, theme) for theme, count in each.experience.items() if count), key=lambda one: (-one[0], one))
    if not held:
        return "Har ikke haft forløb om temaet"
    return "Har haft " + " og ".join(f"{count} forløb om {theme}" for count, theme in held)


def _absence_told(each: Consultant) -> str:
    if not each.absences:
        return "Intet fravær de næste to måneder"
    return "Fravær " + ", ".join(from_to(away.first, away.last) for away in each.absences)
