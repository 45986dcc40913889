"""The team: how busy everybody is, when each is away and free again, and who could take on an engagement."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.consensus import Kind
from applications.lifecycle import AT_TRIAGE
from applications.models import Application
from consultants import workload
from consultants.actions import assigning, workloads
from consultants.actions.workloads import Member
from consultants.deadlines import day_of
from consultants.forms.triage import Candidate
from consultants.views import outlook
from consultants.workload import Period, Start, Week
from danish.dates import danish_date, from_to


# ── Who could take on an engagement ─────────────────────────────────────────────────────────────────────────────────
def candidates(*, for_application: Application) -> list[Candidate]:
    """All active consultants, the most suitable first, each with the reasons."""
    return [
        _candidate(each.member, each.suggestion.reasons)
        for each in assigning.suggest(application=for_application, today=clock.today())
    ]


def everybody() -> list[Candidate]:
    """All active consultants by name, as loaded as they are, where no one application is meant."""
    return [_candidate(each) for each in workloads.team(clock.today())]


def _candidate(member: Member, reasons: tuple[str, ...] = ()) -> Candidate:
    return Candidate(
        user=member.user,
        load=f"{round(member.hours_now)} af {member.hours_a_month} timer om måneden",
        reasons=reasons,
        hours=member.hours_ahead,
        capacity=member.hours_a_month,
    )


def choosable() -> list[Candidate]:
    """The same people without their reasons: enough for what was chosen already."""
    return [Candidate(user) for user in workloads.consultants()]


def earliest_start(application: Application, today: date) -> Start | None:
    """When ``application``, if granted, could begin; None where that is not asked, or no longer."""
    if application.status not in AT_TRIAGE or application.first_submitted_at is None:
        return None
    return workload.earliest_start(
        room=workloads.first_room(application.kind, today),
        wished=application.earliest_start,
        received=day_of(application.first_submitted_at),
    )


# ── The team's page ─────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Row:
    """A consultant's line. ``hours``: by the month; ``away``: the absence of today or the next, in words."""

    member: Member
    hours_now: int
    hours_ahead: int
    is_full: bool
    away: str
    next_free: date | None


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """Everybody's hours, absence and next free day; and the team's half year to come."""
    today = clock.today()
    members = workloads.team(today)
    context = {
        "rows": [_row(each, today) for each in members],
        "outlook": outlook.shown(workloads.forecast(members, today)),
        "is_consultant": request.user.has_role(Role.CONSULTANT),
        "is_head": request.user.has_role(Role.HEAD),
    }
    return render(request, "consultants/team.html", context)


def _row(member: Member, today: date) -> Row:
    return Row(
        member=member,
        hours_now=round(member.hours_now),
        hours_ahead=round(member.hours_ahead),
        is_full=member.hours_now > member.hours_a_month,
        away=_away(member.absences, today),
        next_free=member.next_free(Kind.INDIVIDUAL),
    )


def _away(absences: tuple[Period, ...], today: date) -> str:
    ahead = [each for each in absences if each.last >= today]
    if not ahead:
        return ""
    first = ahead[0]
    return f"Væk til {danish_date(first.last)}" if first.covers(today) else f"Væk {from_to(first.first, first.last)}"


@dataclass(frozen=True)
class Line:
    """A week of the calendar, in whole hours. ``away``: absences with a day in it, in words."""

    number: int
    week: Week
    capacity: int
    load: int
    free: int
    away: str


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def calendar(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One consultant's 26 weeks."""
    today = clock.today()
    member = next((each for each in workloads.team(today) if each.user.pk == pk), None)
    if member is None:
        raise Http404
    context = {
        "row": _row(member, today),
        "lines": [_line(week, member.absences) for week in member.weeks[: workload.WEEKS_AHEAD]],
        "crumbs": [("Holdet", reverse("consultants:team"))],
    }
    return render(request, "consultants/team_calendar.html", context)


def _line(week: Week, absences: tuple[Period, ...]) -> Line:
    capacity, load = round(week.capacity), round(week.load)
    touching = [each for each in absences if each.first <= week.last and week.first <= each.last]
    return Line(
        number=workload.week_number(week.first),
        week=week,
        capacity=capacity,
        load=load,
        free=capacity - load,
        away=", ".join(from_to(each.first, each.last) for each in touching),
    )
