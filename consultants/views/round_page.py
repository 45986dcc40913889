"""One monthly round: its candidates in order, what is decided on them, and how much room is left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role, User
from accounts.rooms import room
from applications.models import Application, PrioritisationRound
from consultants.actions import rounds
from consultants.models import RoundCandidate
from consultants.precedence import Against, Decision, against_the_order
from consultants.querysets import CandidateQuerySet
from consultants.views import desk
from danish.dates import danish_date

PAGE = 50
TONES = {Decision.GRANT: "success", Decision.WAIT: "info", Decision.DECLINE: "error"}
UNDO = "undo"
CHOICES = (
    (Decision.GRANT.value, "Bevilg et forløb"),
    (Decision.WAIT.value, "Sæt på venteliste"),
    (Decision.DECLINE.value, "Giv afslag"),
    (UNDO, "Tag afgørelsen tilbage"),
)


@dataclass(frozen=True)
class Row:
    """A candidate as a line: what the desk knows of the application, if the reader may open it."""

    candidate: RoundCandidate
    line: desk.Row | None
    against: Against

    @property
    def reference(self) -> str:
        """How it is called wherever its workplace is nobody's business."""
        return str(self.candidate.application)

    @property
    def tone(self) -> str:
        """The colour of its decision."""
        return TONES[Decision(self.candidate.decision)] if self.candidate.decision else "neutral"

    @property
    def obstacle(self) -> str:
        """Why it can't be decided, or could not be carried out; nothing if it can, or was."""
        return str(self.candidate.away.label) if self.candidate.away else ""

    @property
    def against_the_order(self) -> str:
        """Whom it goes before or who goes before it, in words."""
        if self.against.goes_before:
            return f"Går forud for {_others(self.against.goes_before)}, der står højere på listen"
        if self.against.passed_by and self.candidate.decision:
            return f"{_others(self.against.passed_by).capitalize()} længere nede på listen går forud"
        return ""


def _others(number: int) -> str:
    return "én" if number == 1 else str(number)


@dataclass(frozen=True)
class Sums:
    """How the whole round stands."""

    room: int
    used: int
    candidates: int
    grant: int
    wait: int
    decline: int
    undecided: int
    away: int
    decided: int
    settled: int

    @property
    def left(self) -> int:
        """Room that nobody has been given."""
        return max(self.room - self.used, 0)


def sums_of(each: PrioritisationRound, every: Sequence[RoundCandidate]) -> Sums:
    """How the round stands; one statement."""
    can_be = [candidate for candidate in every if candidate.away is None]
    decisions = Counter(candidate.decision for candidate in can_be)
    return Sums(
        room=each.capacity,
        used=each.capacity - rounds.room_left(each, every),
        candidates=len(every),
        grant=decisions[Decision.GRANT],
        wait=decisions[Decision.WAIT],
        decline=decisions[Decision.DECLINE],
        undecided=decisions[""],
        away=len(every) - len(can_be),
        decided=sum(bool(candidate.decision) for candidate in every),
        settled=sum(bool(candidate.decision) and _is_settled(candidate) for candidate in every),
    )


def _is_settled(candidate: RoundCandidate) -> bool:
    return bool(candidate.applied_at or candidate.failed_because)


def find(pk: int) -> PrioritisationRound:
    """The round with its weights. Raises Http404."""
    return get_object_or_404(PrioritisationRound.objects.select_related("weights", "closed_by"), pk=pk)


def crumbs(each: PrioritisationRound | None = None) -> list[tuple[str, str]]:
    """The way to the rounds, or to a page of one."""
    way = [("Runder", reverse("consultants:rounds"))]
    if each is not None:
        way.append((f"Runden {danish_date(each.meets_on)}", reverse("consultants:round", args=[each.pk])))
    return way


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The round as it stands: planned, open with its list, being closed, closed. The head decides, all read."""
    each = find(pk)
    every = rounds.candidates(each)
    shown = paging.page_of(_listed(each), order=("rank",), asked=request.GET, size=PAGE)
    context = {
        "round": each,
        "sums": sums_of(each, every),
        "page": shown,
        "rows": rows(shown.rows, every, request.user),
        "failed": _failed(each, request.user),
        "is_head": request.user.has_role(Role.HEAD),
        "choices": CHOICES,
        "kept": [(name, request.GET[name]) for name in (paging.AFTER, paging.BEFORE) if name in request.GET],
        "crumbs": crumbs(),
    }
    if each.opened_at is None:
        context["to_rank"] = paging.count(Application.objects.ranked())
    return render(request, "consultants/round.html", context)


def _listed(each: PrioritisationRound) -> CandidateQuerySet:
    return each.candidates.select_related("application", "consultant").defer("facts", "text")


def _failed(each: PrioritisationRound, user: User) -> list[Row]:
    """What closing could not carry out, and why."""
    if each.closing_started_at is None:
        return []
    failed = [*_listed(each).decided().exclude(failed_because="").order_by("rank")]
    return rows(failed, [], user)


def rows(shown: Sequence[RoundCandidate], every: Sequence[RoundCandidate], user: User) -> list[Row]:
    """Candidates as lines, with their part in the order of ``every``. Three statements."""
    against = against_the_order(each.standing for each in every if each.away is None)
    lines = _lines([each.application_id for each in shown], user)
    return [Row(each, lines.get(each.application_id), against.get(each.rank, Against())) for each in shown]


def _lines(applications: Sequence[UUID], user: User) -> Mapping[UUID, desk.Row]:
    """What a line says of those that the reader may open. What is with its group, or elsewhere, has no name here."""
    seen = desk.listed(Application.objects.visible_to(user).filter(pk__in=applications))
    return {line.application.pk: line for line in desk.rows(seen, clock.today())}


@require_POST
@room(Role.HEAD)
def open_round(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Freeze the candidates."""
    each = find(pk)
    try:
        number = rounds.open(round_id=pk, by=request.user, now=clock.now())
    except rounds.NotPlanned:
        messages.info(request, "Runden er allerede åbnet.")
    except rounds.AnotherIsOpen:
        messages.warning(request, "Der er allerede en åben runde. Luk den først.")
    else:
        told = "1 ansøgning er" if number == 1 else f"{number} ansøgninger er"
        messages.success(request, f"Runden er åbnet. {told} med, i den rækkefølge vægtene giver.")
    return redirect("consultants:round", pk=each.pk)
