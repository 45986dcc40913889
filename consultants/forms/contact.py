"""Who takes over a contact's part."""

from django import forms
from django.http import QueryDict

import danish
from applications.consensus import SIDE_OF, Role, Side
from consultants.actions.contacts import Person


class SuccessorForm(forms.Form):
    """Name, address and role; the roles are those of the contact's own ``side``."""

    name = forms.CharField(label="Navn", max_length=120, error_messages=danish.messages("Skriv personens navn"))
    email = danish.DanishEmailField(
        label="E-mail",
        help_text="Personens egen arbejdsmail. Den bruges til at logge ind med.",
        error_messages={"required": "Skriv personens e-mailadresse"},
    )
    role = forms.ChoiceField(
        label="Rolle på arbejdspladsen",
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg en rolle"),
    )

    def __init__(self, data: QueryDict | None = None, *, side: Side) -> None:
        super().__init__(data)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above; for the type checker
        field.choices = [(role.value, role.label) for role in Role if SIDE_OF[role] == side]

    def person(self) -> Person:
        """Who was typed; valid forms only."""
        typed = self.cleaned_data
        return Person(role=Role(typed["role"]), name=typed["name"].strip(), email=typed["email"])
