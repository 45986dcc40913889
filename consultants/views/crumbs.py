"""The way to a page below the queue."""

from django.urls import reverse

from applications.models import Application

Crumbs = list[tuple[str, str]]


def crumbs_of(application: Application | None = None) -> Crumbs:
    """The way to a page of the queue, or to one below ``application``."""
    crumbs = [("Min dag", reverse("consultants:day")), ("Ansøgninger", reverse("consultants:queue"))]
    if application is not None:
        crumbs.append((str(application), reverse("consultants:application", args=[application.pk])))
    return crumbs
