"""A consultant in a parking lot: an engagement on a telephone 320 px wide, from the first contact to a held meeting."""

from datetime import timedelta

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("other journeys")]

NARROWEST = 320
WORKPLACE = "Specialbørnehaven Regnbuesommerfuglen"


@pytest.fixture
def ida(visit, stack):
    """Each page that she comes to fits, as everybody's does."""
    visitor = visit("ida@telefon.example.org", width=NARROWEST)
    visitor.become_staff("--role", "consultant", "--name", "Ida Holm")
    stack.lay_ready("an_engagement_on_the_phone")
    visitor.sign_in_as_staff()
    return visitor


def test_on_the_narrowest_telephone_a_consultant_runs_a_meeting(ida, stack):
    ida.follow("Forløb")
    ida.follow(WORKPLACE)
    overview, day = ida.path, stack.today + timedelta(days=3)
    ida.follow("Notér kontakt")
    ida.press("Notér kontakt")
    when_a_meeting_is_planned_though_it_is_near_another(ida, overview, day)
    when_it_is_moved_and_has_an_agenda(ida, overview, day)
    stack.wait_until_day(day)
    ida.sign_in_as_staff()
    when_it_is_held_and_told_of(ida, overview, day)


def when_a_meeting_is_planned_though_it_is_near_another(ida, overview, day):
    ida.follow("Planlæg møde")
    ida.mark("kind", "working")
    ida.date("date", day)
    ida.type(begins="12.30", ends="15.30", place="Personalestuen", homework="Tag jeres vagtplan med.")
    ida.press("Planlæg mødet")
    assert ida.sees("Kan det nås?")
    ida.look_at("naer")
    ida.press("Planlæg mødet")
    assert ida.path == f"{overview}moeder/"
    assert ida.sees(", Personalestuen")


def when_it_is_moved_and_has_an_agenda(ida, overview, day):
    ida.follow("Flyt eller ret")
    ida.type(begins="14.00", ends="16.00")
    ida.press("Gem")
    assert ida.sees("kl. 14.00–16.00")
    ida.follow(f"{day.day}. ")
    ida.type(agenda="Hvad vi er gode til\nHvad der er svært")
    ida.press("Gem")
    assert ida.sees("Det er gemt.")


def when_it_is_held_and_told_of(ida, overview, day):
    ida.open(overview)
    ida.press("Mødet er holdt")
    ida.open(f"{overview}moeder/")
    assert ida.sees("Holdt")
    ida.follow(f"{day.day}. ")
    ida.type(summary="Vi lægger vagtplanen sammen.", managers_came="1", employees_came="4")
    ida.press("Gem")
    assert ida.page.input_value("[name=employees_came]") == "4"
