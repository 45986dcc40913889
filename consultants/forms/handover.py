"""Who runs an engagement: the handover, and a second consultant."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

import danish
from accounts.models import User
from consultants.actions.handover import Handover
from consultants.forms.engagement import NO_PEOPLE, long_text
from consultants.models import Assignment

LONGEST_LINE, MOST_LINES = 200, 20


def _person(label: str) -> "forms.ModelChoiceField[User]":
    return forms.ModelChoiceField(
        label=label,
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg en konsulent"),
    )


class HandoverForm(forms.Form):
    """To whom, why, and what is left. ``people``: all consultants; ``before``: who has it as the page is made."""

    is_kept = True

    to = _person("Hvem overtager forløbet?")
    reason = long_text(
        "Hvorfor skifter forløbet konsulent?",
        "Skriv kort, hvorfor forløbet skifter konsulent",
        hint=f"Kun sekretariatet kan læse det. {NO_PEOPLE}",
        rows=3,
    )
    to_do = long_text(
        "Hvad mangler at blive gjort?",
        "",
        hint="Skriv en opgave på hver linje. De kommer på den nye konsulents liste.",
        rows=5,
        optional=True,
    )
    # Comes from the page. Tampered with, it is no assignment that stands.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, sent: QueryDict | None, *, people: QuerySet[User], before: Assignment | None) -> None:
        super().__init__(sent, initial={"seen": before.pk if before else 0})
        others = people.exclude(pk=before.consultant_id) if before and sent is None else people
        self.fields["to"].queryset = others  # type: ignore[attr-defined]  # the stubs know only the widget's side

    def begin_again(self, sent: QueryDict, before: Assignment | None, told: str) -> None:
        """The words that were ``sent`` on a page made from what stands now; ``told``: what has happened meanwhile."""
        again = sent.copy()
        again["seen"] = str(before.pk if before else 0)
        self.data = again
        self.add_error(None, told)

    def clean_to_do(self) -> list[str]:
        """The lines that hold something, each short enough for a task."""
        lines = [line.strip() for line in self.cleaned_data["to_do"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Skriv højst {MOST_LINES} opgaver. Nu er der {len(lines)}.", code="max_lines")
        for number, line in enumerate(lines, start=1):
            if len(line) > LONGEST_LINE:
                raise ValidationError(
                    f"Opgave {number} må højst fylde {LONGEST_LINE} tegn. Nu fylder den {len(line)}.", code="max_length"
                )
        return lines

    def handover(self) -> Handover:
        """For the verb; valid forms only."""
        told = self.cleaned_data
        seen = told["seen"]
        number = int(seen) if seen.isascii() and seen.isdigit() else -1
        return Handover(to=told["to"], reason=told["reason"], to_do=told["to_do"], seen=number)


class CoConsultantForm(forms.Form):
    """A second consultant, of ``people``."""

    person = _person("Hvem skal være med?")

    def __init__(self, sent: Mapping[str, Any] | None, *, people: QuerySet[User]) -> None:
        super().__init__(sent)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # the stubs know only the widget's side
