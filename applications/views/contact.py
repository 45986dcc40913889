"""What a workplace's contact sees of a joint application: the common text and the own workplace, and nothing else."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

import clock
from accounts.http import AuthenticatedRequest
from accounts.rooms import applicants_room
from applications.actions import versions, workplaces
from applications.actions.record import NotNamed
from applications.lifecycle import WITH_THE_GROUP, Status
from applications.models import Application, WorkplaceContact
from applications.views import answers, version_text

CRUMBS = [("Mine ansøgninger", "/ansoegninger/")]
BEING_CHANGED = "Udvalget er ved at rette i ansøgningen. Teksten kan læses igen, når alle har sagt ja til den."
SAID = {
    Status.DRAFT: BEING_CHANGED,
    Status.AWAITING_CONSENSUS: BEING_CHANGED,
    Status.SUBMITTED: "SPARK har modtaget ansøgningen og vurderer den ved næste runde.",
    Status.NEEDS_INFORMATION: "SPARK har stillet et spørgsmål til dem, der har skrevet ansøgningen.",
    Status.WAITING: "Ansøgningen er på venteliste og bliver vurderet igen ved næste runde.",
    Status.GRANTED: "I har fået et forløb. Konsulenten kontakter først dem, der har skrevet ansøgningen.",
    Status.DECLINED: "SPARK har svaret på ansøgningen. Spørg kontaktpersonerne, hvad svaret er.",
    Status.WITHDRAWN: "Ansøgningen er trukket tilbage. Der sker ikke mere med den.",
    Status.EXPIRED: "Ansøgningen er lukket. Der sker ikke mere med den.",
}


@require_safe
@applicants_room
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The application as the contact may read it."""
    application = get_object_or_404(Application.objects.followed_by(request.user), pk=pk).as_told(clock.now())
    mine = WorkplaceContact.objects.of(request.user).filter(workplace__application=application)
    own = mine.select_related("workplace__municipality", "workplace__sector").order_by("workplace__position")
    is_readable = application.status not in WITH_THE_GROUP
    context = {
        "application": application,
        "crumbs": CRUMBS,
        "said": SAID[Status(application.status)],
        "own": [answers.place_rows(each.workplace) for each in own],
        "asked": application.signatories.named().filter(is_contact=True),
        "sections": version_text.common(versions.current(application).content) if is_readable else (),
    }
    return render(request, "applications/contact.html", context)


@require_POST
@applicants_room
def decline(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """ "Det er ikke mig": erased."""
    application = get_object_or_404(Application.objects.followed_by(request.user), pk=pk)
    try:
        workplaces.decline_contact(application_id=application.pk, by=request.user, now=clock.now())
    except NotNamed as nobody:  # pragma: no cover - a second click between the two questions
        raise Http404 from nobody
    messages.success(request, "Tak for svaret. Vi har slettet dine oplysninger fra ansøgningen.")
    return redirect("applications:own")
