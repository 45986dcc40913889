"""When things are due. Pure: dates in, dates and moments out.

Sources: a follow-up can be offered after six months (counted here in calendar months from the closing date, as the
portal's own rule); first contact within five working days is the portal's own promise.
"""

import calendar
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

import clock
from danish.holidays import danish_holidays

FOLLOW_UP_MONTHS = 6
EVALUATION_MONTHS = 3
FIRST_CONTACT_WORKING_DAYS = 5
# Whoever has handed an engagement over reads on for so long.
READS_ON = timedelta(days=14)


def day_of(moment: datetime) -> date:
    """The date on the wall in Copenhagen at ``moment``."""
    return moment.astimezone(clock.COPENHAGEN).date()


def holidays_near(day: date) -> frozenset[date]:
    """The days off of that year and the next: enough for any rule here."""
    return _holidays_from(day.year)


@cache
def _holidays_from(year: int) -> frozenset[date]:
    return danish_holidays((year, year + 1))


def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months later, or the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def whole_months(earlier: date, later: date) -> int:
    """How many whole calendar months lie between two days, as ``add_months`` counts; none if ``later`` is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(months if add_months(earlier, months) <= later else months - 1, 0)


def quarter_of(day: date) -> tuple[int, int]:
    """The year and the quarter, 1 to 4."""
    return day.year, (day.month - 1) // 3 + 1


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


def reads_until(handed_over_on: date) -> date:
    """The last day on which whoever handed an engagement over still finds it: the fourteenth after, all of it."""
    return handed_over_on + READS_ON


# ── The reminders of a follow-up ────────────────────────────────────────────────────────────────────────────────────
OFFICE_OPENS = time(8)
# No reminder leaves earlier than this before the due date.
FIRST_REMINDER = timedelta(weeks=8)

IN_EIGHT_WEEKS = "follow-up-in-eight-weeks"
IN_FOUR_WEEKS = "follow-up-in-four-weeks"
OVERDUE = "follow-up-overdue"
ASK_FOR_THE_WISH = "follow-up-wish"
REMINDER_KINDS = (IN_EIGHT_WEEKS, IN_FOUR_WEEKS, OVERDUE, ASK_FOR_THE_WISH)


@dataclass(frozen=True)
class Reminder:
    """A letter that a follow-up owes. ``anchor`` is its day by the calendar and its name for ever: the letter leaves
    on that day, or on the first working day after, when the office opens in Copenhagen.
    """

    kind: str
    anchor: date

    @property
    def leaves_on(self) -> date:
        return on_or_after(self.anchor, holidays_near(self.anchor))

    @property
    def leaves_at(self) -> datetime:
        """Eight in the morning, whatever summer time did that night."""
        return datetime.combine(self.leaves_on, OFFICE_OPENS, clock.COPENHAGEN)


def consultant_reminders(due_on: date) -> tuple[Reminder, ...]:
    """What the consultant is told of a follow-up due on ``due_on``, in the order of time."""
    return (
        Reminder(IN_EIGHT_WEEKS, due_on - timedelta(weeks=8)),
        Reminder(IN_FOUR_WEEKS, due_on - timedelta(weeks=4)),
        Reminder(OVERDUE, due_on + timedelta(days=1)),
    )


def contact_reminders(due_on: date) -> tuple[Reminder, ...]:
    """What the group's two contacts are asked, four weeks before."""
    return (Reminder(ASK_FOR_THE_WISH, due_on - timedelta(weeks=4)),)
