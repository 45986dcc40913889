"""/livez and /readyz."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now

import clock
from notifications import health, tasks
from notifications.models import Heartbeat, Notification, State


def ready(client):
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def owed_since(moment, **more):
    return Notification.objects.create(
        kind="test-plain",
        about_id=uuid.uuid4(),
        recipient_key="user:anna",
        owed_at=moment,
        due_at=moment,
        next_attempt_at=moment,
        **more,
    )


def test_a_living_process_says_ok_without_asking_the_database(client):
    answer = client.get("/livez")  # no django_db mark: a query would fail
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok", "text/plain")
    assert client.post("/livez").status_code == 405


@pytest.mark.django_db
def test_a_fresh_portal_is_ready_before_any_worker_has_been_heard_of(client):
    assert ready(client) == (
        200,
        {
            "problems": [],
            "heartbeat_seconds": {},
            "oldest_due_letter_seconds": None,
            "letters_dead": 0,
            "letters_unknown": 0,
            "letters_ever_doubted": 0,
            "broker": True,
        },
    )


@pytest.mark.django_db
def test_a_worker_that_was_heard_of_and_fell_silent_is_a_problem(client):
    tasks.heartbeat()
    status, report = ready(client)
    assert (status, report["problems"], list(report["heartbeat_seconds"])) == (200, [], ["worker"])

    Heartbeat.objects.update(at=Now() - timedelta(minutes=11))
    status, report = ready(client)
    assert (status, report["problems"]) == (503, ["loop silent"])
    assert 660 <= report["heartbeat_seconds"]["worker"] < 690

    tasks.heartbeat()
    assert ready(client)[0] == 200
    assert str(Heartbeat.objects.get()) == "worker"


@pytest.mark.django_db
def test_a_letter_due_for_a_quarter_of_an_hour_is_a_problem_and_a_future_one_is_not(client):
    owed_since(clock.now() + timedelta(days=100))
    assert ready(client)[1]["oldest_due_letter_seconds"] is None

    late = owed_since(clock.now() - timedelta(minutes=16), last_error="line broken")
    status, report = ready(client)
    assert (status, report["problems"]) == (503, ["letters late"])
    assert 960 <= report["oldest_due_letter_seconds"] < 990

    Notification.objects.filter(pk=late.pk).update(state=State.SENT, sent_at=clock.now())
    assert ready(client)[0] == 200


@pytest.mark.parametrize("own_trouble", ["smtp 452", "compose KeyError"])
@pytest.mark.django_db
def test_one_full_mailbox_or_one_broken_letter_does_not_take_the_house_out_of_order(client, own_trouble):
    owed_since(clock.now() - timedelta(hours=5), last_error=own_trouble)

    status, report = ready(client)
    assert (status, report["problems"]) == (200, [])
    assert report["oldest_due_letter_seconds"] >= 5 * 3600


@pytest.mark.django_db
def test_dead_and_doubted_letters_are_counted_in_public(client):
    owed_since(clock.now(), state=State.DEAD, last_error="smtp 550")
    owed_since(clock.now(), state=State.UNKNOWN, doubts=1)
    owed_since(clock.now(), state=State.SENT, sent_at=clock.now(), doubts=1)

    status, report = ready(client)
    assert (status, report["letters_dead"], report["letters_unknown"], report["letters_ever_doubted"]) == (200, 1, 1, 2)


@pytest.mark.django_db
def test_a_migration_that_has_not_run_is_a_problem(client):
    health._migrations_on_disk.cache_clear()  # A process reads the disk once.
    MigrationRecorder(connection).record_unapplied("notifications", "0001_initial")
    assert ready(client) == (503, {"problems": ["migrations"], "broker": True})


@pytest.mark.django_db
def test_a_broker_that_is_gone_is_told_of_and_no_more(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    status, report = ready(client)
    assert (status, report["problems"], report["broker"]) == (200, [], False)


@pytest.fixture
def no_database(db):
    """The portal's connection leads to a port where nobody listens."""
    real = connections["default"]
    gone = real.copy()
    gone.settings_dict = real.settings_dict | {"HOST": "127.0.0.1", "PORT": "1"}
    connections["default"] = gone
    yield
    connections["default"] = real


@pytest.mark.usefixtures("no_database")
def test_without_its_database_the_portal_is_alive_and_not_ready(client):
    assert client.get("/livez").status_code == 200
    assert ready(client) == (503, {"problems": ["database"], "broker": True})


@pytest.mark.django_db
def test_the_report_costs_the_same_with_two_letters_and_two_hundred(client, django_assert_num_queries):
    for amount in (2, 198):
        for _ in range(amount):
            owed_since(clock.now(), state=State.DEAD)
        with django_assert_num_queries(8):
            assert ready(client)[0] == 200
