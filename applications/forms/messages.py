"""One message of the thread, from either side."""

from uuid import UUID, uuid4

from django import forms

import danish

TEXT_AT_MOST = 4000


class MessageForm(forms.Form):
    """The text, with the token that makes it one message however often it is sent, and what its writer had read."""

    text = forms.CharField(
        label="Din besked",
        help_text="Alle, der er nævnt i ansøgningen, kan læse den. Skriv ikke om helbred eller navngivne kolleger.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=TEXT_AT_MOST,
        error_messages=danish.messages("Skriv din besked"),
    )
    # Hidden fields come from the page. Tampered with, they count as not there, and never hide what was typed.
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def token_or_new(self) -> UUID:
        """The page's token; a new one where there is none."""
        return _as_uuid(self.data.get("token")) or uuid4()

    def seen_or_none(self) -> UUID | None:
        """The newest message on the page, where there was one."""
        return _as_uuid(self.data.get("seen"))


def _as_uuid(told: object) -> UUID | None:
    try:
        return UUID(str(told))
    except ValueError:
        return None
