"""Owing letters: in the event's transaction, once, and without waiting for anybody."""

import socket
import time
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from notifications import outbox, registry
from notifications.models import Notification, State
from spark_portal.celery import app


@pytest.fixture
def about():
    return uuid.uuid4()


@pytest.fixture
def closed_port():
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.django_db
def test_a_letter_holds_ids_and_moments_only(about, now):
    with transaction.atomic():
        outbox.post("test-plain", about=about, recipient="signatory:7", occurrence="version-2", now=now)

    letter = Notification.objects.get()
    assert (letter.kind, letter.about_id, letter.recipient_key) == ("test-plain", about, "signatory:7")
    assert (letter.occurrence, letter.state, letter.attempts) == ("version-2", State.OWED, 0)
    assert (letter.owed_at, letter.due_at, letter.next_attempt_at, letter.hold_until) == (now, now, now, None)
    assert str(letter) == f"test-plain {letter.pk}"


@pytest.mark.django_db
def test_the_same_letter_is_owed_once_and_another_occasion_is_another_letter(about, now):
    for occurrence in ("2027-05-20", "2027-05-20", "2027-08-20"):
        outbox.post("test-plain", about=about, recipient="user:1", occurrence=occurrence, now=now)

    assert list(Notification.objects.order_by("occurrence").values_list("occurrence", flat=True)) == [
        "2027-05-20",
        "2027-08-20",
    ]


@pytest.mark.django_db
def test_a_held_letter_waits_a_minute_and_a_dated_one_until_its_date(about, now):
    eight_in_the_morning = now + timedelta(days=3)
    outbox.post("test-plain", about=about, recipient="user:1", now=now, hold=timedelta(seconds=60))
    outbox.post("test-plain", about=about, recipient="user:2", now=now, not_before=eight_in_the_morning)
    outbox.post("test-plain", about=about, recipient="user:3", now=now, not_before=now - timedelta(days=1))

    held, dated, late = Notification.objects.order_by("recipient_key")
    assert held.due_at == held.hold_until == held.next_attempt_at == now + timedelta(seconds=60)
    assert (dated.due_at, dated.hold_until) == (eight_in_the_morning, None)
    assert late.due_at == now


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_event_owes_nothing_and_rings_nobody(about, now, monkeypatch):
    rung = []
    monkeypatch.setattr(outbox.tasks.deliver, "delay", lambda: rung.append(1))

    with transaction.atomic():
        outbox.post("test-plain", about=about, recipient="user:1", now=now)
        transaction.set_rollback(True)

    assert (Notification.objects.count(), rung) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_three_letters_in_one_transaction_ring_once_and_a_held_one_not_at_all(about, now, monkeypatch):
    rung = []
    monkeypatch.setattr(outbox.tasks.deliver, "delay", lambda: rung.append(1))

    with transaction.atomic():
        for person in ("user:1", "user:2", "user:3"):
            outbox.post("test-plain", about=about, recipient=person, now=now)
    assert rung == [1]

    with transaction.atomic():
        outbox.post("test-plain", about=about, recipient="user:4", now=now, hold=timedelta(seconds=60))
    assert rung == [1]


@pytest.mark.django_db(transaction=True)
def test_a_letter_owed_outside_a_transaction_is_refused(about, now):
    with pytest.raises(outbox.OutsideTransaction):
        outbox.post("test-plain", about=about, recipient="user:1", now=now)
    assert Notification.objects.count() == 0


@pytest.mark.django_db
def test_a_letter_that_does_not_exist_is_refused_when_it_is_owed(about, now):
    with pytest.raises(registry.UnknownKind):
        outbox.post("no-such-letter", about=about, recipient="user:1", now=now)


@pytest.mark.django_db
def test_an_address_in_place_of_a_key_is_refused_by_the_database(about, now):
    with pytest.raises(IntegrityError, match="notification_holds_no_address"):
        Notification.objects.create(
            kind="test-plain",
            about_id=about,
            recipient_key="eva@example.org",
            owed_at=now,
            due_at=now,
            next_attempt_at=now,
        )


