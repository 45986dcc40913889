"""How far an application has come: five plain words, what happens next and by when, and what the group can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import clock
import danish
from accounts.http import AuthenticatedRequest
from accounts.rooms import applicants_room
from applications import people_letters
from applications.actions import messages as thread
from applications.actions import reminding, signing, versions
from applications.actions.correcting import NobodyThere
from applications.lifecycle import AT_TRIAGE, DECIDED, OPEN, RANKED, WITH_THE_GROUP, IllegalMove, Status
from applications.models import Answer, Application, ApplicationEvent, Intake, PrioritisationRound
from applications.views import timeline
from applications.views.messages import readable
from applications.views.named import Case, for_named

CRUMBS = [("Mine ansøgninger", "/ansoegninger/")]

# The state in plain words, and how far along the five it stands.
WORDS = ("Kladde", "Venter på enighed", "Modtaget", "Vurderes", "Afgjort")
_REACHED = {
    Status.DRAFT: 0,
    Status.AWAITING_CONSENSUS: 1,
    Status.SUBMITTED: 2,
    Status.NEEDS_INFORMATION: 3,
    Status.WAITING: 3,
    Status.GRANTED: 4,
    Status.DECLINED: 4,
}


@dataclass(frozen=True)
class Stage:
    """One of the five words. ``when``: its date in words. ``state``: "done", "current" or "ahead"."""

    word: str
    when: str
    state: str


@require_safe
@for_named
def status(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """The page that a mail leads to."""
    application = case.application
    awaited = reminding.missing(application, case.people)
    happened = ApplicationEvent.objects.filter(application=application).select_related("actor")
    events = timeline.told(happened, clock.now())
    upcoming = _round_of(application, events)
    is_asked = application.status == Status.AWAITING_CONSENSUS
    context: dict[str, Any] = {
        "application": application,
        "title": application.reference or "Jeres ansøgning",
        "crumbs": CRUMBS,
        "stages": _stages(application, events, upcoming),
        "next_steps": next_steps(application, len(awaited), upcoming.meets_on if upcoming else None),
        "answers": _answers(case, awaited) if application.status != Status.DRAFT and application.version_number else (),
        "is_asked": is_asked,
        "must_answer": is_asked and case.me in awaited,
        "can_take_back": case.me is not None and case.me not in awaited and (is_asked or _at_triage(application)),
        "can_reopen": is_asked or _at_triage(application),
        "is_open": application.status in OPEN,
        "is_named": case.me is not None,
        "has_letter": application.status in DECIDED or application.standing_letter() is not None,
        "has_receipt": application.submitted_at is not None,
        "has_thread": application.first_submitted_at is not None,
        "unread": _unread(case, request) if application.first_submitted_at else 0,
        "closed": _closed(application),
        "refusal": _refusal(application),
        "events": timeline.lines(events, application.signatories.all()),
    }
    return render(request, "applications/status.html", context)


def _closed(application: Application) -> Intake | None:
    """Closed intake, where it stands in the way of this application."""
    is_new = application.first_submitted_at is None and application.status in WITH_THE_GROUP
    return Intake.objects.closed() if is_new else None


def _at_triage(application: Application) -> bool:
    return application.status in AT_TRIAGE


def _answers(case: Case, awaited: Sequence[object]) -> list[dict[str, Any]]:
    given = Answer.objects.filter(signatory__in=case.people, agrees=True, taken_back_at=None)
    latest = dict(given.values_list("signatory").annotate(Max("at")))
    troubles = people_letters.troubles(case.people, now=clock.now())
    asked = reminding.asked_at(versions.current(case.application), case.people)
    return [
        {
            "person": person,
            "is_me": person == case.me,
            "trouble": troubles.get(person.pk),
            "agreed_at": None if person in awaited else latest[person.pk],
            "asked_at": asked[person.pk],
        }
        for person in case.people
    ]


def _refusal(application: Application) -> Answer | None:
    """The "no" that made the application a draft again, until it is asked about anew."""
    if application.status != Status.DRAFT:
        return None
    given = Answer.objects.filter(
        version__application=application, version__number=application.version_number, agrees=False
    )
    return given.select_related("signatory").last()


def _round_of(application: Application, events: Sequence[ApplicationEvent]) -> PrioritisationRound | None:
    """The round that will rank it, as things stand: the one whose candidate it is, or the next one to be opened."""
    since = (application.submitted_at, _last(events, "information_answered"))
    came = max(filter(None, since)) if application.status in RANKED and any(since) else clock.now()
    to_come = Q(meets_on__gte=clock.today()) | Q(opened_at__isnull=False)
    return PrioritisationRound.objects.open().that_rank(came).filter(to_come).first()


def _stages(
    application: Application, events: Sequence[ApplicationEvent], upcoming: PrioritisationRound | None
) -> list[Stage]:
    reached = _REACHED.get(Status(application.status))
    if reached is None:
        return _ended(application, events)
    asked = _last(events, "asked")
    round_day = f"Runden {danish.danish_date(upcoming.meets_on)}" if upcoming else ""
    when = (
        _day(events[0].at if events else application.edited_at),
        _day(asked),
        _day(application.submitted_at),
        round_day if reached in (2, 3) else "",
        _day(application.decided_at),
    )
    states = ["done" if place < reached else "current" if place == reached else "ahead" for place in range(len(WORDS))]
    return [
        Stage(word, day if state != "ahead" or word == "Vurderes" else "", state)
        for word, day, state in zip(WORDS, when, states, strict=True)
    ]


def _ended(application: Application, events: Sequence[ApplicationEvent]) -> list[Stage]:
    """Withdrawn or expired: what was reached, and the end."""
    begun = Stage(WORDS[0], _day(events[0].at if events else application.edited_at), "done")
    received = [Stage(WORDS[2], _day(application.submitted_at), "done")] if application.submitted_at else []
    end = _last(events, application.status)
    return [begun, *received, Stage(application.get_status_display(), _day(end), "current")]


def _last(events: Sequence[ApplicationEvent], verb: str) -> datetime | None:
    return next((event.at for event in reversed(events) if event.verb == verb), None)


def _day(moment: datetime | None) -> str:
    return danish.danish_date(moment) if moment else ""


def next_steps(application: Application, missing: int, round_day: date | None) -> list[str]:
    """What happens now, and by when, in whole sentences."""
    at_round = f"på runden {danish.danish_date(round_day)}" if round_day else "på den næste runde"
    ends = danish.danish_date(application.expires_on) if application.expires_on else ""
    awaited = "ét svar" if missing == 1 else f"{missing} svar"
    return {
        Status.DRAFT: [
            "Skriv teksten færdig sammen, og bed så alle om at sige ja.",
            f"Kladden bliver lukket {ends}, hvis ingen skriver videre på den, og slettet 30 dage senere.",
        ],
        Status.AWAITING_CONSENSUS: _while_awaited(awaited, ends) if missing else HELD_BACK,
        Status.SUBMITTED: [f"Ansøgningen bliver vurderet {at_round}. I får svar i dagene efter."],
        Status.NEEDS_INFORMATION: [
            f"Vi har et spørgsmål til jer. Når I har svaret, bliver ansøgningen vurderet {at_round}.",
            "Jeres ventetid står stille, til svaret er her.",
        ],
        Status.WAITING: [f"I er på venteliste og bliver vurderet igen {at_round}. Ventetid giver point."],
        Status.GRANTED: ["Ansøgningen er færdig. Alt, der sker nu, står på siden om jeres forløb."],
        Status.DECLINED: ["I har fået svar. Læs, hvad I kan gøre i stedet."],
        Status.WITHDRAWN: ["Der sker ikke mere med ansøgningen. I er altid velkomne til at søge igen."],
        Status.EXPIRED: _expired(application),
    }[Status(application.status)]


def _expired(application: Application) -> list[str]:
    if application.first_submitted_at:
        return ["Ingen skrev videre i 30 dage, så ansøgningen er lukket. I er velkomne til at begynde på en ny."]
    return [
        "Kladden blev ikke brugt i 30 dage, så den er lukket. Den bliver slettet 30 dage efter.",
        "I er velkomne til at begynde på en ny.",
    ]


HELD_BACK = [
    "Alle har sagt ja. Ansøgningen bliver sendt af sig selv, når vi åbner for nye ansøgninger igen.",
    "I skal ikke gøre noget. I får en kvittering, når den er sendt.",
]


def _while_awaited(awaited: str, ends: str) -> list[str]:
    return [
        f"Vi mangler {awaited}. Når den sidste siger ja, bliver ansøgningen sendt.",
        f"Svarene skal være her senest {ends}. Vi sender selv en påmindelse efter 3, 7 og 14 dage.",
    ]


def _unread(case: Case, request: AuthenticatedRequest) -> int:
    return thread.unread(case.application, request.user, readable(case)).count()


@require_safe
@applicants_room
def by_reference(request: AuthenticatedRequest, reference: str) -> HttpResponse:
    """``SPARK-2026-0042`` leads to the application, for those who may see it."""
    visible = Application.objects.visible_to(request.user)
    application = get_object_or_404(visible, reference=reference.upper())
    return redirect("applications:status", application.pk)


@require_POST
@for_named
def remind(request: AuthenticatedRequest, case: Case, person: UUID) -> HttpResponse:
    """A reminder by hand."""
    try:
        reminding.remind(application_id=case.application.pk, signatory_id=person, by=request.user, now=clock.now())
    except NobodyThere as nobody:
        raise Http404 from nobody
    except reminding.RemindedToday:
        messages.info(request, "Personen har allerede fået en påmindelse i dag. Prøv igen i morgen, eller ring.")
    except reminding.NothingToRemindOf:
        messages.info(request, "Personen skal ikke svare på noget lige nu.")
    else:
        messages.success(request, "Påmindelsen er på vej.")
    return redirect("applications:status", case.application.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_named
def withdraw(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """Are you sure? And then it is done."""
    application = case.application
    if request.method == "POST":
        try:
            signing.withdraw(application_id=application.pk, by=request.user, now=clock.now())
        except IllegalMove:
            messages.info(request, "Ansøgningen kan ikke trækkes tilbage, som den står nu.")
        else:
            messages.success(request, "Ansøgningen er trukket tilbage.")
        return redirect("applications:status", application.pk)
    if application.status not in OPEN:
        messages.info(request, "Ansøgningen kan ikke trækkes tilbage, som den står nu.")
        return redirect("applications:status", application.pk)
    here = [*CRUMBS, (application.reference or "Jeres ansøgning", f"/ansoegninger/{application.pk}/")]
    return render(request, "applications/withdraw.html", {"application": application, "crumbs": here})
