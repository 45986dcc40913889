"""Close a round: everything that will happen on one page, every letter to be read, then one button."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import structlog
from celery import current_app
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from kombu.exceptions import OperationalError

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.actions.triage import WAITING_LETTER
from applications.models import PrioritisationRound, Signatory
from consultants.actions import rounds
from consultants.models import RoundCandidate
from consultants.precedence import Decision
from consultants.views.round_page import crumbs, find, sums_of

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Letter:
    """One text, what it says, and who gets it: references, with the consultant where it is a yes."""

    decision: Decision
    reason: str
    text: str
    to: Sequence[str]


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.HEAD)
def close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What closing does, and the button that does it."""
    each = find(pk)
    if request.method == "POST":
        try:
            rounds.close(round_id=pk, seen=request.POST.get("set", ""), by=request.user, now=clock.now())
        except rounds.NotOpened:
            messages.info(request, "Runden er ikke åben.")
        except rounds.NoRoom:
            messages.warning(request, "Runden kan ikke lukkes endnu: Der er bevilget flere, end der er pladser til.")
        except rounds.AgainstTheOrder as silent:
            messages.warning(request, _missing_reasons(silent.ranks))
        except rounds.ChangedMeanwhile:
            return _preview(request, each, is_stale=True)
        else:
            ring()
            messages.success(request, "Runden bliver lukket. Brevene er på vej.")
        return redirect("consultants:round", pk=pk)
    if not each.is_opened:
        messages.info(request, "Runden er ikke åben.")
        return redirect("consultants:round", pk=pk)
    return _preview(request, each, is_stale=False)


def _missing_reasons(ranks: Sequence[int]) -> str:
    told = ", ".join(map(str, ranks))
    who = f"plads {told}" if len(ranks) == 1 else f"pladserne {told}"
    return f"Runden kan ikke lukkes endnu: Der mangler en begrundelse for at gå imod rækkefølgen på {who}."


def _preview(request: AuthenticatedRequest, each: PrioritisationRound, *, is_stale: bool) -> HttpResponse:
    every = rounds.candidates(each)
    decided = [candidate for candidate in every if candidate.decision]
    possible = [candidate for candidate in decided if candidate.obstacle is None]
    context = {
        "round": each,
        "sums": sums_of(each, every),
        "letters": [*_letters(each, {candidate.pk for candidate in possible}), *_waiting(possible)],
        "number": _number_of_letters(possible),
        "lost": [candidate for candidate in decided if candidate.obstacle],
        "stamp": rounds.stamp(decided),
        "is_stale": is_stale,
        "crumbs": crumbs(each),
    }
    return render(request, "consultants/round_close.html", context, status=409 if is_stale else 200)


def _letters(each: PrioritisationRound, possible: set[int]) -> list[Letter]:
    """Each different letter once."""
    written = each.candidates.exclude(text="").select_related("application", "consultant")
    alike: dict[tuple[str, str, str], list[str]] = {}
    for candidate in written.defer("facts", "reasons").order_by("rank"):
        if candidate.pk in possible:
            key = (candidate.decision, candidate.get_decline_reason_display(), candidate.text)
            who = f" · {candidate.consultant}" if candidate.consultant else ""
            alike.setdefault(key, []).append(f"{candidate.application}{who}")
    return [Letter(Decision(decision), reason, text, to) for (decision, reason, text), to in alike.items()]


def _waiting(possible: Iterable[RoundCandidate]) -> list[Letter]:
    """The one letter to whoever comes on the waiting list; who stands there already gets none."""
    to = [str(each.application) for each in possible if each.decision == Decision.WAIT and not each.goes_on_waiting]
    return [Letter(Decision.WAIT, "", WAITING_LETTER, to)] if to else []


def _number_of_letters(possible: Iterable[RoundCandidate]) -> int:
    """One to everybody named on what gets an answer, and one to the consultant of each grant."""
    answered = {each.application_id: each.decision for each in possible if not each.goes_on_waiting}
    grants = sum(decision == Decision.GRANT for decision in answered.values())
    return Signatory.objects.named().filter(application__in=list(answered)).count() + grants


def ring() -> None:
    """Wake a worker. Nobody listening is no harm: the round knows that it is being closed, and beat looks."""
    try:
        current_app.send_task("consultants.tasks.carry_out_rounds")
    except OperationalError:
        log.warning("doorbell_unheard")
