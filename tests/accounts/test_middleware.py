from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from tests.factories.accounts import UserFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

PUBLIC = "/logget-ud/"
ROOMS = ("/ansoegninger/", "/sekretariat/", "/styregruppe/", "/administration/")


def is_signed_in(client):
    return "_auth_user_id" in client.session


# ── Sessions end in time ────────────────────────────────────────────────────────────────────────────────────────────
def test_staff_are_out_after_thirty_minutes_without_a_request(client, noon):
    client.force_login(staff())
    client.get(PUBLIC)
    noon.shift(timedelta(minutes=29))
    client.get(PUBLIC)
    noon.shift(timedelta(minutes=29))
    client.get(PUBLIC)
    assert is_signed_in(client)

    noon.shift(timedelta(minutes=30))
    page = client.get("/sekretariat/", follow=True)

    assert page.redirect_chain == [("/log-ind/?next=%2Fsekretariat%2F", 302)]
    assert "Du er blevet logget ud, fordi der er gået lang tid." in page.content.decode()
    assert not is_signed_in(client)


def test_applicants_may_pause_for_hours_and_everybody_is_out_after_twelve(client, noon):
    client.force_login(UserFactory())
    client.get(PUBLIC)
    noon.shift(timedelta(hours=11, minutes=59))
    client.get(PUBLIC)
    assert is_signed_in(client)

    noon.shift(timedelta(minutes=1))
    client.get(PUBLIC)

    assert not is_signed_in(client)


def test_staff_at_work_are_out_after_twelve_hours_too(client, noon):
    client.force_login(staff())
    for _ in range(24):
        client.get(PUBLIC)
        assert is_signed_in(client)
        noon.shift(timedelta(minutes=29, seconds=59))
    noon.shift(timedelta(minutes=1))
    client.get(PUBLIC)

    assert not is_signed_in(client)


def test_presence_is_written_once_a_minute_not_with_each_request(client, noon):
    client.force_login(staff())
    client.get(PUBLIC)

    with CaptureQueriesContext(connection) as queries:
        client.get(PUBLIC)
    assert not [query for query in queries if query["sql"].startswith("UPDATE")]

    noon.shift(timedelta(minutes=1))
    with CaptureQueriesContext(connection) as queries:
        client.get(PUBLIC)
    assert len([query for query in queries if query["sql"].startswith("UPDATE")]) == 1


def test_a_change_of_roles_ends_the_session_at_the_next_request(client):
    user = staff(Role.CONSULTANT)
    client.force_login(user)
    client.get(PUBLIC)
    user.roles = ["consultant", "head"]
    user.save()

    assert client.get("/sekretariat/").status_code == 302
    assert not Session.objects.exists()


# ── Rooms are shut ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("below", ["", "findes-ikke/", "6f1c2c1e-9d1e-4c6e-9b57-0c6f5d1f0a11/", "findes-ikke"])
def test_signed_out_every_address_of_a_room_leads_to_the_sign_in(client, room, below):
    wanted = (room + below).replace("/", "%2F")

    for answer in (client.get(room + below), client.head(room + below)):
        assert (answer.status_code, answer["Location"]) == (302, f"/log-ind/?next={wanted}")
    assert client.post(room + below)["Location"] == "/log-ind/"


def test_a_room_without_its_last_slash_is_shut_as_well(client):
    assert client.get("/sekretariat")["Location"] == "/log-ind/?next=%2Fsekretariat"


def test_what_is_public_stays_open(client):
    assert client.get("/sekretariatet/").status_code == 404
    assert client.get(PUBLIC).status_code == 200


@pytest.mark.parametrize(
    ("roles", "shut"),
    [
        ([], ["/sekretariat/", "/styregruppe/", "/administration/"]),
        ([Role.CONSULTANT], ["/ansoegninger/", "/styregruppe/", "/administration/"]),
        ([Role.HEAD], ["/ansoegninger/", "/administration/"]),
        ([Role.STEERING], ["/ansoegninger/", "/sekretariat/", "/administration/"]),
        ([Role.ADMIN], ["/ansoegninger/", "/sekretariat/", "/styregruppe/"]),
    ],
)
def test_signed_in_without_the_right_a_room_does_not_exist(client, roles, shut):
    client.force_login(staff(*roles) if roles else UserFactory())
    missing = client.get("/findes-slet-ikke/")

    for room in shut:
        for address in (room, f"{room}findes-ikke/"):
            answer = client.get(address)
            assert (answer.status_code, answer.content) == (404, missing.content)


# ── Nothing is kept ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_no_page_of_a_signed_in_person_is_stored(client):
    client.force_login(staff())

    for address in ("/was", "/sekretariat/", "/findes-ikke/"):
        assert client.get(address)["Cache-Control"] == "no-store, private"


def test_public_pages_of_visitors_may_be_stored_and_ask_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/was")

    assert "Cache-Control" not in answer


@pytest.mark.parametrize("address", ["/log-ind/", "/log-ind/medarbejder/", "/log-ind/glemt-adgangskode/"])
def test_the_pages_of_signing_in_are_not_stored(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]


# ── How long it lasts ───────────────────────────────────────────────────────────────────────────────────────────────
def test_asking_how_long_it_lasts_does_not_put_the_end_off(client, noon):
    client.force_login(staff())
    client.get(PUBLIC)
    noon.shift(timedelta(minutes=26))

    asked = client.get("/log-ind/session/").json()
    assert (asked["extends"], 230 < asked["left"] <= 240) == (True, True)
    assert asked["words"].startswith("Om 4 minutter logger vi dig ud, fordi du ikke har brugt siden")
    noon.shift(timedelta(minutes=4))

    assert client.get("/log-ind/session/").json() == {
        "left": 0,
        "extends": False,
        "words": "Du er logget ud. Log ind igen for at fortsætte.",
    }
    assert not is_signed_in(client)


def test_staff_who_say_that_they_are_there_go_on(client, noon):
    client.force_login(staff())
    client.get(PUBLIC)
    noon.shift(timedelta(minutes=29))

    assert client.post("/log-ind/session/").json()["left"] > 29 * 60
    noon.shift(timedelta(minutes=29))
    client.get(PUBLIC)

    assert is_signed_in(client)


def test_nobody_puts_off_the_twelfth_hour(client, noon):
    client.force_login(UserFactory())
    client.get(PUBLIC)
    noon.shift(timedelta(hours=11, minutes=56))

    told = client.post("/log-ind/session/").json()
    assert (told["extends"], 230 < told["left"] <= 240) == (False, True)
    assert told["words"].startswith("Om 4 minutter er der gået 12 timer, siden du loggede ind")
    page = client.get("/ansoegninger/").content.decode()
    assert 'data-left="2' in page
    assert "js/session" in page
