"""What is said of meetings just agreed on that fall on a weekend or a public holiday."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest

from consultants.actions.meetings import Slot
from consultants.deadlines import day_of, holidays_near, is_working_day
from danish import danish_date


def mention(request: HttpRequest, slots: Iterable[Slot], *, now: datetime) -> None:
    """Leave a sentence for the next page about each such day ahead: it may be meant, and may be a slip of the pen."""
    days = sorted({day_of(slot.starts_at) for slot in slots if slot.starts_at > now})
    for day in filter(_is_off, days):
        messages.info(request, f"{danish_date(day)} er ikke en arbejdsdag. Flyt mødet, hvis det er en fejl.")


def _is_off(day: date) -> bool:
    return not is_working_day(day, holidays_near(day))
