"""What a consultant writes into the journal: contacts, tasks and notes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

import danish
from accounts.models import User
from consultants.actions.journal import Contact, ToDo
from consultants.forms.engagement import NO_PEOPLE, note_text
from consultants.models import Task
from consultants.models.journal import Channel

A_DAY = 24 * 60


class DraftForm(forms.Form):
    """A note that is still being written: as long as a note may be, or nothing at all."""

    text = note_text(optional=True)


class ContactEntryForm(forms.Form):
    """A line of the contact log."""

    is_kept = True
    channel = forms.ChoiceField(
        label="Hvordan havde I kontakt?",
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvordan I havde kontakt"),
    )
    on = danish.DanishDateField(label="Hvornår?", help_text="For eksempel 24 11 2026")
    minutes = danish.CountField(
        label="Hvor mange minutter tog det?",
        help_text="Et cirkatal er fint.",
        min_value=1,
        max_value=A_DAY,
        error_messages=danish.messages("Skriv antallet af minutter", invalid="Skriv antallet med tal"),
    )
    text = forms.CharField(
        label="Hvad handlede det om?",
        help_text=f"En linje eller to. Kun sekretariatet kan læse det. {NO_PEOPLE}",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=danish.messages("Skriv kort, hvad det handlede om"),
    )

    def contact(self) -> Contact:
        """For the verb; valid forms only."""
        return Contact(**{**self.cleaned_data, "channel": Channel(self.cleaned_data["channel"])})


class TaskForm(forms.Form):
    """Something to do. ``owners``: those who run the engagement."""

    is_kept = True
    title = forms.CharField(
        label="Hvad skal gøres?",
        help_text=f"Kun sekretariatet kan læse det. {NO_PEOPLE}",
        max_length=200,
        error_messages=danish.messages("Skriv, hvad der skal gøres"),
    )
    due_on = danish.DanishDateField(label="Hvornår skal det senest være gjort?", help_text="For eksempel 24 11 2026")
    owner = forms.ModelChoiceField(
        label="Hvem gør det?",
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvem der gør det"),
    )

    def __init__(
        self, sent: Mapping[str, Any] | None, *, owners: QuerySet[User], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(sent, initial=initial)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # the stubs know only the widget's side

    @staticmethod
    def first_words(task: Task | None, *, by: User, today: date) -> dict[str, Any]:
        """What the form begins with: the words of ``task``, or a new task of one's own for today."""
        if task is None:
            return {"owner": by.pk, "due_on": today}
        return {"title": task.title, "due_on": task.due_on, "owner": task.owner_id}

    def to_do(self) -> ToDo:
        """For the verb; valid forms only."""
        return ToDo(**self.cleaned_data)
