"""Pages that everybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def was(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the law on web accessibility asks for."""
    return render(request, "applications/was.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who is answerable for personal data here, what for, for how long, and what a person can ask for."""
    return render(request, "applications/privacy.html")
