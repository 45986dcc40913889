"""The report of a round, as a PDF to keep and to show."""

from dataclasses import asdict

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.models import PrioritisationRound, PriorityWeights
from consultants import documents
from consultants.actions import rounds
from consultants.precedence import against_the_order
from consultants.views.round_page import find


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Date, room, weights, every candidate by its number, and every step against the order with its reason."""
    each = find(pk)
    if each.opened_at is None:
        raise Http404
    response = HttpResponse(documents.round_report(_facts(each)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="SPARK-runde-{each.meets_on:%Y-%m-%d}.pdf"'
    return response


def _facts(each: PrioritisationRound) -> documents.RoundReport:
    every = rounds.candidates(each)
    against = against_the_order(candidate.standing for candidate in every if candidate.away is None)
    return documents.RoundReport(
        round=each,
        used=each.capacity - rounds.room_left(each, every),
        weights=told_weights(each),
        lines=[
            documents.Line(
                rank=candidate.rank,
                reference=str(candidate.application),
                points=candidate.points,
                decision=candidate.decision,
                failed_because=str(candidate.away.label) if candidate.away else "",
                override=candidate.override_reason if candidate.rank in against else "",
            )
            for candidate in every
        ],
    )


def told_weights(each: PrioritisationRound) -> list[tuple[str, int]]:
    """The weights of the round by their names."""
    weights = asdict(rounds.weights_of(each))
    names = {name: str(PriorityWeights._meta.get_field(name).verbose_name) for name in weights}  # type: ignore[union-attr]  # fields all
    return [(names[name].capitalize(), points) for name, points in weights.items()]
