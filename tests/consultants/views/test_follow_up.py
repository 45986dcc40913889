"""The list of follow-ups and the forms in which each ends."""

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
LIST = "/sekretariat/opfoelgning/"
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


def ended(visit, status):
    visit.ended_on = date(2027, 8, 9)
    visit.move_to(status)
    visit.save()


# ── The list ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_list_says_where_each_stands(karen):
    def due(closed_on, **facts):
        visit = factory.closed(application=applications.granted(), closed_on=closed_on).follow_up
        for name, value in facts.items():
            setattr(visit, name, value)
        visit.save()
        return visit

    due(date(2027, 1, 15))
    due(date(2027, 3, 1))
    due(date(2027, 4, 20))
    due(date(2027, 3, 2), wish="yes", answered_at=NOW, suggested_dates="2027-09-07")
    booked = due(date(2027, 3, 3))
    booked.meeting = factory.meeting(booked.engagement, starts_at=NOW + timedelta(days=20))
    booked.save()

    page = read(karen.get(LIST))

    for words in ("Overskredet", "Snart", "Senere", "Gruppen har sagt ja", "Aftalt"):
        assert f">{words}</span>" in page, words
    assert "Gruppen foreslår 7. september 2027" in page
    assert "30. august 2027 kl. 11.00" in page
    assert page.index("15. juli 2027") < page.index("1. september 2027") < page.index("20. oktober 2027")


def test_the_list_shows_what_has_ended(karen, visit):
    other = factory.closed(application=applications.granted()).follow_up
    ended(visit, FollowUpStatus.HELD)
    ended(other, FollowUpStatus.NOT_REACHED)

    assert "De kommer her, når et forløb slutter" in read(karen.get(LIST))
    assert "9. august 2027" in read(karen.get(f"{LIST}?status=held"))
    assert "Ingen kontakt</span>" in read(karen.get(f"{LIST}?status=not_reached"))
    assert "Ingen opfølgninger har den status." in read(karen.get(f"{LIST}?status=declined"))
    assert "De kommer her" in read(karen.get(f"{LIST}?status=vrøvl"))


def test_a_consultant_sees_their_own_and_the_head_sees_all(client, visit):
    otto = factory.consultant("otto@spark.example", "Otto")
    factory.closed(application=applications.granted(), run_by=otto)

    client.force_login(otto)
    page = read(client.get(LIST))
    assert "<strong>1</strong> venter" in page
    assert "Karen Lund" not in page

    client.force_login(factory.head())
    page = read(client.get(LIST))
    assert "<strong>2</strong> venter" in page
    assert "Karen Lund" in page

    client.force_login(applications.person())
    assert client.get(LIST).status_code == 404


def test_the_list_asks_the_same_of_two_and_of_two_hundred(karen, django_assert_num_queries):
    factory.many_closed(2)
    karen.get(LIST)
    with django_assert_num_queries(6):
        karen.get(LIST)
    factory.many_closed(200)
    with django_assert_num_queries(6):
        page = read(karen.get(LIST))
    assert page.count("Bostedet Lærkehøj") == 25


# ── Booking ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_visit_is_booked_from_the_day_the_group_suggested(karen, visit):
    visit.wish, visit.answered_at, visit.suggested_dates = "yes", NOW, "2027-09-07,2027-09-09"
    visit.save()
    assert 'value="7"' in read(karen.get(address("book", visit)))

    answer = post(karen, address("book", visit), **AGREED)

    visit.refresh_from_db()
    assert visit.planned_meeting.starts_at == datetime(2027, 9, 1, 11, 0, tzinfo=UTC)
    assert visit.planned_meeting.kind == "follow_up"
    assert "Opfølgningsbesøget er aftalt." in read(answer)
    assert "Besøget er allerede aftalt. Du kan flytte det." in read(post(karen, address("book", visit), **AGREED))


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
