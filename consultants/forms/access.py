"""Whose opening of cases is looked at."""

from typing import cast

from django import forms
from django.http import QueryDict

from accounts.models import Role, User


class ReaderForm(forms.Form):
    """One of the secretariat, also those who have left, or everybody."""

    hvem = forms.ModelChoiceField(
        label="Hvem",
        queryset=User.objects.none(),
        required=False,
        empty_label="Alle medarbejdere",
        error_messages={"invalid_choice": "Vælg blandt de viste medarbejdere"},
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        staff = User.objects.filter(roles__overlap=[Role.CONSULTANT, Role.HEAD]).order_by("name", "pk")
        cast("forms.ModelChoiceField[User]", self.fields["hvem"]).queryset = staff

    @property
    def chosen(self) -> User | None:
        """The one chosen; None for everybody, and for an address that names nobody."""
        chosen: User | None = self.cleaned_data.get("hvem") if self.is_valid() else None
        return chosen
