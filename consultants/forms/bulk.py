"""What is done to several applications at once."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict

import danish
from accounts.models import User
from applications.models import PrioritisationRound
from consultants.forms.triage import GRANT_TEXT, LONGEST_LETTER
from consultants.models import QuestionText

WAIT, ASK, GRANT = "venteliste", "spoerg", "tildel"
VERBS = (
    (WAIT, "Sæt på venteliste"),
    (ASK, "Bed om oplysninger"),
    (GRANT, "Bevilg i en runde, og tildel en konsulent"),
)


class BulkForm(forms.Form):
    """One verb, and what it needs; the rest may stay empty."""

    handling = forms.ChoiceField(
        label="Hvad skal der ske?",
        choices=VERBS,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvad der skal ske"),
    )
    question = forms.CharField(
        label="Spørgsmålet",
        help_text="Udfyldes, når du beder om oplysninger. Alle grupper får det samme spørgsmål.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages=danish.messages("Skriv, hvad du vil spørge om"),
    )
    round = forms.ChoiceField(
        label="Runde",
        help_text="Vælges, når du bevilger.",
        required=False,
        error_messages=danish.messages("Vælg en runde"),
    )
    consultant = forms.ChoiceField(
        label="Konsulent",
        help_text="Vælges, når du bevilger. Alle forløb går til den samme.",
        required=False,
        error_messages=danish.messages("Vælg en konsulent"),
    )
    text = forms.CharField(
        label="Brevet, når du bevilger",
        help_text="Hver gruppe læser det, når de er logget ind.",
        max_length=LONGEST_LETTER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages=danish.messages("Skriv brevet"),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        rounds: Iterable[PrioritisationRound],
        consultants: Iterable[User],
        beginning: QuestionText | None = None,
    ) -> None:
        asks = {"handling": ASK, "question": beginning.text} if beginning else {}
        super().__init__(data, initial={"text": GRANT_TEXT, **asks})
        self.consultants = {str(each.pk): each for each in consultants}
        self.rounds = {str(each.pk): each for each in rounds}
        for name in ("question", "round", "consultant", "text"):
            # Neither optional nor required: that depends on the verb, which the hint says.
            self.fields[name].depends = True  # type: ignore[attr-defined]
        nobody = ("", "Vælg")
        _choice(self, "round").choices = [
            nobody,
            *((key, danish.danish_date(each.meets_on)) for key, each in self.rounds.items()),
        ]
        _choice(self, "consultant").choices = [nobody, *((key, str(each)) for key, each in self.consultants.items())]

    def clean(self) -> dict[str, Any]:
        """What the verb needs is there."""
        cleaned = super().clean() or {}
        needed = {ASK: ("question",), GRANT: ("round", "consultant", "text")}
        for name in needed.get(cleaned.get("handling", ""), ()):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def chosen_round(self) -> PrioritisationRound | None:
        """Of a grant; valid forms only."""
        return self.rounds.get(self.cleaned_data["round"]) if self.cleaned_data["handling"] == GRANT else None

    @property
    def chosen_consultant(self) -> User | None:
        """Of a grant; valid forms only."""
        return self.consultants.get(self.cleaned_data["consultant"]) if self.cleaned_data["handling"] == GRANT else None

    @property
    def told(self) -> str:
        """The verb as it is called on screen."""
        return dict(VERBS)[self.cleaned_data["handling"]]


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast("forms.ChoiceField", form.fields[name])
