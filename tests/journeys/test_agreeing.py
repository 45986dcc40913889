"""Three people in three browsers agree on one text, or do not yet."""

import pytest

from tests.journeys import letters
from tests.journeys.group import ASKED, Group

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("journeys")]

RECEIPT = "Vi har modtaget"


def test_one_says_not_yet_the_text_is_changed_and_all_agree_again(visit):
    group = Group(visit, "Børnehuset Ærø", "aeroe.example.org")
    mette, tobias, amina = group.people
    given_a_draft_that_two_have_agreed_to(group)

    group.come(amina)
    group.read(amina)
    with amina.page.context.new_page() as stale:
        stale.goto(f"{group.status}enighed/")
        when_somebody_says_not_yet(group, amina, "Der står ikke, at vi også skal kunne sige nej.")
        then_the_others_read_why(group, amina)
        when_the_text_is_changed_and_asked_about_again(group, tobias, "Vi vil også kunne sige nej.")
        then_the_stale_page_agrees_to_nothing(group, stale)

    then_each_sees_what_is_new_and_agrees(group, "Vi vil også kunne sige nej.")
    reference = mette.letters.next(RECEIPT)["Subject"].removeprefix(f"{RECEIPT} ")
    for person in (tobias, amina):
        person.letters.next(f"{RECEIPT} {reference}")
    mette.open(group.status)
    assert group.reference(mette) == reference


def given_a_draft_that_two_have_agreed_to(group):
    group.begin()
    group.write()
    group.ask()
    for person in (group.mette, group.tobias):
        group.come(person)
        group.agree(person)
        assert person.sees("Vi mangler stadig svar fra andre")


def when_somebody_says_not_yet(group, person, reason):
    person.unfold("Nej, ikke endnu")
    person.press("Send »nej, ikke endnu«")
    assert person.page.title().startswith("Fejl: ")  # a no has its reason
    person.type(reason=reason)
    person.press("Send »nej, ikke endnu«")
    assert person.sees("de andre har fået besked")


def then_the_others_read_why(group, refuser):
    for person in (group.mette, group.tobias):
        told = person.letters.next("Der er nyt i jeres ansøgning")
        assert "nej" not in letters.words(told)
        person.open(letters.link_in(told, "/ansoegninger/"))
        assert person.sees("Amina Holm sagde »nej, ikke endnu«")
        assert person.sees("Der står ikke, at vi også skal kunne sige nej.")
    assert refuser.letters.all("Der er nyt") == []


def when_the_text_is_changed_and_asked_about_again(group, writer, wish):
    """Whoever was invited can write: it is everybody's draft."""
    writer.open(f"{group.status}trin/3/")
    writer.type(change_wish=wish)
    writer.press("Gem og fortsæt")
    group.ask(by=writer)


def then_the_stale_page_agrees_to_nothing(group, stale):
    with stale.expect_navigation():
        stale.get_by_role("button", name="Ja, vi er enige").click()
    assert "Teksten er ændret, siden du åbnede den" in stale.locator("main").inner_text()
    ((status, yeses),) = group.mette.stack.ask(
        """select status, (select count(*) from applications_answer join applications_applicationversion version
               on version.id = version_id where version.application_id = application.id and version.number = 2)
           from applications_application application where id = %s""",
        group.id,
    )
    assert (status, yeses) == ("awaiting_consensus", 0)


def then_each_sees_what_is_new_and_agrees(group, wish):
    for person in group.people:
        person.open(letters.link_in(person.letters.next(ASKED), "/enighed/"))
        assert person.sees(wish)
        answer = "nej" if person is group.amina else "ja"
        assert person.sees(f"Nyt, siden du sagde {answer} til version 1")
        person.press("Ja, vi er enige")
    assert group.amina.sees("Alle har sagt ja")
