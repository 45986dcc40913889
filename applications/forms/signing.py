"""The forms of the agreeing half: a yes, a no with its reason, a corrected person, an answer to a question."""

from typing import TYPE_CHECKING

from django import forms

import danish
from applications.actions.signing import VersionRead
from applications.models import Signatory

if TYPE_CHECKING:
    from django.http import QueryDict

REASON_AT_MOST = 1000
ANSWER_AT_MOST = 4000


class YesForm(forms.Form):
    """ "Ja, vi er enige" to the version whose number and fingerprint travel with the page."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=30000)
    sha256 = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)

    def version_read(self) -> VersionRead:
        """What the person had before their eyes; a page that was tampered with has read no version."""
        if not self.is_valid():
            return VersionRead(0, "")
        return VersionRead(self.cleaned_data["number"], self.cleaned_data["sha256"])


class NoForm(forms.Form):
    """ "Nej, ikke endnu", and why."""

    reason = forms.CharField(
        label="Hvad skal ændres, før du kan sige ja?",
        help_text="Alle, der er nævnt i ansøgningen, kan læse det. Skriv ikke om helbred eller navngivne kolleger.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=REASON_AT_MOST,
        error_messages=danish.messages("Skriv, hvad der skal ændres, før du kan sige ja"),
    )


class CorrectForm(forms.Form):
    """Name, address and phone of somebody who is named."""

    name = forms.CharField(label="Navn", max_length=120, error_messages=danish.messages("Skriv personens navn"))
    email = danish.DanishEmailField(
        label="E-mail",
        help_text="Er adressen ny, skal personen svare igen derfra. Både den gamle og den nye adresse får besked.",
        error_messages={"required": "Skriv personens e-mailadresse"},
    )
    phone = danish.DanishPhoneField(label="Telefon", required=False)

    def __init__(self, typed: "QueryDict | None", *, person: Signatory) -> None:
        super().__init__(typed)
        self.initial = {"name": person.name, "email": person.email, "phone": person.phone}
        # Whoever is called must be reachable.
        self.fields["phone"].required = person.is_contact
        self.fields["phone"].error_messages["required"] = "Skriv kontaktpersonens telefonnummer"

    def facts(self) -> dict[str, str]:
        """What was typed; the phone in international form or empty."""
        phone = self.cleaned_data["phone"]
        return {
            "name": self.cleaned_data["name"],
            "email": self.cleaned_data["email"],
            "phone": phone.as_e164 if phone else "",
        }


class AnswerForm(forms.Form):
    """The group's plain answer to the secretariat's question."""

    answer = forms.CharField(
        label="Jeres svar",
        help_text="Alle, der er nævnt i ansøgningen, kan læse svaret. Skriv ikke om helbred eller navngivne kolleger.",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=ANSWER_AT_MOST,
        error_messages=danish.messages("Skriv jeres svar"),
    )
