"""Dates and times as Danes write them. No Django here: pure rules say dates in their sentences, too."""

from datetime import date, datetime, timedelta

import clock

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)


def danish_date(moment: date) -> str:
    """``21. november 2026``; an aware moment is first moved to Copenhagen."""
    day = moment.astimezone(clock.COPENHAGEN) if isinstance(moment, datetime) else moment
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def danish_time(moment: datetime) -> str:
    """``kl. 14.02`` on the wall in Copenhagen."""
    return f"{moment.astimezone(clock.COPENHAGEN):kl. %H.%M}"


def from_to(first: date, last: date) -> str:
    """``fra 21. november til 4. december 2026``; the year stands once where it is the same; one day is that day."""
    if first == last:
        return f"den {danish_date(first)}"
    begins = danish_date(first)
    return f"fra {begins.rpartition(' ')[0] if first.year == last.year else begins} til {danish_date(last)}"


def duration(length: timedelta) -> str:
    """``1 time og 45 minutter``, begun minutes left out."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    told = [f"{hours} time{'' if hours == 1 else 'r'}"] if hours else []
    told += [f"{minutes} minut{'' if minutes == 1 else 'ter'}"] if minutes else []
    return " og ".join(told) or "under et minut"
