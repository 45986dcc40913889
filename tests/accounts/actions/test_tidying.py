from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

from accounts import tasks
from accounts.actions import limits, passwords, tidying
from accounts.models import Allowance, PasswordLink, SignInCode
from tests.accounts.conftest import NOON, asked

pytestmark = pytest.mark.django_db


def test_a_code_too_old_is_wiped_and_after_a_day_forgotten():
    code, younger = asked(), asked(now=NOON + timedelta(minutes=1))

    tidying.tidy(now=NOON + timedelta(minutes=10))

    code.refresh_from_db()
    younger.refresh_from_db()
    assert code.sealed_code == ""
    assert younger.sealed_code != ""
    tidying.tidy(now=NOON + timedelta(days=1, minutes=10))
    assert list(SignInCode.objects.all()) == [younger]


def test_links_and_counts_go_when_they_have_served():
    passwords.ask_for_link(email="x@spark.example", network="192.0.2.1", now=NOON)

    tidying.tidy(now=NOON + timedelta(hours=1))
    assert Allowance.objects.get().key == passwords.LINKS_PER_ADDRESS_AND_DAY.key("x@spark.example")
    assert PasswordLink.objects.count() == 1

    tidying.tidy(now=NOON + timedelta(days=1, hours=1))
    assert not Allowance.objects.exists()
    assert not PasswordLink.objects.exists()


def test_sessions_end_by_the_machines_clock_wherever_ours_has_been_moved_to():
    Session.objects.create(session_key="a", session_data="", expire_date=NOON)
    Session.objects.create(session_key="b", session_data="", expire_date=NOON + timedelta(days=3))
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        tidying.tidy(now=NOON + timedelta(days=183))
    assert [row.session_key for row in Session.objects.all()] == ["b"]


def test_a_count_that_has_been_tidied_away_starts_again():
    five = limits.Limit("test", most=1, within=timedelta(hours=1))
    limits.spend({five: "a"}, now=NOON)
    tidying.tidy(now=NOON + timedelta(hours=1))

    limits.spend({five: "a"}, now=NOON + timedelta(hours=1))


def test_the_clock_rings_for_tidying(noon):
    code = asked(now=NOON - timedelta(minutes=10))

    tasks.tidy()

    code.refresh_from_db()
    assert code.sealed_code == ""
