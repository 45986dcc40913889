"""The sender and /readyz cost the same however many letters have been sent."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from notifications.models import Notification, State


@pytest.fixture
def a_long_history(now):
    """20,000 letters sent, one due."""
    letter = {"kind": "test-plain", "owed_at": now, "due_at": now, "next_attempt_at": now}
    Notification.objects.create(about_id=uuid.uuid4(), recipient_key="user:0", **letter)
    sent = Notification(about_id=uuid.uuid4(), recipient_key="user:1", state=State.SENT, sent_at=now, **letter)
    sent.save()
    others = [
        field.column for field in Notification._meta.fields if field.name not in {"id", "about_id", "recipient_key"}
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into notifications_notification (id, about_id, recipient_key, {', '.join(others)})"
            f" select gen_random_uuid(), gen_random_uuid(), 'user:' || number, {', '.join(others)}"
            " from notifications_notification, generate_series(2, 20000) as number where id = %s",
            [sent.pk],
        )
        cursor.execute("analyze notifications_notification")


@pytest.mark.usefixtures("a_long_history")
@pytest.mark.django_db
def test_no_question_walks_through_the_letters_already_sent(now):
    letters = Notification.objects
    questions = [
        letters.claimable(now),
        letters.expired(now),
        letters.late(now + timedelta(hours=1)),
        letters.filter(state=State.DEAD),
        letters.filter(state=State.UNKNOWN),
        letters.filter(doubts__gt=0),
        letters.filter(recipient_key__in=["user:7", "user:8"]),
        letters.filter(kind="test-plain", about_id=uuid.uuid4(), state=State.OWED),
    ]
    for question in questions:
        plan = question.explain()
        assert "Seq Scan" not in plan, plan
    assert letters.claimable(now).count() == 1
