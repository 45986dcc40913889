"""A place on the waiting list is regretted as any decision: within its minute, once, and each turn for itself."""

from datetime import timedelta

import pytest

from applications.actions import decisions, signing, triage
from applications.lifecycle import IllegalMove, Status
from applications.models import ApplicationEvent
from applications.models.application import DeclineReason
from consultants.actions import regretting
from notifications.models import Notification, State
from tests.consultants.desk import NOW, WEEKS_AGO, staff
from tests.factories import applications

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(seconds=30)
LATE = NOW + timedelta(seconds=60)


def waiting(application=None, *, at=NOW, hold=decisions.WINDOW):
    application = application or applications.submitted(at=WEEKS_AGO)
    triage.set_waiting(application_id=application.pk, by=staff(), now=at, hold=hold)
    application.refresh_from_db()
    return application


def regret(application, *, at=SOON):
    regretting.take_back(application_id=application.pk, by=staff(), now=at)
    application.refresh_from_db()


def mails():
    return sorted(Notification.objects.filter(kind="decision").values_list("state", flat=True))


def test_a_wait_that_is_regretted_in_time_never_was():
    application = waiting()
    assert (application.is_held(SOON), application.decided_at) == (True, None)
    assert application.as_told(SOON).status == Status.SUBMITTED

    regret(application)

    assert (application.status, application.held_until, application.decided_from) == (Status.SUBMITTED, None, "")
    assert (application.waiting_days(NOW.date()), mails()) == (18, ["skipped"] * 3)
    event = application.events.order_by("pk").last()
    assert (event.verb, event.data["undone"]) == ("decision_taken_back", "waiting")
    assert ApplicationEvent.objects.get(pk=event.data["decision"]).verb == "set_waiting"


def test_it_is_regretted_once():
    application = waiting()
    regret(application)
    with pytest.raises(IllegalMove):
        regret(application)
    assert application.status == Status.SUBMITTED


@pytest.mark.parametrize("hold", [decisions.WINDOW, timedelta(0)])
def test_once_the_letter_may_have_left_it_stands(hold):
    application = waiting(hold=hold)
    with pytest.raises(decisions.AlreadySent):
        regret(application, at=LATE if hold else NOW)
    application.refresh_from_db()
    assert (application.status, mails()) == (Status.WAITING, ["owed"] * 3)


def test_one_letter_that_has_left_is_enough():
    application = waiting()
    one = Notification.objects.filter(kind="decision").first().pk
    Notification.objects.filter(pk=one).update(state=State.SENT, sent_at=NOW)
    with pytest.raises(decisions.AlreadySent):
        regret(application)


def test_a_better_letter_is_another_version_and_waits_a_minute_more():
    application = waiting()
    letter = regretting.rewrite(application_id=application.pk, by=staff(), text="I venter.", now=SOON)
    assert (letter.number, letter.waits, letter.granted, letter.reason) == (2, True, False, "")
    held = Notification.objects.filter(kind="decision").values_list("hold_until", flat=True)
    assert set(held) == {SOON + decisions.WINDOW}
    regret(application, at=LATE)
    assert (application.status, mails()) == (Status.SUBMITTED, ["skipped"] * 3)


def test_the_letter_of_an_earlier_turn_has_left_and_is_in_no_way():
    application = waiting(at=WEEKS_AGO + timedelta(days=1))
    Notification.objects.filter(kind="decision").update(state=State.SENT, sent_at=WEEKS_AGO)
    application.move_to(Status.SUBMITTED)
    application.save()
    waiting(application)
    assert [letter.number for letter in decisions.versions(application)] == [2]
    regret(application)
    assert (application.status, mails()) == (Status.SUBMITTED, [*["sent"] * 3, *["skipped"] * 3])


def test_whoever_is_declined_within_the_minute_gets_both_letters_and_only_the_no_is_regretted():
    application = waiting()
    facts = {"reason": DeclineReason.CAPACITY, "text": "Desværre.", "hold": decisions.WINDOW}
    triage.decline(application_id=application.pk, by=staff(), now=SOON, **facts)
    regret(application, at=LATE)
    assert (application.status, mails()) == (Status.WAITING, [*["owed"] * 3, *["skipped"] * 3])
    with pytest.raises(decisions.AlreadySent):
        regret(application, at=LATE)


def test_the_group_may_withdraw_meanwhile_and_nothing_is_left_to_regret():
    application = waiting()
    signing.withdraw(application_id=application.pk, by=applications.person(applications.TRIO[0][1]), now=SOON)
    application.refresh_from_db()
    assert (application.status, application.is_held(SOON)) == (Status.WITHDRAWN, False)
    with pytest.raises(IllegalMove):
        regret(application)
