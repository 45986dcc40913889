"""What the consultant writes about an engagement."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

import danish
from consultants.actions.agreements import Words
from consultants.lifecycle import Status
from consultants.models import CooperationAgreement

NO_PEOPLE = "Skriv ikke navne eller oplysninger om nogens helbred."


def long_text(label: str, required: str, *, hint: str = "", rows: int = 6, optional: bool = False) -> forms.CharField:
    """A text of up to 2,000 characters."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        required=not optional,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=danish.messages(required),
    )


class ContactForm(forms.Form):
    """The day of the first contact."""

    contacted_on = danish.DanishDateField(label="Hvornår havde I kontakt?", help_text="For eksempel 24 11 2026")


class AgreementForm(forms.Form):
    """The cooperation agreement; what stands is where the next version begins."""

    is_kept = True

    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5)
    change_wish = long_text(
        "Hvad skal være anderledes?",
        "Skriv, hvad der skal være anderledes",
        hint=f"Forandringsønsket, som I har formuleret det sammen. {NO_PEOPLE}",
    )
    what_we_do = long_text(
        "Hvad gør vi sammen?", "Skriv, hvad I gør sammen", hint="Møder, prøvehandlinger og det, der ligger imellem."
    )
    who_does_what = long_text(
        "Hvem gør hvad?", "Skriv, hvem der gør hvad", hint="Brug roller, ikke navne.", optional=True
    )

    @classmethod
    def first_words(cls, standing: CooperationAgreement | None) -> dict[str, Any]:
        """What the form begins with: the words of ``standing``, if there is one, and which version that is."""
        if standing is None:
            return {"read": 0}
        words = {name: getattr(standing, name) for name in cls.base_fields if name != "read"}
        return {**words, "read": standing.number}

    @classmethod
    def on_top_of(cls, standing: CooperationAgreement | None, sent: QueryDict) -> "AgreementForm":
        """What was typed, to be sent again after ``standing`` has been read."""
        typed = sent.copy()
        typed["read"] = str(standing.number if standing else 0)
        return cls(typed)

    @property
    def read_version(self) -> int:
        """The version that the page began with; 0 for none, and of anything that is no number."""
        read = str(self.data.get("read", ""))
        return int(read) if read.isascii() and read.isdigit() and len(read) < 6 else 0

    def words(self) -> Words:
        """What was written, for the verb."""
        return Words(**{name: value for name, value in self.cleaned_data.items() if name != "read"})


def note_text(*, optional: bool = False) -> forms.CharField:
    """What a note may hold."""
    hint = f"Kun forløbets konsulenter og sekretariatslederen kan læse noter. {NO_PEOPLE}"
    return long_text("Ny note", "Skriv noten", hint=hint, rows=4, optional=optional)


class NoteForm(forms.Form):
    """A working note."""

    text = note_text()


class ReasonForm(forms.Form):
    """Why something is called off; the group reads it on its own page."""

    is_kept = True

    reason = forms.CharField(
        label="Hvorfor?",
        help_text=f"Gruppen kan læse det på sin side. {NO_PEOPLE}",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=danish.messages("Skriv kort hvorfor"),
    )


class InternalReasonForm(forms.Form):
    """Why an engagement rests, goes on, or is opened again; for the secretariat alone."""

    is_kept = True

    reason = forms.CharField(
        label="Hvorfor?",
        help_text=f"Kun sekretariatet kan læse det. {NO_PEOPLE}",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=danish.messages("Skriv kort hvorfor"),
    )


class HeldForm(forms.Form):
    """The day of a follow-up visit that took place."""

    held_on = danish.DanishDateField(label="Hvornår blev besøget holdt?", help_text="For eksempel 24 11 2026")

    @classmethod
    def of(cls, day: date) -> "HeldForm":
        """A form that proposes ``day``."""
        return cls(initial={"held_on": day})


OPEN, EVERY, HANDED_OVER = "", "alle", "overdraget"
# The two parts of what is assigned: the first contact is late, or still to come.
LATE, NEW = "forsinket", "nye"


class EngagementsForm(forms.Form):
    """What the list of engagements can be narrowed to; it stands in the address. Nonsense narrows nothing."""

    status = forms.ChoiceField(
        label="Status",
        choices=(
            (OPEN, "Åbne forløb"),
            *Status.choices,
            (LATE, "Første kontakt er for sen"),
            (NEW, "Nye, første kontakt mangler"),
            (EVERY, "Alle forløb"),
            (HANDED_OVER, "Dem, du har overdraget"),
        ),
        required=False,
        error_messages=danish.messages("Vælg en af de viste muligheder"),
    )

    def chosen(self) -> str:
        """A status, LATE, NEW, EVERY, HANDED_OVER, or OPEN."""
        return str(self.cleaned_data["status"]) if self.is_valid() else OPEN
