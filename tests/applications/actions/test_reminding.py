"""Whoever has not answered is reminded: planned, by hand, and never twice for one occasion."""

from datetime import timedelta

import pytest

from applications import tasks
from applications.actions import reminding, signing
from applications.actions.correcting import NobodyThere
from applications.actions.record import NotNamed
from applications.lifecycle import Status
from applications.models import Application
from notifications.models import Notification
from tests.applications.room import ANDERS, METTE, TOVE, named, owed, snapshot, verbs
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def after(**time):
    return make.MORNING + timedelta(**time)


def remind(application, email, *, by=METTE, now=make.MORNING):
    reminding.remind(
        application_id=application.pk, signatory_id=named(application, email).pk, by=make.person(by), now=now
    )


def test_the_missing_are_reminded_after_three_seven_and_fourteen_days():
    make.awaiting(yes=[METTE])
    for days, expected in ((2.99, []), (3, ["v1:day3"]), (6, ["v1:day3"]), (7, ["v1:day3", "v1:day7"])):
        reminding.plan_reminders(after(days=days))
        reminding.plan_reminders(after(days=days))
        occasions = Notification.objects.filter(kind="consensus-reminder").values_list("occurrence", flat=True)
        assert sorted(set(occasions)) == expected
    reminding.plan_reminders(after(days=14))
    assert owed("consensus-reminder", occurrence="v1:day14") == [ANDERS, TOVE]


def test_after_a_standstill_only_the_latest_reminder_is_owed():
    make.awaiting()
    reminding.plan_reminders(after(days=9))
    assert owed("consensus-reminder") == owed("consensus-reminder", occurrence="v1:day7") == [ANDERS, METTE, TOVE]


def test_who_was_asked_later_or_took_a_yes_back_is_left_in_peace_as_long():
    application = make.awaiting(yes=[METTE])
    signing.take_back(application_id=application.pk, by=make.person(METTE), now=after(days=2))
    person = named(application, TOVE)
    person.invited_at = after(days=1)
    person.save()
    reminding.plan_reminders(after(days=3))
    assert owed("consensus-reminder") == [ANDERS]


def test_nobody_is_reminded_of_what_is_settled():
    make.submitted()
    reminding.plan_reminders(after(days=30))
    assert Notification.objects.count() == 0


def test_an_application_that_moved_on_meanwhile_is_passed_over():
    application = make.awaiting()
    asked = application.pk
    Application.objects.filter(pk=asked).update(status=Status.DRAFT)
    reminding._plan(asked, after(days=9))
    assert Notification.objects.count() == 0


def test_a_colleague_reminds_once_a_day():
    application = make.awaiting()
    remind(application, TOVE)
    assert owed("consensus-reminder", occurrence="v1:2026-11-03") == [TOVE]
    before = snapshot()
    with pytest.raises(reminding.RemindedToday):
        remind(application, TOVE, by=ANDERS, now=after(hours=14))
    assert snapshot() == before
    remind(application, ANDERS)
    remind(application, TOVE, now=after(days=1))
    assert verbs(application) == ["reminded", "reminded", "reminded"]


def test_there_must_be_something_to_remind_of():
    application = make.awaiting(yes=[TOVE])
    settled = make.submitted(people=[(n, f"x{e}", r) for n, e, r in make.TRIO])
    before = snapshot()
    with pytest.raises(reminding.NothingToRemindOf):
        remind(application, TOVE)
    with pytest.raises(reminding.NothingToRemindOf):
        remind(settled, f"x{TOVE}", by=f"x{METTE}")
    with pytest.raises(NotNamed):
        remind(application, ANDERS, by="frank@odense.example")
    with pytest.raises(NobodyThere):
        reminding.remind(
            application_id=application.pk,
            signatory_id=named(settled, f"x{TOVE}").pk,
            by=make.person(METTE),
            now=make.MORNING,
        )
    assert snapshot() == before


def test_the_planner_is_rung_by_beat(monkeypatch):
    application = make.awaiting()
    monkeypatch.setattr("clock.now", lambda: after(days=3))
    tasks.plan_reminders()
    assert owed("consensus-reminder") == [ANDERS, METTE, TOVE]
    assert application.status == Status.AWAITING_CONSENSUS
