"""Which application to compare with."""

from django import forms

import danish


class CompareForm(forms.Form):
    """The other application, by its reference."""

    med = forms.CharField(
        label="Sammenlign med",
        help_text="Skriv referencen, for eksempel SPARK-2026-0042",
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
        error_messages=danish.messages("Skriv referencen på den anden ansøgning"),
    )

    @property
    def reference(self) -> str:
        """The reference in capital letters."""
        return str(self.cleaned_data["med"]).strip().upper()
