"""The meetings of an engagement: all of them, one of them, and several planned at once."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest, sent, visit_or_submit
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role
from accounts.rooms import room
from consultants import deadlines, permissions
from consultants.actions import meeting_series, meeting_texts, meetings
from consultants.forms import meeting_series as series_forms
from consultants.forms.meeting_series import RowForm
from consultants.forms.meeting_texts import AfterForm, BeforeForm, as_written
from consultants.lifecycle import MeetingStatus
from consultants.models import Engagement, Meeting
from consultants.views import clashes, days_off, refusals
from consultants.views.clashes import Warned
from consultants.views.engagement import ensure_runs, visible
from consultants.views.meeting import agree_on, meeting_crumbs

# More than anybody plans ahead: the page stays a page whatever happens.
MOST_AHEAD = 60


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def index(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """What is planned, the next first; then what was held or cancelled, the latest first."""
    engagement = visible(request.user, pk)
    over = engagement.meetings.exclude(status=MeetingStatus.PLANNED)
    page = paging.page_of(over, order=("-starts_at", "-id"), asked=request.GET)
    facts = {
        "engagement": engagement,
        "ahead": list(engagement.meetings.planned()[:MOST_AHEAD]),
        "page": page,
        "today": clock.today(),
        "reads_only": not permissions.can_run(request.user, engagement),
        "crumbs": meeting_crumbs(engagement)[:-1],
    }
    return render(request, "consultants/meetings.html", facts)


# ── One of them ─────────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def one(request: AuthenticatedRequest, pk: UUID, meeting: UUID) -> HttpResponse:
    """Agenda and homework before it, summary and who came from its day on."""
    found = _found(request, pk, meeting)
    form_class = AfterForm if _has_come(found, clock.now()) else BeforeForm
    form = form_class(sent_or_typed(request), initial=as_written(meeting_texts.of(found)))
    is_overtaken = False
    if is_sent_well(request, form):
        read = request.POST.get("read", "")
        try:
            is_new = meeting_texts.write(
                meeting_id=meeting,
                by=request.user,
                texts=form.texts(),
                read=int(read) if read.isascii() and read.isdigit() and len(read) < 6 else -1,
                now=clock.now(),
            )
        except meeting_texts.Overtaken:
            is_overtaken = True
            found.refresh_from_db()
        except refusals.EVERY as refused:
            refusals.tell(request, refused)
            return redirect("consultants:meeting", pk=pk, meeting=meeting)
        else:
            messages.success(request, "Det er gemt." if is_new else "Der var intet nyt at gemme.")
            return redirect("consultants:meeting", pk=pk, meeting=meeting)
    return _shown(request, found, form, is_overtaken=is_overtaken)


def _shown(request: AuthenticatedRequest, meeting: Meeting, form: BeforeForm, *, is_overtaken: bool) -> HttpResponse:
    """What is typed stays based on what its page had read, until its writer has seen what stands instead."""
    facts = {
        "engagement": meeting.engagement,
        "meeting": meeting,
        "form": form,
        "given_back": is_given_back(request, form),
        "read": meeting.edit_number if is_overtaken else form.data.get("read", meeting.edit_number),
        "has_come": isinstance(form, AfterForm),
        "is_overtaken": is_overtaken,
        "can_run": permissions.can_run(request.user, meeting.engagement),
        "crumbs": meeting_crumbs(meeting.engagement),
    }
    status = 409 if is_overtaken else 422 if request.method == "POST" else 200
    return render(request, "consultants/meeting.html", facts, status=status)


def _found(request: AuthenticatedRequest, pk: UUID, meeting: UUID) -> Meeting:
    mine = Meeting.objects.visible_to(request.user).select_related("engagement__application")
    return get_object_or_404(mine, pk=meeting, engagement=pk)


def _has_come(meeting: Meeting, now: datetime) -> bool:
    return deadlines.day_of(meeting.starts_at) <= deadlines.day_of(now)


# ── Several at once ─────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def plan_several(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Up to six meetings: all are planned, or none, and each row says what is wrong with it."""
    engagement = visible(request.user, pk)
    rows = series_forms.rows(sent(request))
    # Every row is asked, so that each says at once what is wrong with it.
    if request.method != "POST" or [row for row in rows if not row.is_valid()]:
        return _series_page(request, engagement, rows)
    slots = series_forms.slots(rows)
    warned = clashes.warning(engagement, slots, request.POST, now=clock.now())
    if warned is not None:
        return _series_page(request, engagement, rows, warned)
    numbers = list(slots)
    try:
        planned = meeting_series.plan(
            engagement_id=pk, by=request.user, slots=[slots[number] for number in numbers], now=clock.now()
        )
    except meeting_series.Refused as refused:
        for row, why in refused.rows.items():
            _tell(rows[numbers[row]], why)
        return _series_page(request, engagement, rows)
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        only = len(planned) == 1
        messages.success(request, "Mødet er planlagt." if only else f"{len(planned)} møder er planlagt.")
        days_off.mention(request, slots.values(), now=clock.now())
    return redirect("consultants:meetings", pk=pk)


def _tell(row: RowForm, why: Exception) -> None:
    """At the field that has to be corrected, in the words of a single meeting."""

    def refuse(_slot: meetings.Slot) -> None:
        raise why

    agree_on(row, refuse)


def _series_page(
    request: AuthenticatedRequest, engagement: Engagement, rows: list[RowForm], warned: Warned | None = None
) -> HttpResponse:
    ensure_runs(request.user, engagement)
    facts = {
        "engagement": engagement,
        "forms": rows,
        "warned": warned,
        "crumbs": meeting_crumbs(engagement),
    }
    status = 422 if any(row.errors for row in rows) else 409 if warned else 200
    return render(request, "consultants/meeting_series.html", facts, status=status)
