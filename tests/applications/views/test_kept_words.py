"""What somebody sends after their session, or their page, has died: kept for them alone, given back, never saved."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts import kept
from accounts.models import KeptPost
from applications.actions import triage
from applications.actions.completeness import Step
from tests.applications.desk import ANDERS, METTE, TOVE, WISH, begun, fresh, save
from tests.factories import applications as make
from tests.factories.accounts import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

FORM = "application/x-www-form-urlencoded"
WORDS = {**WISH, "situation": "Æblegrød & <b>midt i en sætning"}


def _needing_information():
    application = make.submitted()
    triage.ask_for_information(application_id=application.pk, by=staff(), question="Hvor mange er I?", now=make.MORNING)
    return application


STATES = {"awaiting": make.awaiting, "submitted": make.submitted, "needing_information": _needing_information}


@pytest.fixture
def browser():
    """A browser that checks tokens, as all do."""
    return Client(enforce_csrf_checks=True)


def sign_in(browser, email):
    browser.force_login(make.person(email))


def address(application, number=3):
    return f"/ansoegninger/{application.pk}/trin/{number}/"


def hidden(browser, page):
    """The page's hidden fields, as a person who has opened it sends them back."""
    html = browser.get(page).content.decode().partition("<main")[2]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))


def end_session(browser):
    browser.cookies.pop("sessionid")


def words(browser, page):
    return browser.get(page).content.decode()


# ── The session is over ─────────────────────────────────────────────────────────────────────────────────────────────
def test_words_sent_after_the_session_has_ended_stand_in_the_fields_after_signing_in(browser):
    application = begun()
    page = address(application)
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    end_session(browser)

    answer = browser.post(page, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/log-ind/?next={page.replace('/', '%2F')}")
    assert "har vi gemt i 30 minutter" in words(browser, answer["Location"])
    cookie = answer.cookies[kept.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Lax", "", "")
    assert "no-store" in answer["Cache-Control"]
    sign_in(browser, METTE)

    for _ in range(2):  # a reload shows it again
        html = words(browser, page)
        assert "Æblegrød &amp; &lt;b&gt;midt i en sætning</textarea>" in html
        assert "Det er ikke gemt endnu" in html
    assert fresh(application).situation == ""


def test_pressing_save_stores_the_words_and_forgets_the_copy(browser):
    application = begun()
    page = address(application)
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    end_session(browser)
    browser.post(page, sent)
    sign_in(browser, METTE)

    answer = browser.post(page, {**hidden(browser, page), **WORDS})

    assert answer["Location"] == address(application, 4)
    assert answer.cookies[kept.COOKIE].value == ""
    assert fresh(application).situation == WORDS["situation"]
    assert not KeptPost.objects.exists()
    assert "Det er ikke gemt endnu" not in words(browser, page)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_by_kept_words(browser):
    application = make.draft()
    page = address(application)
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    end_session(browser)
    browser.post(page, sent)
    save(application, Step.WISH, {**WISH, "situation": "Anders' ord"}, email=ANDERS)
    sign_in(browser, METTE)

    answer = browser.post(page, {**hidden(browser, page), **WORDS})

    assert answer.status_code == 409
    assert fresh(application).situation == "Anders' ord"


def test_another_person_in_the_same_browser_gets_nothing_and_it_is_deleted(browser):
    application = make.draft()
    page = address(application)
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    end_session(browser)
    browser.post(page, sent)
    sign_in(browser, TOVE)  # who writes on the same draft

    answer = browser.get(page)

    assert "Æblegrød" not in answer.content.decode()
    assert answer.cookies[kept.COOKIE].value == ""
    assert not KeptPost.objects.exists()


def test_another_browser_of_the_same_person_gets_nothing(browser):
    application = begun()
    page = address(application)
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    end_session(browser)
    browser.post(page, sent)
    other = Client()
    sign_in(other, METTE)

    assert "Æblegrød" not in words(other, page)
    assert KeptPost.objects.count() == 1


def test_after_half_an_hour_there_is_nothing_to_give_back(browser, time_machine):
    page = address(begun())
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    end_session(browser)
    browser.post(page, sent)
    time_machine.move_to(make.MORNING + timedelta(minutes=31))
    sign_in(browser, METTE)

    assert "Æblegrød" not in words(browser, page)
    assert not KeptPost.objects.exists()


def test_signing_out_forgets_what_was_kept(browser):
    page = address(begun())
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    end_session(browser)
    browser.post(page, sent)
    sign_in(browser, METTE)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', words(browser, page))[1]

    assert browser.post("/log-ud/", {"csrfmiddlewaretoken": token}).status_code == 302
    assert not KeptPost.objects.exists()


@pytest.mark.parametrize(
    "change", [{"skrevet_af": ""}, {"skrevet_af": "1 /ansoegninger/:forfalsket"}, {"situation": "x" * 200_001}]
)
def test_what_no_page_of_ours_has_sent_is_not_kept(browser, change):
    page = address(begun())
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    end_session(browser)

    answer = browser.post(page, {**sent, **change})

    assert answer.status_code == 302
    assert not KeptPost.objects.exists()


def test_only_a_form_as_browsers_send_it_is_kept(browser):
    page = address(begun())
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    end_session(browser)

    latin, parts = f"{FORM}; charset=latin-1", "multipart/form-data"
    for body, kind in (("{}", "application/json"), ("a=1&" * 600, FORM), ("a=1", latin), ("a=1", parts)):
        assert browser.generic("POST", page, body, content_type=kind).status_code == 302
    assert browser.post("/styregruppe/", sent).status_code == 302
    assert not KeptPost.objects.exists()


def test_a_persons_account_that_is_closed_keeps_nothing(browser):
    page = address(begun())
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    person = make.person(METTE)
    person.is_active = False
    person.save()

    assert browser.post(page, sent).status_code == 302
    assert not KeptPost.objects.exists()


# ── The page's token is dead ────────────────────────────────────────────────────────────────────────────────────────
def test_a_dead_token_is_a_403_with_the_way_back_to_the_words(browser):
    application = begun()
    page = address(application)
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    sign_in(browser, METTE)  # in another window: the token is a new one

    answer = browser.post(page, {**sent, "csrfmiddlewaretoken": "x" * 64})

    assert answer.status_code == 403
    assert f'href="{page}">Hent det, jeg skrev' in answer.content.decode()
    # Sent again from the same browser, it takes the place of the first.
    assert browser.post(page, {**sent, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert KeptPost.objects.count() == 1
    assert "Æblegrød &amp; &lt;b&gt;midt i en sætning</textarea>" in words(browser, page)
    assert fresh(application).situation == ""


def test_a_page_made_for_somebody_else_gives_nothing_to_whoever_is_signed_in_now(browser):
    page = address(make.draft())
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS, "csrfmiddlewaretoken": "x" * 64}
    sign_in(browser, TOVE)

    answer = browser.post(page, sent)

    assert answer.status_code == 403
    assert "Hent det, jeg skrev" not in answer.content.decode()
    assert not KeptPost.objects.exists()


def test_the_script_is_told_in_its_own_words(browser):
    page = address(begun())
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS, "csrfmiddlewaretoken": "x" * 64}
    as_script = {"HTTP_ACCEPT": "application/json"}

    dead = browser.post(page, sent, **as_script)
    end_session(browser)
    over = browser.post(page, sent, **as_script)

    assert (dead.status_code, over.status_code) == (403, 401)
    assert "Tryk på Gem for at hente det" in dead.json()["said"]
    assert "Log ind igen" in over.json()["said"]
    assert KeptPost.objects.count() == 1


# ── The other pages ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("place", ["trin/5/", "trin/5/<tove>/"])
def test_a_half_typed_person_comes_back_too(browser, place):
    application = make.draft()
    tove = application.signatories.get(email=TOVE)
    page = f"/ansoegninger/{application.pk}/{place.replace('<tove>', str(tove.pk))}"
    name = "name" if "tove" in place else "person-name"
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), name: "Bjørn Ægir-Ørsted"}
    end_session(browser)
    browser.post(page, sent)
    sign_in(browser, METTE)

    html = words(browser, page)

    assert 'value="Bjørn Ægir-Ørsted"' in html
    assert "Det er ikke gemt endnu" in html
    assert application.signatories.count() == 3


