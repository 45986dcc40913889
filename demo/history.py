"""A made-up history of SPARK from its first day to today. Pure: a seed and a date in, stories out, always the same.

Shaped by what is known in public: 110–150 applications a year with peaks in January–March and August–October and a
low July, about 80 % granted and 10 % declined or withdrawn, a tenth of them joint, themes in the known proportions,
a first meeting 30–90 days after submission, closing after 5–10 months, follow-up wished for by 45 %.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from applications.consensus import CHAIRS, Body, Kind, Role
from applications.lifecycle import Status
from applications.priority import Priority
from consultants import deadlines
from consultants.lifecycle import FollowUpStatus
from demo import words

FIRST_DAY = date(2016, 4, 13)
NEW_THEMES_FROM = date(2018, 10, 1)
JOINT_FROM = date(2019, 1, 18)
_MONTH_WEIGHTS = (0, 12, 11, 11, 8, 8, 7, 2, 11, 12, 11, 8, 6)


@dataclass(frozen=True)
class Catalogue:
    """What the stories choose from: codes of the 98 municipalities and days on which nobody works."""

    municipalities: Sequence[str]
    holidays: frozenset[date]


@dataclass(frozen=True)
class PlacedWorkplace:
    name: str
    municipality: str
    sector: str
    employees: int
    # Whom to ask at one of several.
    contact: str = ""


@dataclass(frozen=True)
class NamedPerson:
    role: Role
    name: str
    is_contact: bool
    # Whose committee a chair of a joint application speaks for.
    municipality: str = ""


@dataclass
class Course:
    """The engagement of a granted application. Days; None where it has not come to that."""

    consultant: int
    opened_on: date
    contacted_on: date | None = None
    meetings: list[date] = field(default_factory=list)
    closed_on: date | None = None
    wants_follow_up: bool = False
    follow_up: FollowUpStatus | None = None
    as_of: date = FIRST_DAY

    @property
    def is_active(self) -> bool:
        """Whether the first meeting has been held."""
        return bool(self.meetings) and self.meetings[0] < self.as_of


@dataclass
class Story:
    """One application from the first word to where it stands today."""

    number: int
    status: Status
    kind: Kind
    body: Body
    begun_on: date
    submitted_on: date | None
    decided_on: date | None
    themes: tuple[str, ...]
    workplaces: tuple[PlacedWorkplace, ...]
    people: tuple[NamedPerson, ...]
    situation: str
    tried: str
    change_wish: str
    core_task: str
    is_urgent: bool = False
    course: Course | None = None
    # Numbers of earlier ones that may be about the same workplace; and how urgent it was, where that is over.
    alike: tuple[int, ...] = ()
    priority: Priority | None = None


def meeting_day(year: int, month: int, holidays: frozenset[date]) -> date:
    """The day of a month's round: its second Tuesday, or the next working day."""
    first = date(year, month, 1)
    return deadlines.on_or_after(first + timedelta(days=(1 - first.weekday()) % 7 + 7), holidays)


def stories(count: int, seed: int, today: date, catalogue: Catalogue) -> Iterator[Story]:
    """``count`` stories in the order they began."""
    random = Random(f"{seed} {today.isoformat()}")  # noqa: S311 - a made-up history, not a secret
    for number, day in enumerate(sorted(_arrival(random, today) for _ in range(count))):
        yield _story(random, number, day, today, catalogue)


def _arrival(random: Random, today: date) -> date:
    while True:
        day = FIRST_DAY + timedelta(days=random.randrange((today - FIRST_DAY).days))
        if random.randrange(13) < _MONTH_WEIGHTS[day.month]:
            return day


