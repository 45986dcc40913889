"""The step of telling HovedMED, the group's leave, and the head's switch with its log."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultants.actions import hovedmed
from consultants.models import HovedMedNotice
from notifications import texts
from notifications.models import Notification
from tests.consultants.pages import post, read
from tests.factories import applications, joint
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SETTINGS = "/sekretariat/indstillinger/hovedmed/"
POST = "hovedmed@odense.example"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def on():
    hovedmed.switch(on=True, by=factory.head(), now=NOW)


@pytest.fixture
def karen(client):
    client.force_login(factory.consultant())
    return client


@pytest.fixture
def engagement():
    going = factory.active()
    factory.agreement(going)
    return going


def address(engagement):
    return reverse("consultants:hovedmed", args=[engagement.pk])


def test_the_consultant_reads_it_first_and_sends_it_once(karen, on, engagement):
    page = read(karen.get(address(engagement)))
    assert "En arbejdsplads i jeres kommune (Odense) er i gang med et SPARK-forløb i 4. kvartal 2026." in page
    assert f"Tema: {applications.THEME}" in page
    assert Notification.objects.count() == 0

    page = read(post(karen, address(engagement), email=POST))

    assert "Beskeden er sendt til HovedMED." in page
    assert "Besked givet 21. november 2026 kl. 11.00. Mailen er på vej." in page
    assert "Send beskeden" not in page
    assert "HovedMED har fået besked om forløbet." in read(post(karen, address(engagement), email=POST))
    Notification.objects.update(state="sent", sent_at=NOW)
    assert "Mailen blev sendt 21. november 2026 kl. 11.00." in read(karen.get(address(engagement)))


def test_what_is_read_first_is_what_is_sent_also_in_the_heads_words(karen, on, engagement):
    texts.write("hovedmed-notice", subject="Nyt fra SPARK", body="Hej HovedMED.", seen=0, by=factory.head(), now=NOW)
    page = read(karen.get(address(engagement)))
    for words in ("Emne:</strong> Nyt fra SPARK", "<p>Hej HovedMED.</p>", f"Tema: {applications.THEME}"):
        assert words in page
    assert "I skal ikke gøre noget." not in page

    post(karen, address(engagement), email=POST)
    Notification.objects.update(state="sent", sent_at=NOW)
    later = NOW + timedelta(minutes=10)
    texts.write("hovedmed-notice", subject="Nyt", body="Goddag.", seen=1, by=factory.head(), now=later)
    with time_machine.travel(later, tick=False):
        assert "<p>Hej HovedMED.</p>" in read(karen.get(address(engagement)))


def test_whoever_has_handed_it_over_reads_the_page_and_finds_no_form(client, karen, on, engagement):
    otto = factory.consultant("otto@spark.example", "Otto Dam")
    assert "Send beskeden" in read(karen.get(address(engagement)))
    factory.handed_over(engagement, otto, at=NOW)
    page = read(karen.get(address(engagement)))
    assert "er i gang med et SPARK-forløb" in page
    assert "Send beskeden" not in page
    assert karen.post(address(engagement), {"email": POST}).status_code == 404
    for other in (otto, factory.head()):
        client.force_login(other)
        assert "Send beskeden" in read(client.get(address(engagement)))


def test_the_page_costs_the_same_before_and_after_the_notice(karen, on, engagement):
    karen.get(address(engagement))
    with CaptureQueriesContext(connection) as before:
        karen.get(address(engagement))
    post(karen, address(engagement), email=POST)
    with CaptureQueriesContext(connection) as after:
        karen.get(address(engagement))
    assert len(before) == len(after)


def test_the_address_of_last_time_is_proposed(karen, on, engagement):
    post(karen, address(engagement), email=POST)
    other = factory.active(application=applications.granted())
    factory.agreement(other)

    assert f'value="{POST}"' in read(karen.get(address(other)))


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "Skriv HovedMEDs e-mailadresse"), ("hovedmed", "Skriv en e-mailadresse som i hovedmed@kommune.dk")],
)
def test_an_address_that_is_none_is_told_and_kept(karen, on, engagement, typed, told):
    answer = post(karen, address(engagement), email=typed)

    page = read(answer)
    assert answer.status_code == 422
    assert page.count(told) == 2  # in the summary and at the field
    assert f'value="{typed}"' in page or not typed
    assert HovedMedNotice.objects.count() == 0


def test_without_a_switch_or_an_agreement_nothing_is_sent(karen, engagement):
    page = read(karen.get(address(engagement)))
    assert "Beskeder til HovedMED er slået fra." in page
    assert "Send beskeden" not in page
    assert "Der bliver ikke sendt besked" in read(post(karen, address(engagement), email=POST))

    hovedmed.switch(on=True, by=factory.head(), now=NOW)
    bare = factory.active(application=applications.granted())
    assert "Skriv samarbejdsaftalen først." in read(karen.get(address(bare)))
    assert "Skriv samarbejdsaftalen først." in read(post(karen, address(bare), email=POST))


def test_each_municipality_has_its_own_letter(karen, on):
    going = factory.active(application=joint.granted())
    factory.agreement(going)
    there = list(dict.fromkeys(place.municipality for place in going.application.workplaces.all()))
    page = read(karen.get(address(going)))
    assert page.count("Send beskeden") == len(there) > 1

    assert karen.post(address(going), {"email": POST}).status_code == 404
    assert karen.post(address(going), {"email": POST, "municipality": "999999"}).status_code == 404
    answer = post(karen, address(going), email="", municipality=there[1].pk)
    assert (answer.status_code, f'href="#id_{there[1].pk}_email"' in read(answer)) == (422, True)
    page = read(post(karen, address(going), email=POST, municipality=there[1].pk))
    assert (page.count("Send beskeden"), page.count("Besked givet")) == (len(there) - 1, 1)


def test_the_group_decides_whether_it_is_named(client, karen, on, engagement):
    client.force_login(applications.person())
    permit = reverse("consultants:permit_workplace", args=[engagement.application_id])
    page = read(post(client, permit, permitted="ja"))
    assert "SPARK må nævne jeres arbejdsplads for HovedMED." in page
    assert "Nævn ikke vores arbejdsplads" in page

    client.force_login(factory.consultant())
    assert f"{applications.WORKPLACE} i jeres kommune (Odense)" in read(client.get(address(engagement)))
    client.force_login(applications.person())
    assert "SPARK nævner ikke jeres arbejdsplads for HovedMED." in read(post(client, permit, permitted="nej"))
    over = factory.cancelled(application=applications.granted())
    late = reverse("consultants:permit_workplace", args=[over.application_id])
    assert "Forløbet er afsluttet" in read(post(client, late, permitted="ja"))


def test_the_head_switches_it_and_reads_what_has_left(client, engagement):
    client.force_login(factory.head())
    assert "Der er ikke sendt nogen endnu." in read(client.get(SETTINGS))
    assert "Besked til HovedMED" in read(client.get("/sekretariat/indstillinger/"))
    assert "Konsulenterne kan nu sende" in read(post(client, SETTINGS, state="til"))
    assert "Der var intet at ændre." in read(post(client, SETTINGS, state="til"))
    assert post(client, SETTINGS, state="måske").status_code == 422
    post(client, address(engagement), email=POST)

    page = read(client.get(SETTINGS))
    assert f"4. kvartal 2026: {applications.THEME}" in page
    assert "på vej" in page
    Notification.objects.filter(kind="hovedmed-notice").update(state="sent", sent_at=NOW)
    assert "sendt 21. november 2026 kl. 11.00" in read(client.get(SETTINGS))
    assert "Der bliver ikke sendt besked til HovedMED." in read(post(client, SETTINGS, state="fra"))
    page = read(client.get(SETTINGS))
    assert ("blev slået til" in page, "blev slået fra" in page, "Hanne Skov" in page) == (True, True, True)


def test_the_settings_are_the_heads(karen):
    assert karen.get(SETTINGS).status_code == 404
