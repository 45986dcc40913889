"""Pages that everybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
from applications.models import Intake, PrioritisationRound


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What SPARK is, who can apply, how long it takes, and the one clear way on."""
    upcoming = PrioritisationRound.objects.open().that_rank(clock.now()).first()
    return render(request, "applications/start.html", {"round": upcoming, "closed": Intake.objects.closed()})


@require_safe
def was(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the law on web accessibility asks for."""
    return render(request, "applications/was.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who is answerable for personal data here, what for, for how long, and what a person can ask for."""
    return render(request, "applications/privacy.html")
