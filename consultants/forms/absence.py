"""When consultants are away, and how many hours they have."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

import danish
from accounts.models import User
from applications.models import Province


class AbsenceForm(forms.Form):
    """The first and the last day away. Nobody is asked why."""

    first_day = danish.DanishDateField(
        label="Første dag",
        help_text="For eksempel 24 11 2026",
        error_messages={"required": "Skriv den første dag med dag, måned og år"},
    )
    last_day = danish.DanishDateField(
        label="Sidste dag",
        help_text="Den sidste dag uden arbejde, ikke dagen efter",
        error_messages={"required": "Skriv den sidste dag med dag, måned og år"},
    )

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "Den sidste dag ligger før den første. Ret en af dem.")
        return cleaned


class AbsenceOfForm(AbsenceForm):
    """The same for somebody of the team; sent by the head."""

    consultant = forms.ModelChoiceField(
        label="Hvem er fraværende?",
        queryset=User.objects.none(),
        empty_label="Vælg en konsulent",
        error_messages=danish.messages("Vælg en konsulent", invalid_choice="Vælg en af de viste konsulenter"),
    )
    field_order = ("consultant", "first_day", "last_day")

    def __init__(self, data: QueryDict | None, *, consultants: QuerySet[User]) -> None:
        super().__init__(data)
        cast("forms.ModelChoiceField[User]", self.fields["consultant"]).queryset = consultants


class HoursForm(forms.Form):
    """What a consultant has for engagements, and where they set out from."""

    hours_a_month = danish.CountField(
        label="Timer om måneden til forløb",
        help_text="Et forløb regnes til 40 timer over et halvt år, et fællesforløb til 80. Fuld tid er omkring 120.",
        min_value=0,
        max_value=200,
        error_messages=danish.messages("Skriv antallet af timer med tal", invalid="Skriv antallet af timer med tal"),
    )
    base = forms.ModelChoiceField(
        label="Udgangspunkt",
        help_text="Landsdelen, hvor konsulenten tager hjemmefra.",
        queryset=Province.objects.all(),
        required=False,
        empty_label="Intet udgangspunkt",
        error_messages=danish.messages("Vælg en landsdel", invalid_choice="Vælg en af de viste landsdele"),
    )
