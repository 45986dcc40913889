"""One verb for many applications: each in a transaction of its own, and no refusal swallowed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import User
from applications.actions import reading, triage
from applications.lifecycle import IllegalMove
from applications.models import Application
from consultants.actions import candidacy, engagements

REFUSALS = (
    IllegalMove,
    reading.Overtaken,
    triage.RoundFull,
    triage.RoundOrUrgency,
    engagements.NotAConsultant,
    candidacy.InTheRound,
)


@dataclass(frozen=True)
class Outcome:
    """What was done, and what was not with the refusal of its verb."""

    done: list[Application] = field(default_factory=list)
    failed: list[tuple[Application, Exception]] = field(default_factory=list)


def each(applications: Iterable[Application], act: Callable[[UUID], object], *, by: User, seen: int | None) -> Outcome:
    """Do ``act`` to each, as the page that was sent had read it (up to the mark ``seen``)."""
    outcome = Outcome()
    for application in applications:
        try:
            with reading.as_read(application_id=application.pk, by=by, seen=seen):
                act(application.pk)
        except REFUSALS as refusal:
            outcome.failed.append((application, refusal))
        else:
            outcome.done.append(application)
    return outcome
