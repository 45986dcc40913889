"""How Danish is written and read: dates, times, the alphabet, and the form fields that speak it.

Pure helpers at the bottom of the staircase, so that every room writes "21. november 2026" and "kl. 14.02" alike.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from phonenumber_field.formfields import PhoneNumberField

from danish.dates import danish_date as danish_date
from danish.dates import danish_time as danish_time
from danish.numbers import CountField as CountField
from danish.numbers import whole_number as whole_number

# ── Numbers that are nobody's business ──────────────────────────────────────────────────────────────────────────────
# Six digits and four, as a civil registration number is written.
_CPR_LIKE = re.compile(r"\b\d{6}[- ]?\d{4}\b")


def holds_cpr_number(text: str) -> bool:
    """Whether ``text`` looks as if it held somebody's civil registration number (ddmmyy-nnnn)."""
    return _CPR_LIKE.search(text) is not None


# ── The alphabet ────────────────────────────────────────────────────────────────────────────────────────────────────
_LAST_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})


def sort_key(name: str) -> str:
    """A key that orders names as Danes do: æ, ø, å last, "aa" as å, no difference between e and é or A and a."""
    folded = unicodedata.normalize("NFC", name).casefold().replace("aa", "å").translate(_LAST_LETTERS)
    return "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))


# ── Texts of refused input ──────────────────────────────────────────────────────────────────────────────────────────
def messages(required: str, **others: str) -> dict[str, str]:
    """``error_messages`` for a form field: ``required`` is an instruction ("Skriv arbejdspladsens navn").

    The rest is worded once here and can be replaced by its code (``invalid="Skriv antallet med tal"``).
    """
    return {
        "required": required,
        "invalid": required,
        "max_length": "Teksten må højst fylde %(limit_value)d tegn. Nu fylder den %(show_value)d.",
        "min_length": "Teksten skal fylde mindst %(limit_value)d tegn. Nu fylder den %(show_value)d.",
        "min_value": "Skriv et tal, der er mindst %(limit_value)s",
        "max_value": "Skriv et tal, der er højst %(limit_value)s",
        "invalid_choice": "Vælg en af de viste muligheder",
        "invalid_list": "Vælg blandt de viste muligheder",
        "invalid_pk_value": "Vælg blandt de viste muligheder",
        "null_characters_not_allowed": "Teksten indeholder et tegn, som ikke kan gemmes. Skriv den igen.",
        **others,
    }


class DanishEmailField(forms.EmailField):
    """An e-mail address of at most 254 characters, kept in lower case: the address is the identity."""

    default_validators = [validate_email, MaxLengthValidator(254)]
    default_error_messages: ClassVar[dict[str, Any]] = messages(
        "Skriv en e-mailadresse", invalid="Skriv en e-mailadresse som i navn@kommune.dk"
    )

    def clean(self, value: object) -> str:
        """The address without spaces around it, in lower case."""
        address: str = super().clean(value)
        return address.lower()


class DanishPhoneField(PhoneNumberField):  # type: ignore[misc]  # the package carries no types
    """A phone number with or without +45, spaces, hyphens and brackets; foreign numbers with their country code."""

    default_error_messages: ClassVar[dict[str, Any]] = messages(
        "Skriv et telefonnummer",
        invalid="Skriv et telefonnummer som i 12 34 56 78. Udenlandske numre begynder med + og landekode.",
    )


# ── A date in three fields ──────────────────────────────────────────────────────────────────────────────────────────
Part = Literal["day", "month", "year"]
PARTS: tuple[Part, ...] = ("day", "month", "year")


class DateParts(forms.MultiWidget):
    """Three short text fields named ``<field>_day``, ``<field>_month`` and ``<field>_year``; see dkfds/_date.html."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        """Day, month and year of a date; three times None of none."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DanishDateField(forms.Field):
    """A date typed as day, month and year. An error carries the first wrong part as its code: see ``wrong_part``."""

    widget = DateParts
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Skriv datoen med dag, måned og år",
        "day": "Skriv dagen med et tal fra 1 til 31",
        "month": "Skriv måneden med et tal fra 1 til 12",
        "year": "Skriv årstallet med fire cifre",
        "no_such_day": "Der er ikke så mange dage i måneden. Ret dagen eller måneden.",
    }
    _limits: ClassVar[dict[Part, range]] = {"day": range(1, 32), "month": range(1, 13), "year": range(1900, 2200)}

    def to_python(self, value: Sequence[str | None] | None) -> date | None:
        """The date of three typed texts, None of three empty ones."""
        typed = [str(part or "").strip() for part in value or ()]
        if not any(typed):
            return None
        day, month, year = (self._number(part, text) for part, text in zip(PARTS, typed, strict=True))
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["no_such_day"], code="day") from error

    def _number(self, part: Part, text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
        if number not in self._limits[part]:
            raise ValidationError(self.error_messages[part], code=part)
        return number


def wrong_part(field: forms.BoundField) -> Part:
    """The part of a refused date where the person should begin."""
    codes = {error.code for error in field.errors.as_data()}
    return next((part for part in PARTS if part in codes), "day")
