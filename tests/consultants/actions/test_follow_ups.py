"""What the group answers, and how a follow-up ends."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consultants.actions import follow_ups, meetings, running
from consultants.lifecycle import FollowUpStatus, MeetingStatus
from consultants.models import EngagementEvent
from consultants.models.follow_up import Wish
from consultants.models.meeting import MeetingKind
from notifications.models import Notification
from tests.consultants.outbox import owed
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

# Closed on 1 March 2027, so the follow-up is due on 1 September.
NOW = datetime(2027, 8, 10, 9, 0, tzinfo=UTC)
TOVE = "tove.riis@odense.example"
METTE = "mette.holm@odense.example"


@pytest.fixture
def visit():
    return factory.closed().follow_up


def answer(visit, wish=Wish.YES, by=TOVE, dates=(), now=NOW, read=None):
    """``read``: the answer on their page; the one that stands, if nothing else is said."""
    person, read = applications.person(by), visit.answer_key if read is None else read
    follow_ups.answer(visit_id=visit.pk, read=read, by=person, wish=wish, suggested_dates=dates, now=now)
    visit.refresh_from_db()


def book(visit, starts_at=NOW + timedelta(days=14), by=None):
    slot = meetings.Slot(MeetingKind.FOLLOW_UP, starts_at, starts_at + timedelta(hours=2), factory.PLACE)
    meeting = follow_ups.book(visit_id=visit.pk, by=by or factory.consultant(), slot=slot, now=NOW)
    visit.refresh_from_db()
    return meeting


def end(verb, visit, by=None, **changes):
    verb(visit_id=visit.pk, by=by or factory.consultant(), now=NOW, **changes)
    visit.refresh_from_db()


def consultant_key():
    return f"user:{factory.consultant().pk}"


def contact_keys(visit):
    mette, tove, _ = visit.engagement.application.signatories.all()
    return {f"signatory:{mette.pk}", f"signatory:{tove.pk}"}


# ── The group ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_contact_says_yes_with_days_and_the_consultant_hears_of_it(visit):
    answer(visit, dates=[date(2027, 9, 7), date(2027, 9, 1), date(2027, 9, 7)])

    assert (visit.status, visit.wish) == (FollowUpStatus.DUE, Wish.YES)
    assert visit.suggested_days == [date(2027, 9, 1), date(2027, 9, 7)]
    assert (visit.answered_by, visit.answered_at) == (applications.person(TOVE), NOW)
    assert owed("follow-up-answered") == {consultant_key()}
    assert EngagementEvent.objects.get(verb="follow_up_answered").data == {"wish": "yes"}


def test_the_same_answer_again_changes_nothing(visit):
    answer(visit, dates=[date(2027, 9, 7)])
    answer(visit, dates=[date(2027, 9, 7)], now=NOW + timedelta(minutes=1))

    assert visit.answered_at == NOW
    assert Notification.objects.filter(kind="follow-up-answered").count() == 1


def test_the_other_contact_may_suggest_other_days(visit):
    answer(visit, dates=[date(2027, 9, 7)])
    answer(visit, by=METTE, now=NOW + timedelta(minutes=1))

    assert (visit.suggested_days, visit.answered_by) == ([], applications.person())
    assert Notification.objects.filter(kind="follow-up-answered").count() == 2


def test_an_answer_from_an_old_page_does_not_undo_another(visit):
    answer(visit, dates=[date(2027, 9, 7)])

    with pytest.raises(follow_ups.AnsweredMeanwhile):
        answer(visit, Wish.NOT_ANY_MORE, by=METTE, now=NOW + timedelta(minutes=1), read="")

    visit.refresh_from_db()
    assert (visit.status, visit.wish) == (FollowUpStatus.DUE, Wish.YES)
    assert Notification.objects.filter(kind="follow-up-answered").count() == 1
    # Who says the same has nothing to be told.
    answer(visit, by=METTE, dates=[date(2027, 9, 7)], now=NOW + timedelta(minutes=1), read="")
    assert visit.answered_by == applications.person(TOVE)


def test_not_any_more_ends_it_and_both_contacts_hear_of_it(visit):
    booked = book(visit)

    answer(visit, Wish.NOT_ANY_MORE)

    booked.refresh_from_db()
    assert (visit.status, visit.ended_on) == (FollowUpStatus.DECLINED, date(2027, 8, 10))
    assert (booked.status, booked.cancel_reason) == (MeetingStatus.CANCELLED, follow_ups.CALLED_OFF)
    assert owed("follow-up-declined") == contact_keys(visit)
    assert owed("follow-up-answered") == {consultant_key()}
    with pytest.raises(follow_ups.AlreadyEnded):
        answer(visit, Wish.NOT_ANY_MORE)


def test_only_the_contacts_answer(visit):
    for other in ("anders.maar@odense.example", "fremmed@odense.example", factory.consultant().email):
        with pytest.raises(follow_ups.NotAContact):
            answer(visit, by=other)


# ── The secretariat ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_booking_puts_the_visit_into_the_calendars(visit):
    meeting = book(visit)

    assert (visit.meeting, visit.planned_meeting, meeting.kind) == (meeting, meeting, MeetingKind.FOLLOW_UP)
    assert owed("meeting-planned") == contact_keys(visit) | {consultant_key()}
    with pytest.raises(follow_ups.AlreadyBooked):
        book(visit)


def test_a_cancelled_visit_can_be_booked_again(visit):
    meetings.cancel(meeting_id=book(visit).pk, by=factory.consultant(), reason=factory.REASON, now=NOW)
    visit.refresh_from_db()
    assert visit.planned_meeting is None

    again = book(visit, NOW + timedelta(days=20))

    assert visit.planned_meeting == again


def test_a_visit_that_was_never_booked_can_be_held(visit):
    end(follow_ups.hold, visit, held_on=date(2027, 8, 9))

    assert (visit.status, visit.ended_on) == (FollowUpStatus.HELD, date(2027, 8, 9))
    assert EngagementEvent.objects.latest("pk").verb == "follow_up_held"


def test_holding_a_booked_visit_holds_its_meeting(visit):
    meeting = book(visit, starts_at=NOW + timedelta(hours=1))

    end(follow_ups.hold, visit, held_on=date(2027, 8, 10))

    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.HELD
    assert visit.planned_meeting is None


@pytest.mark.parametrize("day", [date(2027, 2, 28), date(2027, 8, 11)])
def test_a_visit_is_held_between_the_closing_and_today(visit, day):
    with pytest.raises(follow_ups.NotPossibleThen):
        end(follow_ups.hold, visit, held_on=day)


def test_declined_by_telephone(visit):
    end(follow_ups.decline, visit)

    assert (visit.status, visit.ended_on, visit.wish) == (FollowUpStatus.DECLINED, date(2027, 8, 10), "")
    assert owed("follow-up-declined") == contact_keys(visit)


def test_giving_up_clears_the_calendar(visit):
    meeting = book(visit)

    end(follow_ups.give_up, visit)

    meeting.refresh_from_db()
    assert (visit.status, meeting.status) == (FollowUpStatus.NOT_REACHED, MeetingStatus.CANCELLED)
    assert owed("follow-up-declined") == set()


def test_what_has_ended_stays_so(visit):
    end(follow_ups.give_up, visit)

    for verb, facts in (
        (follow_ups.hold, {"held_on": date(2027, 8, 9)}),
        (follow_ups.decline, {}),
        (follow_ups.give_up, {}),
    ):
        with pytest.raises(follow_ups.AlreadyEnded):
            end(verb, visit, **facts)
    with pytest.raises(follow_ups.AlreadyEnded):
        book(visit)


def test_another_consultant_ends_nothing(visit):
    otto = factory.consultant("otto@spark.example", "Otto")

    for verb, facts in (
        (follow_ups.hold, {"held_on": date(2027, 8, 9)}),
        (follow_ups.decline, {}),
        (follow_ups.give_up, {}),
    ):
        with pytest.raises(running.NotYours):
            end(verb, visit, by=otto, **facts)
    with pytest.raises(running.NotYours):
        book(visit, by=otto)


def test_a_reminder_missed_before_the_end_keeps_its_row(visit):
    assert Notification.objects.count() == 0  # nobody has planned for weeks

    end(follow_ups.give_up, visit)

    planned = Notification.objects.values_list("kind", "occurrence")
    assert set(planned) == {
        ("follow-up-in-eight-weeks", "2027-07-07"),
        ("follow-up-in-four-weeks", "2027-08-04"),
        ("follow-up-wish", "2027-08-04"),
    }


def test_who_met_earlier_than_agreed_has_nothing_in_the_calendar_any_more(visit):
    meeting = book(visit)
    end(follow_ups.hold, visit, held_on=NOW.date())
    meeting.refresh_from_db()
    assert (visit.status, visit.ended_on) == (FollowUpStatus.HELD, NOW.date())
    # Nothing that lies ahead has been held; whoever had it in the calendar hears of it.
    assert meeting.status == MeetingStatus.CANCELLED
    assert owed("meeting-cancelled") == {*contact_keys(visit), consultant_key()}
