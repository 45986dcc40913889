"""Whether new applications are received."""

from django import forms

import danish

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
        required=False,
        error_messages=danish.messages("Skriv en besked til dem, der vil søge"),
    )

    def clean_message(self) -> str:
        """A closed door says why."""
        message: str = self.cleaned_data["message"]
        if self.cleaned_data.get("state") == CLOSED and not message:
            raise forms.ValidationError("Skriv en besked til dem, der vil søge", code="required")
        return message

    @property
    def is_open(self) -> bool:
        """What was chosen."""
        return bool(self.cleaned_data["state"] == OPEN)
