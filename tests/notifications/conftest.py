"""A mail server on loopback, letters to owe, and real processes that send them."""

import os
import signal
import subprocess
import sys
import uuid
from datetime import UTC, datetime

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from kombu import pools

from notifications import outbox
from notifications.models import Notification
from spark_portal.celery import app
from tests.notifications import kinds
from tests.smtp import RecordingServer

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def test_letters():
    kinds.register()


@pytest.fixture
def now():
    """A Friday morning in November."""
    return NOW


@pytest.fixture
def mail_server(settings):
    """The server that the portal's letters go to; patient enough for a busy machine, impatient enough for a test."""
    with RecordingServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture
def broker(monkeypatch):
    """Change how this process reaches the broker, for one test: ``broker(broker_url="redis://…")``."""

    def hang_up():
        pools.reset()
        app._pool = app.amqp._producer_pool = None

    def change(**configuration):
        hang_up()
        for name, value in configuration.items():
            monkeypatch.setitem(app.conf, name, value)

    yield change
    hang_up()


@pytest.fixture
def owe():
    """Owe somebody a letter in a transaction of its own, without ringing; gives the stored row."""

    def owe(recipient="user:anna", kind="test-plain", *, now=NOW, **more):
        about = more.pop("about", None) or uuid.uuid4()
        with transaction.atomic():
            outbox.post(kind, about=about, recipient=recipient, now=now, **more)
            connection.run_on_commit = [entry for entry in connection.run_on_commit if entry[1] is not outbox.ring]
        return Notification.objects.get(about_id=about, kind=kind, recipient_key=recipient)

    return owe


@pytest.fixture
def sweep(mail_server):
    """Start a process of its own against the test database, the sweep if nothing else is said; kills what is left."""
    processes = []

    def sweep(*command, **more):
        base = connection.settings_dict
        host, name = base["HOST"].replace("/", "%2F"), base["NAME"]
        port = f":{base['PORT']}" if base["PORT"] else ""
        secret = f":{base['PASSWORD']}" if base["PASSWORD"] else ""
        environment = os.environ | {
            "DATABASE_URL": f"postgres://{base['USER']}{secret}@{host}{port}/{name}",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
            **more,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.notifications.process", *(command or ["deliver_letters"])],
            cwd=django_settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        return process

    yield sweep
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate()
