"""Letting an engagement rest, going on with it, and opening it again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

import clock
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.kept import is_sent_well, sent_or_typed
from accounts.models import Role
from accounts.rooms import room
from consultants.actions import pausing
from consultants.forms.engagement import InternalReasonForm
from consultants.lifecycle import Status
from consultants.views import refusals
from consultants.views.engagement import form_page, visible

# What reopening means, by how the engagement has ended.
AFTER = {
    Status.CLOSED: "Forløbet er i gang igen. En opfølgning, der venter, bortfalder, og et aftalt besøg bliver aflyst. "
    "Når forløbet bliver afsluttet næste gang, spørger I gruppen igen.",
    Status.CANCELLED: "Forløbet fortsætter, hvor det slap. De møder, der blev aflyst, skal aftales igen. "
    "Grunden til aflysningen bliver stående som note i journalen.",
}
TOLD = "Gruppens kontaktpersoner og konsulenten får et brev. Din grund står som note i journalen."


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def pause(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Let it rest."""
    engagement = visible(request.user, pk)
    form = InternalReasonForm(sent_or_typed(request))
    if is_sent_well(request, form):
        reason = form.cleaned_data["reason"]
        return _done(
            request,
            pk,
            lambda: pausing.pause(engagement_id=pk, by=request.user, reason=reason, now=clock.now()),
            "Forløbet er sat på pause.",
        )
    intro = "Aftalte møder står ved magt. Gruppen ser på sin side, at forløbet er på pause, men ikke hvorfor."
    return form_page(request, engagement, form, heading="Sæt på pause", submit="Sæt på pause", intro=intro)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def resume(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Go on."""
    engagement = visible(request.user, pk)
    form = InternalReasonForm(sent_or_typed(request))
    if is_sent_well(request, form):
        reason = form.cleaned_data["reason"]
        return _done(
            request,
            pk,
            lambda: pausing.resume(engagement_id=pk, by=request.user, reason=reason, now=clock.now()),
            "Forløbet er i gang igen.",
        )
    intro = (
        "Gruppen ser på sin side, at forløbet er i gang igen, men ikke hvorfor. Din grund står som note i journalen."
    )
    return form_page(request, engagement, form, heading="Genoptag forløbet", submit="Genoptag forløbet", intro=intro)


@visit_or_submit
@room(Role.HEAD)
def reopen(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """What was closed or called off goes on; for the head alone."""
    engagement = visible(request.user, pk)
    form = InternalReasonForm(sent_or_typed(request))
    if is_sent_well(request, form):
        reason = form.cleaned_data["reason"]
        return _done(
            request,
            pk,
            lambda: pausing.reopen(engagement_id=pk, by=request.user, reason=reason, now=clock.now()),
            "Forløbet er genåbnet.",
        )
    intro = f"{AFTER[Status(engagement.status)]} {TOLD}" if engagement.status in AFTER else TOLD
    return form_page(request, engagement, form, heading="Genåbn forløbet", submit="Genåbn forløbet", intro=intro)


def _done(request: AuthenticatedRequest, pk: UUID, act: Callable[[], None], told: str) -> HttpResponse:
    try:
        act()
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        messages.success(request, told)
    return redirect("consultants:engagement", pk=pk)
