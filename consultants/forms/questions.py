"""What the secretariat asks a group about, and the texts that such a question can begin with."""

from django import forms

import danish
from consultants.models import QuestionText

LONGEST_QUESTION = 2000


class QuestionForm(forms.Form):
    """A question to everybody named; the waiting clock stands still until they answer."""

    question = forms.CharField(
        label="Dit spørgsmål",
        help_text="Skriv, hvad du mangler at vide, og hvorfor. Alle på ansøgningen kan læse det og svare.",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages=danish.messages("Skriv, hvad du vil spørge om"),
    )


class QuestionTextForm(forms.Form):
    """A text to begin a question with; ``seen`` is the number of the words that it was based on."""

    is_kept = True

    title = forms.CharField(
        label="Hvad spørger teksten om?",
        help_text="Konsulenterne vælger teksten efter det her. For eksempel: Hvornår I kan begynde",
        max_length=80,
        error_messages=danish.messages("Skriv, hvad teksten spørger om"),
    )
    text = forms.CharField(
        label="Teksten",
        help_text="Konsulenten kan rette i den, før den bliver sendt.",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages=danish.messages("Skriv teksten"),
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000, error_messages=danish.messages("Åbn siden igen")
    )

    @staticmethod
    def first_words(standing: QuestionText | None = None) -> dict[str, object]:
        """What the form begins with: what stands, or nothing yet."""
        if standing is None:
            return {"seen": 0}
        return {"title": standing.title, "text": standing.text, "seen": standing.number}
