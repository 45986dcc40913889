"""The way to a page below the queue and back to the list one came from, and to one of the settings."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from applications.models import Application
from consultants.templatetags.list_left import PARAMETER, carried, parameters

Crumbs = list[tuple[str, str]]


def crumbs_of(queue: str = "") -> Crumbs:
    """The way to a page of the queue; ``queue``: the address of the list one left."""
    return [("Ansøgninger", queue or reverse("consultants:queue"))]


def crumbs_below(request: HttpRequest, application: Application) -> Crumbs:
    """The same to a page below ``application``, with the list that the person came from kept all the way."""
    at = reverse("consultants:application", args=[application.pk])
    return [*crumbs_of(list_left(request, application)), (str(application), f"{at}{carried(request)}")]


def settings_crumbs(*way: tuple[str, str]) -> Crumbs:
    """The way to a page of the settings, or to one below ``way``: its pages with their names in the address book."""
    names = (("Indstillinger", "consultants:settings"), *way)
    return [(label, reverse(name)) for label, name in names]


def list_left(request: HttpRequest, application: Application) -> str:
    """The queue with the filters and at the page and line that the person came from; "" where they came from elsewhere.

    ``fra`` is read as parameters of the queue and nothing else, so it leads nowhere but to the queue.
    """
    told = parameters(request.GET.get(PARAMETER, "")).urlencode()
    return f"{reverse('consultants:queue')}?{told}#{application.reference}" if told else ""


def to_queue(request: HttpRequest) -> HttpResponseRedirect:
    """Back to the list that the person came from, or to the whole desk."""
    told = parameters(request.GET.get(PARAMETER, "")).urlencode()
    return HttpResponseRedirect(f"{reverse('consultants:queue')}{'?' if told else ''}{told}")


def to_case(request: HttpRequest, name: str, pk: UUID) -> HttpResponseRedirect:
    """To the page of that ``name`` of one case, with the list kept."""
    return HttpResponseRedirect(f"{reverse(f'consultants:{name}', args=[pk])}{carried(request)}")
