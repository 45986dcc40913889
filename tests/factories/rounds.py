"""Rounds with their candidates, opened and decided by the verbs themselves."""

from accounts.models import User
from applications.models import PrioritisationRound
from applications.models.application import DeclineReason
from consultants.actions import rounds
from consultants.actions.rounds import Verdict
from consultants.models import RoundCandidate
from consultants.precedence import Decision
from tests.factories import applications, consultants

YES = "Kære alle\n\nVi glæder os til at møde jer i Lærkehøj."
NO = "Kære alle\n\nVi kan desværre ikke hjælpe jer denne gang."


def opened(*, capacity=8, by=None, now=applications.MORNING, **when):
    """The round of 1 December with all that is ranked now."""
    each = applications.round_on(capacity=capacity, **when)
    rounds.open(round_id=each.pk, by=by or consultants.head(), now=now)
    return PrioritisationRound.objects.get(pk=each.pk)


def at(each, *ranks):
    """The candidates of those places, as they are now."""
    return [RoundCandidate.objects.select_related("application").get(round=each, rank=rank) for rank in ranks]


def decide(each, decision, *ranks, reason="", to=None, by=None, now=applications.MORNING, because=None):
    """Decide on the candidates of those places."""
    chosen = at(each, *ranks)
    verdict = Verdict(
        decision=decision,
        text={Decision.GRANT: YES, Decision.DECLINE: NO}.get(decision, ""),
        decline_reason=because or (DeclineReason.NOT_MUNICIPAL if decision == Decision.DECLINE else None),
        override_reason=reason,
        consultants={one.pk: to or consultants.consultant() for one in chosen},
    )
    return rounds.decide(
        round_id=each.pk,
        candidate_ids=[one.pk for one in chosen],
        seen=rounds.stamp([one for one in chosen if one.obstacle is None]),
        verdict=verdict,
        by=by or consultants.head(),
        now=now,
    )


def begin_to_close(each, *, by: User | None = None, now=applications.MORNING):
    """From here on it is carried out."""
    each.refresh_from_db()
    seen = rounds.stamp(one for one in rounds.candidates(each) if one.decision)
    rounds.close(round_id=each.pk, seen=seen, by=by or consultants.head(), now=now)
