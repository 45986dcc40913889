"""Who has opened which case: the line that every page of a case writes, and the head's pages of those lines.

The room's list of addresses goes through ``accounted`` as a whole, so a new page of a case can't forget its line.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern
from django.views.decorators.http import require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.actions import access as accounts_of_access
from applications.models import AccessLog, Application, ListRead, Purpose
from consultants.actions.watching import MOST_CASES
from consultants.forms.access import ReaderForm
from consultants.models import AccessAlert
from consultants.views.crumbs import crumbs_below, settings_crumbs
from consultants.views.timeline import Line

LATEST_ALERTS = 10
LATEST_LISTS = 20
LINES = 50
# Answers that show the page: itself, or the form that was refused, or overtaken, and is shown again.
_SHOWN = frozenset({200, 409, 422})

View = Callable[..., HttpResponseBase]


# ── A line for each page ────────────────────────────────────────────────────────────────────────────────────────────
_ITSELF = "%s"
_OF_ENGAGEMENT = "(SELECT application_id FROM consultants_engagement WHERE id = %s)"
_OF_VISIT = """(
    SELECT application_id FROM consultants_followupvisit visit
    JOIN consultants_engagement engagement ON engagement.id = visit.engagement_id WHERE visit.id = %s
)"""

# What an address is about, by how it begins: the case that its ``pk`` leads to, and what such a page is for.
_ABOUT: Mapping[str, tuple[str, Purpose]] = {
    "sekretariat/ansoegninger/<uuid:pk>/beskeder/": (_ITSELF, Purpose.MESSAGES),
    "sekretariat/ansoegninger/<uuid:pk>/hvem-har-set/": (_ITSELF, Purpose.OVERSIGHT),
    "sekretariat/ansoegninger/<uuid:pk>/": (_ITSELF, Purpose.TRIAGE),
    "sekretariat/forloeb/<uuid:pk>/": (_OF_ENGAGEMENT, Purpose.ENGAGEMENT),
    "sekretariat/opfoelgning/<uuid:pk>/": (_OF_VISIT, Purpose.FOLLOW_UP),
}


def accounted(patterns: list[URLPattern]) -> list[URLPattern]:
    """The addresses; each that belongs to one case notes whom it is shown to."""
    for pattern in patterns:
        about = next((about for start, about in _ABOUT.items() if str(pattern.pattern).startswith(start)), None)
        if about is not None:
            pattern.callback = _noting(pattern.callback, pattern.name or "", *about)
    return patterns


def _noting(view: View, page: str, found_by: str, purpose: Purpose) -> View:
    @wraps(view)
    def noted(request: HttpRequest, pk: UUID, **rest: object) -> HttpResponseBase:
        response = view(request, pk=pk, **rest)
        if response.status_code in _SHOWN:
            # Whoever got past the door is signed in. Without its line nobody is shown the page.
            reader = cast("AuthenticatedRequest", request).user
            has_sent, case = request.method == "POST", accounts_of_access.Case(pk, found_by)
            accounts_of_access.note(
                user=reader, case=case, purpose=purpose, page=page, now=clock.now(), has_sent=has_sent
            )
        return response

    return noted


# ── What the head sees of it ────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@room(Role.HEAD)
def of_case(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Everybody who has opened one case, the latest first."""
    application = get_object_or_404(Application.objects.visible_to(request.user), pk=pk)
    reads = AccessLog.objects.filter(application=application)
    page = _page(request, reads)
    lines = [Line(each.at, _told(each), str(each.reader), "") for each in page.rows]
    context = {"application": application, "page": page, "events": lines, "crumbs": crumbs_below(request, application)}
    return render(request, "consultants/access_of_case.html", context)


@require_safe
@room(Role.HEAD)
def overview(request: AuthenticatedRequest) -> HttpResponse:
    """Who opened unusually many cases, and all that was opened, by everybody or by one."""
    form = ReaderForm(request.GET)
    reads = AccessLog.objects.select_related("application")
    lists = ListRead.objects.select_related("reader").order_by("-pk")
    if form.chosen is not None:
        reads, lists = reads.filter(reader=form.chosen), lists.filter(reader=form.chosen)
    page = _page(request, reads)
    context = {
        "form": form,
        "alerts": AccessAlert.objects.select_related("reader").order_by("-at")[:LATEST_ALERTS],
        "most": MOST_CASES,
        "lists": lists[:LATEST_LISTS],
        "page": page,
        "rows": [(each, _told(each)) for each in page.rows],
        "crumbs": settings_crumbs(),
    }
    return render(request, "consultants/access.html", context)


def _page(request: AuthenticatedRequest, reads: QuerySet[AccessLog]) -> paging.Page[AccessLog]:
    return paging.page_of(reads.select_related("reader"), order=("-id",), asked=request.GET, size=LINES)


def _told(read: AccessLog) -> str:
    """What was opened, in words; a page without words of its own is told by what it is for."""
    what = _PAGES.get(read.page, str(read.get_purpose_display()))
    return f"{what} (sendte en formular)" if read.has_sent else what


_PAGES = {
    "application": "Ansøgningen",
    "ask_information": "Bed om oplysninger",
    "decline": "Giv afslag",
    "grant": "Bevilg et forløb",
    "case_notes": "Noter",
    "compare": "Sammenligning af prioritet",
    "letter": "Afgørelsen",
    "messages": "Beskeder med gruppen",
    "new_messages": "Nye beskeder",
    "access_of_case": "Hvem har set sagen",
    "engagement": "Forløbet",
    "contact": "Første kontakt",
    "agreement": "Samarbejdsaftalen",
    "journal": "Journal",
    "meeting": "Møde",
    "hand_over": "Overdragelse",
    "close": "Afslut forløbet",
    "cancel": "Aflys forløbet",
    "plan_meeting": "Planlæg møde",
    "move_meeting": "Flyt møde",
    "cancel_meeting": "Aflys møde",
}
