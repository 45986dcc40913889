"""What a group tries out, and how it went."""

from django import forms

import danish
from consultants.actions.trial_actions import Plan
from consultants.forms.engagement import NO_PEOPLE, long_text
from consultants.models import TrialAction
from consultants.models.trial_action import Outcome


class PlanForm(forms.Form):
    """A trial action as agreed on."""

    is_kept = True

    text = forms.CharField(
        label="Hvad prøver I?",
        help_text=f"En lille handling, der kan prøves af inden næste møde. Står på gruppens side. {NO_PEOPLE}",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=danish.messages("Skriv, hvad I prøver"),
    )
    owner = forms.CharField(
        label="Hvem tager den?",
        help_text="En rolle, ikke et navn: for eksempel leder, TR, AMR eller hele holdet.",
        max_length=60,
        error_messages=danish.messages("Skriv, hvem der tager den"),
    )
    due_on = danish.DanishDateField(label="Hvornår skal det senest være prøvet?", help_text="For eksempel 24 11 2026")

    @classmethod
    def of(cls, trial: TrialAction) -> dict[str, object]:
        """What stands, as the form shows it."""
        return {name: getattr(trial, name) for name in cls.base_fields}

    def plan(self) -> Plan:
        """What was agreed on; valid forms only."""
        return Plan(**self.cleaned_data)


class ResultForm(forms.Form):
    """How it went."""

    is_kept = True

    outcome = forms.ChoiceField(
        label="Hvordan gik det?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvordan det gik"),
    )
    result = long_text(
        "Hvad lærte I?", "Skriv, hvad I lærte", hint=f"Står på gruppens side. {NO_PEOPLE}", rows=4, optional=True
    )
