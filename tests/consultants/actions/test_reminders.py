"""The reminders of a follow-up, over half a year, long sleeps, summer time and two planners at once."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from consultants import tasks
from consultants.actions import follow_ups, reminders
from consultants.models.follow_up import Wish
from notifications.letters import Letter
from notifications.models import Notification
from tests.consultants.outbox import compose, reasons
from tests.factories import applications
from tests.factories import consultants as factory

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def at(year, month, day, hour=12, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=COPENHAGEN)


def rows():
    return list(Notification.objects.order_by("occurrence", "kind", "pk").values_list("kind", "occurrence"))


def leaving(now):
    """The kinds that would be sent at ``now``."""
    kinds = [(row.kind, compose(row, now)) for row in Notification.objects.order_by("occurrence", "kind")]
    return [kind for kind, letter in kinds if isinstance(letter, Letter)]


@pytest.mark.django_db
class TestOverHalfAYear:
    """Closed on Monday 1 March 2027: due on Wednesday 1 September, reminders on 7 July, 4 August and 2 September."""

    def test_each_reminder_is_planned_at_eight_on_its_day(self):
        factory.closed()
        contact = ("follow-up-wish", "2027-08-04")
        expected = {
            at(2027, 7, 7, 7, 59): [],
            at(2027, 7, 7, 8, 0): [("follow-up-in-eight-weeks", "2027-07-07")],
            at(2027, 8, 4, 7, 59): [("follow-up-in-eight-weeks", "2027-07-07")],
            at(2027, 8, 4, 8, 0): [
                ("follow-up-in-eight-weeks", "2027-07-07"),
                ("follow-up-in-four-weeks", "2027-08-04"),
                contact,
                contact,
            ],
            at(2027, 9, 1, 23, 0): [
                ("follow-up-in-eight-weeks", "2027-07-07"),
                ("follow-up-in-four-weeks", "2027-08-04"),
                contact,
                contact,
            ],
            at(2027, 9, 2, 8, 0): [
                ("follow-up-in-eight-weeks", "2027-07-07"),
                ("follow-up-in-four-weeks", "2027-08-04"),
                contact,
                contact,
                ("follow-up-overdue", "2027-09-02"),
            ],
        }
        for now, wanted in expected.items():
            for _ in range(2):  # a second tick is harmless
                reminders.plan(now=now)
            assert rows() == wanted, now

    def test_the_contacts_and_the_consultant_of_today_are_reminded(self):
        engagement = factory.closed()
        otto = factory.consultant("otto@spark.example", "Otto")
        engagement.assignments.update(until=at(2027, 5, 1))
        engagement.assignments.create(consultant=otto, since=at(2027, 5, 1))
        mette, tove, _ = engagement.application.signatories.all()

        reminders.plan(now=at(2027, 8, 4))

        recipients = Notification.objects.values_list("kind", "recipient_key")
        assert set(recipients) == {
            ("follow-up-in-eight-weeks", f"user:{otto.pk}"),
            ("follow-up-in-four-weeks", f"user:{otto.pk}"),
            ("follow-up-wish", f"signatory:{mette.pk}"),
            ("follow-up-wish", f"signatory:{tove.pk}"),
        }

    def test_after_forty_days_of_sleep_the_latest_leaves_and_the_other_says_why_not(self):
        factory.closed()
        now = at(2027, 8, 14)

        reminders.plan(now=now)

        assert leaving(now) == ["follow-up-in-four-weeks", "follow-up-wish", "follow-up-wish"]
        assert reasons(now) == [("follow-up-in-eight-weeks", "a later reminder is due")]

    def test_after_a_year_of_sleep_one_letter_leaves_to_each(self):
        factory.closed()
        now = at(2028, 3, 1)

        reminders.plan(now=now)

        assert leaving(now) == ["follow-up-wish", "follow-up-wish", "follow-up-overdue"]
        assert {because for _, because in reasons(now)} == {"a later reminder is due"}

    def test_a_late_letter_says_when_it_should_have_come(self):
        factory.closed()
        now = at(2027, 7, 20)
        reminders.plan(now=now)

        (letter,) = [compose(row, now) for row in Notification.objects.all()]

        assert letter.context["planned_for"] == date(2027, 7, 7)

    def test_ended_while_nobody_planned_is_skipped_with_the_reason(self):
        visit = factory.closed().follow_up
        now = at(2027, 8, 14)
        follow_ups.give_up(visit_id=visit.pk, by=factory.consultant(), now=now)

        reminders.plan(now=now)

        assert leaving(now) == []
        assert {because for _, because in reasons(now)} == {"the follow-up has ended"}
        assert len(rows()) == 4

    def test_answered_meanwhile_the_contacts_are_not_asked_again(self):
        visit = factory.closed().follow_up
        now = at(2027, 8, 14)
        reminders.plan(now=now)
        follow_ups.answer(visit_id=visit.pk, read="", by=applications.person(), wish=Wish.YES, now=now)

        assert leaving(now) == ["follow-up-in-four-weeks", "follow-up-answered"]
        assert ("follow-up-wish", "the group has answered") in reasons(now)


@pytest.mark.django_db
class TestEnteredLate:
    def test_what_was_due_before_the_closing_was_entered_is_skipped_with_the_reason(self):
        # Closed on 1 March, entered on 10 August: eight and four weeks before 1 September are gone.
        factory.closed(entered_at=at(2027, 8, 10))
        now = at(2027, 8, 11)

        reminders.plan(now=now)

        assert leaving(now) == []
        assert {because for _, because in reasons(now)} == {"the closing was entered after it was due"}
        assert len(rows()) == 4

    def test_what_is_due_on_the_day_of_entering_still_leaves(self):
        factory.closed(entered_at=at(2027, 7, 7, 16))
        now = at(2027, 7, 7, 16, 5)

        reminders.plan(now=now)

        assert leaving(now) == ["follow-up-in-eight-weeks"]

    def test_the_reminder_after_it_still_leaves(self):
        factory.closed(entered_at=at(2027, 7, 20))
        now = at(2027, 8, 4)

        reminders.plan(now=now)

        assert leaving(now) == ["follow-up-in-four-weeks", "follow-up-wish", "follow-up-wish"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closed_on", "due_on"),
    [
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2028, 8, 31), date(2029, 2, 28)),
        (date(2027, 10, 31), date(2028, 4, 30)),
        (date(2027, 12, 31), date(2028, 6, 30)),
    ],
)
def test_month_ends_count_from_the_due_date(closed_on, due_on):
    factory.closed(closed_on=closed_on)

    reminders.plan(now=datetime.combine(due_on, datetime.min.time(), COPENHAGEN) + timedelta(days=30))

    assert {occurrence for _, occurrence in rows()} == {
        (due_on - timedelta(days=56)).isoformat(),
        (due_on - timedelta(days=28)).isoformat(),
        (due_on + timedelta(days=1)).isoformat(),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closed_on", "first_tick"),
    [
        # Eight weeks before 23 May 2027 is 28 March, the Sunday of summer time, and Easter: it leaves on the Tuesday.
        (date(2026, 11, 23), at(2027, 3, 30, 8)),
        # Eight weeks before 26 December 2027 is Sunday 31 October, the end of summer time: it leaves on the Monday.
        (date(2027, 6, 26), at(2027, 11, 1, 8)),
        # Eight weeks before 18 February 2028 is Christmas Eve: the 27th is the next working day.
        (date(2027, 8, 18), at(2027, 12, 27, 8)),
    ],
)
def test_weekends_feasts_and_the_nights_of_summer_time(closed_on, first_tick):
    factory.closed(closed_on=closed_on)

    reminders.plan(now=first_tick - timedelta(minutes=1))
    assert rows() == []

    reminders.plan(now=first_tick.astimezone(UTC))
    assert [kind for kind, _ in rows()] == ["follow-up-in-eight-weeks"]


@pytest.mark.django_db
def test_many_visits_are_planned_in_portions(monkeypatch):
    monkeypatch.setattr(reminders, "AT_A_TIME", 2)
    factory.many_closed(5)

    reminders.plan(now=at(2027, 7, 7))

    assert Notification.objects.filter(kind="follow-up-in-eight-weeks").count() == 5


@pytest.mark.django_db
def test_a_tick_with_nothing_new_asks_as_little_for_many_as_for_two(django_assert_num_queries):
    for count, queries in ((2, 7), (40, 7)):
        factory.many_closed(count)
        reminders.plan(now=at(2027, 7, 7))
        with django_assert_num_queries(queries):
            reminders.plan(now=at(2027, 7, 7))


@pytest.mark.django_db
def test_the_tick_rings_the_planner(monkeypatch):
    told = []
    monkeypatch.setattr(reminders, "plan", lambda now: told.append(now.tzinfo))

    tasks.plan_reminders()

    assert told == [UTC]


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_owe_each_reminder_once():
    factory.many_closed(12)
    together = Barrier(2)
    failures = []

    def plan():
        try:
            together.wait()
            reminders.plan(now=at(2027, 8, 4))
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    planners = [Thread(target=plan) for _ in range(2)]
    for planner in planners:
        planner.start()
    for planner in planners:
        planner.join()

    assert failures == []
    assert Notification.objects.count() == 12 * 4
