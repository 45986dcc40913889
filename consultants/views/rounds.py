"""The monthly rounds: when they meet, what they may grant, and how much of it is used."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.models import Application, PrioritisationRound

OPEN_ROUNDS = 24
CLOSED_ROUNDS = 12
URGENT = 10


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def rounds(request: AuthenticatedRequest) -> HttpResponse:
    """Open rounds, the next one marked, what could not wait for one, and the closed ones page by page."""
    every = PrioritisationRound.objects.with_use()
    is_open = list(every.unclosed()[:OPEN_ROUNDS])
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
