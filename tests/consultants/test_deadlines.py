"""When things are due, told against an oracle that counts in another way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultants.deadlines import (
    add_months,
    add_working_days,
    first_contact_due_on,
    follow_up_due_on,
    is_working_day,
    on_or_after,
    quarter_of,
    whole_months,
)

CHRISTMAS_2026 = {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 31), date(2027, 1, 1)}
MONDAY = date(2026, 11, 23)


def six_months_later(day):
    """The oracle: half a year on is the same day number six months down the list, cut at the month's end."""
    of_month = {}
    cursor = date(day.year, 1, 1)
    while cursor.year <= day.year + 1:
        of_month.setdefault((cursor.year, cursor.month), []).append(cursor)
        cursor += timedelta(days=1)
    months = list(of_month)
    days = of_month[months[months.index((day.year, day.month)) + 6]]
    return days[min(day.day, len(days)) - 1]


@pytest.mark.parametrize("year", [2023, 2024])
def test_a_follow_up_is_due_six_calendar_months_after_each_day_of_the_year(year):
    day = date(year, 1, 1)
    while day.year == year:
        assert follow_up_due_on(day) == six_months_later(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("closed", "due"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 8, 28), date(2027, 2, 28)),
        (date(2027, 8, 29), date(2028, 2, 29)),
        (date(2026, 3, 31), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 2, 28), date(2026, 8, 28)),
        (date(2028, 2, 29), date(2028, 8, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_the_end_of_a_month_stays_in_its_month(closed, due):
    assert follow_up_due_on(closed) == due


@pytest.mark.parametrize(
    ("months", "day"),
    [
        (0, date(2026, 1, 31)),
        (1, date(2026, 2, 28)),
        (11, date(2026, 12, 31)),
        (12, date(2027, 1, 31)),
        (25, date(2028, 2, 29)),
        (-1, date(2025, 12, 31)),
        (-2, date(2025, 11, 30)),
        (-14, date(2024, 11, 30)),
    ],
)
def test_months_are_counted_over_the_turn_of_the_year_and_backwards(months, day):
    assert add_months(date(2026, 1, 31), months) == day


def test_first_contact_within_five_working_days_of_each_day_of_the_year():
    every = [date(2026, 7, 1) + timedelta(days=number) for number in range(366)]
    working = [day for day in every if day.isoweekday() not in (6, 7) and day not in CHRISTMAS_2026]
    for day in every[:340]:
        assert first_contact_due_on(day, CHRISTMAS_2026) == [later for later in working if later > day][4], day


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (MONDAY, date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 28), date(2026, 12, 4)),
        # Christmas Eve is a Thursday: from Wednesday the 23rd no working day until Monday the 28th.
        (date(2026, 12, 23), date(2027, 1, 5)),
    ],
)
def test_weekends_and_holidays_do_not_count(opened, due):
    assert first_contact_due_on(opened, CHRISTMAS_2026) == due


def test_no_working_days_is_the_day_itself_even_on_a_sunday():
    assert add_working_days(date(2026, 11, 22), 0, ()) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (MONDAY, True),
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), False),
        (date(2026, 12, 24), False),
    ],
)
def test_a_working_day_is_no_weekend_and_no_holiday(day, works):
    assert is_working_day(day, CHRISTMAS_2026) is works


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (MONDAY, MONDAY),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_a_day_off_moves_to_the_next_working_day(day, moved):
    assert on_or_after(day, CHRISTMAS_2026) == moved


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2026, 1, 15), date(2026, 1, 15), 0),
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2024, 11, 21), date(2026, 11, 20), 23),
        (date(2024, 11, 21), date(2026, 11, 21), 24),
        # A month after the last of January is over on the last of February.
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 3, 30), 1),
        (date(2025, 12, 31), date(2026, 1, 1), 0),
        (date(2026, 2, 1), date(2025, 1, 1), 0),
    ],
)
def test_only_whole_months_count(earlier, later, months):
    assert whole_months(earlier, later) == months


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.integers(0, 4000))
def test_whole_months_are_the_most_that_fit(earlier, days):
    later = earlier + timedelta(days=days)
    months = whole_months(earlier, later)
    assert add_months(earlier, months) <= later < add_months(earlier, months + 1)


@pytest.mark.parametrize(("month", "quarter"), [(1, 1), (3, 1), (4, 2), (9, 3), (10, 4), (12, 4)])
def test_a_day_lies_in_its_quarter(month, quarter):
    assert quarter_of(date(2026, month, 1)) == (2026, quarter)
