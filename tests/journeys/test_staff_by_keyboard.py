"""The secretariat works without ever touching a mouse: a consultant from desk to follow-up, the head a whole round."""

from datetime import timedelta

import pytest

from tests.journeys.stack import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("other journeys")]

TO_ASK, TO_GRANT = "Sundhedshuset Åen", "Plejecenter Højvang"
TO_CLOSE, TO_VISIT, TO_HAND_OVER = "Hjemmeplejen Havblik", "Skolen Nordlyset", "Dagtilbuddet Kløveren"


@pytest.fixture
def kirsten(visit, stack):
    """Invited, with a password of her own, signed in."""
    visitor = visit("kirsten@tastatur.example.org", keyboard=True)
    visitor.become_staff("--role", "consultant", "--name", "Kirsten Bro")
    stack.lay_ready("a_desk_for_the_keyboard")
    visitor.sign_in_as_staff()
    return visitor


@pytest.mark.long
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


@pytest.mark.long
def test_with_the_keyboard_only_the_head_decides_a_round(visit, stack):
    hanne = visit("hanne@tastatur.example.org", keyboard=True)
    hanne.become_staff("--role", "head", "--name", "Hanne Lind")
    stack.lay_ready("a_round_for_the_keyboard")
    hanne.sign_in_as_staff()
    hanne.follow("Runder")
    hanne.follow(hanne.page.locator(".rounds th a").first.inner_text())
    hanne.press("Åbn runden")
    of_the_round = "from consultants_roundcandidate candidate join applications_prioritisationround round"
    of_the_round += " on round.id = round_id where closed_at is null"
    ranked = [str(pk) for (pk,) in stack.ask(f"select candidate.id {of_the_round} order by rank")]

    decide(hanne, ranked[0], "grant")
    hanne.choose("Bo Tang")
    hanne.press("Gem afgørelsen")
    assert hanne.sees("1 ansøgning bevilges, når runden lukkes.")
    decide(hanne, ranked[1], "decline")
    hanne.mark("decline_reason", "not_ready_in_time")
    hanne.press("Gem afgørelsen")
    assert hanne.sees("1 ansøgning får afslag, når runden lukkes.")

    hanne.follow("Luk runden")
    hanne.press("Luk runden og send")
    wait_for(lambda: not stack.ask(f"select 1 {of_the_round}"), told="the closed round")
    hanne.follow("Se, hvor langt vi er nu")
    assert hanne.sees("Runden blev lukket")
    assert stack.ask(
        "select status from applications_application application join consultants_roundcandidate candidate"
        " on candidate.application_id = application.id where candidate.id in %s order by rank",
        tuple(map(int, ranked[:2])),
    ) == [("granted",), ("declined",)]


def decide(hanne, candidate, decision):
    """One of them, and on to the form."""
    hanne.mark("valg", candidate)
    hanne.mark("afgoerelse", decision)
    hanne.press("Fortsæt")


def test_with_the_keyboard_only_a_consultant_ends_visits_and_hands_over(visit, stack):
    sofie = visit("sofie@tastatur.example.org", keyboard=True)
    sofie.become_staff("--role", "consultant", "--name", "Sofie Vang")
    stack.lay_ready("engagements_for_the_keyboard")
    sofie.sign_in_as_staff()
    when_one_is_handed_over(sofie)
    when_one_is_closed(sofie)
    when_a_visit_is_booked_and_held(sofie, stack)


def when_one_is_handed_over(sofie):
    sofie.follow("Forløb")
    sofie.follow(TO_HAND_OVER)
    sofie.follow("Overdrag forløbet")
    sofie.choose("Bo Tang")
    sofie.type(reason="Jeg går på orlov", to_do="Ring til lederen")
    sofie.press("Overdrag forløbet")
    assert sofie.sees("Forløbet er overdraget til Bo Tang.")


def when_one_is_closed(sofie):
    sofie.follow("Forløb")
    sofie.follow(TO_CLOSE)
    sofie.follow("Afslut forløbet")
    sofie.type(outcome="De lægger nu planen sammen.")
    for name, value in (("wants_follow_up", "ja"), ("evaluation_asked", "ja"), ("story_consent", "later")):
        sofie.mark(name, value)
    sofie.press("Afslut forløbet")
    assert sofie.sees("Forløbet er afsluttet.")


def when_a_visit_is_booked_and_held(sofie, stack):
    """What is due first stands first."""
    day = stack.today + timedelta(days=5)
    sofie.follow("Opfølgning")
    sofie.follow("Aftal besøg")
    sofie.date("date", day)
    sofie.type(begins="9.00", ends="10.30", place="Lærerværelset")
    sofie.press("Aftal besøget")
    assert sofie.sees("Opfølgningsbesøget er aftalt.")
    stack.wait_until_day(day + timedelta(days=1))
    sofie.sign_in_as_staff()
    sofie.follow("Opfølgning")
    sofie.follow(TO_VISIT)
    sofie.follow("Notér, at det er holdt")
    sofie.press("Notér, at det er holdt")
    assert sofie.sees("Opfølgningsbesøget er noteret som holdt.")
