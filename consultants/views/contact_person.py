""" "En anden har overtaget": a contact names somebody, who says "Ja, det er mig" before anything is shown to them."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import clock
import danish
import paging
from accounts.actions import sessions
from accounts.http import AuthenticatedRequest, sent
from accounts.models import User
from accounts.rooms import applicants_room
from applications.consensus import Side
from applications.letter_limits import TooMuchMail
from applications.models import Workplace
from consultants import permissions
from consultants.actions import contacts, running
from consultants.forms.contact import SuccessorForm
from consultants.lifecycle import Status
from consultants.models import Engagement, EngagementContact
from consultants.views.engagement_page import TONES

REFUSED = {
    contacts.OwnAddress: "Det er din egen adresse. Skriv adressen på den, der overtager efter dig.",
    contacts.AlreadyContact: "Den person er allerede kontaktperson eller er blevet spurgt. Vælg en anden.",
    contacts.OtherSide: "Den person står på den anden side af bordet. I skal have en kontaktperson fra hver side.",
    contacts.OneOfUs: "Adressen hører til hos SPARK. Skriv en adresse på jeres egen arbejdsplads.",
}
OVER = "Forløbet er slut, så der er ikke brug for en ny kontaktperson."


@dataclass(frozen=True)
class Part:
    """What ``user`` has to do with the contacts of ``engagement``: speaks for a side, or is asked to."""

    engagement: Engagement
    side: Side | None
    asked: EngagementContact | None


def part_of(user: User, pk: UUID) -> Part:
    """The part of ``user`` in the engagement of application ``pk``. Raises Http404 for whoever has none."""
    engagement = get_object_or_404(Engagement.objects.select_related("application"), application=pk)
    if engagement.application.is_held(clock.now()):
        raise Http404
    asked = engagement.successors.named().filter(email=user.email).first()
    side = permissions.part_of(user, engagement) if asked is None else None
    if asked is None and side is None:
        raise Http404
    return Part(engagement, side, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@applicants_room
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """To a contact, the form; to whoever was named in it, the question. To everybody else, nothing."""
    part = part_of(request.user, pk)
    if part.side is None:
        # Nothing of the engagement is told before the answer; what was sent here was not done.
        status = 409 if request.method == "POST" else 200
        return render(request, "consultants/are_you_the_contact.html", {"part": part}, status=status)
    form = SuccessorForm(sent(request), side=part.side)
    if form.is_valid() and (done := _hand_on(request, part, form)):
        return done
    successor = part.engagement.successors.current().filter(side=part.side, email=request.user.email).first()
    facts = {
        "form": form,
        "engagement": part.engagement,
        "asked": part.engagement.successors.named().filter(side=part.side).first(),
        "is_going_on": contacts.is_going_on(part.engagement),
        "is_successor": successor is not None,
        "crumbs": [("Mine forløb", reverse("consultants:own_engagements")), ("Jeres forløb", _group(pk))],
    }
    return render(request, "consultants/hand_on.html", facts, status=422 if form.errors else 200)


def _hand_on(request: AuthenticatedRequest, part: Part, form: SuccessorForm) -> HttpResponse | None:
    """Where it leads; None where the form comes back with what stands against it."""
    try:
        contacts.hand_on(engagement_id=part.engagement.pk, by=request.user, to=form.person(), now=clock.now())
    except tuple(REFUSED) as refused:
        field = "role" if isinstance(refused, contacts.OtherSide) else "email"
        form.add_error(field, REFUSED[type(refused)])
        return None
    except TooMuchMail as refused:
        when = f"{danish.danish_date(refused.until)} {danish.danish_time(refused.until)}"
        form.add_error("email", f"Vi kan ikke skrive til den adresse lige nu. Prøv igen {when}.")
        return None
    except running.Ended:
        messages.info(request, OVER)
    except contacts.NotAContact as lost:  # pragma: no cover - the part went to somebody else in between
        raise Http404 from lost
    else:
        messages.success(
            request, "Vi har skrevet til personen. Du er kontaktperson, indtil personen har sagt »Ja, det er mig«."
        )
    return redirect(_group(part.engagement.application_id))


@require_POST
@applicants_room
def accept(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """ "Ja, det er mig": the part is theirs."""
    engagement = get_object_or_404(Engagement, application=pk)
    try:
        contacts.take_over(engagement_id=engagement.pk, by=request.user, now=clock.now())
    except contacts.NotAsked as nobody:
        raise Http404 from nobody
    messages.success(request, "Tak. Du er nu kontaktperson.")
    return redirect(_group(pk))


@require_POST
@applicants_room
def decline(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """ "Det er ikke mig", or a successor who wants to be erased."""
    engagement = get_object_or_404(Engagement, application=pk)
    try:
        is_gone = contacts.turn_down(engagement_id=engagement.pk, by=request.user, now=clock.now())
    except contacts.NotAsked as nobody:
        raise Http404 from nobody
    if is_gone:
        sessions.sign_out(request)
        return redirect("applications:gone")
    messages.success(request, "Vi har slettet dine oplysninger som kontaktperson.")
    return redirect("consultants:own_engagements")


@require_safe
@applicants_room
def own(request: AuthenticatedRequest) -> HttpResponse:
    """The engagements open to the person, the newest first, and those that ask whether they take over."""
    found = Engagement.objects.visible_to(request.user).select_related("application")
    # A decision that can still be regretted is nobody's to read yet.
    found = found.exclude(application__held_until__gt=clock.now())
    page_of = paging.page_of(found, order=("-opened_at", "id"), asked=request.GET)
    names = dict(
        Workplace.objects.filter(application__in=[each.application_id for each in page_of.rows])
        .order_by("-position", "-id")
        .values_list("application", "name")
    )
    asked = EngagementContact.objects.named().filter(email=request.user.email)
    facts = {
        "rows": [(each, names.get(each.application_id, ""), TONES[Status(each.status)]) for each in page_of.rows],
        "page": page_of,
        "asked": [_person(pk) for pk in asked.values_list("engagement__application", flat=True)],
        "crumbs": [("Mine ansøgninger", reverse("applications:own"))],
    }
    return render(request, "consultants/own_engagements.html", facts)


def _group(pk: UUID) -> str:
    return reverse("consultants:group", args=[pk])


def _person(pk: UUID) -> str:
    return reverse("consultants:contact_person", args=[pk])
