"""What people see when something went wrong. These pages ask neither session nor database who is looking."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import loader

import look


def _page(template: str, status: int) -> HttpResponse:
    return HttpResponse(loader.render_to_string(template, look.house()), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that no page of ours sends."""
    return _page("400.html", 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page had stood open too long, or the form came from elsewhere. The only 403 there is."""
    return _page("403_csrf.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or none for this person. Both look the same."""
    return _page("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Needs no database, no session and no context processor."""
    return HttpResponseServerError(loader.render_to_string("500.html", look.house()))
