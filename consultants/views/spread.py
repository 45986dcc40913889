"""How SPARK is spread: SPARK-linjen's calls, and when we were last in touch with each of the 98 municipalities."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.models import Role
from accounts.rooms import room
from applications.models import Municipality
from consultants.actions import spread
from consultants.forms.spread import CallForm, OutreachForm
from consultants.models import Outreach, PhoneCall, Story
from consultants.models.spread import Channel

AHEAD = "Dagen er ikke kommet endnu. Ret datoen."
secretariat = room(Role.CONSULTANT, Role.HEAD)


def crumbs() -> list[tuple[str, str]]:
    """The way to a page below the first of the room."""
    return [("Udbredelse", reverse("consultants:spread"))]


@require_safe
@secretariat
def index(request: AuthenticatedRequest) -> HttpResponse:
    """The three things, and how each stands."""
    year = clock.today().replace(month=1, day=1)
    reached = [each for each in _reached() if each.on]
    context = {
        "calls": paging.count(PhoneCall.objects.filter(called_on__gte=year).order_by("-called_on", "-id")),
        "silent": Municipality.objects.count() - len(reached),
        "stories": paging.count(Story.objects.published()),
        "year": year.year,
    }
    return render(request, "consultants/spread.html", context)


# ── SPARK-linjen ────────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@secretariat
def phone(request: AuthenticatedRequest) -> HttpResponse:
    """Enter a call; the calls page by page."""
    form = CallForm(request.POST) if request.method == "POST" else CallForm(initial=_blank("called_on"))
    if form.is_valid():
        try:
            spread.log_call(call=form.call(), token=form.token_or_new(), by=request.user, now=clock.now())
        except spread.NotYet:
            form.add_error("called_on", AHEAD)
        else:
            messages.success(request, "Opkaldet er skrevet ind.")
            return redirect("consultants:phone")
    rows = PhoneCall.objects.select_related("municipality", "sector", "theme")
    page = paging.page_of(rows, order=("-called_on", "-id"), asked=request.GET)
    context = {"form": form, "page": page, "crumbs": crumbs()}
    return render(request, "consultants/phone.html", context, status=422 if form.errors else 200)


def _blank(day: str) -> dict[str, object]:
    return {"token": uuid4(), day: clock.today()}


# ── Kommuner ────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Reached:
    """A municipality with the last contact and by what; None and "" where there never was any."""

    name: str
    on: date | None
    by: str


@visit_or_submit
@secretariat
def outreach(request: AuthenticatedRequest) -> HttpResponse:
    """Enter a contact; all municipalities with the last one."""
    form = OutreachForm(request.POST) if request.method == "POST" else OutreachForm(initial=_blank("on"))
    if form.is_valid():
        there, on = form.cleaned_data["municipality"], form.cleaned_data["on"]
        channel, token = Channel(form.cleaned_data["channel"]), form.token_or_new()
        try:
            spread.log_outreach(
                municipality=there, on=on, channel=channel, token=token, by=request.user, now=clock.now()
            )
        except spread.NotYet:
            form.add_error("on", AHEAD)
        else:
            messages.success(request, f"Kontakten til {there} er skrevet ind.")
            return redirect("consultants:outreach")
    rows = _reached()
    context = {
        "form": form,
        "rows": rows,
        "silent": sum(row.on is None for row in rows),
        "crumbs": crumbs(),
    }
    return render(request, "consultants/outreach.html", context, status=422 if form.errors else 200)


def _reached() -> list[Reached]:
    """Every municipality, by name; a call to SPARK-linjen is a contact, too."""
    written = Outreach.objects.filter(municipality=OuterRef("pk")).order_by("-on", "-id")
    rang = PhoneCall.objects.filter(municipality=OuterRef("pk")).order_by("-called_on", "-id")
    found: QuerySet[Municipality] = Municipality.objects.order_by("sort_key")
    rows = found.values_list(
        "name",
        Subquery(written.values("on")[:1]),
        Subquery(written.values("channel")[:1]),
        Subquery(rang.values("called_on")[:1]),
    )
    return [_last(*row) for row in rows]


def _last(name: str, on: date | None, channel: str | None, called_on: date | None) -> Reached:
    if called_on and (on is None or called_on > on):
        return Reached(name, called_on, "SPARK-linjen")
    return Reached(name, on, Channel(channel).label if channel else "")
