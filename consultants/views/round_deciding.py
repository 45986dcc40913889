"""Decide on candidates of a round, one by one or many at once: first shown, then kept. Nothing leaves yet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role, User
from accounts.rooms import room
from applications.models import PrioritisationRound
from applications.models.application import DeclineReason
from consultants import workload
from consultants.actions import engagements, rounds
from consultants.forms.round import WHY_NOT_THE_ORDER, DecisionForm
from consultants.models import RoundCandidate
from consultants.precedence import Decision, against_the_order
from consultants.views import team
from consultants.views.round_page import CHOICES, PAGE, UNDO, crumbs, find, rows

# All at once that nobody has decided on yet.
EVERY_UNDECIDED = "uafgjorte"
LISTED = PAGE


@dataclass(frozen=True)
class Choice:
    """What was chosen on the round's page: whom, and what for. ``every``: the whole round."""

    round: PrioritisationRound
    every: Sequence[RoundCandidate]
    chosen: Sequence[RoundCandidate]
    asked: QueryDict

    @property
    def wanted(self) -> str:
        """The decision, or to take one back; nothing if it is neither."""
        wanted = self.asked.get("afgoerelse", "")
        return wanted if wanted in dict(CHOICES) else ""

    @property
    def open(self) -> list[RoundCandidate]:
        """Those that can be decided."""
        return [each for each in self.chosen if each.obstacle is None]

    @property
    def needs_reason(self) -> bool:
        """Whether the decision would go against the order. Of a no that depends on why."""
        ranks = {each.rank for each in self.open}
        standings = [each.standing for each in self.every if each.obstacle is None]
        after = [
            replace(each, decision=self.wanted, for_want_of_room=False) if each.rank in ranks else each
            for each in standings
        ]
        return any(rank in ranks for rank in against_the_order(after))


def _choice(each: PrioritisationRound, asked: QueryDict) -> Choice:
    every = rounds.candidates(each)
    if asked.get("alle") == EVERY_UNDECIDED:
        chosen = [candidate for candidate in every if not candidate.decision and candidate.obstacle is None]
    else:
        ids = set(asked.getlist("valg"))
        chosen = [candidate for candidate in every if str(candidate.pk) in ids]
    return Choice(each, every, chosen, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.HEAD)
def decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whom the decision is about and what it asks for; sent, it is kept until the round is closed."""
    each = find(pk)
    typed = sent_or_typed(request)
    choice = _choice(each, request.GET if typed is None else typed)
    if refused := _refused(choice):
        messages.info(request, refused)
        return _back(choice)
    if choice.wanted == UNDO:
        return _undo(request, choice)
    decision, everybody = Decision(choice.wanted), team.everybody()
    form = DecisionForm(typed, decision=decision, team=everybody, needs_reason=choice.needs_reason)
    if is_sent_well(request, form) and _kept(request, choice, form):
        return _back(choice)
    return _form(request, choice, form)


def _refused(choice: Choice) -> str:
    """Why there is nothing to show; nothing if there is."""
    if not choice.round.is_opened:
        return "Runden er ikke åben for afgørelser."
    if not choice.wanted or not choice.chosen:
        return "Sæt kryds ved mindst én ansøgning, og vælg, hvad der skal ske."
    if not choice.open:
        return "Ingen af dem, du valgte, kan afgøres i denne runde."
    return ""


def _kept(request: AuthenticatedRequest, choice: Choice, form: DecisionForm) -> bool:
    """Whether the decision is stored; else the form says why not."""
    try:
        number = rounds.decide(
            round_id=choice.round.pk,
            candidate_ids=[each.pk for each in choice.chosen],
            seen=request.POST.get("set", ""),
            verdict=_verdict(choice, form),
            by=request.user,
            now=clock.now(),
        )
    except rounds.AgainstTheOrder:
        form.add_error("override_reason" if "override_reason" in form.fields else None, WHY_NOT_THE_ORDER)
    except rounds.NoRoom:
        form.add_error(None, "Så mange er der ikke plads til i runden. Vælg færre, eller giv runden flere pladser.")
    except (rounds.ChangedMeanwhile, rounds.NothingToDecide, rounds.NotOpened):
        form.add_error(None, "Noget er ændret, siden du åbnede siden. Se dem igen, og send så afgørelsen.")
    except engagements.NotAConsultant:  # pragma: no cover — left the team between two statements of this request
        form.add_error("consultant", "Konsulenten kan ikke længere få forløb. Vælg en anden")
    else:
        messages.success(request, _told(Decision(choice.wanted), number))
        return True
    return False


def _verdict(choice: Choice, form: DecisionForm) -> rounds.Verdict:
    typed, decision = form.cleaned_data, Decision(choice.wanted)
    return rounds.Verdict(
        decision=decision,
        text=typed.get("text", ""),
        decline_reason=DeclineReason(typed["decline_reason"]) if "decline_reason" in typed else None,
        override_reason=typed.get("override_reason", ""),
        consultants=_shared_out(choice, form) if decision == Decision.GRANT else {},
    )


def _shared_out(choice: Choice, form: DecisionForm) -> dict[int, User]:
    """By candidate: the consultant chosen, or each time whoever has most room when those before are counted."""
    if form.chosen:
        return {each.pk: form.chosen.user for each in choice.open}
    mine = {each.pk for each in choice.open}
    given: dict[int | None, float] = defaultdict(float)
    for each in choice.every:
        if each.decision and each.pk not in mine:
            given[each.consultant_id] += _hours(each)
    shared: dict[int, User] = {}
    for each in choice.open:
        freest = min(form.team.values(), key=lambda one: (one.used_with(given[one.user.pk]), one.user.pk))
        given[freest.user.pk] += _hours(each)
        shared[each.pk] = freest.user
    return shared


def _hours(candidate: RoundCandidate) -> float:
    """What an engagement of its kind takes of a month."""
    return workload.a_month(workload.pace(candidate.application.kind))


def _told(decision: Decision, number: int) -> str:
    who = "1 ansøgning" if number == 1 else f"{number} ansøgninger"
    what = {Decision.GRANT: "bevilges", Decision.WAIT: "sættes på venteliste", Decision.DECLINE: "får afslag"}[decision]
    return f"{who} {what}, når runden lukkes. Ingen har fået besked endnu."


def _undo(request: AuthenticatedRequest, choice: Choice) -> HttpResponse:
    """Nothing is typed to take a decision back, but it is shown all the same before it is sent."""
    if request.method != "POST":
        return _form(request, choice, None)
    ids = [each.pk for each in choice.chosen]
    try:
        rounds.take_back(round_id=choice.round.pk, candidate_ids=ids, by=request.user)
    except rounds.NotOpened:  # pragma: no cover — closed between two statements of this request
        return _back(choice)
    messages.success(request, "Afgørelsen er taget tilbage.")
    return _back(choice)


def _back(choice: Choice) -> HttpResponseRedirect:
    """To the page of the list that one came from."""
    kept = QueryDict(mutable=True)
    for name in (paging.AFTER, paging.BEFORE):
        if mark := choice.asked.get(name):
            kept[name] = str(mark)
    address = reverse("consultants:round", args=[choice.round.pk])
    return redirect(f"{address}?{kept.urlencode()}" if kept else address)


def _form(request: AuthenticatedRequest, choice: Choice, form: DecisionForm | None) -> HttpResponse:
    shown = rows(choice.chosen[:LISTED], choice.every, request.user)
    sent_on = ("alle", "valg", paging.AFTER, paging.BEFORE)
    context = {
        "round": choice.round,
        "form": form,
        "given_back": form is not None and is_given_back(request, form),
        "heading": dict(CHOICES)[choice.wanted],
        "afgoerelse": choice.wanted,
        "open": [row for row in shown if not row.obstacle],
        "away": [row for row in shown if row.obstacle],
        "more": len(choice.chosen) - len(shown),
        "stamp": rounds.stamp(choice.open),
        "kept": [(name, value) for name in sent_on for value in choice.asked.getlist(name)],
        "needs_reason": choice.needs_reason,
        "crumbs": crumbs(choice.round),
    }
    return render(request, "consultants/round_decide.html", context, status=422 if request.method == "POST" else 200)
