"""What other weights would do to the order of a round. Everything stands in the address; nothing is stored."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications import priority
from applications.models import PrioritisationRound
from consultants.actions import rounds
from consultants.forms.round import WeightsForm
from consultants.models import RoundCandidate
from consultants.views.round_page import crumbs, find

SHOWN = 100


@dataclass(frozen=True)
class Moved:
    """A candidate by its place in the round, and where other weights would put it."""

    candidate: RoundCandidate
    rank: int
    priority: priority.Priority

    @property
    def up(self) -> int:
        """Places gained; below 0: lost."""
        return self.candidate.rank - self.rank

    @property
    def told(self) -> str:
        """The move in words."""
        if not self.up:
            return "Uændret"
        steps = "1 plads" if abs(self.up) == 1 else f"{abs(self.up)} pladser"
        return f"{steps} {'op' if self.up > 0 else 'ned'}"

    @property
    def reasons(self) -> list[dict[str, object]]:
        """The terms of the new sum."""
        return [asdict(reason) for reason in self.priority.reasons]


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def try_weights(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The same facts, ranked by the weights in the address."""
    each = find(pk)
    if each.opened_at is None:
        messages.info(request, "Åbn runden først. Så er der en rækkefølge at prøve vægte på.")
        return redirect("consultants:round", pk=pk)
    now = rounds.weights_of(each)
    form = WeightsForm(request.GET or None, initial=asdict(now))
    is_right = not form.is_bound or form.is_valid()
    moved = _moved(each, form.weights if form.is_bound and is_right else now) if is_right else []
    context = {
        "round": each,
        "form": form,
        "is_tried": form.is_bound and is_right,
        "rows": moved[:SHOWN],
        "more": len(moved) - SHOWN,
        "others": sum(one.up != 0 for one in moved),
        "comes_in": [one for one in moved if one.rank <= each.capacity < one.candidate.rank],
        "falls_out": [one for one in moved if one.candidate.rank <= each.capacity < one.rank],
        "crumbs": crumbs(each),
    }
    return render(request, "consultants/round_weights.html", context, status=200 if is_right else 422)


def _moved(each: PrioritisationRound, weights: priority.Weights) -> list[Moved]:
    """All candidates in the order of ``weights``; who asked first comes first among equals, as ever."""
    frozen = each.candidates.select_related("application").only(
        "round", "rank", "points", "facts", "application", "application__reference", "application__first_submitted_at"
    )
    ranked = [(candidate, priority.rank(priority.restored(candidate.facts), weights)) for candidate in frozen]
    ranked.sort(key=_order)
    return [Moved(candidate, rank, found) for rank, (candidate, found) in enumerate(ranked, start=1)]


def _order(ranked: tuple[RoundCandidate, priority.Priority]) -> tuple[int, object, UUID]:
    candidate, found = ranked
    return -found.points, candidate.application.first_submitted_at, candidate.application_id
