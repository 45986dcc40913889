"""Trial actions: agreed on, corrected, and how they went."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consultants.actions import running
from consultants.models import TrialAction
from consultants.models.trial_action import Outcome

# More than any group can try; a list that grows beyond it has become something else.
MOST = 100


@dataclass(frozen=True)
class Plan:
    """What is to be tried, who takes it on (a role, not a name), and by which day."""

    text: str
    owner: str
    due_on: date


class AlreadyThere(Exception):
    """The very same trial action stands already: a double click."""


class TooMany(Exception):
    """There is room for a hundred."""


class AlreadyOver(Exception):
    """It has been tried: what was agreed on stands, and only its result can still be corrected."""


def mark(trial: TrialAction) -> str:
    """Tells whether a trial action still is as somebody saw it."""
    return running.mark(trial.text, trial.owner, trial.due_on, trial.outcome, trial.result)


@transaction.atomic
def add(*, engagement_id: UUID, by: User, plan: Plan, now: datetime) -> TrialAction:
    """A new trial action. Raises NotYours, Ended, AlreadyThere, TooMany."""
    engagement = running.lock_open_for(engagement_id, by)
    if engagement.trial_actions.filter(**vars(plan)).exists():
        raise AlreadyThere
    if engagement.trial_actions.count() >= MOST:
        raise TooMany
    added = TrialAction.objects.create(engagement=engagement, written_by=by, written_at=now, **vars(plan))
    running.record(engagement, "trial_added", by=by, now=now, trial=str(added.pk))
    return added


@transaction.atomic
def change(*, trial_id: UUID, by: User, plan: Plan, read: str, now: datetime) -> bool:
    """Other words, another owner, another day; says whether anything is new. ``read``: its mark on the page.

    Raises NotYours, Ended, AlreadyOver, Overtaken.
    """
    engagement_id = TrialAction.objects.values_list("engagement_id", flat=True).get(pk=trial_id)
    engagement = running.lock_open_for(engagement_id, by)
    trial = TrialAction.objects.get(pk=trial_id)
    if trial.is_over:
        raise AlreadyOver
    changed = [name for name, value in vars(plan).items() if getattr(trial, name) != value]
    if not changed:
        return False
    if mark(trial) != read:
        raise running.Overtaken
    for name in changed:
        setattr(trial, name, getattr(plan, name))
    trial.save(update_fields=changed)
    running.record(engagement, "trial_changed", by=by, now=now, trial=str(trial.pk), fields=sorted(changed))
    return True


@transaction.atomic
def tell(*, trial_id: UUID, by: User, outcome: Outcome, result: str, read: str, now: datetime) -> bool:
    """How it went, also after the engagement has ended; says whether anything is new. ``read``: its mark on the page.

    Raises NotYours, Overtaken.
    """
    engagement_id = TrialAction.objects.values_list("engagement_id", flat=True).get(pk=trial_id)
    engagement = running.lock_for(engagement_id, by)
    trial = TrialAction.objects.get(pk=trial_id)
    if (trial.outcome, trial.result) == (outcome, result):
        return False
    if mark(trial) != read:
        raise running.Overtaken
    trial.is_over, trial.outcome, trial.result = True, outcome, result
    trial.save(update_fields=["is_over", "outcome", "result"])
    running.record(engagement, "trial_told", by=by, now=now, trial=str(trial.pk), outcome=str(outcome))
    return True
