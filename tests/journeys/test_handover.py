"""An engagement changes hands while its consultant is typing: not a word is lost."""

from datetime import timedelta

import pytest

from tests.journeys.stack import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("other journeys")]

SENTENCE = "Lederen vil gerne, men er i tvivl om, hvem der"
THE_REST = " kan tage de sene vagter, indtil den nye aftale er på plads."
ONE_MORE = "Og husk nøglen til mødelokalet"


@pytest.fixture
def anna(visit):
    return staff(visit("anna@spark.example.org"), "consultant", "Anna Krog")


@pytest.fixture
def bo(visit):
    return staff(visit("bo@spark.example.org"), "consultant", "Bo Lassen")


@pytest.fixture
def hanne(visit):
    return staff(visit("hanne@vagtskifte.example.org"), "head", "Hanne Skov")


def staff(visitor, role, name):
    visitor.become_staff("--role", role, "--name", name)
    visitor.sign_in_as_staff()
    return visitor


def drafted(stack):
    """What the database holds of the note that is being written."""
    found = stack.ask("select text from consultants_notedraft order by id desc limit 1")
    return found[0][0] if found else ""


def saved(visitor):
    return visitor.page.locator(".save-state p").inner_text()


def test_a_handover_in_the_middle_of_a_sentence(stack, eyes, anna, bo, hanne):
    stack.lay_ready("a_handover")
    anna.open("/sekretariat/forloeb/")
    anna.follow("Dagtilbuddet Mælkevejen")
    overview = anna.path

    anna.open(f"{overview}journal/")
    anna.type(text=SENTENCE)
    wait_for(lambda: drafted(stack) == SENTENCE, told="the first half")
    wait_for(lambda: saved(anna).startswith("Kladden er gemt kl. "), told="word that it is saved")
    when_the_head_hands_it_over(hanne, overview)
    last_day = stack.today + timedelta(days=14)

    anna.type(text=SENTENCE + THE_REST)
    wait_for(lambda: drafted(stack) == SENTENCE + THE_REST, told="the rest, from whoever runs it no more")
    anna.press("Gem noten")
    assert anna.sees("Noten er gemt.")
    assert anna.sees(SENTENCE + THE_REST)
    then_she_reads_on_and_does_nothing(anna, overview)
    then_he_has_it_all(bo, overview)
    then_the_end_of_the_session_takes_nothing_either(stack, eyes, anna, overview)
    then_both_see_it_until(last_day, stack, anna, bo, overview)


def when_the_head_hands_it_over(hanne, overview):
    hanne.open(overview)
    hanne.follow("Overdrag forløbet")
    hanne.choose("Bo Lassen")
    hanne.type(reason="Anna skal på kursus", to_do="Ring til lederen\nBestil lokale")
    hanne.press("Overdrag forløbet")
    assert hanne.sees("Forløbet er overdraget til Bo Lassen.")


def then_she_reads_on_and_does_nothing(anna, overview):
    anna.open(overview)
    assert anna.sees("Du har overdraget forløbet. Konsulenten er nu Bo Lassen.")
    assert not anna.sees("Afslut forløbet")
    anna.letters.next("har fået en anden konsulent")


def then_he_has_it_all(bo, overview):
    bo.letters.next("Du har overtaget et forløb")
    bo.open("/sekretariat/forloeb/")
    assert bo.page.locator(f"a[href='{overview}']").count() == 1
    bo.look_into(f"{overview}medkonsulent/", f"{overview}afslut/", f"{overview}pause/", f"{overview}overdrag/")
    bo.open(f"{overview}journal/")
    for words in ("Ring til lederen", "Bestil lokale", SENTENCE + THE_REST):
        assert bo.sees(words)


def then_the_end_of_the_session_takes_nothing_either(stack, eyes, anna, overview):
    anna.open(f"{overview}journal/")
    stack.wait_an_hour()
    anna.type(text=ONE_MORE)
    wait_for(lambda: saved(anna).startswith("Du er logget ud."), told="word of the end")
    anna.press("Gem noten")
    assert anna.sees("Det, du skrev, har vi gemt i 30 minutter.")
    anna.sign_in_as_staff()
    anna.open(f"{overview}journal/")
    assert anna.page.input_value("[name=text]") == ONE_MORE
    assert anna.sees("Det er ikke gemt endnu.")
    anna.press("Gem noten")
    assert anna.sees("Noten er gemt.")
    assert eyes.take_wrong() == [f"401: POST {stack.address}{overview}journal/"]


def then_both_see_it_until(last_day, stack, anna, bo, overview):
    for day, statuses in ((last_day, [200, 200]), (last_day + timedelta(days=1), [404, 200])):
        stack.wait_until_day(day)
        anna.sign_in_as_staff()
        bo.sign_in_as_staff()
        assert [anna.open(overview), bo.open(overview)] == statuses
