"""The way to a page below the queue, and back to the list one came from."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from applications.models import Application
from consultants.templatetags.list_left import PARAMETER, carried, parameters

Crumbs = list[tuple[str, str]]


def crumbs_of(application: Application | None = None, queue: str = "") -> Crumbs:
    """The way to a page of the queue, or to one below ``application``; ``queue``: the address of the list one left."""
    crumbs = [("Min dag", reverse("consultants:day")), ("Ansøgninger", queue or reverse("consultants:queue"))]
    if application is not None:
        crumbs.append((str(application), reverse("consultants:application", args=[application.pk])))
    return crumbs


def crumbs_below(request: HttpRequest, application: Application) -> Crumbs:
    """The same to a page below ``application``, with the list that the person came from kept all the way."""
    at = reverse("consultants:application", args=[application.pk])
    return [*crumbs_of(queue=list_left(request, application)), (str(application), f"{at}{carried(request)}")]


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