def _story(random: Random, number: int, day: date, today: date, catalogue: Catalogue) -> Story:
    is_joint = day >= JOINT_FROM and random.random() < 0.12
    themes = _themes(random, day)
    status = _status(random, number, day, today, catalogue.holidays)
    story = Story(
        number=number,
        status=status,
        kind=Kind.JOINT if is_joint else Kind.INDIVIDUAL,
        body=_body(random, is_joint=is_joint),
        begun_on=day if status is Status.EXPIRED else day - timedelta(days=random.randint(1, 20)),
        submitted_on=day if status is not Status.EXPIRED else None,
        decided_on=None,
        themes=themes,
        workplaces=_workplaces(random, catalogue, is_joint=is_joint),
        people=(),
        situation=random.choice(words.SITUATIONS[themes[0]]),
        tried=random.choice(words.TRIED),
        change_wish=random.choice(words.WISHES),
        core_task=random.choice(words.CORE_TASKS),
    )
    story.people = _people(random, story)
    _decide(random, story, today, catalogue)
    return story


# From reception to the round that has room, in days.
_TO_A_ROUND = (10, 25, 40)


# Begun so many days ago a draft has been closed, and is not erased yet; every so manyth was left to lie.
_CLOSED_LATELY = range(33, 58)
_LEFT_TO_LIE = 4


def _status(random: Random, number: int, day: date, today: date, holidays: frozenset[date]) -> Status:
    age = (today - day).days
    if age in _CLOSED_LATELY and number % _LEFT_TO_LIE == 0:
        return Status.EXPIRED
    if age > 110:
        weights = {Status.GRANTED: 82, Status.DECLINED: 8, Status.WITHDRAWN: 6}
        weights[Status.WAITING] = 12 if age < 300 else 0
    elif next_round(day + timedelta(days=_TO_A_ROUND[-1]), holidays) < today:
        weights = {Status.GRANTED: 55, Status.WAITING: 33, Status.DECLINED: 7, Status.NEEDS_INFORMATION: 5}
    else:
        weights = {Status.SUBMITTED: 72, Status.WAITING: 14, Status.NEEDS_INFORMATION: 14}
    return random.choices(list(weights), list(weights.values()))[0]


def _themes(random: Random, day: date) -> tuple[str, ...]:
    weights = {
        key: weight
        for key, weight in words.THEME_WEIGHTS.items()
        if day >= NEW_THEMES_FROM or key not in {"harassment", "lone_work"}
    }
    chosen: list[str] = []
    for _ in range(random.choices((1, 2, 3), (60, 30, 10))[0]):
        chosen.append(random.choices(list(weights), list(weights.values()))[0])
        del weights[chosen[-1]]
    return tuple(chosen)


def _body(random: Random, *, is_joint: bool) -> Body:
    if is_joint:
        return random.choice((Body.CENTRE_MED, Body.AREA_MED, Body.DEPARTMENT_MED, Body.MAIN_MED))
    return random.choices((Body.TRIO, Body.LOCAL_MED), (70, 30))[0]


def _workplaces(random: Random, catalogue: Catalogue, *, is_joint: bool) -> tuple[PlacedWorkplace, ...]:
    sector = random.choices(list(words.SECTOR_WEIGHTS), list(words.SECTOR_WEIGHTS.values()))[0]
    names, (least, most) = words.WORKPLACES[sector]
    home = [_municipality(random, catalogue)]
    if is_joint and random.random() < 0.25:
        home.append(random.choice([code for code in catalogue.municipalities if code != home[0]]))
    count = random.choice((2, 3, 4, 5, 6, 7, 9, 12)) if is_joint else 1
    return tuple(
        PlacedWorkplace(
            name=random.choice(names).format(called),
            municipality=home[place % len(home)],
            sector=sector,
            employees=random.randint(least, most),
            contact=_name(random) if is_joint and random.random() < 0.8 else "",
        )
        for place, called in enumerate(random.sample(words.PLACES, count))
    )


def _municipality(random: Random, catalogue: Catalogue) -> str:
    """Some municipalities apply often, a few have never done so."""
    reached = catalogue.municipalities[:-5]
    return reached[int(len(reached) * random.random() ** 1.4)]


