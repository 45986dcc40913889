from datetime import timedelta

import pytest
from django.db import connection

from accounts.actions import limits
from accounts.actions.limits import Limit, TooMany
from accounts.models import Allowance
from tests.accounts.conftest import NOON

pytestmark = pytest.mark.django_db

THREE_AN_HOUR = Limit("test-three", most=3, within=timedelta(hours=1))
TWO_A_DAY = Limit("test-two", most=2, within=timedelta(days=1))


def test_the_fourth_attempt_within_an_hour_is_refused_until_the_first_is_an_hour_old():
    for minute in (0, 10, 20):
        limits.spend({THREE_AN_HOUR: "a"}, now=NOON + timedelta(minutes=minute))

    with pytest.raises(TooMany) as refused:
        limits.spend({THREE_AN_HOUR: "a"}, now=NOON + timedelta(minutes=59, seconds=59))

    assert refused.value.until == NOON + timedelta(hours=1)
    limits.spend({THREE_AN_HOUR: "a"}, now=NOON + timedelta(hours=1))
    with pytest.raises(TooMany) as refused:
        limits.spend({THREE_AN_HOUR: "a"}, now=NOON + timedelta(hours=1))
    assert refused.value.until == NOON + timedelta(minutes=70)


def test_one_subject_does_not_use_up_the_tries_of_another():
    for _ in range(3):
        limits.spend({THREE_AN_HOUR: "a"}, now=NOON)

    limits.spend({THREE_AN_HOUR: "b"}, now=NOON)


def test_when_one_limit_refuses_nothing_is_counted_against_the_others():
    for _ in range(2):
        limits.spend({TWO_A_DAY: "network"}, now=NOON)

    with pytest.raises(TooMany):
        limits.spend({THREE_AN_HOUR: "a", TWO_A_DAY: "network"}, now=NOON)

    for _ in range(3):
        limits.spend({THREE_AN_HOUR: "a"}, now=NOON)


def test_forgiving_gives_back_every_try_of_that_subject_alone():
    for subject in ("a", "b"):
        for _ in range(3):
            limits.spend({THREE_AN_HOUR: subject}, now=NOON)

    limits.forgive(THREE_AN_HOUR, "a")

    limits.spend({THREE_AN_HOUR: "a"}, now=NOON)
    with pytest.raises(TooMany):
        limits.spend({THREE_AN_HOUR: "b"}, now=NOON)


def test_the_rows_hold_no_address_in_clear():
    limits.spend({THREE_AN_HOUR: "leder@kommune.example"}, now=NOON)

    row = Allowance.objects.get()
    assert "leder" not in str(row)
    assert row.key.startswith("test-three:")
    assert (row.moments, row.stale_at) == ([NOON], NOON + timedelta(hours=1))


def test_only_whoever_reserves_behind_a_gate_holds_it():
    limits.spend({TWO_A_DAY: "a"}, now=NOON)
    limits.reserve([TWO_A_DAY], ["a"], now=NOON)
    assert gates() == []
    limits.reserve([TWO_A_DAY, THREE_AN_HOUR], ["b", "c"], now=NOON, gate=0x5350_4152_4B)
    assert gates() == [0x5350_4152_4B]


def gates():
    """The advisory locks of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT classid::bigint << 32 | objid::bigint FROM pg_locks"
            " WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        return [number for (number,) in cursor]
