"""Whether new applications are received."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms

import danish

if TYPE_CHECKING:
    from django.http import QueryDict

OPEN, CLOSED = "open", "closed"


class IntakeForm(forms.Form):
    """Open, or closed with a message that everybody reads."""

    state = forms.ChoiceField(
        label="Tager vi imod nye ansøgninger?",
        choices=[(OPEN, "Ja, der er åbent"), (CLOSED, "Nej, der er lukket")],
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, om der er åbent eller lukket"),
    )
    message = forms.CharField(
        label="Besked på forsiden, når der er lukket",
        help_text="Skriv, hvornår I regner med at åbne igen. Alle kan læse beskeden.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages=danish.messages("Skriv en besked til dem, der vil søge"),
    )

    # Whether the message is required depends on the answer above it; the browser does not know.
    use_required_attribute = False

    def __init__(self, typed: "QueryDict | None" = None, *, initial: Mapping[str, str]) -> None:
        super().__init__(typed, initial=dict(initial))
        self.fields["message"].required = typed is None or typed.get("state") == CLOSED

    @property
    def is_open(self) -> bool:
        """What was chosen."""
        return bool(self.cleaned_data["state"] == OPEN)
