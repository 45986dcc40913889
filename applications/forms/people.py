"""A person on the application."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.http import QueryDict

import danish
from applications.actions.people import Person
from applications.consensus import CHAIRS, JOINT_BODIES, Body, Role
from applications.models import Municipality

# A TRIO has no chairs; a MED committee may name anybody.
_HAVE_CHAIRS = JOINT_BODIES | {Body.LOCAL_MED}


class PersonForm(forms.Form):
    """Role, name and how to reach somebody, in the roles that ``body`` knows.

    ``municipalities``: the keys of those that take part; where there are several, a chair says whose.
    """

    role = forms.ChoiceField(
        label="Rolle",
        widget=forms.Select,
        error_messages=danish.messages("Vælg en rolle", invalid_choice="Vælg en rolle fra listen"),
    )
    municipality = forms.ModelChoiceField(
        label="Kommune",
        help_text="Skal vælges for formænd og næstformænd: hver kommune, der er med, har sine egne.",
        queryset=Municipality.objects.none(),
        required=False,
        empty_label="Vælg kommune",
        error_messages=danish.messages("Vælg kommune", invalid_choice="Vælg en kommune fra listen"),
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
        municipalities: Collection[int] = (),
    ) -> None:
        super().__init__(data, initial=initial, prefix=prefix)
        roles = [
            role for role in Role if body in _HAVE_CHAIRS or role not in CHAIRS or role == self.initial.get("role")
        ]
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above; for the type checker
        field.choices = [("", "Vælg rolle"), *((role.value, role.label) for role in roles)]
        if len(municipalities) > 1:
            asked = self.fields["municipality"]
            assert isinstance(asked, forms.ModelChoiceField)  # noqa: S101 - declared above; for the type checker
            asked.queryset = Municipality.objects.filter(pk__in=municipalities)
        else:
            del self.fields["municipality"]

    def clean(self) -> dict[str, Any]:
        """Whoever is called can be called, and a chair speaks for a municipality."""
        found = self.cleaned_data
        if found.get("role") in CHAIRS and found.get("municipality", "") is None:
            self.add_error("municipality", "Vælg, hvilken kommune personen taler for")
        if found.get("is_contact") and "phone" in found and not found["phone"]:
            self.add_error("phone", "Skriv kontaktpersonens telefonnummer")
        return found

    def person(self) -> Person:
        """Who was typed."""
        found = self.cleaned_data
        phone, municipality = found["phone"], found.get("municipality")
        return Person(
            role=Role(found["role"]),
            name=found["name"],
            email=found["email"],
            phone=phone.as_e164 if phone else "",
            is_contact=found["is_contact"],
            municipality=municipality.pk if municipality else None,
        )
