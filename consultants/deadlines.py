"""When things are due. Pure: dates in, dates out.

Sources: a follow-up can be offered after six months (counted here in calendar months from the closing date, as the
portal's own rule); first contact within five working days is the portal's own promise.
"""

import calendar
from collections.abc import Container
from datetime import date, timedelta

FOLLOW_UP_MONTHS = 6
FIRST_CONTACT_WORKING_DAYS = 5


def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months later, or the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def whole_months(earlier: date, later: date) -> int:
    """How many whole calendar months lie between two days, as ``add_months`` counts; none if ``later`` is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(months if add_months(earlier, months) <= later else months - 1, 0)


def follow_up_due_on(closed_on: date) -> date:
    """Six calendar months after closing: 31 August gives 28 (or 29) February."""
    return add_months(closed_on, FOLLOW_UP_MONTHS)


def add_working_days(day: date, count: int, holidays: Container[date]) -> date:
    """The ``count``-th working day after ``day``; Saturdays, Sundays and ``holidays`` do not count."""
    while count:
        day += timedelta(days=1)
        if is_working_day(day, holidays):
            count -= 1
    return day


def is_working_day(day: date, holidays: Container[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def on_or_after(day: date, holidays: Container[date]) -> date:
    """``day`` itself if it is a working day, else the next one."""
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def first_contact_due_on(opened_on: date, holidays: Container[date]) -> date:
    """The last day for the first contact: the fifth working day after the engagement was opened."""
    return add_working_days(opened_on, FIRST_CONTACT_WORKING_DAYS, holidays)
