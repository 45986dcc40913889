"""A person on the application."""

from typing import Any

from django import forms
from django.http import QueryDict

import danish
from applications.actions.people import Person
from applications.consensus import Body, Role

# A TRIO has no chairs; a MED committee may name anybody.
_CHAIRS = {Role.CHAIR, Role.VICE_CHAIR}


class PersonForm(forms.Form):
    """Role, name and how to reach somebody, in the roles that ``body`` knows."""

    role = forms.ChoiceField(
        label="Rolle",
        widget=forms.Select,
        error_messages=danish.messages("Vælg en rolle", invalid_choice="Vælg en rolle fra listen"),
    )
    name = forms.CharField(label="Navn", max_length=120, error_messages=danish.messages("Skriv personens navn"))
    email = danish.DanishEmailField(
        label="E-mail",
        help_text="Personens egen adresse. Den bruges til at logge ind med, så to personer kan ikke dele en.",
        error_messages={"required": "Skriv personens e-mailadresse"},
    )
    phone = danish.DanishPhoneField(
        label="Telefon", help_text="Skal udfyldes for de to kontaktpersoner.", required=False
    )
    is_contact = forms.BooleanField(
        label="Kontaktperson",
        help_text="Konsulenten ringer til kontaktpersonerne: én fra ledelsen og én fra medarbejderne.",
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        body: str,
        initial: dict[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, initial=initial, prefix=prefix)
        roles = [
            role for role in Role if body == Body.LOCAL_MED or role not in _CHAIRS or role == self.initial.get("role")
        ]
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above; for the type checker
        field.choices = [("", "Vælg rolle"), *((role.value, role.label) for role in roles)]

    def clean(self) -> dict[str, Any]:
        """Whoever is called can be called."""
        found = self.cleaned_data
        if found.get("is_contact") and "phone" in found and not found["phone"]:
            self.add_error("phone", "Skriv kontaktpersonens telefonnummer")
        return found

    def person(self) -> Person:
        """Who was typed."""
        found = self.cleaned_data
        phone = found["phone"]
        return Person(
            role=Role(found["role"]),
            name=found["name"],
            email=found["email"],
            phone=phone.as_e164 if phone else "",
            is_contact=found["is_contact"],
        )
