"""The fields that tell of a workplace, worded once for the first step and for the list of a joint application."""

from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

import danish
from applications.models import Municipality, Sector

_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
_BETWEEN_DIGITS = str.maketrans("", "", " .-\N{NO-BREAK SPACE}")


def is_cvr_number(digits: str) -> bool:
    """Whether eight digits can be a CVR number: their weighted sum is divisible by eleven."""
    return sum(weight * int(digit) for weight, digit in zip(_CVR_WEIGHTS, digits, strict=True)) % 11 == 0


class Digits(forms.CharField):
    """A number that is a name: so many digits, spaces and hyphens between them forgiven. Optional."""

    def __init__(self, *, label: str, digits: int, refusal: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            # Room for spaces, and for whoever pastes too much to be told so in words.
            max_length=40,
            error_messages=danish.messages(refusal, max_length=refusal),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        )
        self.digits, self.refusal = digits, refusal

    def to_python(self, value: object) -> str:
        """The digits alone."""
        return str(super().to_python(value) or "").translate(_BETWEEN_DIGITS)

    def validate(self, value: object) -> None:
        """So many digits, or nothing."""
        super().validate(value)
        typed = str(value or "")
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) == self.digits):
            raise ValidationError(self.refusal, code="invalid")


class CvrNumber(Digits):
    """The number of the municipality or institution in the CVR register."""

    def __init__(self) -> None:
        super().__init__(
            label="CVR-nummer",
            digits=8,
            refusal="Skriv CVR-nummeret med otte cifre",
            help_text="Otte cifre. Kommunens eller institutionens nummer, hvis I har det ved hånden.",
        )

    def to_python(self, value: object) -> str:
        """The digits alone, without the letters of the country."""
        return super().to_python(value).upper().removeprefix("DK")

    def validate(self, value: object) -> None:
        """A number that adds up."""
        super().validate(value)
        if value and not is_cvr_number(str(value)):
            raise ValidationError(
                "Der er ikke noget CVR-nummer med de cifre. Tjek, at de er skrevet rigtigt.", code="sum"
            )


def production_unit() -> Digits:
    """The number of the very workplace."""
    return Digits(
        label="P-nummer",
        digits=10,
        refusal="Skriv P-nummeret med ti cifre",
        help_text="Ti cifre. Arbejdspladsens eget nummer, hvis I har det ved hånden.",
    )


def postal_code() -> Digits:
    """Four digits."""
    return Digits(label="Postnummer", digits=4, refusal="Skriv postnummeret med fire cifre")


def town() -> forms.CharField:
    """As on an envelope."""
    return forms.CharField(label="By", max_length=60, required=False, error_messages=danish.messages("Skriv byen"))


def workplace_name() -> forms.CharField:
    """What its people call it."""
    return forms.CharField(
        label="Arbejdspladsens navn",
        help_text="Det navn, I selv bruger til daglig.",
        max_length=160,
        error_messages=danish.messages("Skriv arbejdspladsens navn"),
    )


def municipality() -> forms.TypedChoiceField:
    """One of the 98, by its key."""
    return forms.TypedChoiceField(
        label="Kommune",
        choices=lambda: _names("Vælg kommune", Municipality.objects.all()),
        coerce=int,
        error_messages=danish.messages("Vælg kommune", invalid_choice="Vælg en kommune fra listen"),
    )


def sector(label: str) -> forms.TypedChoiceField:
    """What is done there, by its key."""
    return forms.TypedChoiceField(
        label=label,
        choices=lambda: _names("Vælg område", Sector.objects.all()),
        coerce=int,
        error_messages=danish.messages("Vælg det område, I arbejder med", invalid_choice="Vælg et område fra listen"),
    )


def _names(empty: str, rows: QuerySet[Any]) -> list[tuple[int | str, str]]:
    """Nothing chosen, then the key and name of each of ``rows`` in their order, as of a minute ago at most."""
    known = cache.get_or_set(f"names-{rows.model.__name__}", lambda: list(rows.values_list("pk", "name")))
    return [("", empty), *(known or ())]


def employees(label: str, required: str) -> danish.CountField:
    """A rough number will do."""
    return danish.CountField(
        label=label,
        help_text="Et cirkatal er fint.",
        min_value=1,
        max_value=50_000,
        error_messages=danish.messages(
            required, invalid="Skriv antallet med tal", max_value="Skriv et tal, der er højst 50.000"
        ),
    )
