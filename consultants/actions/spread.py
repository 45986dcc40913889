"""Calls, contacts and stories: what is entered about how SPARK is spread, and what the public may read."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Role, User
from applications.models import Municipality, Sector
from consultants.deadlines import day_of
from consultants.models import Outreach, PhoneCall, Story
from consultants.models.spread import Channel
from themes.models import Theme


class NotTheSecretariat(Exception):
    """Only the secretariat enters these."""


class NoConsent(Exception):
    """A story is told only while the workplace says yes to it."""


class NotYet(Exception):
    """The day lies ahead: what is entered has happened."""


def _ensure_past(day: date | None, now: datetime) -> None:
    if day is not None and day > day_of(now):
        raise NotYet


def _ensure_secretariat(by: User) -> None:
    if not (by.is_active and by.has_role(Role.CONSULTANT, Role.HEAD)):
        raise NotTheSecretariat


# ── What is counted ─────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Call:
    """What there is to say of a call; ``theme``: None where it was about none in particular."""

    called_on: date
    municipality: Municipality
    sector: Sector
    theme: Theme | None
    minutes: int
    led_to_application: bool


@transaction.atomic
def log_call(*, call: Call, token: UUID, by: User, now: datetime) -> PhoneCall:
    """A call to SPARK-linjen; the same ``token`` twice is one call. Raises NotTheSecretariat, NotYet."""
    _ensure_secretariat(by)
    _ensure_past(call.called_on, now)
    return PhoneCall.objects.get_or_create(token=token, defaults={**vars(call), "entered_by": by, "entered_at": now})[0]


@transaction.atomic
def log_outreach(
    *, municipality: Municipality, on: date, channel: Channel, token: UUID, by: User, now: datetime
) -> Outreach:
    """We were in touch; the same ``token`` twice is one contact. Raises NotTheSecretariat, NotYet."""
    _ensure_secretariat(by)
    _ensure_past(on, now)
    known = {"municipality": municipality, "on": on, "channel": channel, "entered_by": by, "entered_at": now}
    return Outreach.objects.get_or_create(token=token, defaults=known)[0]


# ── Stories ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Words:
    """What the public would read: the consent is to exactly this."""

    title: str
    text: str
    theme: Theme
    municipality: Municipality
    shows_municipality: bool


@dataclass(frozen=True)
class Consent:
    """Who said yes, by roles, and when; nothing of both where nobody did."""

    by: str = ""
    on: date | None = None


@transaction.atomic
def write(*, story_id: UUID, words: Words, consent: Consent, by: User, now: datetime) -> Story:
    """A new story, or one rewritten. Other words take it down, and the consent to the old ones is void.

    ``story_id`` is drawn with the form of a new one, so that sent twice it is one. Raises NotTheSecretariat, NotYet.
    """
    _ensure_secretariat(by)
    _ensure_past(consent.on, now)
    story = Story.objects.select_for_update().filter(pk=story_id).first()
    if story is None:
        return Story.objects.create(
            pk=story_id,
            **vars(words),
            consent_by=consent.by,
            consent_on=consent.on,
            written_by=by,
            written_at=now,
        )
    standing = Consent(story.consent_by, story.consent_on)
    if words != _words(story):
        story.published_at = None
        if consent == standing:
            consent = Consent()
    if consent.on is None:
        story.published_at = None
    else:
        story.withdrawn_at = None
    for name, value in vars(words).items():
        setattr(story, name, value)
    story.consent_by, story.consent_on = consent.by, consent.on
    story.save()
    return story


def _words(story: Story) -> Words:
    return Words(story.title, story.text, story.theme, story.municipality, story.shows_municipality)


@transaction.atomic
def publish(*, story_id: UUID, by: User, now: datetime) -> None:
    """Let everybody read it. Harmless where they can. Raises NotTheSecretariat, NoConsent."""
    _ensure_secretariat(by)
    story = Story.objects.select_for_update().get(pk=story_id)
    if not story.has_consent:
        raise NoConsent
    if story.published_at is None:
        story.published_at = now
        story.save(update_fields=["published_at"])


@transaction.atomic
def take_down(*, story_id: UUID, by: User) -> None:
    """Nobody outside reads it any more; the consent stands. Raises NotTheSecretariat."""
    _ensure_secretariat(by)
    Story.objects.filter(pk=story_id).update(published_at=None)


@transaction.atomic
def withdraw_consent(*, story_id: UUID, by: User, now: datetime) -> None:
    """The workplace has changed its mind: down at once, and up again only with a new yes. Raises NotTheSecretariat."""
    _ensure_secretariat(by)
    Story.objects.filter(pk=story_id).exclude(consent_on=None).update(
        published_at=None, consent_on=None, consent_by="", withdrawn_at=now
    )