@pytest.mark.parametrize(
    ("state", "place", "sent_to", "field"),
    [
        ("awaiting", "enighed/", "svar-nej/", "reason"),
        ("submitted", "beskeder/", "beskeder/", "text"),
        ("needing_information", "oplysninger/", "oplysninger/", "answer"),
        ("awaiting", "personer/<tove>/", "personer/<tove>/", "name"),
    ],
)
def test_words_of_every_other_page_come_back_too(browser, state, place, sent_to, field):
    application = STATES[state]()
    tove = str(application.signatories.get(email=TOVE).pk)
    page, target = (f"/ansoegninger/{application.pk}/{each}".replace("<tove>", tove) for each in (place, sent_to))
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), field: "Æblegrød til aften"}
    end_session(browser)

    answer = browser.post(target, sent)
    assert answer["Location"] == f"/log-ind/?next={page.replace('/', '%2F')}"
    sign_in(browser, METTE)
    html = words(browser, page)

    assert "Æblegrød til aften" in html
    assert "Det er ikke gemt endnu" in html
    browser.post(target, {**hidden(browser, page), field: "Æblegrød til aften"})
    assert not KeptPost.objects.exists()


def test_staff_find_their_own_room_whatever_the_browser_holds(browser):
    page = address(begun())
    sign_in(browser, METTE)
    sent = {**hidden(browser, page), **WORDS}
    end_session(browser)
    browser.post(page, sent)
    browser.force_login(staff())

    assert browser.get("/sekretariat/").status_code == 200
    assert not KeptPost.objects.exists()
