"""Can SPARK help? Five short questions, and the answers' way through sign-in to the draft: signed, for a day."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.core import signing

import danish

_SALT = "applications.screener"
VALID_FOR = timedelta(days=1)


class NotOurs(Exception):
    """The token was not signed here, or more than a day ago."""


@dataclass(frozen=True)
class Screening:
    """Answers by question, and the id that lets them begin one draft only."""

    answers: Mapping[str, str]
    id: uuid.UUID


class ScreenerForm(forms.Form):
    """The five questions. The names and values are stored with the draft as declarations."""

    municipal = forms.ChoiceField(
        label="Er I en kommunal arbejdsplads?",
        choices=[("yes", "Ja"), ("no", "Nej")],
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, om I er en kommunal arbejdsplads"),
    )
    agreed = forms.ChoiceField(
        label="Er leder og medarbejderrepræsentanter enige om at søge?",
        choices=[("yes", "Ja"), ("on_the_way", "Ikke helt endnu, men vi taler om det"), ("no", "Nej")],
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, om I er enige om at søge"),
    )
    personnel_case = forms.ChoiceField(
        label="Handler det om en konkret personalesag?",
        help_text="Altså en sag om en bestemt medarbejder eller leder.",
        choices=[("no", "Nej"), ("yes", "Ja")],
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, om det handler om en konkret personalesag"),
    )
    improvement_order = forms.ChoiceField(
        label="Har I fået et påbud fra Arbejdstilsynet?",
        choices=[
            ("none", "Nej"),
            ("beside", "Ja, men vi søger hjælp til det forebyggende arbejde ved siden af"),
            ("comply", "Ja, og vi søger hjælp til at efterkomme påbuddet"),
        ],
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, om I har fået et påbud"),
    )
    ready = forms.ChoiceField(
        label="Kan I gå i gang inden for et halvt år?",
        choices=[("yes", "Ja"), ("no", "Nej")],
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, om I kan gå i gang inden for et halvt år"),
    )


# Which answer leads to which page of next steps, in the order of the questions.
NEXT_STEPS: Mapping[tuple[str, str], str] = {
    ("municipal", "no"): "ikke-kommunal",
    ("agreed", "no"): "ikke-enige",
    ("personnel_case", "yes"): "personalesag",
    ("improvement_order", "comply"): "paabud",
    ("ready", "no"): "ikke-klar",
}


def next_step(answers: Mapping[str, str]) -> str | None:
    """The page with the right next step for the first answer that SPARK can't help with; None if it can."""
    return next((slug for (question, answer), slug in NEXT_STEPS.items() if answers.get(question) == answer), None)


def seal(answers: Mapping[str, str]) -> str:
    """The answers as a token that travels through addresses and forms."""
    return signing.dumps({"answers": dict(answers), "id": str(uuid.uuid4())}, salt=_SALT)


def unseal(token: str) -> Screening:
    """What ``seal`` sealed. Raises NotOurs."""
    try:
        held = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except signing.BadSignature as error:
        raise NotOurs from error
    return Screening(held["answers"], uuid.UUID(held["id"]))
