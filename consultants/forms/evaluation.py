"""The questions of the evaluation."""

from django import forms

import danish
from applications.forms.steps import NO_NAMES
from consultants.actions.evaluations import Answers
from consultants.models.evaluation import Agreement

SATISFACTION = (
    (1, "1 – Meget utilfreds"),
    (2, "2 – Utilfreds"),
    (3, "3 – Hverken eller"),
    (4, "4 – Tilfreds"),
    (5, "5 – Meget tilfreds"),
)


def _statement(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Agreement.choices,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg ja, nej eller ved ikke"),
    )


class EvaluationForm(forms.Form):
    """Five questions and one's own words."""

    satisfaction = forms.TypedChoiceField(
        label="Hvor tilfreds er du med forløbet?",
        choices=SATISFACTION,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg et tal fra 1 til 5"),
    )
    would_recommend = _statement("Vil du anbefale SPARK til andre arbejdspladser?")
    stronger_cooperation = _statement("Er samarbejdet mellem ledelse og medarbejdere blevet stærkere?")
    clearer_roles = _statement("Er det blevet mere klart, hvem der gør hvad?")
    would_apply_again = _statement("Vil du søge SPARK igen, hvis I får brug for det?")
    words = forms.CharField(
        label="Hvad vil du ellers sige til os?",
        help_text=f"{NO_NAMES} Skriv heller ikke, hvor du arbejder.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=danish.messages("Skriv, hvad du vil sige"),
    )

    def answers(self) -> Answers:
        """What was answered; valid forms only."""
        return Answers(**self.cleaned_data)
