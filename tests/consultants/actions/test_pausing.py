"""An engagement rests and goes on; what has ended is opened again."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from consultants.actions import engagements, follow_ups, meetings, pausing, reminders, running
from consultants.actions.meetings import Slot
from consultants.lifecycle import FollowUpStatus, MeetingStatus, Status
from consultants.models import Engagement, FollowUpVisit
from consultants.models.meeting import MeetingKind
from notifications.models import Notification
from tests.consultants.outbox import owed, reasons
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 7, 20, 9, 0, tzinfo=UTC)
REASON, ON = "Lederen er skiftet", "Den nye leder er klar"


def pause(engagement, by=None):
    pausing.pause(engagement_id=engagement.pk, by=by or factory.consultant(), reason=REASON, now=NOW)
    engagement.refresh_from_db()


def resume(engagement, by=None):
    pausing.resume(engagement_id=engagement.pk, by=by or factory.consultant(), reason=ON, now=NOW)
    engagement.refresh_from_db()


def reopen(engagement, by=None):
    pausing.reopen(engagement_id=engagement.pk, by=by or factory.head(), reason=REASON, now=NOW)
    engagement.refresh_from_db()


def call_off(engagement):
    engagements.cancel(engagement_id=engagement.pk, by=factory.consultant(), reason="Kommunen sparer", now=NOW)
    engagement.refresh_from_db()


def of_kind(kind):
    return Notification.objects.filter(kind=kind)


def anew(engagement):
    """As the next page finds it."""
    return Engagement.objects.get(pk=engagement.pk)


def verbs(engagement):
    return [verb for (verb,) in engagement.events.values_list("verb")]


# ── Resting ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_it_goes_on_where_it_stood():
    met, not_met = factory.active(), factory.contacted(application=applications.granted())
    for engagement, after in ((met, Status.ACTIVE), (not_met, Status.CONTACTED)):
        pause(engagement)
        assert (engagement.status, engagement.pause_reason) == (Status.PAUSED, REASON)
        resume(engagement)
        assert engagement.status == after
        assert verbs(engagement) == ["paused", "note_written", "resumed", "note_written"]
        assert {note.text for note in engagement.notes.all()} == {REASON, ON}


def test_a_meeting_that_is_held_ends_the_rest():
    engagement = factory.active()
    meeting = factory.meeting(engagement)
    pause(engagement)

    meetings.hold(meeting_id=meeting.pk, by=factory.consultant(), now=NOW)

    engagement.refresh_from_db()
    assert engagement.status == Status.ACTIVE
    with pytest.raises(pausing.NotPaused):
        resume(engagement)


def test_what_can_not_rest():
    for engagement in (factory.engagement(), factory.active(application=applications.granted())):
        if engagement.status == Status.ACTIVE:
            pause(engagement)
        with pytest.raises(pausing.NotRunning):
            pause(engagement)
    over = factory.closed(application=applications.granted())
    for act in (pause, resume):
        with pytest.raises(running.Ended):
            act(over)
        with pytest.raises(running.NotYours):
            act(factory.active(application=applications.granted()), by=applications.person())


# ── Opened again ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_opened_again_voids_its_follow_up_and_the_next_closing_makes_another():
    engagement = factory.closed()
    first = engagement.follow_up

    reopen(engagement)

    assert (engagement.status, engagement.closed_on, engagement.wants_follow_up) == (Status.ACTIVE, None, None)
    assert engagement.outcome == factory.OUTCOME
    assert anew(engagement).follow_up is None
    first.refresh_from_db()
    assert (first.status, first.ended_on, first.void_reason) == (FollowUpStatus.VOIDED, date(2027, 7, 20), REASON)
    assert engagement.notes.get().text == REASON
    assert verbs(engagement) == ["follow_up_voided", "reopened", "note_written"]
    engagements.close(
        engagement_id=engagement.pk,
        by=factory.consultant(),
        closed_on=date(2027, 7, 20),
        outcome="Igen",
        wants_follow_up=True,
        now=NOW,
    )
    assert anew(engagement).follow_up.due_on == date(2028, 1, 20)
    assert FollowUpVisit.objects.count() == 2


def test_reminders_of_a_voided_visit_are_unwanted():
    engagement = factory.closed()  # due on 1 September: eight and four weeks before have passed or come
    reminders.plan(now=NOW)

    reopen(engagement)
    later = NOW + timedelta(days=60)
    reminders.plan(now=later)

    assert reasons(later) == [("follow-up-in-eight-weeks", "the follow-up has ended")]


def test_a_visit_that_is_booked_is_called_off():
    engagement = factory.closed()
    slot = Slot(MeetingKind.FOLLOW_UP, NOW + timedelta(days=9), NOW + timedelta(days=9, hours=2))
    booked = follow_ups.book(visit_id=engagement.follow_up.pk, by=factory.consultant(), slot=slot, now=NOW)

    reopen(engagement)

    booked.refresh_from_db()
    assert (booked.status, booked.cancel_reason) == (MeetingStatus.CANCELLED, "Forløbet er genåbnet.")
    assert len(owed("meeting-cancelled")) == 3
    assert verbs(engagement)[1:4] == ["meeting_cancelled", "follow_up_voided", "reopened"]


def test_a_visit_that_was_held_stays_and_another_may_follow():
    engagement = factory.closed()
    visit = engagement.follow_up
    follow_ups.hold(visit_id=visit.pk, by=factory.consultant(), held_on=date(2027, 7, 1), now=NOW)

    reopen(engagement)

    visit.refresh_from_db()
    assert visit.status == FollowUpStatus.HELD
    assert anew(engagement).follow_up == visit


def test_what_was_called_off_goes_on_where_it_stood():
    for begun, after, due_on in (
        (factory.engagement(), Status.ASSIGNED, date(2027, 7, 27)),
        (factory.contacted(application=applications.granted()), Status.CONTACTED, date(2026, 11, 10)),
        (factory.active(application=applications.granted()), Status.ACTIVE, date(2026, 11, 10)),
    ):
        met = begun.meetings.count()
        factory.meeting(begun, starts_at=NOW + timedelta(days=9))
        call_off(begun)

        reopen(begun)

        assert (begun.status, begun.cancel_reason, begun.first_contact_due_on) == (after, "", due_on)
        assert begun.notes.get().text == f"{REASON}\n\nForløbet var aflyst: Kommunen sparer"
        assert verbs(begun) == ["meeting_cancelled", "cancelled", "reopened", "note_written"]
        assert [begun.meetings.filter(status=MeetingStatus.CANCELLED).count(), begun.meetings.count()] == [1, met + 1]


def test_whoever_has_a_part_in_it_is_told_each_time_it_ends_and_begins_again():
    engagement = factory.contacted()
    seat = factory.beside(engagement, factory.consultant("bo.friis@spark.example"))
    contacts = set(running.contacts(engagement))
    for times in (1, 2):
        call_off(engagement)
        assert Counter(row.recipient_key for row in of_kind("engagement-cancelled")) == dict.fromkeys(contacts, times)
        reopen(engagement)
        everybody = {*contacts, f"user:{factory.consultant().pk}", f"user:{seat.consultant_id}"}
        assert Counter(row.recipient_key for row in of_kind("engagement-reopened")) == dict.fromkeys(everybody, times)


def test_a_head_who_runs_it_writes_no_letter_to_themselves():
    engagement = factory.closed(wants_follow_up=False)
    both = factory.head()
    engagement.assignments.update(consultant=both)

    reopen(engagement, by=both)

    assert {row.recipient_key for row in of_kind("engagement-reopened")} == set(running.contacts(engagement))


def test_only_the_head_opens_it_and_only_what_has_ended():
    engagement = factory.closed(wants_follow_up=False)
    called_off = factory.cancelled(application=applications.granted())
    for other in (factory.consultant(), applications.person()):
        for ended in (engagement, called_off):
            with pytest.raises(running.NotYours):
                reopen(ended, by=other)
    for ended in (engagement, called_off):
        reopen(ended)
        with pytest.raises(pausing.NotEnded):
            reopen(ended)
