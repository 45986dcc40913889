"""Several meetings at once: all or none."""

from datetime import UTC, datetime, timedelta

import pytest

from consultants.actions import meeting_series, meetings, running
from consultants.models import EngagementEvent, Meeting
from notifications.models import Notification
from tests.consultants.actions.test_meetings import everybody, slot
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)


def after(days, **changes):
    return slot(NOW + timedelta(days=days), **changes)


def plan(engagement, *slots, **changes):
    facts = {"engagement_id": engagement.pk, "by": factory.consultant(), "slots": slots, "now": NOW}
    return meeting_series.plan(**{**facts, **changes})


def test_three_meetings_are_planned_and_each_is_told_of():
    engagement = factory.contacted()

    planned = plan(engagement, after(7), after(21), after(35))

    assert list(Meeting.objects.all()) == planned
    assert [meeting.starts_at for meeting in planned] == [NOW + timedelta(days=days) for days in (7, 21, 35)]
    for meeting in planned:
        letters = Notification.objects.filter(kind="meeting-planned", about_id=meeting.pk, occurrence="0")
        assert set(letters.values_list("recipient_key", flat=True)) == everybody(engagement)
        assert EngagementEvent.objects.get(data__meeting=str(meeting.pk)).verb == "meeting_planned"
    assert Notification.objects.count() == 9


def test_a_meeting_that_is_over_is_only_noted():
    past, _ = plan(factory.contacted(), after(-2), after(7))

    assert not Notification.objects.filter(about_id=past.pk).exists()
    assert Notification.objects.count() == 3


def test_one_wrong_row_stops_them_all_and_each_wrong_row_is_named():
    engagement = factory.contacted()
    there = factory.meeting(engagement, starts_at=NOW + timedelta(days=3))

    with pytest.raises(meeting_series.Refused) as told:
        plan(engagement, after(7), after(7), after(3), after(9, hours=-1), after(-30))

    assert {row: type(why) for row, why in told.value.rows.items()} == {
        1: meetings.AlreadyPlanned,
        2: meetings.AlreadyPlanned,
        3: meetings.EndsBeforeItBegins,
        4: meetings.OutOfReach,
    }
    assert list(Meeting.objects.all()) == [there]
    assert Notification.objects.count() == 0


def test_others_and_the_ended_plan_none():
    with pytest.raises(running.NotYours):
        plan(factory.contacted(), after(7), by=factory.consultant("otto@spark.example", "Otto"))
    with pytest.raises(running.Ended):
        plan(factory.closed(application=None), after(7))
