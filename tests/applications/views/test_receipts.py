"""The receipt: the same on screen and on paper, whatever happens after it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from applications.actions import signing
from applications.lifecycle import Status
from applications.models import Application, PrioritisationRound
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask, read
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def url(name, application):
    return reverse(f"applications:{name}", args=[application.pk])


def shown(page):
    """The receipt without what belongs to the frame of the page."""
    return page.context["receipt"]


def test_it_says_what_was_received_who_agreed_and_what_comes_next(as_person):
    make.round_on()
    application = make.submitted()
    page = as_person(TOVE).get(url("receipt_page", application))
    text = page.content.decode()
    for part in (
        "<h1>Ansøgningen er modtaget</h1>",
        "SPARK-2026-0001",
        "Modtaget 3. november 2026 kl. 09.00",
        "Version 1 af ansøgningen.",
        "Vi vurderer ansøgningen på runden 1. december 2026.",
        "Anders Maar: sagde ja 3. november 2026 kl. 09.00",
        make.TEXT,
        make.WORKPLACE,
        make.THEME,
    ):
        assert part in text
    assert url("receipt", application) in text


def test_the_paper_is_tagged_in_danish_and_has_everything_on_it(as_person):
    make.round_on()
    application = make.submitted()
    response = as_person(TOVE).get(url("receipt", application))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="SPARK-2026-0001-kvittering.pdf"'
    for mark in (
        b"%PDF-",
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"/MarkInfo",
        b"/Marked true",
        b"/StructTreeRoot",
        b"/Lang(da-DK)",
        b"/DisplayDocTitle true",
        "Ansøgningen er modtaget".encode(),
    ):
        assert mark in response.content, mark
    assert response.content == as_person(METTE).get(url("receipt", application)).content


def test_a_round_opened_before_is_not_promised(as_person):
    make.round_on(date(2026, 12, 8))
    application = make.submitted()
    begun = PrioritisationRound.objects.create(
        meets_on=date(2026, 11, 10), capacity=8, opened_at=make.MORNING - timedelta(hours=1)
    )
    steps = shown(as_person(TOVE).get(url("receipt_page", application))).next_steps
    assert steps[0] == "Vi vurderer ansøgningen på runden 8. december 2026. I får svar i dagene efter."
    # A round that was opened with it was the right promise, and stays on the paper.
    PrioritisationRound.objects.filter(pk=begun.pk).update(opened_at=make.MORNING + timedelta(hours=1))
    steps = shown(as_person(TOVE).get(url("receipt_page", application))).next_steps
    assert steps[0] == "Vi vurderer ansøgningen på runden 10. november 2026. I får svar i dagene efter."


def test_without_a_round_to_come_it_promises_the_next(as_person):
    page = as_person(TOVE).get(url("receipt_page", make.submitted()))
    assert shown(page).next_steps[0] == "Vi vurderer ansøgningen på den næste runde. I får svar i dagene efter."


@pytest.mark.parametrize("build", [make.draft, make.awaiting])
def test_there_is_none_before_submission(as_person, build):
    application = build()
    for name in ("receipt", "receipt_page"):
        assert as_person(TOVE).get(url(name, application)).status_code == 404


def test_a_second_post_back_and_a_retry_lead_to_the_same_receipt(as_person):
    make.round_on()
    application = make.awaiting(yes=[METTE, TOVE])
    client = as_person(ANDERS)
    sent = read(application)
    typed = {"number": sent.number, "sha256": sent.sha256}
    first = client.post(url("agree", application), typed, follow=True)
    for _ in range(2):
        again = client.post(url("agree", application), typed, follow=True)
        assert again.redirect_chain == first.redirect_chain == [(url("receipt_page", application), 302)]
        assert shown(again) == shown(first)
    assert Application.objects.get().reference == "SPARK-2026-0001"


def test_what_happens_later_changes_nothing_on_it(as_person):
    make.round_on()
    application = make.submitted()
    client = as_person(TOVE)
    before, paper = shown(client.get(url("receipt_page", application))), client.get(url("receipt", application)).content
    later = make.MORNING + timedelta(days=2)
    signing.reopen(application_id=application.pk, by=make.person(METTE), now=later)
    Application.objects.filter(pk=application.pk).update(situation="Noget helt andet")
    ask(application, now=later)
    agree(application, METTE, now=later)
    assert shown(client.get(url("receipt_page", application))) == before
    assert client.get(url("receipt", application)).content == paper
    make.round_on(date(2027, 1, 5))
    agree(application, TOVE, now=later)
    agree(application, ANDERS, now=later)
    new = shown(client.get(url("receipt_page", application)))
    assert (new.version, new.submitted_at, new.reference) == (2, later, before.reference)
    application = Application.objects.get()
    assert application.status == Status.SUBMITTED
    signing.take_back(application_id=application.pk, by=make.person(TOVE), now=later + timedelta(days=1))
    assert shown(client.get(url("receipt_page", application))) == new


def test_an_empty_answer_says_so_and_lines_stay_lines(as_person):
    application = make.submitted(tried="", core_task="Første linje\n\n<b>Anden</b> #linje *x* $y$")
    client = as_person(TOVE)
    text = client.get(url("receipt_page", application)).content.decode()
    assert "&lt;b&gt;Anden&lt;/b&gt; #linje" in text
    assert client.get(url("receipt", application)).status_code == 200
