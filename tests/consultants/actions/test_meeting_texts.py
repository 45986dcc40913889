"""Agenda and homework before a meeting, summary and who came after it."""

from datetime import UTC, datetime, timedelta

import pytest

from consultants.actions import meeting_texts, meetings, running
from consultants.actions.meeting_texts import Texts
from consultants.models import EngagementEvent
from notifications.models import Notification
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
BEFORE = Texts(agenda="1. Velkomst\n2. Vagterne", homework="Tal om en god vagt")
AFTER = Texts(agenda="1. Velkomst", summary="Vi aftalte at øve os", managers_came=1, employees_came=0)


@pytest.fixture
def meeting():
    return factory.meeting(factory.contacted(), starts_at=NOW + timedelta(days=3))


def write(meeting, texts, **changes):
    facts = {"meeting_id": meeting.pk, "by": factory.consultant(), "texts": texts, "read": 0, "now": NOW}
    return meeting_texts.write(**{**facts, **changes})


def test_agenda_and_homework_are_written_before_and_nobody_is_mailed(meeting):
    assert write(meeting, BEFORE)

    meeting.refresh_from_db()
    assert meeting_texts.of(meeting) == BEFORE
    assert (meeting.edit_number, meeting.sequence) == (1, 0)
    event = EngagementEvent.objects.get()
    assert (event.verb, event.data) == (
        "meeting_written",
        {"meeting": str(meeting.pk), "fields": ["agenda", "homework"]},
    )
    assert Notification.objects.count() == 0


def test_the_summary_waits_for_the_day(meeting):
    for texts in (AFTER, Texts(summary="x"), Texts(union_representatives_came=0)):
        with pytest.raises(meetings.NotYetBegun):
            write(meeting, texts)

    assert write(meeting, AFTER, now=meeting.starts_at - timedelta(hours=1))
    meeting.refresh_from_db()
    assert (meeting.summary, meeting.managers_came, meeting.employees_came) == ("Vi aftalte at øve os", 1, 0)
    assert meeting.union_representatives_came is None


def test_a_held_meeting_can_still_be_told_of(meeting):
    held = factory.held(meeting.engagement, starts_at=NOW - timedelta(days=5))

    assert write(held, AFTER)


def test_the_same_words_once_more_change_nothing(meeting):
    write(meeting, BEFORE)

    assert not write(meeting, BEFORE)
    assert EngagementEvent.objects.count() == 1


def test_whoever_began_with_older_words_overwrites_nothing(meeting):
    write(meeting, BEFORE)

    with pytest.raises(meeting_texts.Overtaken):
        write(meeting, Texts(agenda="Noget andet"), by=factory.head())
    meeting.refresh_from_db()
    assert meeting_texts.of(meeting) == BEFORE
    assert write(meeting, Texts(agenda="Noget andet"), by=factory.head(), read=1)


def test_a_new_homework_by_moving_the_meeting_counts_as_written(meeting):
    slot = meetings.Slot(meeting.kind, meeting.starts_at, meeting.ends_at, meeting.place, "En ny opgave")
    meetings.move(meeting_id=meeting.pk, by=factory.consultant(), slot=slot, now=NOW)

    with pytest.raises(meeting_texts.Overtaken):
        write(meeting, BEFORE)


def test_a_cancelled_meeting_has_no_more_to_tell(meeting):
    meetings.cancel(meeting_id=meeting.pk, by=factory.consultant(), reason=factory.REASON, now=NOW)

    with pytest.raises(meeting_texts.CalledOff):
        write(meeting, BEFORE)


def test_others_write_nothing(meeting):
    with pytest.raises(running.NotYours):
        write(meeting, BEFORE, by=factory.consultant("otto@spark.example", "Otto"))
