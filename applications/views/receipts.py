"""The receipt, on screen and as a PDF to keep. It is read from history alone, so it says the same for ever."""

from datetime import datetime

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import danish
from accounts.http import AuthenticatedRequest
from applications import documents
from applications.models import Answer, Application, ApplicationVersion, PrioritisationRound
from applications.views import version_text
from applications.views.named import Case, for_named


@require_safe
@for_named
def page(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """The receipt on screen; it prints as it stands."""
    context = {
        "application": case.application,
        "receipt": _receipt(case.application),
        "crumbs": [
            ("Mine ansøgninger", "/ansoegninger/"),
            (str(case.application), f"/ansoegninger/{case.application.pk}/"),
        ],
    }
    return render(request, "applications/receipt.html", context)


@require_safe
@for_named
def pdf(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """The receipt to keep, as a tagged PDF."""
    facts = _receipt(case.application)
    response = HttpResponse(documents.receipt(facts), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{facts.reference}-kvittering.pdf"'
    return response


def _receipt(application: Application) -> documents.Receipt:
    """What was last received, whatever has happened since. Raises Http404 where nothing was."""
    if application.submitted_at is None or application.reference is None:
        raise Http404
    at = application.submitted_at
    version = ApplicationVersion.objects.filter(application=application, asked_at__lte=at).latest("number")
    given = Answer.objects.filter(Q(taken_back_at=None) | Q(taken_back_at__gt=at), version=version, agrees=True)
    names = version_text.names_of(application.signatories.all())
    return documents.Receipt(
        reference=application.reference,
        version=version.number,
        submitted_at=at,
        answers=[(each.signatory.name, each.at) for each in given.filter(at__lte=at).select_related("signatory")],
        next_steps=_next_steps(at),
        content=[
            (section.title, [(row.label, row.value) for row in section.rows])
            for section in version_text.sections(version.content, names)
        ],
    )


def _next_steps(at: datetime) -> list[str]:
    """What was to happen next when it was received."""
    following = PrioritisationRound.objects.that_rank(at).first()
    when = f"på runden {danish.danish_date(following.meets_on)}" if following else "på den næste runde"
    return [
        f"Vi vurderer ansøgningen {when}. I får svar i dagene efter.",
        "Alle, der er nævnt, får en mail, når der er svar. Selve svaret står på portalen.",
        "I kan rette teksten eller trække ansøgningen tilbage, indtil I har fået svar.",
    ]
