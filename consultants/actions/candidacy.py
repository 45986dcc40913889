"""An application that a round has ranked: from the opening to the closing it is decided there.

Outside it can be granted for a reason of urgency, asked something, and, while the round has not decided on it, declined
or put on the waiting list.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import User
from applications.actions import triage
from applications.lifecycle import RANKED
from applications.models import DecisionLetter
from applications.models.application import DeclineReason
from consultants.models import RoundCandidate


class InTheRound(Exception):
    """The round that is opened decides on it; nothing was changed."""

    def __init__(self, candidate: RoundCandidate) -> None:
        super().__init__(str(candidate))
        self.candidate = candidate


def standing(applications: Collection[UUID]) -> dict[UUID, RoundCandidate]:
    """Those of ``applications`` that the round opened now can decide on, by application."""
    found = RoundCandidate.objects.being_decided().filter(
        application__in=applications,
        application__status__in=RANKED,
        version_number=F("application__version_number"),
    )
    return {each.application_id: each for each in found.select_related("round")}


def ensure_not_ranked(application_id: UUID) -> None:
    """Raise InTheRound where the round that is opened has ranked it."""
    if (candidate := standing([application_id]).get(application_id)) is not None:
        raise InTheRound(candidate)


def ensure_undecided(application_id: UUID) -> None:
    """Raise InTheRound where the round that is opened has decided on it."""
    if (candidate := standing([application_id]).get(application_id)) is not None and candidate.decision:
        raise InTheRound(candidate)


@transaction.atomic
def set_waiting(*, application_id: UUID, by: User, now: datetime, hold: timedelta) -> None:
    """As ``triage.set_waiting`` has it, outside the round. Raises InTheRound."""
    ensure_undecided(application_id)
    triage.set_waiting(application_id=application_id, by=by, now=now, hold=hold)


@transaction.atomic
def decline(
    *, application_id: UUID, by: User, reason: DeclineReason, text: str, now: datetime, hold: timedelta
) -> DecisionLetter:
    """As ``triage.decline`` has it, outside the round. Raises InTheRound."""
    ensure_undecided(application_id)
    return triage.decline(application_id=application_id, by=by, reason=reason, text=text, now=now, hold=hold)
