"""Nothing typed is lost: not with the session, not with the server, not in another window."""

import pytest

from tests.journeys.group import Group
from tests.journeys.stack import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("other journeys")]

NEAR_THE_END = {"left": 240, "extends": False, "words": "Om 4 minutter er der gået 12 timer, siden du loggede ind."}
SENTENCE = "Vi har svært ved at tale om, hvem der tager de sene vagter, og"
THE_REST = " derfor ender det altid hos de samme to."


def at_the_wish(visit, name, **browser):
    """Mette, on the step with the long texts."""
    group = Group(visit, f"Plejehjemmet {name}", f"{name.lower()}.example.org", **browser)
    group.begin()
    mette = group.mette
    mette.open(f"{group.status}trin/3/")
    return mette


def stored(mette):
    """What the database holds of the sentence."""
    pk = mette.path.split("/")[2]
    ((situation,),) = mette.stack.ask("SELECT situation FROM applications_application WHERE id = %s", pk)
    return situation


def saved(mette):
    """What the page says of saving."""
    return mette.page.locator(".save-state p").inner_text()


def test_a_session_ends_in_the_middle_of_a_sentence_without_scripts(visit, stack):
    mette = at_the_wish(visit, "Bakken", scripts=False, width=360)
    mette.type(situation=SENTENCE)
    address = mette.path
    stack.wait_half_a_day()

    mette.press("Gem og fortsæt")
    assert mette.sees("Det, du skrev, har vi gemt i 30 minutter.")
    mette.sign_in()

    assert mette.path == address
    assert mette.page.input_value("[name=situation]") == SENTENCE
    assert mette.sees("Det er ikke gemt endnu.")
    assert stored(mette) == ""
    mette.press("Gem og fortsæt senere")
    assert mette.heading == "Mine ansøgninger"
    mette.open(address)
    assert mette.page.input_value("[name=situation]") == SENTENCE
    assert stored(mette) == SENTENCE


def test_a_session_ends_in_the_middle_of_a_sentence_while_it_is_saved(visit, stack, eyes):
    mette = at_the_wish(visit, "Dalen")
    mette.type(situation=SENTENCE)
    wait_for(lambda: stored(mette) == SENTENCE, told="the first half")
    wait_for(lambda: saved(mette).startswith("Gemt kl. "), told="word that it is saved")
    mette.look_at("gemt")
    address = mette.path
    stack.wait_half_a_day()

    mette.type(situation=SENTENCE + THE_REST)
    wait_for(lambda: saved(mette).startswith("Du er logget ud."), told="word of the end")
    mette.press("Gem og fortsæt")
    mette.sign_in()

    assert mette.path == address
    assert mette.page.input_value("[name=situation]") == SENTENCE + THE_REST
    mette.look_at("givet-tilbage")
    assert stored(mette) == SENTENCE
    assert eyes.take_wrong() == [f"401: POST {stack.address}{address}"]


def test_the_server_is_killed_between_typing_and_saving(visit, stack):
    mette = at_the_wish(visit, "Engen")
    mette.type(situation=SENTENCE)
    wait_for(lambda: stored(mette) == SENTENCE, told="the first half")
    stack.kill("web")

    mette.type(situation=SENTENCE + THE_REST)
    wait_for(lambda: saved(mette).startswith("Vi kunne ikke gemme lige nu."), told="word of the trouble")
    stack.start("web")
    stack.wait_for_web()

    wait_for(lambda: stored(mette) == SENTENCE + THE_REST, told="the rest")
    wait_for(lambda: saved(mette).startswith("Gemt kl. "), told="word of it")
    assert mette.page.input_value("[name=situation]") == SENTENCE + THE_REST


def test_two_windows_of_one_person_never_overwrite_each_other(visit, stack, eyes):
    mette = at_the_wish(visit, "Fjorden")
    first = mette.page
    second = first.context.new_page()
    second.goto(mette.path)
    mette.type(situation=SENTENCE)
    wait_for(lambda: stored(mette) == SENTENCE, told="the first window's words")
    mette.type(situation=SENTENCE + THE_REST)  # and again: a page is not in its own way
    wait_for(lambda: stored(mette) == SENTENCE + THE_REST, told="the first window's next words")

    mette.page = second
    mette.type(situation="Noget helt andet.")
    wait_for(lambda: saved(mette).endswith("Dit er ikke gemt."), told="word of the other text")
    mette.press("Se begge tekster")

    assert mette.sees("Du har gemt noget andet imens")
    assert mette.sees("Det står der nu " + SENTENCE + THE_REST)
    assert mette.sees("Det har du skrevet Noget helt andet.")
    mette.look_at("to-tekster")
    mette.choose("Behold det, der står nu")
    mette.press("Gem og fortsæt senere")
    assert mette.heading == "Mine ansøgninger"
    mette.page = first
    assert stored(mette) == SENTENCE + THE_REST
    assert eyes.take_wrong() == [f"409: POST {stack.address}{first.url.removeprefix(stack.address)}"]


def test_five_minutes_before_the_end_the_page_says_so(visit, stack, eyes):
    mette = at_the_wish(visit, "Skoven")
    mette.page.route("**/log-ind/session/", lambda route: route.fulfill(json=NEAR_THE_END))
    mette.page.clock.install()
    mette.page.reload()
    mette.type(situation=SENTENCE)
    mette.page.clock.fast_forward("11:56:00")

    warning = mette.page.locator("#session-warning")
    warning.wait_for()
    assert "Om 4 minutter er der gået 12 timer" in warning.inner_text()
    assert mette.page.evaluate("document.activeElement.id") == "session-heading"
    mette.look_at("advarsel")
    mette.page.keyboard.press("Escape")
    assert not warning.is_visible()

    mette.page.unroute_all()
    stack.wait_half_a_day()
    with mette.page.expect_navigation():
        mette.page.clock.fast_forward("05:00")
    assert mette.sees("Det, du skrev, har vi gemt i 30 minutter.")
    # The script may have tried to save once more on the way.
    assert {trouble.partition(" ")[0] for trouble in eyes.take_wrong()} <= {"401:"}
