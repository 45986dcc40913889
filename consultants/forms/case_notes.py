"""A note about an application, and who may read it."""

from django import forms

import danish
from applications.models import Readers
from consultants.forms.engagement import NO_PEOPLE, long_text


class CaseNoteForm(forms.Form):
    """What is noted, and for whom."""

    text = long_text("Ny note", "Skriv noten", hint=f"Gruppen ser den aldrig. {NO_PEOPLE}", rows=4)
    readers = forms.ChoiceField(
        label="Hvem kan læse noten?",
        choices=Readers.choices,
        initial=Readers.TEAM,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvem der kan læse noten"),
    )
