"""What a visitor sees when something is not as it should be."""

from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was missing or had died."""
    return HttpResponse(reason, status=403)
