"""Contact with the municipalities: the last with each, all with one, one more, and one that was entered wrongly."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import clock
import danish
import paging
from accounts.http import AuthenticatedRequest, sent, visit_or_submit
from applications.models import Municipality
from consultants.actions import spread
from consultants.forms.spread import OutreachForm
from consultants.models import Outreach, PhoneCall
from consultants.views.reach import reached
from consultants.views.spread import crumbs, is_stored, secretariat, seen
from consultants.views.together import SEEN

# Of SPARK-linjen beside a municipality's own contacts; all of them stand with the calls.
LAST_CALLS = 5


@visit_or_submit
@secretariat
def index(request: AuthenticatedRequest) -> HttpResponse:
    """Enter a contact; all municipalities with the last one."""
    form = OutreachForm(sent(request), initial={"token": uuid4(), "on": clock.today()})
    if form.is_valid():
        contact = form.contact()

        def store() -> None:
            spread.log_outreach(contact=contact, token=form.token_or_new(), by=request.user, now=clock.now())

        if is_stored(form, store, day="on"):
            messages.success(request, f"Kontakten til {contact.municipality} er skrevet ind.")
            return redirect("consultants:outreach")
    rows = reached()
    context = {"form": form, "rows": rows, "silent": sum(row.on is None for row in rows), "crumbs": crumbs()}
    return render(request, "consultants/outreach.html", context, status=422 if form.errors else 200)


@require_safe
@secretariat
def municipality(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """All contact with one municipality, the newest first, and its last calls to SPARK-linjen."""
    there = get_object_or_404(Municipality, pk=pk)
    rows = Outreach.objects.filter(municipality=there)
    calls = PhoneCall.objects.filter(municipality=there).select_related("sector", "theme")
    context = {
        "municipality": there,
        "page": paging.page_of(rows, order=("-on", "-id"), asked=request.GET),
        "calls": calls.order_by("-called_on", "-id")[:LAST_CALLS],
        "crumbs": _way(),
    }
    return render(request, "consultants/municipality.html", context)


@visit_or_submit
@secretariat
def correct(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A contact that was entered wrongly."""
    outreach = get_object_or_404(Outreach.objects.select_related("municipality"), pk=pk)
    form = OutreachForm(sent(request), initial=OutreachForm.of(outreach))
    there = reverse("consultants:municipality", args=[outreach.municipality_id])
    if form.is_valid():

        def store() -> None:
            read = request.POST.get(SEEN, "")
            spread.correct_outreach(outreach_id=pk, contact=form.contact(), read=read, by=request.user, now=clock.now())

        stands = f"{danish.danish_date(outreach.on)}, {outreach.municipality}, {outreach.get_channel_display()}"
        if is_stored(form, store, day="on", stands=stands):
            messages.success(request, "Kontakten er rettet.")
            return redirect("consultants:municipality", pk=form.contact().municipality.pk)
    context = {
        "form": form,
        "heading": "Ret kontakten",
        "submit": "Gem",
        "seen": seen(request, form, outreach),
        "cancel": there,
        "erase": reverse("consultants:erase_outreach", args=[pk]),
        "erase_it": "Slet kontakten",
        "crumbs": [*_way(), (str(outreach.municipality), there)],
    }
    return render(request, "consultants/spread_entry.html", context, status=422 if form.errors else 200)


@require_POST
@secretariat
def erase(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A contact that never was."""
    spread.erase_outreach(outreach_id=pk, by=request.user)
    messages.success(request, "Kontakten er slettet.")
    return redirect("consultants:outreach")


def _way() -> list[tuple[str, str]]:
    return [*crumbs(), ("Kontakt til kommunerne", reverse("consultants:outreach"))]
