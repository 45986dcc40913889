"""What the page about one engagement shows, gathered in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from accounts.models import Role, User
from applications.models import ApplicationVersion, Message, Signatory, Workplace
from consultants import deadlines
from consultants.actions import engagements
from consultants.lifecycle import Status
from consultants.models import Assignment, Engagement, FollowUpVisit, Meeting
from consultants.models.contact import speakers
from consultants.models.follow_up import Wish
from consultants.views import agreed, refusals, timeline
from danish import danish_date, danish_time

TONES = {
    Status.ASSIGNED: "info",
    Status.CONTACTED: "info",
    Status.ACTIVE: "success",
    Status.PAUSED: "warning",
    Status.CLOSED: "neutral",
    Status.CANCELLED: "neutral",
}


PLAN = "Planlæg møde"
# The next meetings; the others have their own page.
AHEAD = 3


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now. ``action``: the button's words, none where nothing is to be clicked."""

    heading: str
    text: str
    href: str = ""
    action: str = ""
    is_late: bool = False


def context(engagement: Engagement, user: User, now: datetime) -> dict[str, Any]:
    """Everything for ``consultants/engagement.html``."""
    application = engagement.application
    meetings = list(engagement.meetings.planned()[:AHEAD])
    visit = FollowUpVisit.objects.standing().select_related("meeting").filter(engagement=engagement).first()
    version = ApplicationVersion.objects.filter(application=application, number=application.version_number).first()
    seats = seats_of(engagement, user, deadlines.day_of(now))
    people = list(Signatory.objects.named().filter(application=application).order_by("position", "id"))
    successors = list(engagement.successors.all())
    step = next_step(engagement, meetings, visit, now) if seats.can_run else None
    return {
        "engagement": engagement,
        "tone": TONES[Status(engagement.status)],
        "crumbs": [("Forløb", reverse("consultants:engagements"))],
        "workplaces": list(Workplace.objects.shown().filter(application=application)),
        "contacts": speakers(people, successors),
        "asked": [person for person in successors if person.accepted_at is None],
        "others": [person for person in people if not person.is_contact],
        "agreed": version.content if version else None,
        "seats": seats,
        "can_run": seats.can_run,
        "reads_only": not seats.can_run,
        "assignment": seats.lead,
        "meetings": meetings,
        "visit": visit,
        "step": step,
        "plans_next": step is not None and step.action == PLAN,
        **_agreement(engagement),
        "today": deadlines.day_of(now),
        "not_to_close": _not_to_close(engagement, meetings),
        "new_messages": Message.objects.filter(application=application).unhandled().count(),
        "lines": timeline.lines(engagement.events.select_related("actor")),
    }


def _not_to_close(engagement: Engagement, planned: Sequence[Meeting]) -> str:
    """Why it can't be closed today; nothing where it can."""
    if engagement.status not in {Status.ACTIVE, Status.PAUSED}:
        return refusals.SENTENCES[engagements.NotBegun]
    return refusals.SENTENCES[engagements.MeetingsAhead] if planned else ""


def _agreement(engagement: Engagement) -> dict[str, Any]:
    """The version that stands, who has said yes to it, and what stood before."""
    told = agreed.versions(engagement)
    standing = told[0] if told else None
    return {
        "agreement": standing,
        "earlier_agreements": told[1:],
        "may_agree": standing is not None and engagement.is_open and standing.said[-1].at is None,
    }


@dataclass(frozen=True)
class Seats:
    """Who is on an engagement, as one reader sees it. ``former``: who has handed it over and still reads on."""

    lead: Assignment | None
    beside: list[Assignment]
    former: list[Assignment]
    can_run: bool
    can_hand_over: bool
    is_head: bool


def seats_of(engagement: Engagement, user: User, today: date) -> Seats:
    """In one statement."""
    found = engagement.assignments.reading(today).select_related("consultant").order_by("-since", "-pk")
    run_by = [seat for seat in found if seat.until is None]
    lead = next((seat for seat in run_by if not seat.is_co), None)
    still_on_it = {seat.consultant_id for seat in run_by}
    is_head = user.has_role(Role.HEAD)
    return Seats(
        lead=lead,
        beside=[seat for seat in run_by if seat.is_co],
        former=[seat for seat in found if seat.until is not None and seat.consultant_id not in still_on_it],
        can_run=is_head or user.pk in still_on_it,
        can_hand_over=is_head or (lead is not None and lead.consultant_id == user.pk),
        is_head=is_head,
    )


def next_step(
    engagement: Engagement, planned: Sequence[Meeting], visit: FollowUpVisit | None, now: datetime
) -> NextStep | None:
    """What the consultant does next; nothing when all is done, or while it rests. ``planned``: what is to come."""
    if engagement.status == Status.ASSIGNED:
        return _first_contact(engagement, now)
    if engagement.is_open and (planned or engagement.status != Status.PAUSED):
        return _meeting(engagement, planned, now)
    return _follow_up(visit, now) if visit is not None and visit.is_due else None


def _first_contact(engagement: Engagement, now: datetime) -> NextStep:
    due_on, is_late = engagement.first_contact_due_on, engagement.first_contact_due_on < deadlines.day_of(now)
    return NextStep(
        heading="Tag den første kontakt",
        text=f"Fristen var {danish_date(due_on)}. Ring i dag." if is_late else f"Senest {danish_date(due_on)}.",
        href=reverse("consultants:contact", args=[engagement.pk]),
        action="Notér kontakt",
        is_late=is_late,
    )


def _meeting(engagement: Engagement, planned: Sequence[Meeting], now: datetime) -> NextStep:
    plan = reverse("consultants:plan_meeting", args=[engagement.pk])
    if planned and planned[0].ends_at <= now:
        return NextStep("Blev mødet holdt?", f"{_when(planned[0])}. Notér det under Møder.", "#moeder", "Gå til møder")
    if planned:
        return NextStep("Næste møde", f"{planned[0].get_kind_display()} {_when(planned[0])}.")
    if engagement.status == Status.CONTACTED:
        return NextStep("Aftal det første møde", "Der er ikke noget møde i kalenderen endnu.", plan, PLAN)
    return NextStep("Planlæg næste møde", "Er I færdige, så afslut forløbet nederst på siden.", plan, PLAN)


def _follow_up(visit: FollowUpVisit, now: datetime) -> NextStep:
    booked = visit.planned_meeting
    if booked is not None:
        hold = reverse("consultants:hold_follow_up", args=[visit.pk])
        if booked.ends_at <= now:
            return NextStep("Blev opfølgningsbesøget holdt?", f"{_when(booked)}.", hold, "Notér, at det er holdt")
        return NextStep("Opfølgningsbesøg", f"{_when(booked)}.")
    is_late = visit.due_on < deadlines.day_of(now)
    about = f"{'Det skulle være holdt' if is_late else 'Det bør holdes'} omkring {danish_date(visit.due_on)}."
    answer = "Gruppen har sagt ja." if visit.wish == Wish.YES else "Gruppen har ikke svaret endnu."
    return NextStep(
        heading="Aftal opfølgningsbesøget",
        text=f"{about} {answer}",
        href=reverse("consultants:book_follow_up", args=[visit.pk]),
        action="Aftal besøg",
        is_late=is_late,
    )


def _when(meeting: Meeting) -> str:
    return f"{danish_date(meeting.starts_at)} {danish_time(meeting.starts_at)}"
