"""Whole numbers as people write them."""

import re

from django import forms

_NUMBER = re.compile(r"(?:ca\.?|cirka|omkring)?\s*(\d{1,3}(?:[. ]\d{3}){1,2}|\d{1,9})(?:\s+\D*)?", re.IGNORECASE)


def whole_number(text: str) -> int | None:
    """The number in "1200", "1.200", "ca. 40" or "40 ansatte"; None where there is none, or more than one."""
    found = _NUMBER.fullmatch(text.strip())
    return int(re.sub(r"\D", "", found[1])) if found else None


class CountField(forms.IntegerField):
    """How many there are of something, in a short field, written as people write it."""

    def __init__(self, **kwargs: object) -> None:
        short = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
        super().__init__(**{"widget": short, **kwargs})  # type: ignore[arg-type]  # handed on as they come

    def to_python(self, value: object) -> int | None:
        """The number that was written."""
        number = whole_number(str(value or ""))
        return super().to_python(value if number is None else number)
