"""Whatever is typed at length in the secretariat's room outlives the session, is given back, and is never saved."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import KeptPost
from applications.actions import decisions, triage
from applications.models import ApplicationEvent, InformationRequest
from applications.models.application import DeclineReason
from tests.consultants.desk import NOW, WEEKS_AGO, head, staff
from tests.consultants.pages import text_of
from tests.factories import applications, consultants, rounds, spread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

WORDS = "Æblegrød & <b>midt i en sætning"
CASE, RUN = "/sekretariat/ansoegninger", "/sekretariat/forloeb"
BULK = "/sekretariat/ansoegninger/samlet/"


def _submitted():
    return f"{CASE}/{applications.submitted(at=WEEKS_AGO).pk}"


def _held():
    """Declined a moment ago."""
    application = applications.submitted(at=WEEKS_AGO)
    facts = {"by": head(), "now": NOW, "hold": decisions.WINDOW}
    triage.decline(application_id=application.pk, reason=DeclineReason.CAPACITY, text="Nej.", **facts)
    return f"{CASE}/{application.pk}"


def _running():
    return f"{RUN}/{consultants.active().pk}"


def _with(thing, folder):
    running = consultants.active()
    return f"{RUN}/{running.pk}/{folder}/{thing(running).pk}"


def _today(running):
    return consultants.meeting(running, starts_at=NOW - timedelta(hours=1))


PAGES = {
    "a question": (lambda: f"{_submitted()}/spoerg/", "question"),
    "a no": (lambda: f"{_submitted()}/afslag/", "text"),
    "a yes": (lambda: f"{_submitted()}/bevilg/", "text"),
    "a letter that waits": (lambda: f"{_held()}/svar/", "text"),
    "a note of a case": (lambda: f"{_submitted()}/noter/", "text"),
    "a message": (lambda: f"{_submitted()}/beskeder/", "text"),
    "what came of a meeting": (lambda: f"{_with(_today, 'moeder')}/", "summary"),
    "a new meeting": (lambda: f"{_running()}/moeder/ny/", "homework"),
    "why a meeting is off": (lambda: f"{_with(_today, 'moeder')}/aflys/", "reason"),
    "a trial action": (lambda: f"{_running()}/proevehandlinger/", "text"),
    "a trial action said otherwise": (lambda: f"{_with(consultants.trial, 'proevehandlinger')}/ret/", "text"),
    "how it went": (lambda: f"{_with(consultants.trial, 'proevehandlinger')}/resultat/", "result"),
    "an agreement": (lambda: f"{_running()}/samarbejdsaftale/", "what_we_do"),
    "why an engagement is off": (lambda: f"{_running()}/aflys/", "reason"),
    "a note of an engagement": (lambda: f"{_running()}/journal/", "text"),
    "a new story": (lambda: "/sekretariat/udbredelse/historier/ny/", "text"),
    "a story": (lambda: f"/sekretariat/udbredelse/historier/{spread.story().pk}/", "text"),
    "the words of a letter": (lambda: "/sekretariat/indstillinger/breve/decision/", "body"),
    "a text to begin with": (lambda: "/sekretariat/indstillinger/spoergsmaal/", "text"),
    "another text to begin with": (
        lambda: f"/sekretariat/indstillinger/spoergsmaal/{consultants.question_text().pk}/",
        "text",
    ),
}


@pytest.fixture
def browser():
    """A browser that checks tokens, as all do."""
    return Client(enforce_csrf_checks=True)


def hidden(browser, page):
    """The hidden fields of the form that is typed in, as a person who has opened the page sends them back."""
    html = browser.get(page).content.decode().partition("<main")[2]
    form = next(each for each in re.findall(r"<form.*?</form>", html, re.DOTALL) if "<textarea" in each)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def sent_signed_out(browser, page, **typed):
    """What was typed is sent after the session has ended; then its writer signs in again."""
    browser.force_login(head())
    sent = {**hidden(browser, page), **typed}
    browser.cookies.pop("sessionid")
    answer = browser.post(page, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/log-ind/?next={page.replace('/', '%2F')}")
    browser.force_login(head())


@pytest.mark.parametrize(("made", "field"), PAGES.values(), ids=PAGES)
def test_words_sent_after_the_session_has_ended_are_given_back_and_not_saved(browser, made, field):
    page = made()
    sent_signed_out(browser, page, **{field: WORDS})
    for _ in range(2):  # a reload shows it again
        answer = browser.get(page)
        html = answer.content.decode()
        assert answer.status_code == 200
        assert f"{escape(WORDS)}</textarea>" in html
        assert "Det er ikke gemt endnu" in html
    assert KeptPost.objects.count() == 1


def test_a_decision_in_a_round_comes_back_with_whom_it_was_about(browser):
    applications.submitted(at=WEEKS_AGO)
    opened = rounds.opened()
    (candidate,) = rounds.at(opened, 1)
    page = f"/sekretariat/runder/{opened.pk}/afgoer/"
    browser.force_login(head())
    form = browser.get(f"{page}?valg={candidate.pk}&afgoerelse=decline").content.decode().partition("<main")[2]
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    browser.cookies.pop("sessionid")
    browser.post(page, {**sent, "text": WORDS})
    browser.force_login(head())
    html = browser.get(page).content.decode()
    assert f"{escape(WORDS)}</textarea>" in html
    assert "Det er ikke gemt endnu" in html
    assert "SPARK-2026-0001" in html
    candidate.refresh_from_db()
    assert candidate.decision == ""


@pytest.mark.parametrize("page", ["the form", "the preview"])
def test_a_question_to_several_comes_back_with_whom_it_was_for(browser, page):
    asked = [str(applications.submitted(at=WEEKS_AGO).pk) for _ in range(2)]
    browser.force_login(head())
    answer = browser.get(BULK, {"valgt": asked})
    for at in range(2 if page == "the preview" else 1):
        form = answer.content.decode().partition("<main")[2]
        sent = {name: value for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form) if name != "trin"}
        sent |= {"valgt": asked, "handling": "spoerg", "question": WORDS, "trin": "send" if at else "se"}
        if page == "the preview" and not at:
            answer = browser.post(BULK, sent)
            assert "Det her sker" in answer.content.decode()
    browser.cookies.pop("sessionid")
    assert browser.post(BULK, sent)["Location"].startswith("/log-ind/")
    ApplicationEvent.objects.create(application_id=asked[0], verb="reminded", at=NOW, actor=head())
    browser.force_login(head())
    answer = browser.get(BULK)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="set" value="{sent["set"]}"' in html  # it rests on what its writer had read
    assert f"{escape(WORDS)}</textarea>" in html
    assert "Det er ikke gemt endnu" in html
    assert html.count('<li><span class="queue__reference">SPARK-2026-000') == 2
    assert not InformationRequest.objects.exists()


def test_words_about_a_meeting_overwrite_no_words_that_came_meanwhile(browser):
    """What is given back is based on what its page had read, and is told so when it is sent again."""
    running = consultants.active()
    meeting = _today(running)
    page = f"{RUN}/{running.pk}/moeder/{meeting.pk}/"
    sent_signed_out(browser, page, summary=WORDS)
    type(meeting).objects.filter(pk=meeting.pk).update(summary="En kollegas ord", edit_number=meeting.edit_number + 1)
    answer = browser.post(page, {**hidden(browser, page), "summary": WORDS})
    assert answer.status_code == 409
    assert "En kollegas ord" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.summary == "En kollegas ord"


@pytest.mark.parametrize(
    ("verb", "sent"),
    [("spoerg", {"question": WORDS}), ("afslag", {"text": WORDS, "reason": "capacity", "trin": "send"})],
)
def test_words_about_an_application_rest_on_what_their_writer_had_read(browser, verb, sent):
    application = applications.submitted(at=WEEKS_AGO)
    page = f"{CASE}/{application.pk}/{verb}/"
    sent_signed_out(browser, page, **sent)
    ApplicationEvent.objects.create(application=application, verb="reminded", at=NOW, actor=staff())
    answer = browser.post(page, {**hidden(browser, page), **sent})
    assert answer.status_code == 422
    assert "Imens er der sket noget: En person blev mindet om at svare, Karen Lund kl. 11.00." in text_of(answer)
    assert f"{escape(WORDS)}</textarea>" in answer.content.decode()
    application.refresh_from_db()
    assert application.status == "submitted"
