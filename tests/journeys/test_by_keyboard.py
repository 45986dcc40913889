"""A group applies and agrees without ever touching a mouse."""

import pytest

from tests.journeys.group import Group

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("other journeys")]


def test_with_the_keyboard_only_a_group_applies_and_agrees(visit):
    group = Group(visit, "Plejehjemmet Engen", "engen.example.org", keyboard=True)
    group.begin()
    group.write()
    group.ask()
    mette, tobias, amina = group.people
    for person in (mette, tobias):
        group.come(person)
        group.agree(person)
    group.come(amina)
    group.read(amina)
    amina.unfold("Nej, ikke endnu")
    amina.type(reason="Vi mangler at skrive om natten.")
    amina.press("Send »nej, ikke endnu«")
    assert amina.sees("de andre har fået besked")
    group.ask(by=amina)
    for person in group.people:
        group.agree(person)
    assert amina.sees("Alle har sagt ja")
