"""What the secretariat wrote: the decision, and a question."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.actions import triage
from applications.lifecycle import Status
from applications.models import Application, InformationRequest
from applications.models.application import DeclineReason
from applications.views.replies import ADVICE
from tests.applications.room import METTE, TOVE
from tests.factories import applications as make
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db


def url(name, application):
    return reverse(f"applications:{name}", args=[application.pk])


def told(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("reason", DeclineReason)
def test_every_no_says_where_to_turn_and_when_to_apply_again(as_person, reason):
    application = make.declined(reason=reason, text="Kære alle\n\nVi har læst jeres ansøgning.")
    text = as_person(TOVE).get(url("decision", application)).content.decode()
    assert "Vi har læst jeres ansøgning." in text
    for sentence in (ADVICE[reason].because, *ADVICE[reason].instead, ADVICE[reason].again):
        assert sentence in text


def test_a_yes_leads_to_the_engagement(as_person):
    application = make.granted()
    text = as_person(TOVE).get(url("decision", application)).content.decode()
    assert "<h1>I har fået et forløb</h1>" in text
    assert f'href="/ansoegninger/{application.pk}/forloeb/"' in text


def test_once_granted_the_status_and_the_list_lead_to_the_engagement(as_person):
    application = make.granted()
    client, there = as_person(TOVE), f'href="/ansoegninger/{application.pk}/forloeb/">'
    status = client.get(url("status", application)).content.decode()
    assert f'<a class="button button-primary" {there}Gå til jeres forløb</a>' in status
    assert f'<a class="button button-secondary" href="{url("decision", application)}">Læs svaret</a>' in status
    assert f"{there}Gå til forløbet" in client.get("/ansoegninger/").content.decode()
    # While the decision can still be taken back, nothing of it shows.
    Application.objects.update(held_until=make.MORNING + timedelta(minutes=1), decided_from=Status.SUBMITTED)
    for page in (url("status", application), "/ansoegninger/"):
        assert there not in client.get(page).content.decode()


def test_who_waits_reads_so_and_finds_the_letter_from_the_status_page(as_person):
    application = make.submitted()
    triage.set_waiting(application_id=application.pk, by=staff(), now=make.MORNING)
    client = as_person(TOVE)
    assert (
        f'href="{url("decision", application)}">Læs svaret</a>'
        in client.get(url("status", application)).content.decode()
    )
    text = client.get(url("decision", application)).content.decode()
    assert "<h1>I er på venteliste</h1>" in text
    assert "I bliver vurderet igen i hver af de kommende runder" in text
    assert "Vi kan ikke tilbyde jer et forløb" not in text


def test_before_the_decision_there_is_nothing_to_read(as_person):
    page = as_person(TOVE).get(url("decision", make.submitted()), follow=True)
    assert told(page) == ["I har ikke fået svar endnu. Her kan I se, hvor langt ansøgningen er."]


def test_one_of_them_answers_the_question(as_person):
    application = make.needs_information(question="Hvor mange\n<b>om natten</b>?")
    client = as_person(TOVE)
    assert "&lt;b&gt;om natten&lt;/b&gt;?" in client.get(url("answer_request", application)).content.decode()
    empty = client.post(url("answer_request", application), {"answer": " "})
    assert empty.status_code == 422
    assert empty.content.decode().count("Skriv jeres svar") == 2
    page = client.post(url("answer_request", application), {"answer": "To"}, follow=True)
    assert told(page) == ["Tak for svaret. Ansøgningen er med igen, og jeres ventetid løber videre."]
    assert Application.objects.get().status == Status.SUBMITTED
    assert InformationRequest.objects.get().answer == "To"
    page = as_person(METTE).post(url("answer_request", application), {"answer": "Tre"}, follow=True)
    assert told(page) == ["Der er ikke noget spørgsmål at svare på lige nu."]


def test_a_question_that_waits_for_agreement_first_cannot_be_answered(as_person):
    application = make.needs_information()
    make._moved(application, Status.AWAITING_CONSENSUS)
    page = as_person(TOVE).post(url("answer_request", application), {"answer": "To"}, follow=True)
    assert told(page) == ["Der er ikke noget spørgsmål at svare på lige nu."]
    assert InformationRequest.objects.get().answered_at is None
    assert triage.IllegalMove
