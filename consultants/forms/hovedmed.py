"""The notice to a HovedMED: whereto, and whether it is sent at all."""

from django import forms

import danish

ON, OFF = "til", "fra"


class RecipientForm(forms.Form):
    """Where the notice goes; remembered for the municipality."""

    email = danish.DanishEmailField(
        label="E-mail til HovedMED",
        help_text="Brug en fælles postkasse, hvis kommunen har en. Vi husker adressen til næste gang.",
        error_messages=danish.messages(
            "Skriv HovedMEDs e-mailadresse", invalid="Skriv en e-mailadresse som i hovedmed@kommune.dk"
        ),
    )


class SwitchForm(forms.Form):
    """Whether notices are sent."""

    state = forms.ChoiceField(
        label="Skal HovedMED have besked om nye forløb?",
        choices=((ON, "Ja, konsulenten kan sende besked"), (OFF, "Nej, der bliver ikke sendt noget")),
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg ja eller nej"),
    )
