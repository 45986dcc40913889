"""Moving the demo's clock."""

from typing import ClassVar

from django import forms

import danish


class ClockForm(forms.Form):
    """How far ahead of the real time the demo's clock shall go, in whole days."""

    LONGEST: ClassVar[int] = 3650

    days = forms.IntegerField(
        label="Dage frem i forhold til i dag",
        help_text="0 er den rigtige tid. 183 er et halvt år frem.",
        min_value=0,
        max_value=LONGEST,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages=danish.messages(
            "Skriv, hvor mange dage uret skal gå frem",
            invalid="Skriv antallet af dage med hele tal",
            min_value="Uret kan ikke gå tilbage: skriv 0 eller mere",
            max_value="Uret kan højst gå 3650 dage frem",
        ),
    )
