"""Times of day as Danes type them, and what a time on the wall means in the two nights when the clock is changed."""

import re
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

import clock

_TYPED = re.compile(r"(?:kl\.?\s*)?(?P<hour>\d{1,2})(?:\s*[.:]\s*(?P<minute>\d{2}))?", re.ASCII | re.IGNORECASE)


class NoSuchTime(Exception):
    """That night the clock is put forward over this time: it never stands on the wall."""


def on_the_wall(day: date, at: time) -> datetime:
    """The moment when the clock in Copenhagen shows ``at`` on ``day``.

    In the night when summer time ends, the hour that comes twice is taken as the first of the two. Raises NoSuchTime.
    """
    moment = datetime.combine(day, at, clock.COPENHAGEN)
    if moment.astimezone(UTC).astimezone(clock.COPENHAGEN).time() != at:
        raise NoSuchTime(at)
    return moment


class DanishTimeField(forms.Field):
    """A time of day: "9", "9.30", "09:30", "kl. 9.30". Gives a ``time``."""

    widget = forms.TextInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Skriv klokkeslættet",
        "invalid": "Skriv klokkeslættet som i 9.00 eller 13.30",
    }

    def to_python(self, value: object) -> time | None:
        """The time that was typed, None for nothing."""
        typed = str(value or "").strip()
        if not typed:
            return None
        match = _TYPED.fullmatch(typed)
        hour, minute = (int(match["hour"]), int(match["minute"] or 0)) if match else (24, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(hour, minute)

    def prepare_value(self, value: object) -> object:
        """``9.00`` for a time; what was typed stays as it was."""
        return f"{value.hour}.{value.minute:02d}" if isinstance(value, time) else value
