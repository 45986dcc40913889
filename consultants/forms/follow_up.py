"""The contacts' answer."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

import danish
from consultants.models.follow_up import Wish

SUGGESTIONS = ("first", "second", "third")
FURTHEST = timedelta(days=365)


class AnswerForm(forms.Form):
    """Yes, perhaps with up to three days that suit, or not any more. ``today`` bounds the days."""

    wish = forms.ChoiceField(
        label="Ønsker I stadig et opfølgningsbesøg?",
        choices=Wish.choices,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg ja eller nej"),
    )
    first = danish.DanishDateField(label="Første forslag", required=False)
    second = danish.DanishDateField(label="Andet forslag", required=False)
    third = danish.DanishDateField(label="Tredje forslag", required=False)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None, today: date) -> None:
        super().__init__(data, initial=initial)
        self._today = today

    def clean(self) -> dict[str, Any]:
        """A suggested day lies ahead, within a year. A no needs no days; typed ones are left aside."""
        for name in SUGGESTIONS:
            day = self.cleaned_data.get(name)
            if day is None or self.cleaned_data.get("wish") != Wish.YES:
                continue
            if day <= self._today:
                self.add_error(name, ValidationError("Foreslå en dag, der ligger efter i dag", code="day"))
            elif day > self._today + FURTHEST:
                self.add_error(name, ValidationError("Foreslå en dag inden for det næste år", code="year"))
        return self.cleaned_data

    @property
    def chosen(self) -> Wish:
        return Wish(self.cleaned_data["wish"])

    @property
    def suggested(self) -> list[date]:
        """The days that suit, each once; none with a no."""
        days = [self.cleaned_data[name] for name in SUGGESTIONS if self.cleaned_data[name]]
        return list(dict.fromkeys(days)) if self.chosen == Wish.YES else []
