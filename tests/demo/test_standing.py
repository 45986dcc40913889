"""How the stories of a history stand to one another: pure, by the portal's own rules."""

from datetime import date, timedelta

import pytest

from applications.consensus import Kind
from applications.lifecycle import Status
from demo import standing
from demo.history import Course, PlacedWorkplace, Story

FIRST = date(2026, 1, 5)
NAMES = standing.Names({"461": "Odense", "751": "Aarhus"}, {"school": "Skoler", "health": "Sundhed"})


def story(number, status=Status.SUBMITTED, places=(("Egely Skole", "461"),), decided=None, **facts):
    sent = None if status is Status.EXPIRED else FIRST + timedelta(days=number)
    made = Story(
        number=number, status=status, kind=Kind.INDIVIDUAL, body="trio", begun_on=FIRST, submitted_on=sent,
        decided_on=decided, themes=(), people=(), situation="", tried="", change_wish="", core_task=f"Opgave {number}",
        workplaces=tuple(PlacedWorkplace(name, where, "school", 30) for name, where in places),
    )  # fmt: skip
    vars(made).update(facts)
    return made


def granted(number, after):
    on = FIRST + timedelta(days=number + after)
    return story(number, Status.GRANTED, decided=on, course=Course(consultant=0, opened_on=on))


def test_the_newest_at_the_desk_comes_from_where_the_oldest_does():
    joint, first = story(0, kind=Kind.JOINT), story(1, Status.WAITING)
    again = story(3, places=[("Birkehøj Skole", "751")])
    decided = story(4, Status.DECLINED, places=[("Søbakken", "751")])
    standing.apply_twice([joint, first, story(2), again, decided])
    assert (again.workplaces, again.core_task) == (first.workplaces, "Opgave 1")
    assert decided.workplaces[0].name == "Søbakken"


def test_one_alone_stays_what_it_is():
    only = story(1)
    standing.apply_twice([only])
    assert only == story(1)


def test_the_same_name_in_the_same_municipality_is_known_again_the_newest_first():
    told = [
        story(0),
        story(1, Status.EXPIRED),
        story(2, places=[("Egely Skole", "751")]),
        story(3, places=[("Birkehøj Skole", "461"), ("Egely Skole", "461")]),
        *(story(number) for number in range(4, 10)),
    ]
    standing.find_alike(told)
    assert [each.alike for each in told[:5]] == [(), (), (), (0,), (3, 0)]
    assert told[-1].alike == (8, 7, 6, 5, 4)


def test_what_is_decided_has_the_points_of_that_day():
    declined = story(3, Status.DECLINED, decided=FIRST + timedelta(days=24))
    asked, ahead = story(40, Status.NEEDS_INFORMATION), story(41)
    first, later = granted(0, after=15), granted(30, after=1)
    standing.rank([first, declined, later, asked, ahead, story(42, Status.EXPIRED)], NAMES)
    told = {
        each.number: [reason.points for reason in each.priority.reasons] for each in (first, declined, later, asked)
    }
    assert told == {0: [30, 20, 2], 3: [0, 0, 3], 30: [0, 0, 0], 40: [0, 0, 0]}
    assert first.priority.points == 52
    assert first.priority.reasons[0].sentence == "Kommunen har aldrig haft et forløb"
    assert declined.priority.reasons[1].sentence == "Skoler har fået 100 % af forløbene; en lige andel er 50 %"
    assert ahead.priority is None


@pytest.mark.parametrize(("decided", "day"), [(FIRST, FIRST), (None, FIRST + timedelta(days=1))])
def test_the_last_day_is_the_decisions_or_the_arrivals(decided, day):
    assert standing.last_day(story(1, decided=decided)) == day
