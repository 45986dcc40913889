"""The head plans the rounds: their days and how much room they have."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

import clock
import danish
from accounts.http import AuthenticatedRequest, sent, visit_or_submit
from accounts.models import Role
from accounts.rooms import room
from applications.actions import rounds
from applications.models import PrioritisationRound
from consultants.actions import rounds as deciding
from consultants.forms.round import RoundForm
from consultants.views.crumbs import settings_crumbs
from consultants.views.round_page import find
from consultants.views.rounds import with_seats_given

AHEAD = 36


@visit_or_submit
@room(Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """The rounds to come, and one more."""
    form = RoundForm(sent(request))

    def plan() -> None:
        rounds.plan(**form.cleaned_data, by=request.user, today=clock.today())

    if form.is_valid() and _done(form, plan):
        messages.success(request, f"Runden {danish.danish_date(form.cleaned_data['meets_on'])} er oprettet.")
        return redirect("consultants:plan_rounds")
    context = {
        "form": form,
        "rounds": with_seats_given(PrioritisationRound.objects.unclosed().with_use()[:AHEAD]),
        "crumbs": settings_crumbs(),
    }
    return render(request, "consultants/round_planning.html", context, status=422 if form.errors else 200)


@visit_or_submit
@room(Role.HEAD)
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Another day or more room for one of them."""
    each = find(pk)
    if each.closed_at is not None or each.closing_started_at is not None:
        raise Http404
    form = RoundForm(
        sent(request),
        initial={"meets_on": each.meets_on, "capacity": each.capacity},
    )

    def keep() -> None:
        deciding.change(round_id=pk, **form.cleaned_data, by=request.user, today=clock.today())

    if form.is_valid() and _done(form, keep):
        messages.success(request, f"Runden {danish.danish_date(form.cleaned_data['meets_on'])} er gemt.")
        return redirect("consultants:plan_rounds")
    heading = f"Runden {danish.danish_date(each.meets_on)}"
    context = {
        "form": form,
        "heading": heading,
        "intro": "Runden er åbnet. Datoen ligger fast, men I kan ændre, hvor mange pladser der er."
        if each.opened_at
        else "",
        "cancel": reverse("consultants:plan_rounds"),
        "crumbs": settings_crumbs(("Runder", "consultants:plan_rounds")),
    }
    return render(request, "consultants/form.html", context, status=422 if form.errors else 200)


def _done(form: RoundForm, verb: Callable[[], None]) -> bool:
    """Whether the verb was done; else the form says why not."""
    try:
        verb()
    except rounds.DayTaken:
        form.add_error("meets_on", "Der er allerede en runde den dag. Vælg en anden dag")
    except rounds.InThePast:
        form.add_error("meets_on", "Dagen er gået. Vælg en dag, der ikke er gået endnu")
    except rounds.AlreadyOpened:
        form.add_error("meets_on", "Runden er åbnet, så datoen kan ikke ændres")
    except rounds.MoreGranted:
        form.add_error("capacity", "Runden har allerede bevilget flere. Skriv et højere tal")
    except rounds.AlreadyClosed:
        form.add_error(None, "Runden er lukket imens og kan ikke ændres.")
    else:
        return True
    return False
