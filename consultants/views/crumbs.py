"""The way to a page below the queue."""

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from accounts.http import LONGEST_NEXT
from applications.models import Application

Crumbs = list[tuple[str, str]]


def crumbs_of(application: Application | None = None, queue: str = "") -> Crumbs:
    """The way to a page of the queue, or to one below ``application``; ``queue``: the address of the list one left."""
    crumbs = [("Ansøgninger", queue or reverse("consultants:queue"))]
    if application is not None:
        crumbs.append((str(application), reverse("consultants:application", args=[application.pk])))
    return crumbs


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
