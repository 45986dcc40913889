"""What is entered about how SPARK is spread. No names: who rang and whom we met stands nowhere."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

import danish
from applications.models import Municipality, Sector
from consultants.actions.spread import Call, Consent, Contact, Words
from consultants.models import Outreach, PhoneCall, Story
from consultants.models.spread import Channel
from themes.models import Theme


def _choice(
    label: str, rows: QuerySet[Any], *, empty: str, missing: str = "", is_optional: bool = False
) -> "forms.ModelChoiceField[Any]":
    return forms.ModelChoiceField(
        label=label,
        queryset=rows,
        empty_label=empty,
        required=not is_optional,
        error_messages=danish.messages(missing or empty, invalid_choice="Vælg en af de viste muligheder"),
    )


def _municipality() -> "forms.ModelChoiceField[Any]":
    return _choice("Kommune", Municipality.objects.all(), empty="Vælg en kommune")


class TokenForm(forms.Form):
    """A form whose hidden token makes it one thing however often it is sent."""

    # Tampered with it counts as not there, and never hides what was typed.
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def token_or_new(self) -> UUID:
        """The page's token; a new one where there is none."""
        try:
            return UUID(str(self.data.get("token")))
        except ValueError:
            return uuid4()


class CallForm(TokenForm):
    """A call to SPARK-linjen."""

    called_on = danish.DanishDateField(label="Hvornår ringede de?", help_text="For eksempel 24 11 2026")
    municipality = _municipality()
    sector = _choice("Branche", Sector.objects.all(), empty="Vælg en branche")
    theme = _choice("Tema", Theme.objects.all(), empty="Intet bestemt tema", missing="Vælg et tema", is_optional=True)
    minutes = danish.CountField(
        label="Minutter",
        min_value=1,
        max_value=600,
        error_messages=danish.messages("Skriv antallet af minutter med tal"),
    )
    led_to_application = forms.BooleanField(label="Samtalen førte til en ansøgning", required=False)

    @classmethod
    def of(cls, call: PhoneCall) -> dict[str, Any]:
        """What the form begins with to correct ``call``."""
        return {name: getattr(call, name) for name in cls.base_fields if name != "token"}

    def call(self) -> Call:
        """What was typed, for the verb."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        return Call(**typed)


class OutreachForm(TokenForm):
    """We were in touch with a municipality."""

    municipality = _municipality()
    on = danish.DanishDateField(label="Hvornår?", help_text="For eksempel 24 11 2026")
    channel = forms.ChoiceField(
        label="Hvordan?",
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvordan I havde kontakt"),
    )

    @classmethod
    def of(cls, outreach: Outreach) -> dict[str, Any]:
        """What the form begins with to correct ``outreach``."""
        return {name: getattr(outreach, name) for name in cls.base_fields if name != "token"}

    def contact(self) -> Contact:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return Contact(typed["municipality"], typed["on"], Channel(typed["channel"]))


# The fields of the yes, as they are sent.
CONSENT = ("consent_by", "consent_on_day", "consent_on_month", "consent_on_year")


class StoryForm(TokenForm):
    """A story, and the consent to tell it."""

    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=9)
    title = forms.CharField(label="Overskrift", max_length=120, error_messages=danish.messages("Skriv en overskrift"))
    text = forms.CharField(
        label="Historien",
        help_text="Skriv ikke navne, og nævn ikke arbejdspladsen, hvis den ikke har sagt ja til det.",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages=danish.messages("Skriv historien"),
    )
    theme = _choice("Tema", Theme.objects.all(), empty="Vælg et tema")
    municipality = _municipality()
    shows_municipality = forms.BooleanField(label="Kommunen må nævnes", required=False)
    consent_by = forms.CharField(
        label="Hvem på arbejdspladsen har sagt ja til historien?",
        help_text="Skriv roller, ikke navne. For eksempel: Lederen og tillidsrepræsentanten",
        max_length=120,
        required=False,
        error_messages=danish.messages("Skriv, hvem der har sagt ja"),
    )
    consent_on = danish.DanishDateField(
        label="Hvornår sagde de ja?", help_text="For eksempel 24 11 2026", required=False
    )

    @classmethod
    def of(cls, story: Story) -> "StoryForm":
        """A form with what stands; a story that a yes has begun has no words of its own yet."""
        names = [name for name in cls.base_fields if name not in {"token", "read"}]
        standing = {name: getattr(story, name) for name in names} | {"read": story.edit_number}
        return cls(initial=standing if story.text else {**standing, "title": ""})

    @classmethod
    def after(cls, story: Story, sent: QueryDict) -> "StoryForm":
        """What was typed, to be sent on top of ``story`` as it stands now; but for a yes that is taken back."""
        typed = sent.copy()
        typed["read"] = str(story.edit_number)
        if story.withdrawn_at is not None:
            for name in CONSENT:
                typed[name] = ""
        return cls(typed)

    def seen(self) -> int:
        """How far the page had come; below 0 where it does not say."""
        read = str(self.data.get("read", ""))
        return int(read) if read.isascii() and read.isdigit() and len(read) < 10 else -1

    def clean(self) -> dict[str, Any]:
        """A consent has who and when."""
        cleaned = super().clean() or {}
        if "consent_by" in cleaned and "consent_on" in cleaned:
            who, on = cleaned["consent_by"], cleaned["consent_on"]
            if who and not on:
                self.add_error("consent_on", "Skriv, hvornår de sagde ja")
            if on and not who:
                self.add_error("consent_by", "Skriv, hvem der har sagt ja")
        return cleaned

    def words(self) -> Words:
        """What the public would read."""
        names = ("title", "text", "theme", "municipality", "shows_municipality")
        return Words(**{name: self.cleaned_data[name] for name in names})

    def consent(self) -> Consent:
        """Who said yes, and when."""
        return Consent(self.cleaned_data["consent_by"], self.cleaned_data["consent_on"])
