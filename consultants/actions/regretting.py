"""Regretting a decision while nobody has been told: the engagement that a grant has opened goes with it."""

from datetime import datetime
from uuid import UUID

import pgtrigger
from django.db import transaction

from accounts.models import User
from applications.actions import decisions
from applications.actions.record import lock
from applications.models import Application, DecisionLetter
from consultants.models import Engagement

# What an engagement tells when it is opened; both leave with the decision.
_WITH_THE_DECISION = ("engagement-opened", "engagement-assigned")


class InUse(Exception):
    """Somebody has begun to work with the engagement; it is called off, not undone."""


@transaction.atomic
def take_back(*, application_id: UUID, by: User, now: datetime) -> Application:
    """As if the decision had not been taken. Raises decisions.take_back's refusals, InUse."""
    lock(application_id)
    engagement = Engagement.objects.select_for_update().filter(application=application_id).first()
    if engagement is not None and engagement.events.exclude(verb="opened").exists():
        raise InUse
    application = decisions.take_back(application_id=application_id, by=by, also=_letters(engagement), now=now)
    if engagement is not None:
        # It never began. The application's own timeline keeps that it was granted, and that this was undone.
        with pgtrigger.ignore("consultants.EngagementEvent:append_only"):
            engagement.delete()
    return application


@transaction.atomic
def rewrite(*, application_id: UUID, by: User, text: str, now: datetime) -> DecisionLetter | None:
    """Another version of the letter; all that leaves with it waits anew. Raises decisions.rewrite's refusals."""
    lock(application_id)
    engagement = Engagement.objects.filter(application=application_id).first()
    also = _letters(engagement)
    return decisions.rewrite(application_id=application_id, by=by, text=text, also=also, now=now)


def _letters(engagement: Engagement | None) -> decisions.Letters:
    return {kind: [engagement.pk] for kind in _WITH_THE_DECISION} if engagement is not None else {}
