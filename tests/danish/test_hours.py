"""Times as people type them, and the two nights of the year when the clock is changed."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from danish.hours import DanishTimeField, NoSuchTime, on_the_wall


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)),
        ("9.00", time(9)),
        ("09:00", time(9)),
        (" 13.30 ", time(13, 30)),
        ("kl. 9.30", time(9, 30)),
        ("Kl 7", time(7)),
        ("0.00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_is_read_however_it_is_typed(typed, meant):
    assert DanishTimeField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["24", "9.60", "ni", "9.5", "9.000", "-1", "9 30", "٩", "9.00-12.00", "9.00\x00"])
def test_what_is_no_time_is_told_in_danish(typed):
    with pytest.raises(ValidationError, match=r"Skriv klokkeslættet som i 9\.00 eller 13\.30"):
        DanishTimeField().clean(typed)


def test_nothing_typed_is_told_or_left_alone():
    with pytest.raises(ValidationError, match="Skriv klokkeslættet"):
        DanishTimeField().clean("  ")
    assert DanishTimeField(required=False).clean("") is None


def test_a_time_is_shown_as_danes_write_it():
    field = DanishTimeField()

    assert field.prepare_value(time(9, 5)) == "9.05"
    assert field.prepare_value("ni") == "ni"


def test_the_wall_in_copenhagen():
    assert on_the_wall(date(2026, 11, 24), time(9)) == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert on_the_wall(date(2026, 6, 24), time(9)) == datetime(2026, 6, 24, 7, tzinfo=UTC)


def test_the_hour_that_comes_twice_is_the_first_of_the_two():
    assert on_the_wall(date(2026, 10, 25), time(2, 30)).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_the_hour_that_never_comes_is_refused(minute):
    with pytest.raises(NoSuchTime):
        on_the_wall(date(2026, 3, 29), time(2, minute))


def test_the_minutes_around_it_exist():
    assert on_the_wall(date(2026, 3, 29), time(1, 59)).astimezone(UTC) == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert on_the_wall(date(2026, 3, 29), time(3, 0)).astimezone(UTC) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
