"""What the tests of signing in share: the letters that are owed, and people who are signed in."""

from datetime import UTC, datetime

import pytest

import clock
from accounts.actions import codes
from notifications import registry
from notifications.models import Notification

NOON = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)  # noon in Copenhagen


def composed(kind, now=None):
    """Every owed letter of ``kind`` as it would leave now, the latest last."""
    owed = Notification.objects.filter(kind=kind).order_by("owed_at", "pk")
    return [
        registry.compose(kind, registry.Owed(row.about_id, row.recipient_key, row.occurrence, now or clock.now()))
        for row in owed
    ]


def asked(email="leder@kommune.example", now=NOON, replacing=None, network="192.0.2.1"):
    return codes.ask(email=email, replacing=replacing, network=network, now=now)


def digits_of(code):
    from accounts import sealing

    return sealing.unseal(code.sealed_code)


def another(digits):
    """Six digits that are not ``digits``."""
    return f"{(int(digits) + 1) % 10**6:06d}"


@pytest.fixture
def noon(time_machine):
    time_machine.move_to(NOON, tick=True)
    return time_machine
