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


def test_a_new_amr_comes_in_every_yes_is_void_and_the_old_one_is_told(visit):
    group = Group(visit, "Dagcenter Fjorden", "fjorden.example.org")
    mette, tobias, amina = group.people
    bent = visit("bent@fjorden.example.org")
    given_a_draft_that_two_have_agreed_to(group)

    when_the_amr_is_replaced(mette, group, bent)
    assert amina.letters.next("Du er ikke længere nævnt")
    group.ask()
    then_nobodys_yes_counts_any_more(group)
    for person in (mette, tobias):
        person.open(letters.link_in(person.letters.next(ASKED), "/enighed/"))
        assert person.sees("Nyt, siden du sagde ja til version 1")
        assert person.sees("tilføjet: Bent Krogh")
        person.press("Ja, vi er enige")
    group.come(bent)
    group.agree(bent)
    assert bent.sees("Alle har sagt ja")
    bent.letters.next(RECEIPT)
    then_the_old_amr_has_no_way_in(group, amina)


def when_the_amr_is_replaced(writer, group, newcomer):
    writer.open(group.status)
    writer.unfold("Skal noget rettes")
    writer.press("Åbn teksten igen")
    writer.open(f"{group.status}trin/5/")
    writer.press("Fjern Amina Holm")
    assert writer.sees("Personen er taget af ansøgningen")
    writer.select("person-role", "working_environment_representative")
    writer.type(person__name="Bent Krogh", person__phone="86 12 34 57", person__email=newcomer.email)
    writer.choose("Kontaktperson")
    writer.press("Tilføj personen")


def then_nobodys_yes_counts_any_more(group):
    ((version, yeses),) = group.mette.stack.ask(
        """select application.version_number, (select count(*) from applications_answer join
               applications_applicationversion version on version.id = version_id
               where version.application_id = application.id and version.number = application.version_number)
           from applications_application application where id = %s""",
        group.id,
    )
    assert (version, yeses) == (2, 0)


def then_the_old_amr_has_no_way_in(group, person):
    person.open(letters.link_in(person.letters.next(ASKED), "/enighed/"))
    person.sign_in()
    assert person.heading == "Siden findes ikke"
    # The first mail still lets her erase what is left of her.
    person.open(f"{group.status}slet-mig/")
    person.press("Slet mine oplysninger")
    assert person.heading == "Dine oplysninger er slettet"
