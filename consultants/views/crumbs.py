"""The way to a page below the queue, and to one of the settings."""

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from accounts.http import LONGEST_NEXT
from applications.models import Application

Crumbs = list[tuple[str, str]]


def crumbs_of(application: Application | None = None, queue: str = "") -> Crumbs:
    """The way to a page of the queue, or to one below ``application``; ``queue``: the address of the list one left."""
    crumbs = [("Min dag", reverse("consultants:day")), ("Ansøgninger", queue or reverse("consultants:queue"))]
    if application is not None:
        crumbs.append((str(application), reverse("consultants:application", args=[application.pk])))
    return crumbs


def settings_crumbs(*way: tuple[str, str]) -> Crumbs:
    """The way to a page of the settings, or to one below ``way``: its pages with their names in the address book."""
    names = (("Indstillinger", "consultants:settings"), *way)
    return [("Min dag", reverse("consultants:day")), *((label, reverse(name)) for label, name in names)]


def list_left(request: HttpRequest, application: Application) -> str:
    """The queue with the filters and at the page and line that the person came from; "" where they came from elsewhere.

    ``fra`` is read as parameters of the queue and nothing else, so it leads nowhere but to the queue.
    """
    asked = request.GET.get("fra", "")
    if not asked or len(asked) > LONGEST_NEXT:
        return ""
    try:
        told = QueryDict(asked).urlencode()
    except TooManyFieldsSent:
        return ""
    return f"{reverse('consultants:queue')}?{told}#{application.reference}"