def _people(random: Random, story: Story) -> tuple[NamedPerson, ...]:
    if story.body is Body.TRIO:
        roles = [Role.MANAGER, Role.UNION_REPRESENTATIVE, Role.WORKING_ENVIRONMENT_REPRESENTATIVE]
        if random.random() < 0.2:
            roles.append(random.choice((Role.UNION_REPRESENTATIVE, Role.WORKING_ENVIRONMENT_REPRESENTATIVE)))
        return tuple(NamedPerson(role, _name(random), place < 2) for place, role in enumerate(roles))
    if story.kind is not Kind.JOINT:
        return tuple(NamedPerson(role, _name(random), is_contact=True) for role in CHAIRS)
    committees = dict.fromkeys(workplace.municipality for workplace in story.workplaces)
    return tuple(
        NamedPerson(role, _name(random), place == 0, municipality)
        for place, municipality in enumerate(committees)
        for role in CHAIRS
    )


def _name(random: Random) -> str:
    return f"{random.choice(words.FIRST_NAMES)} {random.choice(words.LAST_NAMES)}"


def _decide(random: Random, story: Story, today: date, catalogue: Catalogue) -> None:
    """What the secretariat did, and when."""
    sent = story.submitted_on
    if sent is None or story.status in {Status.SUBMITTED, Status.WAITING, Status.NEEDS_INFORMATION}:
        return
    if story.status is Status.GRANTED and random.random() >= 0.02:
        story.decided_on = next_round(sent + timedelta(days=random.choice(_TO_A_ROUND)), catalogue.holidays)
    else:
        story.is_urgent = story.status is Status.GRANTED
        # A feast moves the day by four at most.
        longest = min(30, (today - sent).days - 5)
        story.decided_on = deadlines.on_or_after(sent + timedelta(days=random.randint(4, longest)), catalogue.holidays)
    if story.status is Status.GRANTED:
        story.course = _course(random, sent, story.decided_on, today, catalogue)


def next_round(earliest: date, holidays: frozenset[date]) -> date:
    """The first day of a round on or after ``earliest``."""
    month = deadlines.add_months(earliest.replace(day=1), 0)
    while meeting_day(month.year, month.month, holidays) < earliest:
        month = deadlines.add_months(month, 1)
    return meeting_day(month.year, month.month, holidays)


def _course(random: Random, sent: date, opened: date, today: date, catalogue: Catalogue) -> Course:
    def working(day: date) -> date:
        # No week begins with all that would have been on its Saturday.
        is_free = not deadlines.is_working_day(day, catalogue.holidays)
        return deadlines.on_or_after(day + timedelta(days=random.randint(1, 5)) if is_free else day, catalogue.holidays)

    course = Course(consultant=random.randrange(6), opened_on=opened, as_of=today)
    contacted = working(opened + timedelta(days=random.randint(1, 8)))
    if contacted >= today:
        return course
    course.contacted_on = contacted
    first = working(max(sent + timedelta(days=random.randint(30, 90)), contacted + timedelta(days=5)))
    course.meetings = [first]
    for _ in range(random.choices((1, 2, 3), (30, 55, 15))[0]):
        course.meetings.append(working(course.meetings[-1] + timedelta(days=random.randint(21, 45))))
    closed = working(max(opened + timedelta(days=random.randint(150, 300)), course.meetings[-1] + timedelta(days=7)))
    if closed < today:
        course.closed_on = closed
        course.wants_follow_up = random.random() < 0.45
        course.follow_up = _follow_up(random, course, today)
    return course


def _follow_up(random: Random, course: Course, today: date) -> FollowUpStatus | None:
    if not course.wants_follow_up or course.closed_on is None:
        return None
    if deadlines.follow_up_due_on(course.closed_on) + timedelta(days=21) >= today:
        return FollowUpStatus.DUE
    outcomes = (FollowUpStatus.HELD, FollowUpStatus.DECLINED, FollowUpStatus.NOT_REACHED)
    return random.choices(outcomes, (85, 9, 6))[0]