@pytest.mark.django_db
def test_undo_takes_back_what_nobody_has_begun_to_send(about, now):
    for person, occurrence in (("user:1", "a"), ("user:2", "a"), ("user:1", "b")):
        outbox.post(
            "test-plain", about=about, recipient=person, occurrence=occurrence, now=now, hold=timedelta(seconds=60)
        )
    outbox.post("test-plain", about=uuid.uuid4(), recipient="user:1", now=now)
    begun = Notification.objects.get(recipient_key="user:1", occurrence="b")
    Notification.objects.filter(pk=begun.pk).update(
        state=State.CLAIMED, lease_owner=uuid.uuid4(), lease_until=now + timedelta(minutes=5)
    )

    assert outbox.cancel("test-plain", about=about, recipient="user:2", occurrence="a", because="undone") == 1
    assert outbox.cancel("test-plain", about=about, because="undone") == 1
    states = Notification.objects.filter(about_id=about).order_by("occurrence", "recipient_key")
    assert list(states.values_list("state", "skipped_because")) == [
        (State.SKIPPED, "undone"),
        (State.SKIPPED, "undone"),
        (State.CLAIMED, ""),
    ]
    assert Notification.objects.exclude(about_id=about).get().state == State.OWED


@pytest.mark.django_db(transaction=True)
def test_a_closed_broker_costs_a_moment_and_the_letter_stays_owed(about, now, broker, closed_port):
    broker(broker_url=f"redis://127.0.0.1:{closed_port}/0")
    outbox.ring()  # the first ring of a process imports what rings

    begun = time.monotonic()
    with transaction.atomic():
        outbox.post("test-plain", about=about, recipient="user:1", now=now)
    took = time.monotonic() - begun

    assert Notification.objects.get().state == State.OWED
    assert took < 1.5


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_does_not_answer_the_door_costs_a_second(about, now, broker):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        with socket.create_connection(deaf.getsockname()), socket.socket() as second:
            second.setblocking(False)
            second.connect_ex(deaf.getsockname())  # the queue is full now: further callers hear nothing at all
            broker(broker_url=f"redis://127.0.0.1:{deaf.getsockname()[1]}/0")
            begun = time.monotonic()
            with transaction.atomic():
                outbox.post("test-plain", about=about, recipient="user:1", now=now)
            took = time.monotonic() - begun

    assert Notification.objects.get().state == State.OWED
    assert 0.9 < took < 3


@pytest.mark.django_db(transaction=True)
def test_the_doorbell_reaches_the_queue_of_this_portal_alone(about, now, broker, settings):
    with app.connection_for_write() as queue:
        queue.default_channel.queue_purge("celery")
        with transaction.atomic():
            outbox.post("test-plain", about=about, recipient="user:1", now=now)
        assert queue.default_channel.client.llen("celery") == 1
        assert queue.default_channel.global_keyprefix == settings.REDIS_PREFIX
        queue.default_channel.queue_purge("celery")


# ── Held ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_letters_that_are_held_are_taken_back_all_or_none(owe, now):
    about, other = uuid.uuid4(), uuid.uuid4()
    owe("user:anna", about=about, hold=timedelta(seconds=60))
    owe("user:bo", about=about, hold=timedelta(seconds=60))
    left = owe("user:carl", about=other, hold=timedelta(seconds=60))
    letters = {"test-plain": [about]}
    with transaction.atomic():
        assert not outbox.take_back(letters, because="regretted", now=now + timedelta(seconds=60))
        assert outbox.take_back(letters, because="regretted", now=now + timedelta(seconds=59))
        assert outbox.take_back(letters, because="again", now=now)  # nothing is left to take back
    assert Notification.objects.filter(about_id=about, skipped_because="regretted").count() == 2
    left.refresh_from_db()
    assert left.state == State.OWED


@pytest.mark.django_db
def test_letters_that_are_held_can_be_held_longer(owe, now):
    about, until = uuid.uuid4(), now + timedelta(minutes=5)
    owe("user:anna", about=about, hold=timedelta(seconds=60))
    with transaction.atomic():
        assert outbox.hold_on({"test-plain": [about]}, until=until, now=now)
    row = Notification.objects.get(about_id=about)
    assert (row.due_at, row.hold_until, row.next_attempt_at) == (until, until, until)


@pytest.mark.django_db
def test_a_letter_that_was_never_held_can_be_neither(owe, now):
    about = uuid.uuid4()
    owe("user:anna", about=about)
    with transaction.atomic():
        assert not outbox.hold_on({"test-plain": [about]}, until=now, now=now)
        assert not outbox.take_back({"test-plain": [about]}, because="regretted", now=now)
