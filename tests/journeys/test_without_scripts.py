"""The applicants' part on a telephone, scripts switched off."""

import pytest

from tests.journeys.eyes import NARROW
from tests.journeys.group import Group

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("journeys")]

RECEIPT = "Vi har modtaget"


def test_without_scripts_on_a_telephone_a_group_applies_and_agrees(visit):
    group = Group(visit, "Skolen ved Søen", "skolen.example.org", scripts=False, width=NARROW)
    group.begin()
    then_a_refused_step_keeps_what_was_typed(group)
    group.write()
    group.ask()
    for person in group.people:
        group.come(person)
        group.agree(person)
    assert group.amina.sees("Alle har sagt ja")
    for person in group.people:
        receipt = person.letters.next(RECEIPT)
        assert receipt["Subject"] == f"{RECEIPT} {group.reference(group.amina)}"


def then_a_refused_step_keeps_what_was_typed(group):
    mette = group.mette
    mette.type(workplace_name="Skolen ved Søen", employees="mange")
    mette.press("Gem og fortsæt")
    assert mette.page.title() == "Fejl: Hvem er I? – SPARK"
    assert mette.page.locator("#error-summary li").count() == 4
    assert mette.page.input_value("[name=employees]") == "mange"
    assert mette.page.input_value("[name=workplace_name]") == "Skolen ved Søen"
