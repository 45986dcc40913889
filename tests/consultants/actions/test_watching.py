"""More than sixty different cases within an hour is told to the head, once an hour for each person."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import Role
from applications.models import AccessLog, Purpose
from consultants import access_letters, tasks
from consultants.actions import watching
from consultants.models import AccessAlert
from notifications.letters import Unwanted
from notifications.models import Notification
from notifications.registry import Owed
from tests.consultants.desk import NOW, frozen, head, staff
from tests.factories import applications

pytestmark = pytest.mark.django_db

SARA = "Sara Holm"


def read(cases, *, by, at=NOW, times=1):
    AccessLog.objects.bulk_create(
        AccessLog(application=each, reader=by, purpose=Purpose.TRIAGE, page="application", at=at)
        for each in cases
        for _ in range(times)
    )


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    """61 cases, made once and taken back."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield applications.many_submitted(61, at=NOW - timedelta(days=9))
        transaction.set_rollback(True)


def test_sixty_cases_are_a_days_work(many):
    head()
    read(many[:60], by=staff(SARA), times=3)
    assert watching.watch(now=NOW) == 0
    assert not AccessAlert.objects.exists()


def test_the_sixty_first_case_is_told_to_every_head_once(many):
    sara, hanne = staff(SARA), head()
    staff("Hans Lind", Role.HEAD, is_active=False)
    read(many, by=sara, at=NOW - timedelta(minutes=5))

    assert watching.watch(now=NOW) == 1
    assert watching.watch(now=NOW + timedelta(minutes=1)) == 0

    alert = AccessAlert.objects.get()
    assert (alert.reader, alert.cases, alert.at, str(alert)) == (sara, 61, NOW, "61 sager")
    owed = Notification.objects.get(kind="access-alert")
    assert (owed.about_id, owed.recipient_key) == (alert.pk, f"user:{hanne.pk}")


def test_the_stretch_rolls_and_does_not_begin_with_the_clock_hour(many):
    sara = staff(SARA)
    read(many[:40], by=sara, at=NOW - timedelta(minutes=50))
    read(many[40:], by=sara, at=NOW + timedelta(minutes=5))
    assert watching.watch(now=NOW + timedelta(minutes=5)) == 1


def test_cases_spread_over_more_than_an_hour_are_not_told(many):
    sara = staff(SARA)
    read(many[:40], by=sara, at=NOW - timedelta(minutes=61))
    read(many[40:], by=sara)
    assert watching.watch(now=NOW) == 0


def test_who_goes_on_is_told_again_an_hour_later(many):
    sara = staff(SARA)
    read(many, by=sara)
    assert watching.watch(now=NOW) == 1
    later = NOW + timedelta(minutes=70)
    read(many, by=sara, at=later)
    assert watching.watch(now=later) == 1
    assert AccessAlert.objects.count() == 2


def test_two_people_are_two_alerts_and_neither_counts_for_the_other(many):
    sara, karen = staff(SARA), staff()
    read(many, by=sara)
    read(many[:30], by=karen)
    assert watching.watch(now=NOW) == 1
    assert AccessAlert.objects.get().reader == sara


def test_a_second_watcher_of_the_same_hour_adds_nothing(many):
    sara = staff(SARA)
    head()
    read(many, by=sara)
    AccessAlert.objects.create(reader=sara, cases=99, at=NOW - timedelta(hours=2), hour=NOW.replace(minute=0))
    assert watching.watch(now=NOW) == 0
    assert not Notification.objects.exists()


def test_the_doorbell_watches(many):
    read(many, by=staff(SARA))
    with frozen:
        tasks.watch_access()
    assert AccessAlert.objects.count() == 1


# ── The letter ──────────────────────────────────────────────────────────────────────────────────────────────────────
def alert_of(reader):
    return AccessAlert.objects.create(reader=reader, cases=61, at=NOW, hour=NOW)


def owed(alert, user):
    return Owed(alert.pk, f"user:{user.pk}", "", NOW)


def test_the_letter_names_nobody_and_no_case():
    alert, hanne = alert_of(staff(SARA)), head()
    letter = access_letters.access_alert(owed(alert, hanne))
    assert (letter.to, letter.template) == (hanne.email, "consultants/access_alert")
    assert letter.context == {"path": "/sekretariat/adgang/"}
    assert mail.outbox == []


def test_who_is_not_the_head_any_more_gets_none():
    alert, karen = alert_of(staff(SARA)), staff()
    assert isinstance(access_letters.access_alert(owed(alert, karen)), Unwanted)
    alert.delete()
    assert access_letters.access_alert(owed(alert, head())) == access_letters.ERASED
