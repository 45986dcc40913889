"""The name of a saved view, and for whom it is kept."""

from typing import Any

from django import forms

import danish

MINE, TEAMS = "mig", "holdet"


def _name() -> forms.CharField:
    return forms.CharField(
        label="Navn",
        help_text="For eksempel »Skoler på venteliste«",
        max_length=60,
        error_messages=danish.messages("Skriv et navn"),
    )


class SaveViewForm(forms.Form):
    """What it is called, and who sees it. What it holds stands in the address, which the queue's own form has read."""

    name = _name()
    readers = forms.ChoiceField(
        label="Hvem skal se visningen?",
        choices=((MINE, "Kun mig"), (TEAMS, "Hele holdet")),
        initial=MINE,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvem der skal se visningen"),
    )

    @property
    def facts(self) -> dict[str, Any]:
        """Name and whether it is shared."""
        return {"name": self.cleaned_data["name"], "is_shared": self.cleaned_data["readers"] == TEAMS}


class RenameViewForm(forms.Form):
    """Another name."""

    name = _name()
