"""Plan, move, hold, cancel; and who hears of it."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from consultants.actions import meetings, running
from consultants.lifecycle import FollowUpStatus, MeetingStatus, Status
from consultants.models import EngagementEvent, Meeting
from consultants.models.meeting import MeetingKind
from notifications.models import Notification
from tests.consultants.outbox import owed
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


def slot(starts_at=TOMORROW, hours=3, **changes):
    facts = {"kind": MeetingKind.INTRO, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours)}
    return meetings.Slot(**{**facts, "place": factory.PLACE, **changes})


def plan(engagement, agreed=None, **changes):
    facts = {"engagement_id": engagement.pk, "by": factory.consultant(), "slot": agreed or slot(), "now": NOW}
    return meetings.plan(**{**facts, **changes})


def move(meeting, agreed, **changes):
    return meetings.move(
        **{"meeting_id": meeting.pk, "by": factory.consultant(), "slot": agreed, "now": NOW, **changes}
    )


def hold(meeting, now=TOMORROW, **changes):
    meetings.hold(**{"meeting_id": meeting.pk, "by": factory.consultant(), "now": now, **changes})


def everybody(engagement):
    mette, tove, _ = engagement.application.signatories.all()
    return {f"signatory:{mette.pk}", f"signatory:{tove.pk}", f"user:{factory.consultant().pk}"}


def verbs(engagement):
    return list(EngagementEvent.objects.filter(engagement=engagement).values_list("verb", flat=True))


def test_a_planned_meeting_is_told_to_the_contacts_and_the_consultant():
    engagement = factory.contacted()

    meeting = plan(engagement)

    assert (meeting.status, meeting.sequence, meeting.place) == (MeetingStatus.PLANNED, 0, factory.PLACE)
    assert owed("meeting-planned") == everybody(engagement)
    assert verbs(engagement) == ["meeting_planned"]


def test_a_double_click_plans_one_meeting():
    engagement = factory.contacted()
    plan(engagement)

    with pytest.raises(meetings.AlreadyPlanned):
        plan(engagement)

    assert Meeting.objects.count() == 1


def test_a_meeting_that_is_over_is_only_noted():
    engagement = factory.contacted()

    plan(engagement, slot(NOW - timedelta(days=2)))

    assert Notification.objects.count() == 0


@pytest.mark.parametrize("hours", [0, -1])
def test_a_meeting_takes_time(hours):
    with pytest.raises(meetings.EndsBeforeItBegins):
        plan(factory.contacted(), slot(hours=hours))


@pytest.mark.parametrize("starts_at", [factory.OPENED - timedelta(days=1), NOW + timedelta(days=731)])
def test_a_slip_of_the_pen_in_the_date_is_refused(starts_at):
    with pytest.raises(meetings.OutOfReach):
        plan(factory.contacted(), slot(starts_at))


def test_a_meeting_on_the_day_of_the_opening_is_within_reach():
    assert plan(factory.contacted(), slot(factory.OPENED - timedelta(hours=1))).is_planned


def test_nothing_is_planned_in_what_has_ended():
    for engagement in (factory.closed(), factory.cancelled()):
        with pytest.raises(running.Ended):
            plan(engagement)


def test_a_stranger_plans_nothing():
    with pytest.raises(running.NotYours):
        plan(factory.contacted(), by=factory.consultant("otto@spark.example", "Otto"))


def test_moving_raises_the_sequence_and_tells_everybody():
    engagement = factory.contacted()
    meeting = plan(engagement)

    moved = move(meeting, slot(TOMORROW + timedelta(days=7)))

    assert (moved.sequence, moved.starts_at) == (1, TOMORROW + timedelta(days=7))
    assert owed("meeting-moved") == everybody(engagement)
    assert Notification.objects.filter(kind="meeting-moved", occurrence="1").count() == 3
    event = EngagementEvent.objects.latest("pk")
    assert (event.verb, event.data["fields"]) == ("meeting_moved", ["ends_at", "starts_at"])


def test_a_meeting_ahead_is_not_moved_into_the_past():
    engagement = factory.contacted()
    meeting = plan(engagement)

    with pytest.raises(meetings.IntoThePast):
        move(meeting, slot(NOW - timedelta(hours=5)))

    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.starts_at) == (0, TOMORROW)
    assert verbs(engagement) == ["meeting_planned"]


def test_the_same_time_again_moves_nothing():
    engagement = factory.contacted()
    meeting = plan(engagement)

    assert move(meeting, slot()).sequence == 0
    assert verbs(engagement) == ["meeting_planned"]
    assert owed("meeting-moved") == set()


def test_another_place_concerns_calendars_only_where_they_show_it():
    engagement = factory.contacted()
    meeting = plan(engagement)

    assert move(meeting, slot(place="Rådhuset")).sequence == 0
    assert owed("meeting-moved") == set()
    assert verbs(engagement) == ["meeting_planned", "meeting_changed"]

    engagement.place_in_calendar = True
    engagement.save()
    assert move(meeting, slot(place="Biblioteket")).sequence == 1
    assert owed("meeting-moved") == everybody(engagement)


def test_two_meetings_of_an_engagement_never_begin_together():
    engagement = factory.contacted()
    plan(engagement)
    other = plan(engagement, slot(TOMORROW + timedelta(days=1)))

    with pytest.raises(meetings.AlreadyPlanned):
        move(other, slot())


def test_the_first_meeting_held_sets_the_engagement_going():
    engagement = factory.contacted()
    meeting = plan(engagement)

    hold(meeting)

    engagement.refresh_from_db()
    meeting.refresh_from_db()
    assert (engagement.status, meeting.status) == (Status.ACTIVE, MeetingStatus.HELD)


def test_whoever_met_has_been_in_contact():
    engagement = factory.engagement()
    hold(plan(engagement))

    engagement.refresh_from_db()
    assert (engagement.status, engagement.contacted_on) == (Status.ACTIVE, date(2026, 11, 11))


def test_the_second_meeting_changes_no_status():
    engagement = factory.active()
    hold(plan(engagement))

    engagement.refresh_from_db()
    assert engagement.status == Status.ACTIVE


def test_a_meeting_is_held_from_its_own_day_on():
    meeting = plan(factory.contacted(), slot(datetime(2026, 11, 11, 22, 0, tzinfo=UTC), hours=1))

    with pytest.raises(meetings.NotYetBegun):
        hold(meeting, now=datetime(2026, 11, 10, 22, 59, tzinfo=UTC))
    hold(meeting, now=datetime(2026, 11, 10, 23, 0, tzinfo=UTC))  # midnight in Copenhagen


def test_what_is_held_or_cancelled_stays_so():
    engagement = factory.contacted()
    held = plan(engagement)
    hold(held)
    cancelled = plan(engagement)
    meetings.cancel(meeting_id=cancelled.pk, by=factory.consultant(), reason=factory.REASON, now=NOW)

    for meeting in (held, cancelled):
        with pytest.raises(meetings.NotPlanned):
            hold(meeting)
        with pytest.raises(meetings.NotPlanned):
            move(meeting, slot(TOMORROW + timedelta(days=2)))
        with pytest.raises(meetings.NotPlanned):
            meetings.cancel(meeting_id=meeting.pk, by=factory.consultant(), reason="Igen", now=NOW)


def test_cancelling_keeps_the_reason_and_tells_everybody():
    engagement = factory.contacted()
    meeting = plan(engagement)

    meetings.cancel(meeting_id=meeting.pk, by=factory.consultant(), reason=factory.REASON, now=NOW)

    meeting.refresh_from_db()
    assert (meeting.status, meeting.cancel_reason, meeting.sequence) == (MeetingStatus.CANCELLED, factory.REASON, 1)
    assert owed("meeting-cancelled") == everybody(engagement)
    assert factory.REASON not in str(EngagementEvent.objects.values_list("verb", "data"))


def test_holding_the_booked_visit_ends_the_follow_up():
    engagement = factory.closed()
    visit = engagement.follow_up
    visit.meeting = factory.meeting(engagement, starts_at=datetime(2027, 9, 1, 8, 0, tzinfo=UTC), kind="follow_up")
    visit.save()

    hold(visit.meeting, now=datetime(2027, 9, 2, 8, 0, tzinfo=UTC))

    visit.refresh_from_db()
    engagement.refresh_from_db()
    assert (visit.status, visit.ended_on) == (FollowUpStatus.HELD, date(2027, 9, 1))
    assert engagement.status == Status.CLOSED


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_instant_plan_one_meeting():
    engagement = factory.contacted()
    karen = factory.consultant()
    together = Barrier(2)
    outcomes = []

    def click():
        try:
            together.wait()
            outcomes.append(str(plan(engagement, by=karen).status))
        except meetings.AlreadyPlanned:
            outcomes.append("refused")
        finally:
            connection.close()

    clicks = [Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert sorted(outcomes) == ["planned", "refused"]
    assert (Meeting.objects.count(), Notification.objects.count()) == (1, 3)
