"""The pages of a handover, and what the former consultant sees and does not get to do."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.consultants.pages import post, read
from tests.factories import applications
from tests.factories import consultants as factory
from tests.factories.consultants import OPENED

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def karen(client):
    client.force_login(factory.consultant())
    return client


@pytest.fixture
def otto():
    return factory.consultant("otto@spark.example", "Otto Bang")


@pytest.fixture
def engagement():
    return factory.active()


def browser_of(user):
    browser = Client()
    browser.force_login(user)
    return browser


def address(engagement, name="engagement", *more):
    return reverse(f"consultants:{name}", args=[engagement.pk, *more])


def told(engagement, to, **typed):
    return {
        "to": to.pk,
        "reason": "Karen går på barsel",
        "to_do": "Ring til Mette\n\n  Bestil lokale ",
        "seen": str(engagement.assignments.current().get().pk),
        **typed,
    }


def test_an_engagement_is_handed_over_with_what_is_left_to_do(karen, engagement, otto):
    factory.meeting(engagement, starts_at=NOW + timedelta(days=4))
    page = read(karen.get(address(engagement, "hand_over")))
    choices = page.partition("Hvem overtager forløbet?")[2].partition("</fieldset>")[0]
    assert ["Otto Bang" in choices, "Karen Lund" in choices] == [True, False]

    answer = read(post(karen, address(engagement, "hand_over"), **told(engagement, otto)))

    assert "Forløbet er overdraget til Otto Bang." in answer
    assert "Du har overdraget forløbet. Konsulenten er nu Otto Bang. Du kan læse med til og med 19. november" in answer
    assert "Karen går på barsel" in answer
    for action in ("Flyt eller ret", "Planlæg møde", "Skriv aftalen", "Overdrag forløbet", "Afslut forløbet"):
        assert action not in answer
    new = read(browser_of(otto).get(address(engagement)))
    assert "Karen Lund har overdraget forløbet. Konsulenten er nu Otto Bang. Karen Lund kan læse med" in new
    assert "Flyt eller ret" in new
    tasks = read(browser_of(otto).get(address(engagement, "journal")))
    assert [words in tasks for words in ("Ring til Mette", "Bestil lokale", "Senest 19. november")] == [True] * 3


def test_the_former_consultant_reads_all_and_sends_nothing_but_a_note(karen, engagement, otto):
    factory.task(engagement)
    post(karen, address(engagement, "hand_over"), **told(engagement, otto))

    for name in ("engagement", "journal", "tasks", "contact_log"):
        page = karen.get(address(engagement, name))
        assert page.status_code == 200
        assert [each in read(page) for each in ("Ny opgave", "Notér en kontakt", "Færdig<")] == [False] * 3
    for name in ("contact", "agreement", "close", "cancel", "log_contact", "add_task", "hand_over", "co_consultants"):
        assert karen.get(address(engagement, name)).status_code == 404, name
        assert karen.post(address(engagement, name)).status_code == 404, name
    thread = reverse("consultants:messages", args=[engagement.application_id])
    assert "Du kan læse beskederne, men ikke svare." in read(karen.get(thread))
    assert karen.post(thread, {"text": "Hej"}).status_code == 404
    assert "Noten er gemt." in read(post(karen, address(engagement, "journal"), text="Det sidste"))


def test_what_is_handed_over_leaves_the_day_and_stands_on_a_list_of_its_own(karen, engagement, otto):
    post(karen, address(engagement, "hand_over"), **told(engagement, otto))
    reference = engagement.application.reference

    assert reference not in read(karen.get("/sekretariat/forloeb/?status=alle"))
    assert reference in read(karen.get("/sekretariat/forloeb/?status=overdraget"))
    assert reference in read(browser_of(otto).get("/sekretariat/forloeb/"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"to": ""}, "Vælg en konsulent"),
        ({"to": "0"}, "Vælg en af de viste muligheder"),
        ({"reason": " "}, "Skriv kort, hvorfor forløbet skifter konsulent"),
        ({"to_do": "x" * 201}, "Opgave 1 må højst fylde 200 tegn. Nu fylder den 201."),
        ({"to_do": "x\n" * 21}, "Skriv højst 20 opgaver. Nu er der 21."),
    ],
)
def test_a_handover_tells_what_is_missing(karen, engagement, otto, typed, words):
    answer = post(karen, address(engagement, "hand_over"), **{**told(engagement, otto), **typed})

    assert answer.status_code == 422
    assert words in read(answer)
    assert engagement.assignments.current().get().consultant == factory.consultant()


def test_the_head_was_quicker_and_the_consultant_is_told(karen, engagement, otto):
    frida = factory.consultant("frida@spark.example", "Frida Vest")
    mine = told(engagement, frida)
    post(browser_of(factory.head()), address(engagement, "hand_over"), **told(engagement, otto))

    answer = read(post(karen, address(engagement, "hand_over"), **mine))

    assert "Forløbet har skiftet konsulent imens. Konsulenten er nu Otto Bang. Din overdragelse er ikke" in answer
    assert engagement.assignments.current().get().consultant == otto


def test_the_consultant_was_quicker_and_the_head_sees_their_own_words_again(karen, engagement, otto):
    frida = factory.consultant("frida@spark.example", "Frida Vest")
    hanne, hers = browser_of(factory.head()), told(engagement, frida, reason="Otto har for meget")
    post(karen, address(engagement, "hand_over"), **told(engagement, otto))

    answer = post(hanne, address(engagement, "hand_over"), **hers)

    assert answer.status_code == 422
    assert "Konsulenten er nu Otto Bang." in read(answer)
    assert "Otto har for meget" in read(answer)
    seen = str(engagement.assignments.current().get().pk)
    assert f'name="seen" value="{seen}"' in read(answer)
    post(hanne, address(engagement, "hand_over"), **{**hers, "seen": seen})
    assert engagement.assignments.current().get().consultant == frida


def test_an_engagement_without_a_consultant_is_told_as_such(engagement, otto):
    hanne, hers = browser_of(factory.head()), told(engagement, otto)
    engagement.assignments.update(until=OPENED)

    assert "Forløbet har ingen konsulent lige nu." in read(post(hanne, address(engagement, "hand_over"), **hers))
    assert "Forløbet er overdraget til Otto Bang." in read(
        post(hanne, address(engagement, "hand_over"), **{**hers, "seen": "0"})
    )


def test_to_whoever_has_it_nothing_is_handed_over(karen, engagement, otto):
    answer = post(karen, address(engagement, "hand_over"), **told(engagement, factory.consultant()))
    assert "Den, du valgte, er allerede konsulent på forløbet." in read(answer)


def test_a_handover_survives_the_session(karen, engagement, otto):
    where = address(engagement, "hand_over")
    field = read(karen.get(where)).partition('name="skrevet_af" value="')[2].partition('"')[0]
    karen.cookies.pop("sessionid")
    karen.post(where, {**told(engagement, otto), "skrevet_af": field})
    karen.force_login(factory.consultant())

    assert "Karen går på barsel" in read(karen.get(where))
    assert engagement.assignments.current().get().consultant == factory.consultant()


# ── The second consultant ───────────────────────────────────────────────────────────────────────────────────────────
def test_a_second_consultant_comes_and_goes(karen, engagement, otto):
    where = address(engagement, "co_consultants")

    page = read(post(karen, where, person=otto.pk))
    assert "Otto Bang er medkonsulent på forløbet og får en mail om det." in page
    assert "Medkonsulent siden 5. november 2026" in page
    assert "(medkonsulent)" in read(karen.get(address(engagement)))
    his = browser_of(otto)
    overview = read(his.get(address(engagement)))
    assert "Afslut forløbet" in overview
    assert "Overdrag forløbet" not in overview
    assert his.get(where).status_code == his.get(address(engagement, "hand_over")).status_code == 404

    assert "Otto Bang er ikke længere medkonsulent." in read(
        post(karen, address(engagement, "remove_co_consultant", otto.pk))
    )
    assert his.get(address(engagement)).status_code == 404


def test_a_second_consultant_takes_themselves_off_and_is_back_at_the_list(karen, engagement, otto):
    post(karen, address(engagement, "co_consultants"), person=otto.pk)

    answer = browser_of(otto).post(address(engagement, "remove_co_consultant", otto.pk))

    assert (answer.status_code, answer["Location"]) == (302, "/sekretariat/forloeb/")


def test_a_second_consultant_takes_nobody_else_off(karen, engagement, otto):
    frida = factory.consultant("frida@spark.example", "Frida Vest")
    for person in (otto, frida):
        post(karen, address(engagement, "co_consultants"), person=person.pk)

    assert browser_of(otto).post(address(engagement, "remove_co_consultant", frida.pk)).status_code == 404
    assert karen.post(address(engagement, "remove_co_consultant", factory.consultant().pk)).status_code == 404


def test_nobody_chosen_is_told_of(karen, engagement):
    answer = post(karen, address(engagement, "co_consultants"))
    assert answer.status_code == 422
    assert "Vælg en konsulent" in read(answer)


def test_whoever_lost_the_role_meanwhile_is_not_added(karen, engagement, otto, monkeypatch):
    from consultants.views import handover

    def not_any_more(**_):
        raise handover.handover.NotAConsultant

    monkeypatch.setattr(handover.handover, "add_co_consultant", not_any_more)
    answer = post(karen, address(engagement, "co_consultants"), person=otto.pk)
    assert "Den, du valgte, er ikke længere konsulent." in read(answer)


def test_the_group_sees_the_new_consultant(karen, engagement, otto):
    post(karen, address(engagement, "co_consultants"), person=factory.consultant("frida@spark.example", "Frida").pk)
    post(karen, address(engagement, "hand_over"), **told(engagement, otto))

    page = read(browser_of(applications.person()).get(f"/ansoegninger/{engagement.application_id}/forloeb/"))

    assert [name in page for name in ("Otto Bang", "Karen Lund", "Frida", "barsel")] == [True, False, False, False]
