"""A consultant opens the portal in the morning, and knows the day."""

import re

import pytest

from tests.journeys import letters

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("journeys")]

TO_ASK, TO_DECLINE, TOLD_OF = "Dagtilbuddet Solsikken", "Biblioteket på Torvet", "Plejecenter Ærøvang"
ANSWER = "Vi har prøvet supervision i et halvt år. Det hjalp, så længe det varede."
DAY = "/sekretariat/"


def test_a_morning_at_the_desk(visit, stack):
    carla, mette = visit("carla@morgen.example.org"), visit("mette@solsikken.morgen.example.org")
    carla.become_staff("--role", "consultant", "--name", "Carla Toft")
    stack.lay_ready("a_morning")
    carla.sign_in_as_staff()

    then_the_day_tells_what_is_mine(carla)
    then_every_number_is_the_length_of_its_list(carla)
    then_the_queue_begins_as_it_goes_on(carla)
    when_a_group_is_asked(carla)
    when_it_answers(mette)
    then_it_is_the_first_thing_to_read(carla)
    when_another_is_declined_and_the_consultant_thinks_again(carla)
    then_a_word_is_found_in_another_form(carla)
    then_nobody_has_been_told_no(stack)


def then_the_day_tells_what_is_mine(carla):
    carla.open(DAY)
    assert carla.heading == "Min dag"
    assert heap(carla, "late")[:2] == ["Plejehjemmet Åsen", "Vej og Park Syd"]
    assert heap(carla, "meetings") == ["Børnehuset Myretuen"]
    assert carla.sees("kl. 12.00 Børnehuset Myretuen Indledende møde · Store sal")
    assert "Bofællesskabet Kilden" in heap(carla, "messages")
    assert heap(carla, "follow-ups")[:2] == ["Skolen ved Søen", "Hjemmeplejen Nord"]
    assert heap(carla, "new")[0] == "Jobcenter Vest"
    assert not carla.sees("hos Ove")


def heap(person, name):
    """What is listed under a heading of the day."""
    return person.page.locator(f"section[aria-labelledby='{name}'] .heap__row a").all_inner_texts()


def then_every_number_is_the_length_of_its_list(carla):
    numbers = {
        link.get_attribute("href"): number_in(link.inner_text())
        for link in carla.page.locator("main .heap__all a, main h2#queue ~ p a").all()
    }
    assert {each.partition("?")[0].split("/")[2] for each in numbers} == {
        "ansoegninger", "beskeder", "forloeb", "opfoelgning",
    }  # fmt: skip
    assert len(numbers) == 6
    assert numbers["/sekretariat/forloeb/?status=forsinket"] == 2
    for address, number in numbers.items():
        carla.open(address)
        told = number_in(carla.page.locator(".desk-head__count").inner_text())
        lines = carla.page.locator("tbody tr, .entry-list li").count()
        assert (told, lines) == (number, min(number, lines)), address
        assert not carla.sees("hos Ove")


def number_in(words):
    return 1 if "den ene" in words else int(re.search(r"\d[\d.]*", words)[0].replace(".", ""))


def then_the_queue_begins_as_it_goes_on(carla):
    carla.open(DAY)
    first = workplaces(carla)
    assert len(first) == 5
    carla.follow("på bordet")
    assert workplaces(carla)[:5] == first


def workplaces(person):
    return person.page.locator(".queue__what > a").all_inner_texts()


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def search(carla, words):
    carla.open("/sekretariat/ansoegninger/")
    carla.type(q=words)
    carla.press("Vis")


def when_a_group_is_asked(carla):
    search(carla, "solsiken")  # as one types in the morning
    carla.follow(TO_ASK)
    carla.follow("Bed om oplysninger")
    carla.follow("Hvad der er prøvet")
    assert "Hvad har I prøvet" in carla.page.input_value("[name=question]")
    carla.press("Send spørgsmålet")
    assert carla.sees("tiden står stille")


def when_it_answers(mette):
    asked = mette.letters.next("")
    assert TO_ASK not in letters.words(asked)
    mette.open(letters.link_in(asked, "/ansoegninger/"))
    mette.sign_in()
    mette.type(answer=ANSWER)
    mette.press("Send svaret")


def then_it_is_the_first_thing_to_read(carla):
    carla.open(DAY)
    assert TO_ASK in heap(carla, "messages")
    carla.follow(TO_ASK)
    assert carla.sees(ANSWER)
    assert not carla.sees("tiden står stille")
    carla.open("/sekretariat/ansoegninger/?svar=ja")
    assert TO_ASK in workplaces(carla)
    assert carla.page.locator("tr", has_text=TO_ASK).inner_text().count("Svar modtaget") == 1


# ── Declining ───────────────────────────────────────────────────────────────────────────────────────────────────────
def when_another_is_declined_and_the_consultant_thinks_again(carla):
    search(carla, "biblioteket")
    carla.follow(TO_DECLINE)
    case = carla.path
    carla.follow("Giv afslag")
    carla.mark("reason", "better_served_elsewhere")
    carla.type(text="Kære alle\n\nVi kan desværre ikke hjælpe jer denne gang.")
    carla.press("Se brevet")
    assert carla.heading == "Sådan ser afslaget ud"
    carla.press("Send afslaget")
    assert carla.sees("Brevet er ikke sendt endnu. Gruppen ser intet, før mailen går.")
    carla.press("Fortryd afgørelsen")
    assert carla.path.partition("?")[0] == case.partition("?")[0]
    assert carla.sees("er tilbage på bordet, og intet er sendt.")


def then_a_word_is_found_in_another_form(carla):
    search(carla, "chikane")
    assert TOLD_OF in workplaces(carla)
    carla.follow(TOLD_OF)
    assert carla.sees("Chikanen fra enkelte pårørende")


def then_nobody_has_been_told_no(stack):
    stack.wait_an_hour()
    stack.manage("deliver_letters")
    assert not [each for each in stack.mail.recipients if each.endswith("@biblioteket.morgen.example.org")]
