"""The forms in which a follow-up is booked and ends."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from consultants.lifecycle import FollowUpStatus
from tests.consultants.pages import post, read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 8, 10, 9, 0, tzinfo=UTC)
AGREED = {"date_day": "1", "date_month": "9", "date_year": "2027", "begins": "13", "ends": "15", "place": factory.PLACE}
HELD = {"held_on_day": "9", "held_on_month": "8", "held_on_year": "2027"}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def karen(client):
    client.force_login(factory.consultant())
    return client


@pytest.fixture
def visit():
    return factory.closed().follow_up


def address(name, visit):
    return reverse(f"consultants:{name}_follow_up", args=[visit.pk])


def proposed(browser, visit, **asked):
    """The day, the hours and the place that stand in the form already."""
    page = read(browser.get(address("book", visit), asked))
    names = ("date_day", "begins", "ends", "place")
    return tuple(re.search(rf'name="{name}"[^>]*?value="([^"]*)"|$', page)[1] for name in names)


# ── Booking ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_visit_is_booked_from_the_day_the_group_suggested(karen, visit):
    visit.wish, visit.answered_at, visit.suggested_dates = "yes", NOW, "2027-09-07,2027-09-09"
    visit.save()
    assert proposed(karen, visit) == ("7", "9.00", "12.00", factory.PLACE)
    assert proposed(karen, visit, dag="2027-09-09")[0] == "9"
    for never_suggested in ("2027-09-08", "vrøvl", ""):
        assert proposed(karen, visit, dag=never_suggested)[0] == "7"

    answer = post(karen, address("book", visit), **AGREED)

    visit.refresh_from_db()
    assert visit.planned_meeting.starts_at == datetime(2027, 9, 1, 11, 0, tzinfo=UTC)
    assert visit.planned_meeting.kind == "follow_up"
    assert "Opfølgningsbesøget er aftalt." in read(answer)
    assert "Besøget er allerede aftalt. Du kan flytte det." in read(post(karen, address("book", visit), **AGREED))


def test_a_visit_on_a_day_off_is_mentioned(karen, visit):
    page = read(post(karen, address("book", visit), **AGREED | {"date_day": "4"}))

    assert "4. september 2027 er ikke en arbejdsdag. Flyt mødet, hvis det er en fejl." in page


def test_without_a_meeting_to_go_by_the_form_is_empty(karen, visit):
    visit.engagement.meetings.all().delete()

    assert proposed(karen, visit) == ("", None, None, None)


def test_a_booking_that_cannot_be_is_told_at_its_field(karen, visit):
    assert karen.get(address("book", visit)).status_code == 200

    answer = post(karen, address("book", visit), **{**AGREED, "ends": "13"})

    assert answer.status_code == 422
    assert "Mødet skal slutte, efter at det er begyndt" in read(answer)
    assert karen.post(address("book", visit)).status_code == 422


# ── Ending ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_visit_is_held_on_the_day_it_was(karen, visit):
    assert 'value="10"' in read(karen.get(address("hold", visit)))

    answer = post(karen, address("hold", visit), **HELD)

    visit.refresh_from_db()
    assert (visit.status, visit.ended_on) == (FollowUpStatus.HELD, date(2027, 8, 9))
    assert "Opfølgningsbesøget er noteret som holdt." in read(answer)
    assert "Opfølgningen er slut." in read(post(karen, address("hold", visit), **HELD))


def test_the_day_of_a_booked_visit_is_proposed(karen, visit):
    visit.meeting = factory.meeting(visit.engagement, starts_at=NOW - timedelta(days=5))
    visit.save()
    assert 'value="5"' in read(karen.get(address("hold", visit)))


@pytest.mark.parametrize("day", ["11", ""])
def test_a_day_to_come_is_no_day_of_a_visit(karen, visit, day):
    assert post(karen, address("hold", visit), **{**HELD, "held_on_day": day}).status_code == 422


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("decline", FollowUpStatus.DECLINED, "Det er noteret, at gruppen ikke ønsker opfølgning."),
        ("give_up", FollowUpStatus.NOT_REACHED, "Det er noteret, at gruppen ikke kunne nås."),
    ],
)
def test_an_end_without_a_visit_is_asked_about_first(karen, visit, name, status, told):
    assert "Det kan ikke fortrydes." in read(karen.get(address(name, visit)))
    visit.refresh_from_db()
    assert visit.status == FollowUpStatus.DUE

    assert told in read(post(karen, address(name, visit)))

    visit.refresh_from_db()
    assert visit.status == status
    assert "Opfølgningen er slut." in read(post(karen, address(name, visit)))
    assert "Opfølgningen er slut." in read(post(karen, address("book", visit), **AGREED))


@pytest.mark.parametrize("name", ["book", "hold", "decline", "give_up"])
def test_the_follow_up_of_others_is_not_there(client, visit, name):
    where = address(name, visit)
    assert client.get(where).url.startswith("/log-ind/")
    for user in (factory.consultant("otto@spark.example", "Otto"), applications.person()):
        client.force_login(user)
        assert client.get(where).status_code == 404
        assert client.post(where).status_code == 404
