"""The monthly rounds: when they meet, what they may grant, and how much of it is used."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.models import Application, PrioritisationRound
from consultants.actions import rounds

OPEN_ROUNDS = 24
CLOSED_ROUNDS = 12
URGENT = 10


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """Open rounds, the next one marked, what could not wait for one, and the closed ones page by page."""
    every = PrioritisationRound.objects.with_use()
    is_open = with_seats_given(every.unclosed()[:OPEN_ROUNDS])
    today = clock.today()
    context = {
        "open": is_open,
        "next": next((each for each in is_open if each.meets_on >= today), None),
        "urgent": Application.objects.granted_for_urgency()[:URGENT],
        # Why it could not wait may tell of a case that is a colleague's.
        "is_head": request.user.has_role(Role.HEAD),
        "closed": paging.page_of(
            every.exclude(closed_at=None), order=("-meets_on",), asked=request.GET, size=CLOSED_ROUNDS
        ),
    }
    return render(request, "consultants/rounds.html", context)


def with_seats_given(found: Iterable[PrioritisationRound]) -> list[PrioritisationRound]:
    """A seat that is given in a round counts at once, as on the round's own page, though it is taken at its close."""
    shown = list(found)
    for each in shown:
        if each.opened_at:  # at most one: the next can't be opened before it is closed
            each.used = each.capacity - rounds.room_left(each, rounds.candidates(each))  # type: ignore[attr-defined]
            each.left = max(each.capacity - each.used, 0)  # type: ignore[attr-defined]
    return shown
