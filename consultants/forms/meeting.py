"""When and where people meet."""

from datetime import datetime
from typing import Any

from django import forms

import clock
import danish
from consultants.actions.meetings import Slot
from consultants.models import Meeting
from consultants.models.meeting import MeetingKind
from danish.hours import DanishTimeField, NoSuchTime, on_the_wall


def _time(label: str, hint: str, required: str) -> DanishTimeField:
    return DanishTimeField(
        label=label,
        help_text=hint,
        widget=forms.TextInput({"class": "short"}),
        error_messages={"required": required},
    )


class SlotForm(forms.Form):
    """Day, times and place. ``slot`` gives them to the verb as moments."""

    date = danish.DanishDateField(label="Dato", help_text="For eksempel 24 11 2026")
    begins = _time("Fra kl.", "For eksempel 9.00", "Skriv, hvad tid mødet begynder")
    ends = _time("Til kl.", "For eksempel 12.00", "Skriv, hvad tid mødet slutter")
    place = forms.CharField(
        label="Sted",
        help_text="Står på gruppens side, og kun i kalenderen, hvis gruppen har slået det til.",
        max_length=200,
        required=False,
        error_messages=danish.messages("Skriv stedet"),
    )

    def clean(self) -> dict[str, Any]:
        """Turn day and times into moments."""
        day = self.cleaned_data.get("date")
        for name in ("begins", "ends"):
            at = self.cleaned_data.get(name)
            if day is not None and at is not None:
                try:
                    self.cleaned_data[f"{name}_at"] = on_the_wall(day, at)
                except NoSuchTime:
                    self.add_error(name, "Det klokkeslæt findes ikke den nat, fordi uret stilles frem. Vælg et andet.")
        return self.cleaned_data

    def slot(self) -> Slot:
        """What was agreed on; valid forms only."""
        agreed = self.cleaned_data
        return Slot(
            kind=MeetingKind(agreed.get("kind", MeetingKind.FOLLOW_UP)),
            starts_at=agreed["begins_at"],
            ends_at=agreed["ends_at"],
            place=agreed["place"],
            homework=agreed.get("homework", ""),
        )


class MeetingForm(SlotForm):
    """A meeting of an engagement that is running."""

    is_kept = True

    kind = forms.ChoiceField(
        label="Hvad slags møde?",
        choices=[choice for choice in MeetingKind.choices if choice[0] != MeetingKind.FOLLOW_UP],
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvad slags møde det er"),
    )
    homework = forms.CharField(
        label="Opgave til gruppen inden mødet",
        help_text="Står på gruppens side.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=danish.messages("Skriv opgaven"),
    )
    field_order = ("kind", "date", "begins", "ends", "place", "homework")


def as_typed(meeting: Meeting) -> dict[str, Any]:
    """The meeting as the form shows it."""

    def wall(moment: datetime) -> datetime:
        return moment.astimezone(clock.COPENHAGEN)

    return {
        "kind": meeting.kind,
        "date": wall(meeting.starts_at).date(),
        "begins": wall(meeting.starts_at).time(),
        "ends": wall(meeting.ends_at).time(),
        "place": meeting.place,
        "homework": meeting.homework,
    }
