"""When people are away: consultants enter their own days, the head everybody's, and the hours they have."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

import clock
import danish
import paging
from accounts.http import AuthenticatedRequest, sent, visit_or_submit
from accounts.models import Role, User
from accounts.rooms import room
from consultants.actions import absences, workloads
from consultants.forms.absence import AbsenceForm, AbsenceOfForm, HoursForm
from consultants.models import Absence, ConsultantProfile
from consultants.views.crumbs import settings_crumbs
from danish.dates import from_to

EVERYBODYS = ("Fravær og timer", "consultants:absences")


# ── One's own ───────────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@room(Role.CONSULTANT)
def own(request: AuthenticatedRequest) -> HttpResponse:
    """A consultant's own days away: those entered, and room for more."""
    form = AbsenceForm(sent(request))
    if form.is_valid() and _added(request, form, request.user.pk):
        return redirect("consultants:own_absence")
    context = {
        "form": form,
        "rows": Absence.objects.filter(consultant=request.user).not_over(clock.today())[: paging.SIZE],
        "crumbs": [("Holdet", reverse("consultants:team"))],
    }
    return render(request, "consultants/own_absence.html", context, status=422 if form.errors else 200)


def _added(request: AuthenticatedRequest, form: AbsenceForm, consultant_id: int) -> bool:
    """Whether the days of a valid form were entered; if not, the form says why."""
    first_day, last_day = form.cleaned_data["first_day"], form.cleaned_data["last_day"]
    now = clock.now()
    try:
        absences.add(consultant_id=consultant_id, first_day=first_day, last_day=last_day, by=request.user, now=now)
    except absences.ImpossibleDays:
        form.add_error("last_day", "Skriv dage, der ikke er gået, og højst et år ad gangen.")
        return False
    except absences.Overlaps as refused:
        standing = refused.standing
        form.add_error("first_day", f"Der står allerede fravær {from_to(standing.first_day, standing.last_day)}.")
        return False
    messages.success(request, f"Fraværet er skrevet ind {from_to(first_day, last_day)}.")
    return True


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
def remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """At work after all. Whoever presses twice is told that it is gone; so is whoever presses at somebody else's."""
    try:
        absences.remove(absence_id=pk, by=request.user)
    except absences.NotYours:
        messages.info(request, "Fraværet står der ikke længere, eller det er ikke dit.")
    else:
        messages.success(request, "Fraværet er slettet.")
    is_at_settings = request.POST.get("fra") == "indstillinger" and request.user.has_role(Role.HEAD)
    return redirect("consultants:absences" if is_at_settings else "consultants:team")


# ── Everybody's ─────────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@room(Role.HEAD)
def everybodys(request: AuthenticatedRequest) -> HttpResponse:
    """Who is away when, and everybody's hours."""
    people = workloads.consultants()
    form = AbsenceOfForm(sent(request), consultants=people)
    if form.is_valid() and _added(request, form, form.cleaned_data["consultant"].pk):
        return redirect("consultants:absences")
    rows = Absence.objects.select_related("consultant").filter(last_day__gte=clock.today())
    context = {
        "form": form,
        "page": paging.page_of(rows, order=("first_day", "id"), asked=request.GET),
        "people": _by_name(people),
        "crumbs": settings_crumbs(),
    }
    return render(request, "consultants/absences.html", context, status=422 if form.errors else 200)


def _by_name(people: QuerySet[User]) -> list[ConsultantProfile]:
    """Each consultant's hours and base; whoever has none of their own has the usual hours."""
    found = people.select_related("consultant_profile__base")
    profiles = [getattr(user, "consultant_profile", None) or ConsultantProfile(user=user) for user in found]
    return sorted(profiles, key=lambda each: danish.sort_key(str(each.user)))


@visit_or_submit
@room(Role.HEAD)
def hours(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One consultant's hours a month and base."""
    user = get_object_or_404(workloads.consultants().select_related("consultant_profile"), pk=pk)
    profile = getattr(user, "consultant_profile", None) or ConsultantProfile(user=user)
    form = HoursForm(
        sent(request),
        initial={"hours_a_month": profile.hours_a_month, "base": profile.base_id},
    )
    if form.is_valid():
        base, wanted = form.cleaned_data["base"], form.cleaned_data["hours_a_month"]
        is_new = absences.settle(
            consultant_id=pk, hours_a_month=wanted, base_id=base.pk if base else None, by=request.user
        )
        messages.success(request, f"Timerne for {user} er gemt." if is_new else "Der var intet at ændre.")
        return redirect("consultants:absences")
    context = {
        "form": form,
        "heading": f"Timer for {user}",
        "cancel": reverse("consultants:absences"),
        "crumbs": settings_crumbs(EVERYBODYS),
    }
    return render(request, "consultants/form.html", context, status=422 if form.errors else 200)
