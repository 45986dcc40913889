"""Carry out what a round has decided: one transaction for each candidate, begun again wherever a machine died.

The work to do is in the rows alone: the round is being closed, a candidate is decided and neither carried out nor given
up. So it may run twice, by two workers at once, after any crash; nobody is granted twice and no letter is owed twice.
"""

from datetime import datetime

import structlog
from django.db import transaction

from accounts.models import User
from applications.actions import triage
from applications.actions.record import lock
from applications.lifecycle import Status
from applications.models import PrioritisationRound
from applications.models.application import DeclineReason
from consultants.actions import engagements
from consultants.models import RoundCandidate
from consultants.models.candidate import Failure
from consultants.precedence import Decision

log = structlog.get_logger(__name__)

_REFUSED = {
    triage.RoundFull: Failure.ROUND_FULL,
    engagements.NotAConsultant: Failure.NO_CONSULTANT,
    triage.NotAtTheDesk: Failure.NOT_AT_THE_DESK,
}


def carry_out(*, now: datetime) -> int:
    """Go on with every round that is being closed; says how many candidates were settled here."""
    settled = 0
    for each in PrioritisationRound.objects.being_closed():
        for candidate_id in each.candidates.to_carry_out().order_by("rank").values_list("pk", flat=True):
            try:
                settled += settle(candidate_id=candidate_id, now=now)
            except Exception:
                # One that nobody foresaw must not keep the answer from all others; the next ring tries it again.
                log.exception("candidate_not_settled", candidate=candidate_id)
        finish(round_id=each.pk, now=now)
    return settled


@transaction.atomic
def settle(*, candidate_id: int, now: datetime) -> bool:
    """Carry out one decision, or keep why not; says whether it was done here.

    Another worker's candidate is left to that worker.
    """
    waiting = RoundCandidate.objects.to_carry_out().filter(
        pk=candidate_id, round__closed_at=None, round__closing_started_at__isnull=False
    )
    mine = waiting.select_for_update(of=("self",), skip_locked=True)
    candidate = mine.select_related("consultant", "round__closed_by").first()
    if candidate is None:
        return False
    candidate.application = lock(candidate.application_id)
    failure = candidate.obstacle or _apply(candidate, now)
    candidate.failed_because = failure or ""
    candidate.applied_at = None if failure else now
    candidate.save(update_fields=["failed_because", "applied_at"])
    return True


@transaction.atomic
def finish(*, round_id: int, now: datetime) -> None:
    """The round is closed once nothing is left to carry out, by whoever sees it first."""
    each = PrioritisationRound.objects.being_closed().select_for_update().filter(pk=round_id).first()
    if each is not None and not each.candidates.to_carry_out().exists():
        each.closed_at = now
        each.save(update_fields=["closed_at"])


def _apply(candidate: RoundCandidate, now: datetime) -> Failure | None:
    """Why it could not be carried out; nothing of it is stored then."""
    by = candidate.round.closed_by
    if by is None:
        return Failure.NOT_AT_THE_DESK
    try:
        with transaction.atomic():
            _VERBS[Decision(candidate.decision)](candidate, by, now)
    except tuple(_REFUSED) as refusal:
        return _REFUSED[type(refusal)]
    return None


def _grant(candidate: RoundCandidate, by: User, now: datetime) -> None:
    assert candidate.consultant is not None  # noqa: S101 — the database promises it
    engagements.open(
        application_id=candidate.application_id,
        consultant=candidate.consultant,
        by=by,
        round_id=candidate.round_id,
        urgency_reason="",
        text=candidate.text,
        now=now,
        is_closing=True,
    )


def _let_wait(candidate: RoundCandidate, by: User, now: datetime) -> None:
    # Who waits already goes on waiting.
    if candidate.application.status != Status.WAITING:
        triage.set_waiting(application_id=candidate.application_id, by=by, now=now)


def _decline(candidate: RoundCandidate, by: User, now: datetime) -> None:
    reason = DeclineReason(candidate.decline_reason)
    triage.decline(application_id=candidate.application_id, by=by, reason=reason, text=candidate.text, now=now)


_VERBS = {Decision.GRANT: _grant, Decision.WAIT: _let_wait, Decision.DECLINE: _decline}
