"""A consultant works a morning without ever touching a mouse."""

from datetime import timedelta

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("other journeys")]

TO_ASK, TO_GRANT = "Sundhedshuset Åen", "Plejecenter Højvang"


@pytest.fixture
def kirsten(visit, stack):
    """Invited, with a password of her own, signed in."""
    visitor = visit("kirsten@tastatur.example.org", keyboard=True)
    visitor.become_staff("--role", "consultant", "--name", "Kirsten Bro")
    stack.lay_ready("a_desk_for_the_keyboard")
    visitor.sign_in_as_staff()
    return visitor


def test_with_the_keyboard_only_a_consultant_asks_grants_and_plans(kirsten, stack):
    assert kirsten.heading == "Min dag"
    find(kirsten, "aaen", TO_ASK)
    kirsten.follow("Bed om oplysninger")
    kirsten.follow("Hvornår I kan begynde")
    kirsten.press("Send spørgsmålet")
    assert kirsten.sees("tiden står stille")

    find(kirsten, "hoejvang", TO_GRANT)
    kirsten.follow("Bevilg et forløb")
    kirsten.mark("round", kirsten.page.locator("[name=round]").first.get_attribute("value"))
    kirsten.choose("Kirsten Bro")
    kirsten.press("Se brevet")
    kirsten.press("Bevilg og send")
    assert kirsten.sees("Kirsten Bro har fået forløbet")

    kirsten.follow("Forløb")
    kirsten.follow(TO_GRANT)
    overview = kirsten.path
    kirsten.follow("Notér kontakt")
    kirsten.press("Notér kontakt")
    kirsten.follow("Planlæg møde")
    kirsten.mark("kind", "intro")
    kirsten.date("date", stack.today + timedelta(days=5))
    kirsten.type(begins="9.00", ends="11.00", place="Kantinen")
    kirsten.press("Planlæg mødet")
    assert kirsten.path == f"{overview}moeder/"
    assert kirsten.sees("Indledende møde, Kantinen")


def find(kirsten, words, workplace):
    """By the main menu and a search."""
    kirsten.follow("Ansøgninger")
    kirsten.type(q=words)
    kirsten.press("Vis")
    kirsten.follow(workplace)
    assert kirsten.heading == workplace
