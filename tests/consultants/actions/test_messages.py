"""The consultant of an engagement hears that the group has written, once a message."""

from datetime import UTC, datetime

import pytest

from applications.models import Message
from consultants import tasks
from consultants.actions import messages
from consultants.models import Assignment
from notifications.letters import Unwanted
from notifications.models import Notification
from tests.applications.actions.test_messages import QUESTION, as_group
from tests.consultants.outbox import composed, owed, words
from tests.factories import applications, consultants

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
KIND = "message-from-group"


def test_the_consultant_is_told_once_without_a_word_of_it():
    karen = consultants.consultant()
    engagement = consultants.engagement(run_by=karen)
    as_group(applications.submitted())
    as_group(engagement.application)
    assert (messages.tell(now=NOW), messages.tell(now=NOW)) == (1, 0)
    assert owed(KIND) == {f"user:{karen.pk}"}
    text = words(composed(KIND, NOW)[f"user:{karen.pk}"])
    assert f"/sekretariat/ansoegninger/{engagement.application_id}/beskeder/" in text
    assert engagement.application.reference in text
    for secret in (QUESTION, "Mette", applications.WORKPLACE, applications.THEME):
        assert secret not in text


def test_whoever_takes_over_is_told_too_and_the_first_is_left_alone():
    karen, otto = consultants.consultant(), consultants.consultant("otto.bang@spark.example", "Otto Bang")
    engagement = consultants.engagement(run_by=karen)
    as_group(engagement.application)
    messages.tell(now=NOW)
    engagement.assignments.update(until=NOW)
    assert messages.tell(now=NOW) == 0
    Assignment.objects.create(engagement=engagement, consultant=otto, since=NOW)
    tasks.tell_of_messages()
    assert owed(KIND) == {f"user:{karen.pk}", f"user:{otto.pk}"}
    letters = composed(KIND, NOW)
    assert letters[f"user:{karen.pk}"] == Unwanted(because="the recipient has no part in the engagement any more")


def test_what_has_been_answered_needs_no_letter():
    engagement = consultants.engagement(run_by=consultants.consultant())
    as_group(engagement.application)
    messages.tell(now=NOW)
    Message.objects.update(handled_at=NOW)
    assert set(composed(KIND, NOW).values()) == {Unwanted(because="it has been answered")}
    assert messages.tell(now=NOW) == 0
    assert Notification.objects.filter(kind=KIND).count() == 1
