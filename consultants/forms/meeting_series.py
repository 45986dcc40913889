"""Up to six meetings on one page; rows left as they were are no meetings."""

from django import forms
from django.http import QueryDict

import danish
from consultants.actions.meetings import Slot
from consultants.forms.meeting import SlotForm
from consultants.models.meeting import MeetingKind

ROWS = 6
_KINDS = [choice for choice in MeetingKind.choices if choice[0] != MeetingKind.FOLLOW_UP]


class RowForm(SlotForm):
    """One of several meetings; an untouched row is none."""

    kind = forms.ChoiceField(
        label="Hvad slags møde?",
        choices=_KINDS,
        error_messages=danish.messages("Vælg, hvad slags møde det er"),
    )
    field_order = ("kind", "date", "begins", "ends", "place")

    def has_changed(self) -> bool:
        """Whether it says when or where; what kind of meeting it would be says nothing alone."""
        return any(name != "kind" for name in self.changed_data)


def rows(sent: QueryDict | None) -> list[RowForm]:
    """All rows. At least the first has to be a meeting, where none of the others is."""
    made = [
        RowForm(
            sent,
            prefix=f"moede-{number}",
            initial={"kind": MeetingKind.INTRO if number == 1 else MeetingKind.WORKING},
            empty_permitted=True,
            use_required_attribute=False,
        )
        for number in range(1, ROWS + 1)
    ]
    if sent is not None and not any(row.has_changed() for row in made):
        made[0].empty_permitted = False
    return made


def slots(filled: list[RowForm]) -> dict[int, Slot]:
    """By the number of its row, from 0: what was agreed on. Valid rows only."""
    return {number: row.slot() for number, row in enumerate(filled) if row.cleaned_data}
