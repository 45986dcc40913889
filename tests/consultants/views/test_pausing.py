"""The pages that let an engagement rest, go on, and begin again."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.consultants.pages import post, read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
REASON = "Lederen er skiftet"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def karen(client):
    client.force_login(factory.consultant())
    return client


@pytest.fixture
def hanne():
    browser = Client()
    browser.force_login(factory.head())
    return browser


def address(name, engagement):
    return reverse(f"consultants:{name}", args=[engagement.pk])


def test_a_pause_tells_why_to_the_secretariat_and_only_that_to_the_group(karen):
    engagement = factory.active()
    assert "men ikke hvorfor" in read(karen.get(address("pause", engagement)))
    assert post(karen, address("pause", engagement), reason="").status_code == 422

    page = read(post(karen, address("pause", engagement), reason=REASON))

    assert [words in page for words in ("Forløbet er sat på pause.", "På pause", REASON)] == [True] * 3
    assert "Genoptag forløbet" in page
    assert "kan ikke sættes på pause lige nu" in read(post(karen, address("pause", engagement), reason=REASON))
    group = Client()
    group.force_login(applications.person())
    theirs = read(group.get(f"/ansoegninger/{engagement.application_id}/forloeb/"))
    assert ["Forløbet er på pause." in theirs, REASON in theirs] == [True, False]

    assert "i gang igen, men ikke hvorfor" in read(karen.get(address("resume", engagement)))
    assert post(karen, address("resume", engagement), reason="").status_code == 422
    page = read(post(karen, address("resume", engagement), reason="Den nye leder er klar"))
    assert ["Forløbet er i gang igen." in page, REASON in page] == [True, False]
    assert engagement.notes.filter(text="Den nye leder er klar").count() == 1
    assert "Forløbet er allerede i gang." in read(post(karen, address("resume", engagement), reason="Igen"))


def test_a_meeting_that_stands_is_the_next_thing_also_while_it_rests(karen):
    engagement = factory.active()
    factory.meeting(engagement, starts_at=datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert "Næste møde" in read(post(karen, address("pause", engagement), reason=REASON))


def test_the_head_opens_what_was_closed(karen, hanne):
    engagement = factory.closed(closed_on=date(2026, 11, 18))
    assert "Genåbn forløbet" not in read(karen.get(address("engagement", engagement)))
    assert karen.get(address("reopen", engagement)).status_code == 404
    assert "Genåbn forløbet" in read(hanne.get(address("engagement", engagement)))
    assert "bortfalder" in read(hanne.get(address("reopen", engagement)))

    page = read(post(hanne, address("reopen", engagement), reason=REASON))

    assert [words in page for words in ("Forløbet er genåbnet.", "I gang", "Opfølgningen bortfaldt")] == [True] * 3
    assert REASON in read(hanne.get(address("journal", engagement)))
    assert "Bortfaldet" in read(hanne.get("/sekretariat/opfoelgning/?status=voided"))
    group = Client()
    group.force_login(applications.person())
    assert group.get(f"/ansoegninger/{engagement.application_id}/opfoelgning/").status_code == 404
    assert "Forløbet er allerede åbent." in read(post(hanne, address("reopen", engagement), reason=REASON))
    assert "Grunden til aflysningen" not in read(hanne.get(address("reopen", engagement)))


def test_the_head_opens_what_was_called_off(karen, hanne):
    engagement = factory.cancelled()
    assert "Genåbn forløbet" not in read(karen.get(address("engagement", engagement)))
    assert karen.get(address("reopen", engagement)).status_code == 404
    assert "Genåbn forløbet" in read(hanne.get(address("engagement", engagement)))
    form = read(hanne.get(address("reopen", engagement)))
    told = ("fortsætter, hvor det slap", "får et brev", "bortfalder")
    assert [words in form for words in told] == [True, True, False]

    page = read(post(hanne, address("reopen", engagement), reason=REASON))

    told = ("Forløbet er genåbnet.", "Tildelt", "Hvorfor forløbet blev aflyst")
    assert [words in page for words in told] == [True, True, False]
    journal = read(hanne.get(address("journal", engagement)))
    assert [words in journal for words in (REASON, f"Forløbet var aflyst: {factory.REASON}")] == [True, True]
    group = Client()
    group.force_login(applications.person())
    assert "hører fra jeres konsulent senest 27. november 2026" in read(
        group.get(f"/ansoegninger/{engagement.application_id}/forloeb/")
    )


def test_half_a_reason_is_told_of(hanne):
    engagement = factory.closed(closed_on=date(2026, 11, 18))
    assert post(hanne, address("reopen", engagement), reason=" ").status_code == 422
