"""The head closes and opens intake; everybody reads it where they would begin."""

import pytest
from django.urls import reverse

from applications.models import Intake
from tests.applications.actions.test_intake import agreed_by_all
from tests.consultants.pages import read
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

WHY = "Vi åbner igen den 1. februar 2027.\n<b>Glædelig jul</b>"
PAGE = "/sekretariat/indstillinger/"
CLOSED = "Vi tager ikke imod nye ansøgninger lige nu"


def told(response):
    return [str(message) for message in response.context["messages"]]


def close(leader, message=WHY):
    return leader.post(PAGE, {"state": "closed", "message": message}, follow=True)


def test_the_head_closes_it_with_a_message_and_opens_it_again(leader, client):
    assert "Der er <strong>åbent</strong>." in read(leader.get(PAGE))
    page = close(leader)
    assert told(page) == ["Der er lukket for nye ansøgninger. Beskeden står på forsiden nu."]
    assert "Der er <strong>lukket</strong> siden 21. november 2026 kl. 11.00" in read(page)
    assert told(close(leader)) == ["Der var intet at ændre."]
    for address in ("/", "/ansoeg/"):
        text = client.get(address).content.decode()
        assert CLOSED in text
        assert "Vi åbner igen den 1. februar 2027.<br>&lt;b&gt;Glædelig jul&lt;/b&gt;" in text
    page = leader.post(PAGE, {"state": "open", "message": WHY}, follow=True)
    assert told(page) == [
        "Der er åbent for nye ansøgninger. De, der har ventet, bliver sendt inden for et par minutter."
    ]
    assert [(line.text, line.by) for line in page.context["events"]] == [
        ("Der blev åbnet for nye ansøgninger", "Hanne Skov"),
        ("Der blev lukket for nye ansøgninger", "Hanne Skov"),
    ]
    assert CLOSED not in client.get("/").content.decode()


def test_it_says_how_many_wait(leader):
    close(leader)
    agreed_by_all()
    assert "1 ansøgning, som alle har sagt ja til, venter på, at I åbner." in read(leader.get(PAGE))
    agreed_by_all()
    assert "2 ansøgninger, som alle" in read(leader.get(PAGE))


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({}, "Vælg, om der er åbent eller lukket"),
        ({"state": "closed", "message": " "}, "Skriv en besked til dem, der vil søge"),
        ({"state": "closed", "message": "x" * 501}, "Teksten må højst fylde 500 tegn."),
    ],
)
def test_what_is_missing_is_said_where_it_is_missing(leader, sent, error):
    page = leader.post(PAGE, sent)
    assert page.status_code == 422
    assert read(page).count(error) == 2
    assert Intake.objects.count() == 0


def test_the_day_of_the_head_leads_here_and_that_of_a_consultant_does_not(client, desk, leader):
    assert PAGE in read(leader.get("/sekretariat/"))


def test_a_consultant_finds_nothing_here(desk):
    assert desk.get(PAGE).status_code == 404
    assert PAGE not in read(desk.get("/sekretariat/"))


# ── What the applicants read ────────────────────────────────────────────────────────────────────────────────────────
def status_of(application):
    return reverse("applications:status", args=[application.pk])


def test_a_draft_is_told_and_what_everybody_agreed_on_waits_calmly(leader, client):
    close(leader)
    draft, held = applications.draft(), agreed_by_all()
    submitted = applications.submitted()
    client.force_login(applications.person())
    for path in (status_of(draft), reverse("applications:check", args=[draft.pk])):
        assert CLOSED in client.get(path).content.decode()
    text = client.get(status_of(held)).content.decode()
    assert "Ansøgningen bliver sendt af sig selv, når vi åbner for nye ansøgninger igen." in text
    assert "Svarene skal være her senest" not in text
    assert CLOSED not in client.get(status_of(submitted)).content.decode()


def test_the_last_yes_is_thanked_with_the_truth(leader, client):
    close(leader)
    application = applications.awaiting(yes=[email for _, email, _ in applications.TRIO[1:]])
    client.force_login(applications.person())
    version = application.versions.get()
    page = client.post(
        reverse("applications:agree", args=[application.pk]),
        {"number": version.number, "sha256": version.sha256},
        follow=True,
    )
    assert told(page) == [
        "Alle har sagt ja. Ansøgningen bliver sendt af sig selv, når vi åbner for nye ansøgninger igen."
    ]
