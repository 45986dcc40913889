"""The words of a letter, as the head may write them: with its own fields, one line of subject, and nothing telling."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

import danish
from notifications import placeholders
from notifications.catalogue import Described
from notifications.placeholders import CODE, DETAILS, LINK, NotAField

# What a mailbox that others look into is not to tell (P5): words that name a theme, a person's trouble or their role.
_TELLING = re.compile(
    r"\b(?:\w*chikan\w*|mobb\w*|mobning\w*|vold\w*|trusl\w*|true[rt]\w*|krænk\w*|overgreb\w*|overfald\w*|alenearbejd\w*"
    r"|stress\w*|sygefrav\w*|sygemeld\w*|depress\w*|angst\w*|selvmord\w*|diagnos\w*|konflikt\w*|tillidsrep\w*"
    r"|tillidsvalgt\w*|fagforen\w*|fællestillid\w*|(?-i:TR|FTR|AMR))\b",
    re.IGNORECASE,
)
# Whatever could begin a new line where none may be, or turn the line around.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]")
_LONGEST_SUBJECT, _LONGEST_BODY = 150, 5000


def telling_words(text: str) -> list[str]:
    """The words of ``text`` that should not stand in a mail, each once, as written."""
    return list(dict.fromkeys(_TELLING.findall(text)))


def names_of(described: Described) -> set[str]:
    """The fields that may stand in the letter: its own, and no others."""
    subject, body = placeholders.subject_of(described.template), placeholders.body_of(described.template)
    return {*subject.fields, *body.fields}


def needed_in(described: Described) -> list[str]:
    """The fields without which the letter would be of no use: they stay in its text."""
    return [name for name in placeholders.body_of(described.template).fields if _is_needed(name)]


def _is_needed(name: str) -> bool:
    return name in (LINK, CODE) or name.partition("_")[0] == DETAILS


class LetterTextForm(forms.Form):
    """Subject and text of ``described``; ``seen`` is the number of the text that they were based on."""

    subject = forms.CharField(
        label="Emne",
        help_text="Én linje. Den må ikke røbe, hvad sagen handler om.",
        max_length=_LONGEST_SUBJECT,
        error_messages=danish.messages("Skriv et emne"),
    )
    body = forms.CharField(
        label="Tekst",
        help_text="Hilsen og afsender kommer af sig selv. En tom linje giver et nyt afsnit.",
        max_length=_LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages=danish.messages("Skriv brevets tekst"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, error_messages=danish.messages("Åbn siden igen"))

    def __init__(
        self, typed: QueryDict | None = None, *, described: Described, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(typed, initial=initial)
        self._described = described

    def clean_subject(self) -> str:
        """One line of known fields that tells nothing."""
        subject: str = self.cleaned_data["subject"]
        if _CONTROL.search(subject) or "\n" in subject:
            raise ValidationError("Emnet skal stå på én linje uden særlige tegn", code="line")
        misplaced = sorted(name for name in self._known_fields(subject) if _is_needed(name))
        if misplaced:
            raise ValidationError(f"{_braced(misplaced)} hører til i teksten, ikke i emnet", code="misplaced")
        if telling := telling_words(subject):
            words = f"Emnet må ikke røbe, hvad sagen handler om. Skriv det uden {_listed(telling)}"
            raise ValidationError(words, code="telling")
        return subject

    def clean_body(self) -> str:
        """Paragraphs of known fields, with those that the letter needs."""
        body: str = self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n")
        if _CONTROL.search(body):
            raise ValidationError("Teksten må ikke indeholde særlige styretegn", code="control")
        fields = self._known_fields(body)
        missing = [name for name in needed_in(self._described) if name not in fields]
        if missing:
            raise ValidationError(f"Behold {_braced(missing)} i teksten", code="missing")
        return body

    def _known_fields(self, text: str) -> set[str]:
        try:
            fields = placeholders.fields_of(text)
        except NotAField as error:
            raise ValidationError(_BRACES if not error.told else _unknown([error.told]), code="field") from None
        if unknown := sorted(fields - names_of(self._described)):
            raise ValidationError(_unknown(unknown), code="field")
        return fields

    @property
    def warning(self) -> str:
        """What to think of before the text is used; nothing for a neutral one."""
        telling = telling_words(self.cleaned_data["body"])
        if not telling:
            return ""
        return (
            f"Teksten nævner {_listed(telling)}. Andre kan se modtagerens mails, så et brev bør kun sige, "
            "at der er noget at læse."
        )


_BRACES = "Krøllede parenteser må kun stå om navnet på et af brevets felter, for eksempel {link}"


def _unknown(names: list[str]) -> str:
    return f"{_braced(names)} findes ikke i det her brev. Brug kun de felter, der er vist på siden"


def _braced(names: list[str]) -> str:
    return _joined([f"{{{name}}}" for name in names])


def _listed(words: list[str]) -> str:
    return _joined([f"»{word}«" for word in words])


def _joined(words: list[str]) -> str:
    return " og ".join(filter(None, (", ".join(words[:-1]), words[-1])))
