"""What the head decides on the candidates of a round."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, cast

from django import forms

import danish
from applications import priority
from applications.models import PriorityWeights
from applications.models.application import DeclineReason
from consultants.forms.triage import DECLINE_TEXT, GRANT_TEXT, LONGEST_LETTER, Candidate
from consultants.precedence import Decision

MOST_ROOM = "mest-plads"
WHY_NOT_THE_ORDER = "Skriv, hvorfor I går imod rækkefølgen"


class DecisionForm(forms.Form):
    """One decision on one or more candidates; the fields are those that the decision asks for."""

    consultant = forms.ChoiceField(
        label="Hvem skal have forløbene?",
        widget=forms.RadioSelect,
        initial=MOST_ROOM,
        error_messages=danish.messages("Vælg en konsulent"),
    )
    decline_reason = forms.ChoiceField(
        label="Hvorfor får de afslag?",
        help_text="Grupperne får også at vide, hvad de så kan gøre.",
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvorfor de får afslag"),
    )
    override_reason = forms.CharField(
        label="Hvorfor går I imod rækkefølgen?",
        help_text="Begrundelsen står i rundens rapport. Skriv ingen navne og intet om helbred.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=danish.messages(WHY_NOT_THE_ORDER),
    )
    text = forms.CharField(
        label="Brevet",
        help_text="Grupperne læser brevet, når de er logget ind. Det bliver først sendt, når runden lukkes.",
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages=danish.messages("Skriv brevet"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, decision: Decision, team: Iterable[Candidate], needs_reason: bool
    ) -> None:
        letters = {Decision.GRANT: GRANT_TEXT, Decision.DECLINE: DECLINE_TEXT}
        super().__init__(data, initial={"text": letters.get(decision, "")})
        self.team = {str(each.user.pk): each for each in team}
        for name, is_asked in {
            "consultant": decision == Decision.GRANT,
            "decline_reason": decision == Decision.DECLINE,
            # Whether a no passes anybody by is known once its reason is.
            "override_reason": needs_reason or decision == Decision.DECLINE,
            "text": decision in letters,
        }.items():
            if not is_asked:
                del self.fields[name]
        if "consultant" in self.fields:
            choices = [(key, each.label) for key, each in self.team.items()]
            cast("forms.ChoiceField", self.fields["consultant"]).choices = [
                (MOST_ROOM, "Den eller dem, der har mest plads"),
                *choices,
            ]
        if not needs_reason and "override_reason" in self.fields:
            self.fields["override_reason"].required = False

    @property
    def chosen(self) -> Candidate | None:
        """The consultant chosen; None for whoever has most room."""
        return self.team.get(self.cleaned_data["consultant"])


_WEIGHTS = tuple(field.name for field in fields(priority.Weights))


class WeightsForm(forms.Form):
    """Weights to try, in points; ``initial``: those that hold."""

    def __init__(self, data: Mapping[str, Any] | None, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        for name in _WEIGHTS:
            told = str(PriorityWeights._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # fields all
            self.fields[name] = forms.IntegerField(
                label=told.capitalize(),
                min_value=0,
                max_value=1000,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages=danish.messages("Skriv et helt tal"),
            )

    @property
    def weights(self) -> priority.Weights:
        """What was typed."""
        return priority.Weights(**self.cleaned_data)


class RoundForm(forms.Form):
    """When a round meets and how many new engagements it may grant."""

    meets_on = danish.DanishDateField(label="Dato")
    capacity = forms.IntegerField(
        label="Antal nye forløb",
        min_value=0,
        max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=danish.messages("Skriv, hvor mange nye forløb runden kan give"),
    )
