"""The doorbells, and a real worker that hears them."""

import uuid

import pytest
from django.core.management import call_command
from django.db import transaction
from redis import Redis

import clock
from notifications import outbox, registry, tasks
from notifications.models import Heartbeat, Notification, State
from spark_portal.celery import app


@pytest.mark.django_db
def test_a_ring_sends_everything_that_is_due_batch_after_batch(owe, mail_server, monkeypatch):
    monkeypatch.setattr("notifications.delivery.deliver.__defaults__", (2,))
    for number in range(5):
        owe(f"user:p{number}", now=clock.now())

    tasks.deliver()

    assert len(mail_server.recipients) == 5
    assert mail_server.connections == 3


@pytest.mark.django_db
def test_the_command_sends_without_any_broker(owe, mail_server):
    owe(now=clock.now())

    call_command("deliver_letters")

    assert mail_server.recipients == ["anna@example.org"]


def test_two_letters_can_not_share_a_kind():
    with pytest.raises(registry.KindTaken):
        registry.letter("test-plain")(lambda _: None)


def test_a_composer_learns_the_id_in_its_recipient_key():
    owed = registry.Owed(uuid.uuid4(), "signatory:0b1c", "", clock.now())
    assert owed.recipient_id == "0b1c"


@pytest.mark.stack
@pytest.mark.django_db(transaction=True)
def test_a_worker_beats_at_its_start_hears_the_doorbell_and_sends(mail_server, sweep, broker):
    ours = f"test-{uuid.uuid4()}:"
    broker(broker_transport_options=app.conf["broker_transport_options"] | {"global_keyprefix": ours})
    arrived = mail_server.hold("RCPT")
    worker = sweep("worker", "--concurrency=1", "--loglevel=INFO", REDIS_PREFIX=ours)

    with transaction.atomic():
        outbox.post("test-plain", about=uuid.uuid4(), recipient="user:anna", now=clock.now())
    arrived.wait()
    arrived.release()

    while Notification.objects.get().state != State.SENT or not Heartbeat.objects.exists():
        assert worker.poll() is None
    worker.terminate()
    log = worker.communicate(timeout=60)[0]
    assert worker.returncode == 0
    assert mail_server.recipients == ["anna@example.org"]
    assert '"event": "task_succeeded"' in log
    assert "example.org" not in log
    with app.connection_for_write() as queue:
        bare = Redis(connection_pool=queue.default_channel.pool)
        bare.delete(*bare.scan_iter(f"{ours}*"))
