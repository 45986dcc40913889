"""The end of an engagement: what is asked, and a look at whether anybody can be known again."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

import danish
from consultants.actions.closing import Closing
from consultants.forms.engagement import NO_PEOPLE, long_text
from consultants.models import Engagement
from consultants.models.engagement import StoryConsent

YES, NO = "ja", "nej"
A_NUMBER = "noget, der ligner et cpr-nummer"
# Shorter parts of names are words, too ("af", "de"), unless they are written large ("Bo", "Ib"); up to here a part must
# be written as in the name, or in capitals ("Per", "Hans", "Lund").
SHORTEST, MAY_BE_A_WORD = 3, 4


def _yes_or_no(label: str, missing: str, hint: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=((YES, "Ja"), (NO, "Nej")),
        coerce=lambda answer: answer == YES,
        widget=forms.RadioSelect,
        error_messages=danish.messages(missing),
    )


class CloseForm(forms.Form):
    """All that is asked at the end. ``names`` of the group's people, ``places``: its workplaces'. The texts should hold
    none of them.

    A text that seems to hold one is a warning, never a refusal: whoever has read it through ticks the box.
    """

    is_kept = True

    closed_on = danish.DanishDateField(
        label="Hvornår sluttede forløbet?", help_text="Den dag, opfølgningen regnes fra. For eksempel 24 11 2026"
    )
    outcome = long_text(
        "Hvad kom der ud af det?",
        "Skriv kort, hvad der kom ud af forløbet",
        hint=f"Et par linjer til gruppens og SPARKs egen hukommelse. {NO_PEOPLE}",
    )
    learning = long_text(
        "Hvad kan andre lære af det?",
        "",
        hint=f"Skriv, så ingen kan kende arbejdspladsen eller nogen på den. {NO_PEOPLE}",
        optional=True,
    )
    reviewed = forms.BooleanField(label="Jeg har læst teksterne igennem. Ingen kan kendes i dem.", required=False)
    wants_follow_up = _yes_or_no(
        "Ønsker gruppen et opfølgningsbesøg om et halvt år?", "Vælg, om gruppen ønsker et opfølgningsbesøg"
    )
    evaluation_asked = _yes_or_no(
        "Skal gruppen have en mail med evaluering?",
        "Vælg, om gruppen skal have en mail med evaluering",
        "Alle i gruppen får én nu og én om tre måneder. Svarene er anonyme.",
    )
    story_consent = forms.ChoiceField(
        label="Må SPARK fortælle gruppens historie til andre?",
        help_text="Spørg gruppen. Vi offentliggør ikke noget, før den har sagt ja til teksten.",
        choices=StoryConsent.choices,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvad gruppen har svaret"),
    )

    def __init__(
        self, sent: QueryDict | None, *, initial: dict[str, Any], names: Iterable[str], places: Iterable[str]
    ) -> None:
        super().__init__(sent, initial=initial)
        self._names, self._places = list(names), list(places)
        if not self._told(str(self.data.get("outcome", "")), str(self.data.get("learning", ""))):
            # Only asked for where there is something to look at.
            self.fields["reviewed"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for the tick where a text seems to hold somebody."""
        told = self._told(self.cleaned_data.get("outcome", ""), self.cleaned_data.get("learning", ""))
        if told and not self.cleaned_data.get("reviewed"):
            message = f"Teksterne nævner måske {', '.join(told)}. Ret dem, eller sæt kryds, hvis det er i orden."
            self.add_error("reviewed", ValidationError(message, code="identities"))
        return self.cleaned_data

    def _told(self, *texts: str) -> list[str]:
        return list(identities("\n".join(texts), self._names, self._places))

    def closing(self) -> Closing:
        """For the verb; valid forms only."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "reviewed"}
        return Closing(**{**told, "story_consent": StoryConsent(told["story_consent"])})

    @staticmethod
    def first_words(engagement: Engagement, **known: object) -> dict[str, Any]:
        """What the form begins with: where an engagement was opened again, what was written at its first end."""
        return {"outcome": engagement.outcome, "learning": engagement.learning, **known}


def identities(text: str, names: Iterable[str], places: Iterable[str] = ()) -> Iterator[str]:
    """The parts of ``names``, and those of ``places``, that ``text`` seems to hold, each once, in quotes; and whether
    there is a number in it."""
    every = dict.fromkeys(part for name in names for part in name.split())
    parts = [part for part in every if len(part) >= SHORTEST or (len(part) == SHORTEST - 1 and part[0].isupper())]
    for part in [*parts, *places]:
        flags = re.IGNORECASE if len(part) > MAY_BE_A_WORD else re.NOFLAG
        written = "|".join(re.escape(each) for each in (part, part.upper()))
        if re.search(rf"\b(?:{written})(?:s|'s|’s|')?\b", text, flags):
            yield f"»{part}«"
    if danish.holds_cpr_number(text):
        yield A_NUMBER
