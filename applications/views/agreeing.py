"""Reading the version, and saying yes, no, "I take it back" or "let us write on"."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

import clock
from accounts import kept
from accounts.http import AuthenticatedRequest
from applications.actions import intake, signing
from applications.actions.reminding import asked_at, missing
from applications.forms.signing import NoForm, YesForm
from applications.lifecycle import IllegalMove, Status
from applications.models import Answer, Application, ApplicationVersion, Signatory
from applications.views import version_text
from applications.views.named import Case, for_named

CHANGED = "Teksten er ændret, siden du åbnede den. Læs den igen, og se, hvad der er nyt."
HELD_BACK = "Alle har sagt ja. Ansøgningen bliver sendt af sig selv, når vi åbner for nye ansøgninger igen."
SETTLED = "Ansøgningen venter ikke længere på dit svar. Her kan du se, hvor langt den er."


@require_safe
@for_named
def consensus(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """The whole version, who has agreed and who is missing, and the two answers."""
    if case.application.version_number == 0:
        messages.info(request, "I er ikke blevet bedt om at sige ja endnu. Ansøgningen er stadig en kladde.")
        return redirect("applications:status", case.application.pk)
    return _show(request, case, NoForm(kept.typed(request)), status=200)


def _heading(application: Application, *, can_answer: bool) -> str:
    """What the text is to them now."""
    if can_answer:
        return "Er I enige?"
    if application.status == Status.AWAITING_CONSENSUS:
        return "Det, I er bedt om at sige ja til"
    is_theirs_again = application.status == Status.DRAFT or application.submitted_at is None
    return "Det, I sidst blev bedt om at sige ja til" if is_theirs_again else "Det, I har sagt ja til"


def _show(request: AuthenticatedRequest, case: Case, no_form: NoForm, *, status: int) -> HttpResponse:
    application = case.application
    versions = list(ApplicationVersion.objects.filter(application=application).select_related("asked_by"))
    version = versions[-1]
    everybody = list(application.signatories.all())
    names = version_text.names_of(everybody)
    before, before_was_yes = _last_answered(versions, case.me)
    awaited = missing(application, case.people)
    is_asked = application.status == Status.AWAITING_CONSENSUS
    context: dict[str, Any] = {
        "application": application,
        "heading": _heading(application, can_answer=is_asked and case.me in awaited),
        "version": version,
        "sections": version_text.sections(version.content, names),
        "before": before,
        "before_was_yes": before_was_yes,
        "changes": version_text.changes(before.content, version.content, names) if before else (),
        "answers": _answers(case.people, awaited, version),
        "answers_missing": len(awaited),
        "can_answer": is_asked and case.me in awaited,
        "has_agreed": case.me is not None and case.me not in awaited,
        "is_asked": is_asked,
        "yes_form": YesForm(initial={"number": version.number, "sha256": version.sha256}),
        "form": no_form,
        "given_back": no_form.is_bound and request.method != "POST",
        "crumbs": [("Mine ansøgninger", "/ansoegninger/")],
    }
    return render(request, "applications/consensus.html", context, status=status)


def _answers(people: Sequence[Signatory], awaited: Sequence[Signatory], version: ApplicationVersion) -> list[Any]:
    given = Answer.objects.filter(version=version, agrees=True, taken_back_at=None)
    when = {(answer.signatory_id, answer.address): answer.at for answer in given}
    asked = asked_at(version, people)
    return [
        {
            "person": person,
            "at": None if person in awaited else when[person.pk, person.email],
            "asked_at": asked[person.pk],
        }
        for person in people
    ]


def _last_answered(
    versions: Sequence[ApplicationVersion], me: Signatory | None
) -> tuple[ApplicationVersion | None, bool]:
    """The version before the current one that the person last said yes to; if there is none, last said no to."""
    given = dict(Answer.objects.filter(signatory=me).order_by("agrees").values_list("version_id", "agrees"))
    for was_yes in (True, False):
        for version in reversed(versions[:-1]):
            if given.get(version.pk) is was_yes:
                return version, was_yes
    return None, False


@require_POST
@for_named
def agree(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """ "Ja, vi er enige"."""
    application = case.application
    read = YesForm(request.POST).version_read()
    try:
        signing.agree(application_id=application.pk, by=request.user, read=read, now=clock.now())
    except signing.AnotherVersion:
        messages.warning(request, CHANGED)
        return redirect("applications:consensus", application.pk)
    except signing.NothingToAnswer:
        messages.info(request, SETTLED)
        return redirect("applications:status", application.pk)
    application.refresh_from_db(fields=["status", "reference"])
    if application.status == Status.AWAITING_CONSENSUS:
        is_held_back = intake.held_back().filter(pk=application.pk).exists()
        messages.success(
            request, HELD_BACK if is_held_back else "Tak. Dit ja er gemt. Vi mangler stadig svar fra andre."
        )
    else:
        messages.success(request, f"Alle har sagt ja, og vi har modtaget {application.reference}.")
        return redirect("applications:receipt_page", application.pk)
    return redirect("applications:status", application.pk)


@require_POST
@for_named
def disagree(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """ "Nej, ikke endnu", with its reason."""
    application = case.application
    form, read = NoForm(request.POST), YesForm(request.POST).version_read()
    if application.status == Status.AWAITING_CONSENSUS and not form.is_valid():
        return _show(request, case, form, status=422)
    # Where nobody is asked any more the verb says so, whatever was typed.
    reason = form.cleaned_data["reason"] if form.is_valid() else "-"
    try:
        signing.disagree(application_id=application.pk, by=request.user, read=read, reason=reason, now=clock.now())
    except signing.AnotherVersion:
        messages.warning(request, CHANGED)
        return _show(request, case, form, status=409)
    except signing.NothingToAnswer:
        messages.info(request, SETTLED)
        return redirect("applications:status", application.pk)
    messages.success(request, "Tak for svaret. Teksten er åben igen, og de andre har fået besked.")
    return redirect("applications:status", application.pk)


@require_POST
@for_named
def take_back(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """A yes is taken back."""
    try:
        signing.take_back(application_id=case.application.pk, by=request.user, now=clock.now())
    except signing.NothingToTakeBack:
        messages.info(request, "Du har ikke noget ja at tage tilbage lige nu.")
    else:
        messages.success(request, "Dit ja er taget tilbage. Ansøgningen venter på, at I bliver enige.")
    return redirect("applications:status", case.application.pk)


@require_POST
@for_named
def reopen(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """Back to the text."""
    try:
        signing.reopen(application_id=case.application.pk, by=request.user, now=clock.now())
    except IllegalMove:
        messages.info(request, "Teksten kan ikke åbnes, som det står lige nu.")
        return redirect("applications:status", case.application.pk)
    messages.success(request, "Teksten er åben igen. Når I er færdige, beder I alle om at sige ja på ny.")
    return redirect("applications:check", case.application.pk)
