"""Which application to compare with."""

import re

from django import forms
from django.core.exceptions import ValidationError

import danish

FIRST_YEAR = 2016  # of SPARK
_TYPED = re.compile(r"(?:SPARK)?[\s-]*(?:(?P<year>[0-9]{4})[\s-]+)?(?P<number>[0-9]{1,6})", re.IGNORECASE)


class CompareForm(forms.Form):
    """The other application, by its reference as people write it: all of it, or its numbers."""

    med = forms.CharField(
        label="Sammenlign med",
        help_text="Skriv referencen, for eksempel SPARK-2026-0042 eller 2026-42",
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
        error_messages=danish.messages("Skriv referencen på den anden ansøgning"),
    )

    def clean_med(self) -> re.Match[str]:
        """The year, perhaps, and the number."""
        typed = _TYPED.fullmatch(str(self.cleaned_data["med"]).strip())
        if typed is None:
            raise ValidationError("Skriv referencen som SPARK-2026-0042, eller kun tallene: 2026-42", code="reference")
        return typed

    def references(self, this_year: int) -> list[str]:
        """What was meant: one reference, or without a year the number in each year until ``this_year``."""
        typed: re.Match[str] = self.cleaned_data["med"]
        years = [typed["year"]] if typed["year"] else [str(year) for year in range(FIRST_YEAR, this_year + 1)]
        return [f"SPARK-{year}-{typed['number'].lstrip('0'):0>4}" for year in years]
