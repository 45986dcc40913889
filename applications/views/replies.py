"""What the secretariat has written to the group: the decision, and questions that want an answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

import clock
from accounts import kept
from accounts.http import AuthenticatedRequest
from applications.actions import triage
from applications.forms.signing import AnswerForm
from applications.lifecycle import IllegalMove
from applications.models import Application
from applications.models.application import DeclineReason
from applications.views.named import Case, for_named


@dataclass(frozen=True)
class Advice:
    """Why not, where to turn instead, and when it makes sense to apply again."""

    because: str
    instead: tuple[str, ...]
    again: str


ADVICE: Mapping[DeclineReason, Advice] = {
    DeclineReason.OUT_OF_SCOPE_PERSONNEL: Advice(
        "fordi ansøgningen handler om en konkret personalesag",
        (
            "Tal med HR i kommunen. De har ansvaret for personalesager og kan handle.",
            "Er du medarbejder, så tal med din tillidsrepræsentant eller din fagforening.",
            "Er du leder, så tal med din egen leder eller kommunens arbejdsmiljøkonsulent.",
        ),
        "I kan søge igen, når I vil arbejde med det fælles arbejdsmiljø og ikke med den enkelte sag.",
    ),
    DeclineReason.OUT_OF_SCOPE_ORDER: Advice(
        "fordi ansøgningen handler om at efterkomme et påbud",
        (
            "Arbejdstilsynet kan forklare, hvad påbuddet kræver, og hvornår det er opfyldt.",
            "HR eller kommunens arbejdsmiljøkonsulent kan hjælpe med planen.",
            "BFA Velfærd og Offentlig administration har gratis værktøjer til det meste.",
        ),
        "I kan søge igen, når I vil arbejde forebyggende: med det, der skal til, for at det ikke sker igen.",
    ),
    DeclineReason.NO_CONSENSUS: Advice(
        "fordi I ikke er enige om at søge",
        (
            "Tag det op i TRIO eller MED-udvalget: Hvad oplever I hver især, og hvad kunne I ønske jer?",
            "HR eller kommunens arbejdsmiljøkonsulent kan hjælpe med den første samtale.",
        ),
        "I kan søge igen, så snart I er enige om at søge. I behøver ikke være enige om årsagen.",
    ),
    DeclineReason.NOT_MUNICIPAL: Advice(
        "fordi I ikke er en kommunal arbejdsplads",
        (
            "Jeres branchefællesskab for arbejdsmiljø (BFA) har gratis værktøjer og vejledning.",
            "Arbejdstilsynet vejleder alle arbejdspladser om psykisk arbejdsmiljø.",
        ),
        "SPARK er kun for kommunale arbejdspladser. Har I fået en driftsoverenskomst med kommunen, så ring til os.",
    ),
    DeclineReason.NOT_READY_IN_TIME: Advice(
        "fordi I ikke kan begynde inden for et halvt år",
        (
            "Sæt en dato, hvor I ser på det igen, for eksempel på jeres næste møde i TRIO eller MED.",
            "BFA Velfærd og Offentlig administration har gratis værktøjer, I kan bruge imens.",
        ),
        "I kan søge igen, når I kan begynde inden for et halvt år.",
    ),
    DeclineReason.CAPACITY: Advice(
        "fordi der ikke er plads til alle, der søger",
        (
            "Kommunens arbejdsmiljøkonsulent kan ofte hjælpe hurtigere.",
            "BFA Velfærd og Offentlig administration har gratis værktøjer, I kan begynde med.",
        ),
        "I kan søge igen med det samme. Ansøgninger bliver vurderet hver måned.",
    ),
    DeclineReason.BETTER_SERVED_ELSEWHERE: Advice(
        "fordi vi mener, at andre kan hjælpe jer bedre",
        (
            "Vi har skrevet i svaret, hvem vi mener kan hjælpe jer bedst.",
            "Er I i tvivl, så ring til os. Vi hjælper jer gerne videre.",
        ),
        "I kan søge igen, hvis det viser sig, at I alligevel har brug for et forløb.",
    ),
    DeclineReason.DUPLICATE: Advice(
        "fordi nogen fra jeres arbejdsplads allerede har søgt",
        (
            "Tal med de kolleger, der har søgt. I kan blive skrevet på deres ansøgning.",
            "Ved I ikke, hvem det er, så ring til os.",
        ),
        "I kan søge igen, når den anden ansøgning er afsluttet.",
    ),
}


@require_safe
@for_named
def decision(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """The letter itself, and what the group can do now."""
    application = case.application
    letter = application.standing_letter()
    if letter is None:
        messages.info(request, "I har ikke fået svar endnu. Her kan I se, hvor langt ansøgningen er.")
        return redirect("applications:status", application.pk)
    context = {
        "application": application,
        "letter": letter,
        "advice": None if letter.granted or letter.waits else ADVICE[DeclineReason(letter.reason)],
        "crumbs": _crumbs(application),
    }
    return render(request, "applications/decision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_named
def answer_request(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """The question, and room for one answer from the group."""
    application = case.application
    question = application.requests.filter(answered_at=None).first()
    given_back = kept.typed(request)
    form = AnswerForm(request.POST if request.method == "POST" else given_back)
    if question is None:
        return _answered(request, application)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            triage.answer_request(application_id=application.pk, by=request.user, answer=answer, now=clock.now())
        except IllegalMove:
            return _answered(request, application)
        messages.success(request, "Tak for svaret. Ansøgningen er med igen, og jeres ventetid løber videre.")
        return redirect("applications:status", application.pk)
    context = {
        "application": application,
        "question": question,
        "form": form,
        "given_back": given_back is not None,
        "crumbs": _crumbs(application),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/answer_request.html", context, status=status)


def _answered(request: AuthenticatedRequest, application: Application) -> HttpResponse:
    messages.info(request, "Der er ikke noget spørgsmål at svare på lige nu.")
    return redirect("applications:status", application.pk)


def _crumbs(application: Application) -> list[tuple[str, str]]:
    return [("Mine ansøgninger", "/ansoegninger/"), (str(application.reference), f"/ansoegninger/{application.pk}/")]
