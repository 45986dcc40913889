"""What the secretariat writes when it asks, declines or grants."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict

import danish
from accounts.models import User
from applications.models import PrioritisationRound
from applications.models.application import DeclineReason

LONGEST_LETTER = 5000
OUTSIDE_ROUNDS = "outside"

DECLINE_TEXT = """Kære alle

Tak for jeres ansøgning og for det arbejde, I har lagt i den sammen. Vi har læst den grundigt.

Vi kan desværre ikke tilbyde jer et forløb. Ring endelig til os, hvis I vil tale om, hvad I så kan gøre."""

GRANT_TEXT = """Kære alle

Tak for jeres ansøgning. Vi har den glæde at kunne tilbyde jer et forløb.

Jeres konsulent ringer til jeres kontaktpersoner inden for fem arbejdsdage for at finde en dag til det første møde.

Vi glæder os til at møde jer."""


def _letter(label: str, help_text: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages=danish.messages(required),
    )


class DeclineForm(forms.Form):
    """A no: the reason by which it is counted, and the letter that the group reads."""

    reason = forms.ChoiceField(
        label="Hvorfor får gruppen afslag?",
        help_text="Gruppen får også de næste skridt at vide, der hører til grunden.",
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvorfor gruppen får afslag"),
    )
    text = _letter(
        "Brevet", "Gruppen læser brevet, når de er logget ind. Mailen siger kun, at der er svar.", "Skriv brevet"
    )

    @property
    def told_reason(self) -> str:
        """The reason chosen, as it is called on screen."""
        return str(DeclineReason(self.cleaned_data["reason"]).label)


class LetterForm(forms.Form):
    """Another version of a letter that has not left yet."""

    text = _letter("Brevet", "Når du gemmer, venter mailen et minut mere.", "Skriv brevet")


@dataclass(frozen=True)
class Candidate:
    """A consultant who could take the engagement on. ``load``: hours used; ``reasons``: sentences for and against.

    ``hours`` of ``capacity`` a month are taken in the weeks ahead.
    """

    user: User
    load: str = ""
    reasons: tuple[str, ...] = ()
    hours: float = 0
    capacity: int = 0

    def used_with(self, hours: float) -> float:
        """How much of the capacity is used with so many ``hours`` more; nobody without capacity has room."""
        return (self.hours + hours) / self.capacity if self.capacity else float("inf")

    @property
    def label(self) -> str:
        """The line of the choice."""
        return f"{self.user} · {self.load}" if self.load else str(self.user)


class GrantForm(forms.Form):
    """A yes: in which round, or why it can't wait; with whom; and in which words."""

    round = forms.ChoiceField(
        label="Hvilken runde?",
        help_text="En runde, der er åbnet, bliver afgjort på sin egen side og kan ikke vælges her.",
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg en runde, eller at det haster"),
    )
    urgency_reason = forms.CharField(
        label="Hvorfor kan det ikke vente?",
        help_text="Udfyldes kun, når ansøgningen bevilges uden for en runde. Gruppen ser det ikke.",
        max_length=300,
        required=False,
        error_messages=danish.messages("Skriv, hvorfor det ikke kan vente til en runde"),
    )
    consultant = forms.ChoiceField(
        label="Hvem skal have forløbet?",
        help_text="Den, der passer bedst, står øverst. Du kan vælge, hvem du vil.",
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg en konsulent"),
    )
    text = _letter(
        "Brevet", "Gruppen læser brevet, når de er logget ind. Mailen siger kun, at der er svar.", "Skriv brevet"
    )

    def __init__(
        self, data: QueryDict | None, *, rounds: Iterable[PrioritisationRound], candidates: Iterable[Candidate]
    ) -> None:
        self.rounds = {str(each.pk): each for each in rounds}
        super().__init__(data, initial={"text": GRANT_TEXT})
        choices = [(key, _round_label(each)) for key, each in self.rounds.items()]
        _field(self, "round").choices = [*choices, (OUTSIDE_ROUNDS, "Uden for runderne, fordi det haster")]
        if not choices:
            self.initial["round"] = OUTSIDE_ROUNDS
        self.propose(candidates)

    def propose(self, candidates: Iterable[Candidate]) -> None:
        """Whom to choose from, the most suitable first: who opens the page finds that one chosen."""
        self.candidates = {str(each.user.pk): each for each in candidates}
        self.initial["consultant"] = next(iter(self.candidates), None)
        _field(self, "consultant").choices = [(key, each.label) for key, each in self.candidates.items()]

    def clean(self) -> dict[str, Any]:
        """A round, or a reason for doing without one: never both, never neither."""
        cleaned = super().clean() or {}
        is_outside = cleaned.get("round") == OUTSIDE_ROUNDS
        reason = cleaned.get("urgency_reason", "")
        if is_outside and not reason and "urgency_reason" not in self.errors:
            self.add_error("urgency_reason", "Skriv, hvorfor det ikke kan vente til en runde")
        if reason and cleaned.get("round") in self.rounds:
            self.add_error(
                "urgency_reason", "Slet teksten, eller vælg, at det haster: I en runde skal der ingen grund til"
            )
        return cleaned

    @property
    def round_id(self) -> int | None:
        """The round chosen; None outside rounds."""
        chosen = self.rounds.get(self.cleaned_data["round"])
        return chosen.pk if chosen else None

    @property
    def chosen(self) -> Candidate:
        """The consultant chosen."""
        return self.candidates[self.cleaned_data["consultant"]]

    @property
    def told_round(self) -> str:
        """The round chosen, as it is called on screen."""
        chosen = self.rounds.get(self.cleaned_data["round"])
        return danish.danish_date(chosen.meets_on) if chosen else "Uden for runderne"


def _field(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast("forms.ChoiceField", form.fields[name])


def _round_label(each: PrioritisationRound) -> str:
    """``each`` comes ``with_use``."""
    used, left = each.used, each.left  # type: ignore[attr-defined]  # annotated there
    room = f"plads til {left}" if left else "fuld"
    return f"{danish.danish_date(each.meets_on)} · {used} af {each.capacity} bevilget, {room}"
