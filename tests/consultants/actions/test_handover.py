"""Handing over: who may, who reads how long, what goes along; and the second consultant."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from consultants import permissions
from consultants.actions import engagements, handover, meetings, notes, running
from consultants.actions.handover import Handover
from consultants.models import Engagement, EngagementEvent, FollowUpVisit, Meeting, Task
from notifications.models import Notification
from tests import ics
from tests.consultants.outbox import composed, owed, words
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
REASON = "Karen går på barsel"
IN_SUMMER, IN_WINTER = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def otto():
    return factory.consultant("otto@spark.example", "Otto Bang")


def frida():
    return factory.consultant("frida@spark.example", "Frida Vest")


def hand_over(engagement, to=None, by=None, at=NOW, seen=None, to_do=()):
    current = engagement.assignments.current().get().pk if seen is None else seen
    told = Handover(to=to or otto(), reason=REASON, to_do=to_do, seen=current)
    handover.hand_over(engagement_id=engagement.pk, by=by or factory.consultant(), handover=told, now=at)


def add(engagement, person=None, by=None, at=NOW):
    handover.add_co_consultant(
        engagement_id=engagement.pk, by=by or factory.consultant(), person=person or otto(), now=at
    )


def remove(engagement, person, by):
    handover.remove_co_consultant(engagement_id=engagement.pk, by=by, person=person, now=NOW)


def finds(user):
    """How many engagements, meetings and follow-ups they may read, and how many they run."""
    kinds = (Engagement, Meeting, FollowUpVisit)
    return [
        [kind.objects.visible_to(user).count() for kind in kinds],
        [kind.objects.run_by(user).count() for kind in kinds],
    ]


# ── To another consultant ───────────────────────────────────────────────────────────────────────────────────────────
def test_the_new_consultant_runs_it_and_the_former_reads_each_thing_once():
    engagement = factory.closed()

    hand_over(engagement)

    with time_machine.travel(NOW, tick=False):
        assert finds(otto()) == [[1, 1, 1], [1, 1, 1]]
        assert finds(factory.consultant()) == [[1, 1, 1], [0, 0, 0]]
        assert list(Engagement.objects.handed_over_by(factory.consultant())) == [engagement]
        assert list(Engagement.objects.handed_over_by(otto())) == []
        assert list(Engagement.objects.handed_over_by(factory.head())) == []
        assert list(Engagement.objects.handed_over_by(applications.person())) == []
    assert permissions.can_run(otto(), engagement)
    assert not permissions.can_run(factory.consultant(), engagement)
    former = engagement.assignments.get(consultant=factory.consultant())
    assert (former.until, former.reads_until, former.reason) == (NOW, date(2026, 11, 19), REASON)
    ((verb, data),) = EngagementEvent.objects.values_list("verb", "data")
    assert (verb, data) == ("handed_over", {"consultant": otto().pk})


@pytest.mark.parametrize(
    ("at", "last_moment", "first_without"),
    [
        (NOW, datetime(2026, 11, 19, 22, 59, tzinfo=UTC), datetime(2026, 11, 19, 23, 0, tzinfo=UTC)),
        # Half past two in the night when the clock goes back, and half past two once more: one and the same day.
        (IN_SUMMER, datetime(2026, 11, 8, 22, 59, tzinfo=UTC), datetime(2026, 11, 8, 23, 0, tzinfo=UTC)),
        (IN_WINTER, datetime(2026, 11, 8, 22, 59, tzinfo=UTC), datetime(2026, 11, 8, 23, 0, tzinfo=UTC)),
    ],
)
def test_the_former_consultant_reads_on_the_fourteenth_day_and_not_on_the_fifteenth(at, last_moment, first_without):
    engagement = factory.active(at=at - timedelta(days=10))
    hand_over(engagement, at=at)

    with time_machine.travel(last_moment, tick=False):
        assert finds(factory.consultant())[0] == [1, 1, 0]
        notes.write(engagement_id=engagement.pk, by=factory.consultant(), text="Det sidste", now=last_moment)
    with time_machine.travel(first_without, tick=False):
        assert finds(factory.consultant())[0] == [0, 0, 0]
        with pytest.raises(running.NotYours):
            notes.write(engagement_id=engagement.pk, by=factory.consultant(), text="Et ord til", now=first_without)


@pytest.mark.parametrize("moment", [IN_SUMMER, IN_WINTER])
def test_the_last_day_may_be_the_one_when_the_clock_goes_back(moment):
    engagement = factory.active(at=moment - timedelta(days=30))
    hand_over(engagement, at=moment - timedelta(days=14))

    with time_machine.travel(moment, tick=False):
        assert finds(factory.consultant())[0] == [1, 1, 0]
    with time_machine.travel(moment + timedelta(days=1), tick=False):
        assert finds(factory.consultant())[0] == [0, 0, 0]


def test_the_former_consultant_does_nothing_but_finish_a_note():
    engagement = factory.engagement()
    hand_over(engagement)

    with pytest.raises(running.NotYours):
        engagements.contact(
            engagement_id=engagement.pk, by=factory.consultant(), contacted_on=date(2026, 11, 5), now=NOW
        )
    with pytest.raises(running.NotYours):
        hand_over(engagement)
    with pytest.raises(running.NotYours):
        add(engagement, frida())
    notes.write(engagement_id=engagement.pk, by=factory.consultant(), text="Min sidste note", now=NOW)
    assert engagement.notes.get().author == factory.consultant()


def test_open_tasks_go_along_and_what_is_left_becomes_tasks():
    engagement = factory.engagement()
    mine, done = factory.task(engagement), factory.task(engagement, title="Gjort", done_at=NOW)
    hers = factory.task(engagement, title="Lederens", owner=factory.head())

    hand_over(engagement, to_do=["Ring til Mette", "Bestil lokale", "Ring til Mette"])

    owners = dict(Task.objects.values_list("title", "owner__email"))
    assert owners == {
        mine.title: "otto@spark.example",
        done.title: factory.consultant().email,
        hers.title: factory.head().email,
        "Ring til Mette": "otto@spark.example",
        "Bestil lokale": "otto@spark.example",
    }
    assert Task.objects.count() == 5
    assert Task.objects.get(title="Bestil lokale").due_on == date(2026, 11, 19)


def test_of_two_at_once_the_second_changes_nothing():
    engagement = factory.engagement()
    seen = engagement.assignments.get().pk
    hand_over(engagement, otto(), by=factory.head(), seen=seen)

    for by in (factory.consultant(), factory.head()):
        with pytest.raises(handover.HandedOverMeanwhile):
            hand_over(engagement, frida(), by=by, seen=seen)

    assert engagement.assignments.current().get().consultant == otto()
    assert owed("engagement-taken-over") == {f"user:{otto().pk}"}


def test_an_engagement_without_a_consultant_is_given_one_by_the_head():
    engagement = factory.engagement()
    engagement.assignments.update(until=NOW)

    hand_over(engagement, by=factory.head(), seen=0)

    assert engagement.assignments.current().get().consultant == otto()
    assert owed("engagement-given-on") == set()


def test_what_can_not_be_handed_over():
    engagement = factory.engagement()
    with pytest.raises(handover.AlreadyTheirs):
        hand_over(engagement, factory.consultant())
    for nobody in (factory.head(), applications.person()):
        with pytest.raises(handover.NotAConsultant):
            hand_over(engagement, nobody)
    gone = otto()
    gone.is_active = False
    with pytest.raises(handover.NotAConsultant):
        hand_over(engagement, gone)
    cancelled = factory.cancelled(application=applications.granted())
    with pytest.raises(running.Ended):
        hand_over(cancelled)
    with pytest.raises(running.Ended):
        add(cancelled)


def test_handed_back_both_run_and_read_it_once():
    engagement = factory.closed()
    hand_over(engagement)
    hand_over(engagement, factory.consultant(), by=otto())

    with time_machine.travel(NOW, tick=False):
        assert finds(factory.consultant()) == [[1, 1, 1], [1, 1, 1]]
        assert finds(otto()) == [[1, 1, 1], [0, 0, 0]]


# ── The letters ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_everybody_hears_of_it_and_no_letter_says_why():
    engagement = factory.engagement()
    factory.meeting(engagement)
    over = factory.meeting(engagement, starts_at=NOW - timedelta(days=1))

    hand_over(engagement, by=factory.head(), to_do=["Ring til Mette"])

    ((to, taken),) = composed("engagement-taken-over", NOW).items()
    assert to == f"user:{otto().pk}"
    assert taken.to == "otto@spark.example"
    assert "Tag den første kontakt senest 10. november 2026." in words(taken)
    contacts = composed("engagement-new-consultant", NOW)
    assert {letter.to for letter in contacts.values()} == {"mette.holm@odense.example", "tove.riis@odense.example"}
    assert all("Jeres forløb har fået en ny konsulent: Otto Bang." in words(letter) for letter in contacts.values())
    (given,) = composed("engagement-given-on", NOW).values()
    assert given.to == factory.consultant().email
    assert "Du kan læse med til og med 19. november 2026" in words(given)
    assert owed("meeting-planned") == {f"user:{otto().pk}"}
    assert str(over.pk) not in str(list(composed("meeting-planned", NOW)))
    for letter in (taken, given, *contacts.values()):
        for secret in (REASON, "Ring til Mette", applications.WORKPLACE, applications.THEME, factory.PLACE):
            assert secret not in words(letter)


def test_who_hands_it_over_themselves_needs_no_letter():
    hand_over(factory.engagement())
    assert owed("engagement-given-on") == set()


def test_letters_of_an_older_handover_stay():
    engagement = factory.engagement()
    hand_over(engagement, by=factory.head())
    hand_over(engagement, factory.consultant(), by=factory.head())

    taken = composed("engagement-taken-over", NOW)
    assert taken[f"user:{otto().pk}"].because == "the engagement has changed hands since"
    assert taken[f"user:{factory.consultant().pk}"].to == factory.consultant().email


def test_letters_without_a_reason_stay():
    engagement = factory.engagement()
    hand_over(engagement, by=factory.head())
    engagement.application.signatories.filter(name="Tove Riis").update(removed_at=NOW)
    reasons = {getattr(each, "because", "") for each in composed("engagement-new-consultant", NOW).values()}
    assert reasons == {"", "the recipient has no part in the engagement any more"}

    engagements.cancel(engagement_id=engagement.pk, by=factory.head(), reason="x", now=NOW)
    reasons = {each.because for each in composed("engagement-new-consultant", NOW).values()}
    assert reasons == {"the engagement has ended"}
    engagement.assignments.filter(consultant=factory.consultant()).update(until=None, reads_until=None, is_co=True)
    (given,) = composed("engagement-given-on", NOW).values()
    assert given.because == "the engagement has changed hands since"
    engagement.assignments.update(until=NOW)
    reasons = {each.because for each in composed("engagement-new-consultant", NOW).values()}
    assert reasons == {"the engagement has changed hands since"}
    engagement.assignments.all().delete()
    for kind in ("engagement-taken-over", "engagement-given-on", "engagement-new-consultant"):
        assert {each.because for each in composed(kind, NOW).values()} == {"what it was about is gone"}


# ── Beside the first ────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_second_consultant_may_do_all_that_the_first_may_and_is_invited():
    engagement = factory.closed()
    add(engagement)
    add(engagement)

    assert finds(otto()) == [[1, 1, 1], [1, 1, 1]]
    assert finds(factory.consultant()) == [[1, 1, 1], [1, 1, 1]]
    assert permissions.can_run(otto(), engagement)
    assert not permissions.can_hand_over(otto(), engagement)
    going = factory.active(application=applications.granted())
    add(going)
    slot = meetings.Slot("working", NOW + timedelta(days=3), NOW + timedelta(days=3, hours=3))
    meetings.plan(engagement_id=going.pk, by=otto(), slot=slot, now=NOW)
    to_staff = {each for each in owed("meeting-planned") if each.startswith("user:")}
    assert to_staff == {f"user:{factory.consultant().pk}", f"user:{otto().pk}"}
    assert {letter.to for letter in composed("meeting-planned", NOW).values()} >= {otto().email}
    assert [verb for (verb,) in engagement.events.values_list("verb")] == ["co_consultant_added"]


def test_whoever_joins_is_invited_to_what_is_planned_and_whoever_leaves_gets_it_out_of_the_calendar():
    engagement = factory.active()
    meeting = factory.meeting(engagement, starts_at=NOW + timedelta(days=9))
    factory.meeting(engagement, starts_at=NOW - timedelta(days=2))
    add(engagement)
    invited = composed("meeting-planned", NOW)
    assert {letter.to for letter in invited.values()} == {otto().email}

    remove(engagement, otto(), by=otto())
    (letter,) = composed("meeting-given-on", NOW).values()
    (file,) = letter.attachments
    assert (letter.to, file.mimetype) == (otto().email, "text/calendar; method=CANCEL; charset=utf-8")
    (event,) = ics.read(file.content).parts
    assert event.value("UID").startswith(str(meeting.pk))
    assert (event.value("SEQUENCE"), "STATUS" in event.lines, "LOCATION" in event.lines) == ("0", False, False)
    add(engagement)
    assert len(owed("meeting-planned")) == 1
    assert Notification.objects.filter(kind="meeting-planned").count() == 2
    assert {each.because for each in composed("meeting-given-on", NOW).values()} == {
        "the recipient has left, or is back"
    }


def test_meetings_change_calendars_with_the_engagement_and_back_again():
    karen, engagement = factory.consultant(), factory.active()
    meeting = factory.meeting(engagement, starts_at=NOW + timedelta(days=9))
    hand_over(engagement)
    assert {letter.to for letter in composed("meeting-planned", NOW).values()} == {otto().email}
    assert {letter.to for letter in composed("meeting-given-on", NOW).values()} == {karen.email}

    hand_over(engagement, to=karen, by=otto())
    to_karen = Notification.objects.filter(kind="meeting-planned", recipient_key=f"user:{karen.pk}")
    assert [each.occurrence for each in to_karen] == [f"0:{engagement.assignments.current().get().pk}"]
    assert {getattr(letter, "to", "") for letter in composed("meeting-given-on", NOW).values()} == {"", otto().email}
    assert {getattr(each, "because", "") for each in composed("meeting-given-on", meeting.ends_at).values()} == {
        "the meeting is over"
    }
    meeting.delete()
    assert {each.because for each in composed("meeting-given-on", NOW).values()} == {"what it was about is gone"}


def test_a_second_consultant_who_becomes_the_first_is_not_invited_again():
    engagement = factory.active()
    factory.meeting(engagement, starts_at=NOW + timedelta(days=9))
    add(engagement)
    hand_over(engagement)
    assert Notification.objects.filter(kind="meeting-planned").count() == 1
    assert owed("meeting-given-on") == {f"user:{factory.consultant().pk}"}


def test_a_second_consultant_hears_of_it():
    engagement = factory.active()
    add(engagement)

    (letter,) = composed("co-consultant-added", NOW).values()
    assert "Du er blevet medkonsulent på forløbet" in words(letter)
    assert "senest" not in words(letter)
    remove(engagement, otto(), by=factory.consultant())
    (letter,) = composed("co-consultant-added", NOW).values()
    assert letter.because == "the engagement has changed hands since"


def test_whoever_is_taken_off_finds_it_no_more():
    engagement = factory.engagement()
    add(engagement)
    add(engagement, frida())

    with pytest.raises(running.NotYours):
        remove(engagement, frida(), by=otto())
    remove(engagement, otto(), by=otto())
    remove(engagement, otto(), by=factory.head())
    remove(engagement, frida(), by=factory.consultant())

    assert finds(otto()) == finds(frida()) == [[0, 0, 0], [0, 0, 0]]
    verbs = [verb for (verb,) in engagement.events.values_list("verb")]
    assert verbs == ["co_consultant_added"] * 2 + ["co_consultant_removed"] * 2


def test_only_the_consultant_and_the_head_say_who_is_on_it():
    engagement = factory.engagement()
    add(engagement, by=factory.head())
    for other in (otto(), frida(), applications.person()):
        with pytest.raises(running.NotYours):
            add(engagement, frida(), by=other)
        with pytest.raises(running.NotYours):
            hand_over(engagement, frida(), by=other)
    with pytest.raises(handover.NotAConsultant):
        add(engagement, factory.head())


def test_a_second_consultant_who_takes_over_stands_there_once():
    engagement = factory.closed()
    add(engagement)

    hand_over(engagement, otto())

    with time_machine.travel(NOW, tick=False):
        assert finds(otto()) == [[1, 1, 1], [1, 1, 1]]
    assert engagement.assignments.running().get().is_co is False
