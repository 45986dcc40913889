"""What is written about a meeting: before it, and after."""

from typing import Any

from django import forms

import danish
from consultants.actions.meeting_texts import Texts
from consultants.forms.engagement import NO_PEOPLE, long_text


def _count(label: str) -> danish.CountField:
    return danish.CountField(
        label=label,
        min_value=0,
        max_value=999,
        required=False,
        error_messages=danish.messages("Skriv antallet med tal", invalid="Skriv antallet med tal"),
    )


class BeforeForm(forms.Form):
    """Agenda and homework."""

    agenda = long_text(
        "Dagsorden", "Skriv dagsordenen", hint="Står på gruppens side. Skriv ét punkt på hver linje.", optional=True
    )
    homework = long_text(
        "Opgave til gruppen inden mødet", "Skriv opgaven", hint="Står på gruppens side.", rows=4, optional=True
    )

    def texts(self) -> Texts:
        """What was written; valid forms only."""
        return Texts(**self.cleaned_data)


class AfterForm(BeforeForm):
    """And what came of it, with how many came."""

    summary = long_text(
        "Referat",
        "Skriv referatet",
        hint=f"Hvad I talte om, og hvad I aftalte. Står på gruppens side. {NO_PEOPLE}",
        rows=8,
        optional=True,
    )
    managers_came = _count("Ledere")
    union_representatives_came = _count("Tillidsrepræsentanter")
    environment_representatives_came = _count("Arbejdsmiljørepræsentanter")
    employees_came = _count("Andre medarbejdere")

    CAME = ("managers_came", "union_representatives_came", "environment_representatives_came", "employees_came")

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields of text, in order."""
        return [self["agenda"], self["homework"], self["summary"]]

    @property
    def came(self) -> list[forms.BoundField]:
        """The fields of who came, in order."""
        return [self[name] for name in self.CAME]


def as_written(texts: Texts) -> dict[str, Any]:
    """The texts as the form shows them."""
    return dict(vars(texts))
