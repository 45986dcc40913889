""" "Forkert adresse?": a named person's name, address and phone, after everybody has been asked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

import clock
from accounts import kept
from accounts.http import AuthenticatedRequest
from applications.actions import correcting
from applications.forms.signing import CorrectForm
from applications.letter_limits import TooMuchMail
from applications.lifecycle import FINAL, IllegalMove, Status
from applications.models import Signatory
from applications.views.named import Case, for_named
from applications.views.writing import told_later

CLOSED = "Oplysningerne kan ikke rettes her, når ansøgningen er afgjort. Skriv eller ring til os."


@require_http_methods(["GET", "HEAD", "POST"])
@for_named
def correct(request: AuthenticatedRequest, case: Case, person: UUID) -> HttpResponse:
    """The form, and what a new address leads to."""
    application = case.application
    signatory = next((each for each in case.people if each.pk == person), None)
    if signatory is None:
        raise Http404
    if application.status == Status.DRAFT:
        return redirect("applications:person", application.pk, person)
    if application.status in FINAL:
        messages.info(request, CLOSED)
        return redirect("applications:status", application.pk)
    given_back = kept.typed(request)
    form = CorrectForm(request.POST if request.method == "POST" else given_back, person=signatory)
    if request.method == "POST" and form.is_valid() and (done := _store(request, case, form, signatory)):
        return done
    context = {
        "application": application,
        "person": signatory,
        "form": form,
        "given_back": given_back is not None,
        "heading": f"Ret oplysninger om {signatory.name}",
        "cancel": f"/ansoegninger/{application.pk}/",
        "crumbs": [
            ("Mine ansøgninger", "/ansoegninger/"),
            (application.reference or "Jeres ansøgning", f"/ansoegninger/{application.pk}/"),
        ],
    }
    return render(request, "applications/correct.html", context, status=422 if request.method == "POST" else 200)


def _store(request: AuthenticatedRequest, case: Case, form: CorrectForm, person: Signatory) -> HttpResponse | None:
    """Where to go now; None where the form has to be shown again."""
    facts = form.facts()
    is_new_address = facts["email"] != person.email
    try:
        correcting.correct_person(
            application_id=case.application.pk, signatory_id=person.pk, by=request.user, now=clock.now(), **facts
        )
    except correcting.AddressTaken:
        form.add_error("email", "Adressen står på en anden person i ansøgningen. Hver person skal have sin egen.")
        return None
    except TooMuchMail as refusal:
        form.add_error("email", told_later(refusal))
        return None
    except correcting.NobodyThere as nobody:
        raise Http404 from nobody
    except IllegalMove:
        messages.info(request, CLOSED)
        return redirect("applications:status", case.application.pk)
    if not is_new_address:
        messages.success(request, "Oplysningerne er rettet.")
    elif person == case.me:
        messages.success(request, "Din adresse er rettet. Log ind med den nye for at svare igen.")
        return redirect("applications:own")
    else:
        messages.success(request, "Adressen er rettet. Vi har skrevet til både den gamle og den nye.")
    return redirect("applications:status", case.application.pk)
