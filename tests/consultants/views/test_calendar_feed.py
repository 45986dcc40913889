"""A consultant's meetings in their own calendar: the page, and the file that needs no signing in."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests import ics
from tests.consultants.pages import post, read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
PAGE = "/sekretariat/kalender/"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def karen(client):
    client.force_login(factory.consultant())
    return client


def made(client):
    """The page after a new address was asked for, and the address in it."""
    page = read(post(client, f"{PAGE}ny/"))
    return page, re.search(r'value="http://localhost:8000(/kalender/[\w-]+\.ics)"', page)[1]


def fetch(address):
    """As a calendar does: a stranger who is signed in nowhere."""
    return Client().get(address)


def days(response):
    return [event.value("DTSTART")[:8] for event in ics.read(response.content).parts]


def test_the_address_is_shown_once_and_never_again(karen):
    assert "Lav en adresse" in read(karen.get(PAGE))

    page, address = made(karen)

    assert "Af hensyn til sikkerheden viser vi den kun denne ene gang." in page
    again = read(karen.get(PAGE))
    assert address not in again
    assert "Du fik en adresse 5. november 2026 kl. 10.00." in again
    assert "ikke afprøvet i Outlook" in again


def test_only_looking_whether_the_page_is_there_uses_the_address_up_for_nobody(karen):
    karen.post(f"{PAGE}ny/")
    karen.head(PAGE)

    assert "Din nye adresse" in read(karen.get(PAGE))


def test_a_calendar_fetches_the_consultants_own_meetings_without_signing_in(karen):
    mine = factory.contacted()
    factory.meeting(mine)
    factory.held(mine, starts_at=NOW - timedelta(days=1))
    factory.meeting(mine, starts_at=NOW + timedelta(days=2), status="cancelled", cancel_reason=factory.REASON)
    otto = factory.consultant("otto@spark.example", "Otto")
    factory.meeting(factory.contacted(application=applications.granted(), run_by=otto), starts_at=NOW)
    handed_over = factory.contacted(application=applications.granted())
    factory.meeting(handed_over, starts_at=NOW)
    handed_over.assignments.update(until=NOW)

    response = fetch(made(karen)[1])

    assert days(response) == ["20261104", "20261117"]
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private"
    assert not response.cookies
    assert "Lærkehøj" not in response.content.decode()


def test_a_second_consultant_has_the_meetings_too_for_as_long_as_they_are_on_it(karen):
    otto = factory.consultant("otto@spark.example", "Otto")
    theirs = factory.contacted(application=applications.granted(), run_by=otto)
    seat = factory.beside(theirs, factory.consultant())
    factory.meeting(theirs, starts_at=NOW + timedelta(days=3))
    _, address = made(karen)
    assert days(fetch(address)) == ["20261108"]
    seat.until = NOW
    seat.save()
    assert days(fetch(address)) == []


def test_the_calendar_reaches_from_a_month_ago_to_a_year_ahead(karen):
    mine = factory.contacted(at=NOW - timedelta(days=200))
    for days_away in (-31, -30, 365, 366):
        factory.meeting(mine, starts_at=NOW + timedelta(days=days_away))

    assert days(fetch(made(karen)[1])) == ["20261006", "20271105"]


def test_the_calendar_has_an_end(karen, monkeypatch):
    monkeypatch.setattr("consultants.views.calendar_feed.MOST", 2)
    mine = factory.contacted()
    for days_away in range(3):
        factory.meeting(mine, starts_at=NOW + timedelta(days=days_away))

    assert days(fetch(made(karen)[1])) == ["20261105", "20261106"]


def test_the_workplace_stands_there_only_when_the_consultant_wishes_it(karen):
    factory.meeting(factory.contacted())
    _, address = made(karen)

    assert "Kalenderen viser nu arbejdsplads og sted." in read(post(karen, f"{PAGE}titler/", shown="ja"))
    shown = ics.read(fetch(address).content).parts[0]
    assert shown.text("SUMMARY") == "SPARK-møde, Bostedet Lærkehøj"

    assert "Kalenderen skriver kun »SPARK-møde«." in read(post(karen, f"{PAGE}titler/", shown="nej"))
    assert b"rkeh" not in fetch(address).content


def test_a_renewed_address_kills_the_former(karen):
    _, former = made(karen)
    _, address = made(karen)

    assert [fetch(former).status_code, fetch(address).status_code] == [404, 200]


def test_a_shut_address_is_not_there(karen):
    _, address = made(karen)

    assert "Adressen er lukket." in read(post(karen, f"{PAGE}luk/"))

    assert fetch(address).status_code == 404
    assert "Der var ingen adresse at lukke." in read(post(karen, f"{PAGE}luk/"))
    assert "Lav først en adresse." in read(post(karen, f"{PAGE}titler/", shown="ja"))


def test_a_closed_account_has_no_calendar(karen):
    _, address = made(karen)
    User.objects.filter(pk=factory.consultant().pk).update(is_active=False)

    gone, unknown = fetch(address), fetch("/kalender/x.ics")

    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert gone.content == unknown.content


def test_the_head_who_runs_no_engagement_has_no_calendar(client):
    client.force_login(factory.head())

    assert client.get(PAGE).status_code == 404
