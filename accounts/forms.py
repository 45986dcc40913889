"""What people type on the way in. Labels and errors in du-form: one person sits here."""

import re
from collections.abc import Mapping

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

import danish
from accounts.models import User

LONGEST_PASSWORD = 200  # hashing works harder the longer the text is


def _email_field(*, autocomplete: str, hint: str = "") -> danish.DanishEmailField:
    return danish.DanishEmailField(
        label="E-mail",
        max_length=254,
        help_text=hint,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
        error_messages={"required": "Skriv din e-mail"},
    )


def _password_field(*, label: str, required: str, autocomplete: str, hint: str = "") -> forms.CharField:
    too_long = f"Adgangskoden må højst have {LONGEST_PASSWORD} tegn"
    return forms.CharField(
        label=label,
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages=danish.messages(required, max_length=too_long),
    )


class AskForCodeForm(forms.Form):
    """Everybody's first step."""

    email = _email_field(autocomplete="email", hint="Vi sender en kode på seks cifre til adressen.")


class CodeForm(forms.Form):
    """The digits of the letter."""

    code = forms.CharField(
        label="Kode",
        max_length=40,
        help_text="Seks cifre. Koden gælder i 10 minutter.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages=danish.messages("Skriv koden fra mailen", max_length="Koden har seks cifre. Skriv den igen."),
    )

    def clean_code(self) -> str:
        """Six ASCII digits; people paste them with spaces and hyphens."""
        digits = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError("Koden har seks cifre. Skriv den igen.")
        return digits


class PasswordForm(forms.Form):
    """Staff's way in."""

    email = _email_field(autocomplete="username")
    password = _password_field(label="Adgangskode", required="Skriv din adgangskode", autocomplete="current-password")


class ForgottenPasswordForm(forms.Form):
    """Where the letter with a new link goes."""

    email = _email_field(autocomplete="username", hint="Den e-mail, du er inviteret med.")


class ChoosePasswordForm(forms.Form):
    """A new password, typed twice since nobody sees what is typed."""

    password = _password_field(
        label="Ny adgangskode",
        required="Skriv en ny adgangskode",
        autocomplete="new-password",
        hint="Mindst 12 tegn. Fire tilfældige ord er et godt valg.",
    )
    again = _password_field(
        label="Gentag adgangskoden", required="Skriv adgangskoden en gang til", autocomplete="new-password"
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean_password(self) -> str:
        """A password that is long enough, not common, and not the person's own address or name."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        """The same password once more."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError("De to adgangskoder er ikke ens")
        return again
