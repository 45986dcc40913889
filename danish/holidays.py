"""The days when nobody is at work. The moving feasts come from ``holidays``; the calendar is Denmark's."""

from collections.abc import Iterable
from datetime import date

import holidays

# No public holidays by law, but days when municipalities and the secretariat are closed.
_CLOSED = ((6, 5), (12, 24), (12, 31))


def danish_holidays(years: Iterable[int]) -> frozenset[date]:
    """Public holidays in ``years``, and Grundlovsdag, Christmas Eve and New Year's Eve."""
    wanted = sorted(set(years))
    feasts = holidays.country_holidays("DK", years=wanted) if wanted else ()
    closed = (date(year, month, day) for year in wanted for month, day in _CLOSED)
    return frozenset(feasts) | frozenset(closed)
