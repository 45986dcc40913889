"""Handing an engagement over, and the second consultant."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

import clock
from accounts.http import AuthenticatedRequest, sent, visit_or_submit
from accounts.kept import is_sent_well, sent_or_typed
from accounts.models import Role, User
from accounts.rooms import room
from consultants import permissions
from consultants.actions import handover
from consultants.forms.handover import CoConsultantForm, HandoverForm
from consultants.models import Assignment, Engagement
from consultants.views import refusals
from consultants.views.engagement import form_page, visible
from consultants.views.journal import crumbs

INTRO = (
    "Den nye konsulent og gruppens kontaktpersoner får en mail. Åbne opgaver og kommende møder følger med. "
    "Den hidtidige konsulent kan læse med i 14 dage."
)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def hand_over(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """To another consultant."""
    engagement = visible(request.user, pk)
    form = HandoverForm(sent_or_typed(request), people=_consultants(), before=_before(engagement))
    if is_sent_well(request, form):
        try:
            handover.hand_over(engagement_id=pk, by=request.user, handover=form.handover(), now=clock.now())
        except handover.HandedOverMeanwhile:
            return _overtaken(request, engagement, form)
        except refusals.EVERY as refused:
            refusals.tell(request, refused)
        else:
            messages.success(request, f"Forløbet er overdraget til {form.cleaned_data['to']}.")
        return redirect("consultants:engagement", pk=pk)
    _ensure_may(request.user, engagement)
    return _show(request, engagement, form)


def _before(engagement: Engagement) -> Assignment | None:
    return engagement.assignments.current().select_related("consultant").first()


def _overtaken(request: AuthenticatedRequest, engagement: Engagement, form: HandoverForm) -> HttpResponse:
    """Somebody was quicker: who may still hand it over sees their words and who has it now; the others are told."""
    before = _before(engagement)
    who = f"Konsulenten er nu {before.consultant}." if before else "Forløbet har ingen konsulent lige nu."
    told = f"Forløbet har skiftet konsulent imens. {who} Din overdragelse er ikke gennemført."
    if not permissions.can_hand_over(request.user, engagement):
        messages.warning(request, told)
        return redirect("consultants:engagement", pk=engagement.pk)
    form.begin_again(request.POST, before, told)
    return _show(request, engagement, form)


def _show(request: AuthenticatedRequest, engagement: Engagement, form: HandoverForm) -> HttpResponse:
    return form_page(request, engagement, form, heading="Overdrag forløbet", submit="Overdrag forløbet", intro=INTRO)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def co_consultants(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Who is on it beside the consultant; add somebody."""
    engagement = visible(request.user, pk)
    _ensure_may(request.user, engagement)
    seats = list(engagement.assignments.running().select_related("consultant").order_by("is_co", "since", "pk"))
    others = _consultants().exclude(pk__in=[seat.consultant_id for seat in seats])
    form = CoConsultantForm(sent(request), people=others)
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            handover.add_co_consultant(engagement_id=pk, by=request.user, person=person, now=clock.now())
        except refusals.EVERY as refused:
            refusals.tell(request, refused)
        else:
            messages.success(request, f"{person} er medkonsulent på forløbet og får en mail om det.")
        return redirect("consultants:co_consultants", pk=pk)
    facts = {"engagement": engagement, "seats": seats, "form": form, "crumbs": crumbs(engagement)}
    return render(request, "consultants/co_consultants.html", facts, status=422 if form.errors else 200)


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
def remove_co_consultant(request: AuthenticatedRequest, pk: UUID, person: int) -> HttpResponse:
    """Somebody is not on it any more; whoever takes themselves off lands on their list."""
    engagement = visible(request.user, pk)
    seats = engagement.assignments.filter(is_co=True).select_related("consultant")
    consultant = get_object_or_404(User, pk__in=seats.filter(consultant=person).values("consultant"))
    try:
        handover.remove_co_consultant(engagement_id=pk, by=request.user, person=consultant, now=clock.now())
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        messages.success(request, f"{consultant} er ikke længere medkonsulent.")
    if Engagement.objects.visible_to(request.user).filter(pk=pk).exists():
        return redirect("consultants:co_consultants", pk=pk)
    return redirect("consultants:engagements")


def _consultants() -> QuerySet[User]:
    return User.objects.filter(is_active=True, roles__contains=[Role.CONSULTANT]).order_by("name", "pk")


def _ensure_may(user: User, engagement: Engagement) -> None:
    if not permissions.can_hand_over(user, engagement):
        raise Http404
