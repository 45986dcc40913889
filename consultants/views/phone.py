"""SPARK-linjen: the calls, one more, and one that was entered wrongly."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

import clock
import danish
import paging
from accounts.http import AuthenticatedRequest, sent, visit_or_submit
from consultants.actions import spread
from consultants.forms.spread import CallForm
from consultants.models import PhoneCall
from consultants.views.spread import crumbs, is_stored, secretariat, seen
from consultants.views.together import SEEN


@visit_or_submit
@secretariat
def index(request: AuthenticatedRequest) -> HttpResponse:
    """Enter a call; the calls page by page."""
    form = CallForm(sent(request), initial={"token": uuid4(), "called_on": clock.today()})
    if form.is_valid():

        def store() -> None:
            spread.log_call(call=form.call(), token=form.token_or_new(), by=request.user, now=clock.now())

        if is_stored(form, store, day="called_on"):
            messages.success(request, "Opkaldet er skrevet ind.")
            return redirect("consultants:phone")
    rows = PhoneCall.objects.select_related("municipality", "sector", "theme")
    page = paging.page_of(rows, order=("-called_on", "-id"), asked=request.GET)
    context = {"form": form, "page": page, "crumbs": crumbs()}
    return render(request, "consultants/phone.html", context, status=422 if form.errors else 200)


@visit_or_submit
@secretariat
def correct(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A call that was entered wrongly; also whether it led to an application, which shows later."""
    call = get_object_or_404(PhoneCall.objects.select_related("municipality", "sector", "theme"), pk=pk)
    form = CallForm(sent(request), initial=CallForm.of(call))
    if form.is_valid():

        def store() -> None:
            read = request.POST.get(SEEN, "")
            spread.correct_call(call_id=pk, call=form.call(), read=read, by=request.user, now=clock.now())

        if is_stored(form, store, day="called_on", stands=_words(call)):
            messages.success(request, "Opkaldet er rettet.")
            return redirect("consultants:phone")
    context = {
        "form": form,
        "heading": "Ret opkaldet",
        "submit": "Gem",
        "seen": seen(request, form, call),
        "cancel": reverse("consultants:phone"),
        "erase": reverse("consultants:erase_call", args=[pk]),
        "erase_it": "Slet opkaldet",
        "crumbs": [*crumbs(), ("SPARK-linjen", reverse("consultants:phone"))],
    }
    return render(request, "consultants/spread_entry.html", context, status=422 if form.errors else 200)


@require_POST
@secretariat
def erase(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A call that never was."""
    spread.erase_call(call_id=pk, by=request.user)
    messages.success(request, "Opkaldet er slettet.")
    return redirect("consultants:phone")


def _words(call: PhoneCall) -> str:
    theme = call.theme.short_title if call.theme else "intet bestemt tema"
    led = "førte til en ansøgning" if call.led_to_application else "førte ikke til en ansøgning"
    there = f"{call.municipality}, {call.sector}, {theme}"
    return f"{danish.danish_date(call.called_on)}, {there}, {call.minutes} minutter, {led}"
