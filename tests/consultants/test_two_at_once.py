"""Two people, or two presses, at the same instant: one is first, and the other is told so in words."""

from datetime import date

import pytest

from applications.actions import rounds as planning
from applications.models import PrioritisationRound
from consultants.actions import rounds
from tests.at_once import at_once, behind, kinds
from tests.factories import applications, consultants

pytestmark = pytest.mark.django_db(transaction=True)

NOW = applications.MORNING


def two_rounds():
    return [applications.round_on(date(2026, 12, day)) for day in (1, 2)]


def test_two_rounds_moved_to_the_same_day():
    head, (first, second) = consultants.head(), two_rounds()

    def move(each):
        return lambda: planning.change(
            round_id=each.pk, meets_on=date(2027, 1, 5), capacity=8, by=head, today=NOW.date()
        )

    assert kinds([behind(move(first), move(second))]) == ["DayTaken"]
    assert PrioritisationRound.objects.filter(meets_on=date(2027, 1, 5)).get() == first


def test_two_rounds_opened_at_the_same_moment():
    head, (first, second) = consultants.head(), two_rounds()
    applications.submitted()
    refused = behind(*[lambda each=each: rounds.open(round_id=each.pk, by=head, now=NOW) for each in (first, second)])
    assert kinds([refused]) == ["AnotherIsOpen"]
    assert (first.candidates.count(), second.candidates.count()) == (1, 0)


def test_one_round_opened_twice():
    head, (each, _) = consultants.head(), two_rounds()
    applications.submitted()
    verb = [lambda: rounds.open(round_id=each.pk, by=head, now=NOW)] * 3
    assert kinds(at_once(*verb)) == ["NotPlanned", "NotPlanned"]
    assert each.candidates.count() == 1
