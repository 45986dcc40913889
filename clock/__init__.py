"""The portal's only reader of the time.

Everything else gets the moment passed in from an entry point (a view, a task, a command).
``SPARK_CLOCK`` shifts the clock of a demo or a test run: ``+183d``, ``-2h``, or ``@/path/to/file`` with such a
shift as the file's only line, so that several processes can be moved together while they run. Production refuses it.
"""

import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_SHIFT = re.compile(r"(?P<sign>[+-])(?P<amount>\d{1,6})(?P<unit>[dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class NotAShift(Exception):
    """``SPARK_CLOCK`` holds something else than a sign, a whole number and one of d, h, m."""


def parse_shift(text: str) -> timedelta:
    """The shift that ``text`` names (``"+183d"``); no text is no shift. Raises NotAShift."""
    text = text.strip()
    if not text:
        return timedelta()
    match = _SHIFT.fullmatch(text)
    if match is None:
        raise NotAShift(f"SPARK_CLOCK must look like +183d, -2h or +30m, not {text!r}")
    shift = timedelta(**{_UNITS[match["unit"]]: int(match["amount"])})
    return -shift if match["sign"] == "-" else shift


def _shift() -> timedelta:
    told = os.environ.get("SPARK_CLOCK", "")
    if told.startswith("@"):
        source = Path(told[1:])
        told = source.read_text() if source.exists() else ""
    return parse_shift(told)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC) + _shift()


def today() -> date:
    """The date on the wall in Copenhagen."""
    return now().astimezone(COPENHAGEN).date()
