"""Pauses between attempts."""

import uuid
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from notifications import retries

NO_JITTER = uuid.UUID(int=0)
MOST_JITTER = uuid.UUID(int=999)


def minutes(failures, letter=NO_JITTER):
    return retries.pause(failures, letter) / timedelta(minutes=1)


def test_pauses_grow_from_a_minute_to_an_hour():
    assert [minutes(failures) for failures in range(1, 7)] == [1, 5, 15, 60, 60, 60]


def test_we_are_patient_for_three_days_and_no_longer():
    waited = sum(minutes(failures) for failures in range(1, retries.LAST_ATTEMPT))
    assert 72 * 60 <= waited < 73 * 60
    assert retries.pause(retries.LAST_ATTEMPT, NO_JITTER) is None


@given(st.uuids(), st.integers(min_value=1, max_value=75))
def test_jitter_adds_at_most_a_fifth(letter, failures):
    assert minutes(failures) <= minutes(failures, letter) <= minutes(failures, MOST_JITTER) < 1.2 * minutes(failures)
