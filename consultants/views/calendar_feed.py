"""A consultant's own meetings in the calendar they use: its secret address, and the file behind it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import clock
from accounts import sealing
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from consultants import calendars
from consultants.actions import calendar_feeds
from consultants.lifecycle import MeetingStatus
from consultants.models import CalendarFeed, Meeting

PAST, AHEAD, MOST = timedelta(days=30), timedelta(days=365), 500

# Where the new address waits, sealed, for the one page that shows it.
_NEW = "new_calendar_address"


@require_safe
@room(Role.CONSULTANT)
def page(request: AuthenticatedRequest) -> HttpResponse:
    """Whether there is an address, and the address itself on the one visit after it was made."""
    facts = {
        "feed": CalendarFeed.objects.filter(user=request.user).first(),
        "address": _new_address(request),
        "crumbs": [("Min dag", reverse("consultants:day"))],
    }
    return render(request, "consultants/calendar_feed.html", facts)


def _new_address(request: AuthenticatedRequest) -> str:
    sealed = request.session.get(_NEW)
    if sealed is None or request.method != "GET":
        return ""
    del request.session[_NEW]
    return settings.SITE_URL + reverse("consultants:calendar_feed", args=[sealing.unseal(sealed)])


@require_POST
@room(Role.CONSULTANT)
def make(request: AuthenticatedRequest) -> HttpResponse:
    """A new address; one that was there before is dead."""
    request.session[_NEW] = sealing.seal(calendar_feeds.make(by=request.user, now=clock.now()))
    return redirect("consultants:calendar")


@require_POST
@room(Role.CONSULTANT)
def shut(request: AuthenticatedRequest) -> HttpResponse:
    """The address is dead from now on."""
    if calendar_feeds.shut(by=request.user):
        messages.success(request, "Adressen er lukket. Kalendere, der bruger den, får ikke flere møder.")
    else:
        messages.info(request, "Der var ingen adresse at lukke.")
    return redirect("consultants:calendar")


@require_POST
@room(Role.CONSULTANT)
def show_workplace(request: AuthenticatedRequest) -> HttpResponse:
    """Whether the calendar names the workplaces."""
    shown = request.POST.get("shown") == "ja"
    if not calendar_feeds.show_workplace(by=request.user, shown=shown):
        messages.info(request, "Lav først en adresse.")
    elif shown:
        messages.success(request, "Kalenderen viser nu arbejdsplads og sted.")
    else:
        messages.success(request, "Kalenderen skriver kun »SPARK-møde«.")
    return redirect("consultants:calendar")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The file, to whoever holds the address: calendars sign in nowhere. Anything but a living secret is not there."""
    found = calendar_feeds.of_token(token)
    if found is None:
        raise Http404
    now = clock.now()
    content = calendars.feed(_meetings(found, now), shows_workplace=found.shows_workplace, now=now)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private"
    response.headers["Content-Disposition"] = 'inline; filename="spark.ics"'
    return response


def _meetings(found: CalendarFeed, now: datetime) -> list[Meeting]:
    """The consultant's own, from a month ago to a year ahead; what is cancelled is gone from the calendar."""
    own = Meeting.objects.of_consultant(found.user_id).filter(starts_at__gte=now - PAST, starts_at__lte=now + AHEAD)
    shown = own.exclude(status=MeetingStatus.CANCELLED).select_related("engagement__application")
    return list(shown.prefetch_related("engagement__application__workplaces")[:MOST])
