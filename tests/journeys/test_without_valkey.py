"""The broker is a doorbell: with Valkey stopped all works, and letters leave by the sweep."""

import pytest

from tests.journeys import letters
from tests.journeys.group import ASKED, Group

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("other journeys")]

RECEIPT = "Vi har modtaget"


@pytest.fixture
def without_the_broker(stack):
    stack.stop("broker")
    yield
    stack.start("broker")
    stack.stop("worker")  # it would come back by itself, half a minute later
    stack.start("worker")


@pytest.mark.usefixtures("without_the_broker")
def test_with_valkey_stopped_a_group_signs_in_applies_and_agrees(visit, stack):
    group = Group(visit, "Jobcenter Havn", "havn.example.org")
    when_mette_begins(group, stack)
    group.write()
    group.ask()
    when_everybody_gets_in(group, stack)
    for person in group.people:
        group.agree(person)
    assert group.amina.sees("Alle har sagt ja")
    stack.manage("deliver_letters")
    for person in group.people:
        assert len(person.letters.all(RECEIPT)) == 1


def when_mette_begins(group, stack):
    group.answer_screener()
    group.mette.ask_for_code()
    stack.manage("deliver_letters")
    group.mette.type_code()
    group.make_draft()


def when_everybody_gets_in(group, stack):
    """The letters with the question leave by the sweep, and then the codes."""
    late = (group.tobias, group.amina)
    stack.manage("deliver_letters")
    for person in late:
        person.open(letters.link_in(person.letters.next(ASKED), "/enighed/"))
        person.ask_for_code()
    stack.manage("deliver_letters")
    for person in late:
        person.type_code()
        group.be_oneself(person)
