"""Real processes, killed with -9 where it hurts. Nothing is lost; only what nobody can know is sent twice."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

import clock
from notifications import delivery
from notifications.models import Notification, State

pytestmark = pytest.mark.django_db(transaction=True)

AFTER_THE_LEASE = timedelta(minutes=6)
AFTER_THE_GRACE = timedelta(minutes=20)


def terminate_sessions_waiting_for_us():
    """A machine that dies takes its database session along; a mere process leaves it waiting, and it would commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pg_backend_pid() = any(pg_blocking_pids(pid))"
        )
        return len(cursor.fetchall())


def test_killed_between_claim_and_attempt_the_letter_leaves_once_after_the_lease(owe, mail_server, sweep):
    letter = owe(now=clock.now())
    stop = mail_server.hold("RCPT")
    sender = sweep()
    stop.wait()
    letter.refresh_from_db()
    assert (letter.state, letter.attempted_at) == (State.CLAIMED, None)

    sender.kill()
    sender.wait()
    stop.release()

    delivery.deliver(now=clock.now())
    assert mail_server.accepted == []
    delivery.deliver(now=clock.now() + AFTER_THE_LEASE)
    delivery.deliver(now=clock.now() + AFTER_THE_GRACE)
    assert mail_server.recipients == ["anna@example.org"]
    letter.refresh_from_db()
    assert (letter.state, letter.doubts) == (State.SENT, 0)


def test_killed_inside_data_the_half_letter_is_dropped_and_it_arrives_once(owe, mail_server, sweep):
    letter = owe(now=clock.now())
    stop = mail_server.hold("DATA")
    sender = sweep()
    stop.wait()
    letter.refresh_from_db()
    assert (letter.state, letter.attempted_at is None) == (State.CLAIMED, False)

    sender.kill()
    sender.wait()
    stop.release()

    delivery.deliver(now=clock.now() + AFTER_THE_LEASE)
    letter.refresh_from_db()
    assert (letter.state, letter.doubts) == (State.UNKNOWN, 1)
    delivery.deliver(now=clock.now() + AFTER_THE_GRACE)
    assert mail_server.recipients == ["anna@example.org"]


def test_killed_between_the_servers_yes_and_our_note_one_copy_follows_under_the_same_name(owe, mail_server, sweep):
    letter, unharmed = owe(now=clock.now()), owe("user:bo", now=clock.now())
    stop = mail_server.hold("ANSWER")
    sender = sweep()
    stop.wait()
    with transaction.atomic():
        Notification.objects.select_for_update().get(pk=letter.pk)
        stop.release()
        while not terminate_sessions_waiting_for_us():
            assert sender.poll() is None
        sender.kill()
        sender.wait()

    delivery.deliver(now=clock.now() + AFTER_THE_LEASE)
    letter.refresh_from_db()
    assert (letter.state, letter.doubts) == (State.UNKNOWN, 1)
    delivery.deliver(now=clock.now() + AFTER_THE_GRACE)
    delivery.deliver(now=clock.now() + 2 * AFTER_THE_GRACE)

    copies = [mail.message["Message-ID"] for mail in mail_server.accepted if mail.recipients == ("anna@example.org",)]
    assert copies == [f"<{letter.pk}@localhost>"] * 2
    assert mail_server.recipients.count("bo@example.org") == 1
    assert set(Notification.objects.values_list("state", flat=True)) == {State.SENT}
    unharmed.refresh_from_db()
    assert unharmed.doubts == 0


def test_a_sweep_logs_ids_and_codes_and_no_person(owe, mail_server, sweep):
    mail_server.answers["RCPT nobody@example.org"] = "550 5.1.1 nobody@example.org Boerge Bygger is unknown"
    refused = owe("user:nobody", now=clock.now())
    poisoned = owe(kind="test-poison", now=clock.now())
    owe("user:bo", now=clock.now())

    output = sweep().communicate(timeout=60)[0]

    assert str(refused.pk) in output
    assert '"code": "smtp 550"' in output
    assert str(poisoned.pk) in output
    assert '"at": "kinds.py:' in output
    for personal in ("example.org", "Børge", "Bygger", "nobody@", "anna", "Nyt om"):
        assert personal not in output
