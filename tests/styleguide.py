"""The living style page: every component and every kind of field on two pages. Served in tests only."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

import danish
from spark_portal import urls as portal

handler400, handler403, handler404, handler500 = (
    portal.handler400,
    portal.handler403,
    portal.handler404,
    portal.handler500,
)


class EveryField(forms.Form):
    """One field of each kind."""

    workplace = forms.CharField(
        label="Arbejdspladsens navn",
        max_length=120,
        error_messages=danish.messages("Skriv arbejdspladsens navn"),
    )
    body = forms.ChoiceField(
        label="Hvem søger I som?",
        help_text="Vælg det udvalg, I taler sammen i.",
        choices=[("trio", "TRIO"), ("med", "Lokal-MED"), ("amg", "Arbejdsmiljøgruppe")],
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvem I søger som"),
    )
    themes = forms.MultipleChoiceField(
        label="Hvad handler det om?",
        help_text="Vælg gerne flere.",
        choices=[("change", "Forandringer og omstillinger"), ("lone_work", "Alenearbejde")],
        widget=forms.CheckboxSelectMultiple,
        error_messages=danish.messages("Vælg mindst ét tema"),
    )
    municipality = forms.ChoiceField(
        label="Kommune",
        choices=[("", "Vælg kommune"), ("101", "København"), ("751", "Aarhus")],
        error_messages=danish.messages("Vælg kommunen"),
    )
    employees = forms.IntegerField(
        label="Antal medarbejdere",
        min_value=1,
        max_value=5000,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages=danish.messages("Skriv, hvor mange I er", invalid="Skriv antallet med tal"),
    )
    situation = forms.CharField(
        label="Hvad fylder hos jer lige nu?",
        help_text="Skriv ikke navne eller oplysninger om helbred.",
        max_length=2000,
        widget=forms.Textarea,
        error_messages=danish.messages("Skriv, hvad der fylder hos jer"),
    )
    earliest_start = danish.DanishDateField(
        label="Hvornår kan I tidligst begynde?",
        help_text="For eksempel 21 11 2026.",
        error_messages={"required": "Skriv, hvornår I tidligst kan begynde"},
    )
    email = danish.DanishEmailField(label="E-mail")
    phone = danish.DanishPhoneField(label="Telefon", required=False)
    commitment = forms.BooleanField(
        label="Vi svarer på en kort evaluering, når forløbet er slut",
        help_text="Det tager fem minutter.",
        error_messages=danish.messages("Sæt kryds ved evalueringen"),
    )
    origin = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("body") == "amg" and cleaned.get("employees") == 1:
            self.add_error(None, "En arbejdsmiljøgruppe har mindst to medlemmer")
        return cleaned


def components(request):
    """Every component that is not a field."""
    return render(
        request,
        "styleguide.html",
        {
            "crumbs": [("Forside", "/"), ("Mine ansøgninger", "/ansoegninger/")],
            "rows": [
                {"label": "Arbejdsplads", "value": "Børnehuset Åkanden", "href": "/stil/formular/"},
                {"label": "Kommune", "value": "Ringkøbing-Skjern", "href": "/stil/formular/"},
                {"label": "Hvad vi har prøvet", "value": "", "href": "/stil/formular/"},
            ],
            "events": [
                {"at": datetime(2026, 11, 21, 13, 2, tzinfo=UTC), "text": "Ansøgningen er sendt", "by": "Søren Ågård"},
                {
                    "at": datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
                    "text": "Mette Æbelø sagde ja",
                    "note": "Til version 2.",
                },
                {"at": datetime(2026, 11, 18, 9, 30, tzinfo=UTC), "text": "Kladden blev oprettet"},
            ],
            "queue": [
                ("SPARK-2026-0042", "Børnehuset Åkanden", "Ringkøbing-Skjern", 21, 46, "info", "Til vurdering"),
                ("SPARK-2026-0039", "Plejecenter Ørnsø", "Silkeborg", 35, 31, "warning", "Mangler oplysninger"),
                ("SPARK-2026-0031", "Skolen ved Aaen", "Aabenraa", 62, 28, "success", "Bevilget"),
            ],
        },
    )


def every_field(request):
    """The form, empty or refused, or thanked for."""
    form = EveryField(request.POST or None, initial={"origin": "stil"})
    if form.is_valid():
        messages.success(request, "Jeres svar er gemt")
        return redirect("/stil/")
    context = {"form": form, "heading": "Jeres arbejdsplads", "submit": "Gem og fortsæt", "cancel": "/stil/"}
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


def hidden(request):
    raise Http404


def broken(request):
    raise ZeroDivisionError


def sent(request):
    return HttpResponse(request.method)


urlpatterns = [
    path("stil/", components),
    path("stil/formular/", every_field),
    path("stil/skjult/", hidden),
    path("stil/itu/", broken),
    path("stil/send/", sent),
    path("", include(portal)),
]
