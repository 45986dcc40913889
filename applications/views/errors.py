"""What people see when something went wrong. They ask neither session nor database who is looking."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template import loader

import look
from accounts import kept

TOO_OLD = "Siden har stået åben for længe. Det, du skrev, har vi gemt i 30 minutter. Tryk på Gem for at hente det."


def _page(template: str, status: int, **facts: str) -> HttpResponse:
    return HttpResponse(loader.render_to_string(template, {**look.house(), **facts}), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that no page of ours sends."""
    return _page("400.html", 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page had stood open too long, or the form came from elsewhere. The only 403 there is.

    Words from a page of ours are kept, and the way back to them is shown.
    """
    found = kept.keep(request)
    if found is None:
        return _page("403_csrf.html", 403)
    if kept.wants_json(request):
        response: HttpResponse = JsonResponse({"said": TOO_OLD}, status=403)
    else:
        response = _page("403_kept.html", 403, page=found.page)
    kept.remember(response, found)
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or none for this person. Both look the same."""
    return _page("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Needs no database, no session and no context processor."""
    return HttpResponseServerError(loader.render_to_string("500.html", look.house()))
