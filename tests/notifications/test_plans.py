"""The sender and /readyz cost the same however many letters have been sent."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from notifications.models import Notification, State


@pytest.fixture
def a_long_history(now):
    """20,000 letters sent, one due."""
    Notification.objects.bulk_create(
        Notification(
            kind="test-plain",
            about_id=uuid.uuid4(),
            recipient_key=f"user:{number}",
            owed_at=now,
            due_at=now,
            next_attempt_at=now,
            state=State.SENT if number else State.OWED,
            sent_at=now if number else None,
        )
        for number in range(20_000)
    )
    with connection.cursor() as cursor:
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
