"""The end of an engagement, with all that is asked at it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consultants.actions import engagements, running, spread
from consultants.models import Engagement, Story
from consultants.models.engagement import StoryConsent


@dataclass(frozen=True)
class Closing:
    """What is told at the end.

    ``learning``: what others can use, without anybody in it. ``evaluation_asked``: whether the contacts are to be
    asked what they think, now and three months after ``closed_on``. ``story_consent``: what the group answered.
    """

    closed_on: date
    outcome: str
    learning: str
    wants_follow_up: bool
    evaluation_asked: bool
    story_consent: StoryConsent


@transaction.atomic
def close(*, engagement_id: UUID, by: User, closing: Closing, now: datetime) -> None:
    """Close it, and keep the answers. Raises what ``engagements.close`` raises; then nothing is kept."""
    engagements.close(
        engagement_id=engagement_id,
        by=by,
        closed_on=closing.closed_on,
        outcome=closing.outcome,
        wants_follow_up=closing.wants_follow_up,
        now=now,
    )
    Engagement.objects.filter(pk=engagement_id).update(
        learning=closing.learning,
        evaluation_asked=closing.evaluation_asked,
        story_consent=closing.story_consent,
    )
    _settle_story(running.lock(engagement_id), closing.story_consent, by=by, now=now)


def _settle_story(engagement: Engagement, answer: StoryConsent, *, by: User, now: datetime) -> None:
    """A yes begins a story; anything else ends the one that an earlier closing had begun."""
    if answer == StoryConsent.YES:
        spread.offer(engagement, by=by, now=now)
        return
    begun = Story.objects.select_for_update().filter(engagement=engagement).first()
    if begun is not None and (begun.has_consent or begun.is_offered):
        spread.take_back(begun, now=now)
