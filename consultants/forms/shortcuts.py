"""Whether single keys do anything on the list of applications."""

from django import forms

import danish

ON, OFF = "til", "fra"


class ShortcutsForm(forms.Form):
    """On or off."""

    keys = forms.ChoiceField(
        label="Genveje på tastaturet",
        choices=((ON, "Slået til"), (OFF, "Slået fra")),
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, om genvejene skal være slået til"),
    )
