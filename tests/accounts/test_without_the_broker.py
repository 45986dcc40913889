"""Sessions, limits and letters are rows: with Valkey stopped people still sign in, and their letters stay owed."""

import socket
import time

import pytest
from kombu import pools

from notifications.models import Notification
from spark_portal.celery import app
from tests.accounts.conftest import composed
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stopped_broker(monkeypatch):
    """The doorbell hangs on a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def hang_up():
        pools.reset()
        app._pool = app.amqp._producer_pool = None

    hang_up()
    monkeypatch.setitem(app.conf, "broker_url", f"redis://127.0.0.1:{port}/0")
    yield
    hang_up()


@pytest.mark.usefixtures("stopped_broker")
def test_everybody_signs_in_while_the_broker_is_stopped(client):
    started = time.monotonic()

    assert client.post("/log-ind/", {"email": "leder@kommune.example"}).status_code == 302
    assert Notification.objects.get().state == "owed"
    digits = composed("sign-in-code")[0].context["code"]
    assert client.post("/log-ind/kode/", {"code": digits})["Location"] == "/ansoegninger/"

    assert client.get("/logget-ud/").wsgi_request.user.is_authenticated
    assert time.monotonic() - started < 5


@pytest.mark.usefixtures("stopped_broker")
def test_staff_sign_in_and_choose_passwords_while_the_broker_is_stopped(client):
    staff(email="konsulent@spark.example")

    assert client.post("/log-ind/glemt-adgangskode/", {"email": "konsulent@spark.example"}).status_code == 302
    path = composed("password-link")[0].context["link"].removeprefix("http://localhost:8000")
    password = "fire tilfældige ord her"
    assert client.post(path, {"password": password, "again": password}).status_code == 302
    typed = {"email": "konsulent@spark.example", "password": password}
    assert client.post("/log-ind/medarbejder/", typed)["Location"] == "/sekretariat/"
