"""Calls, contacts and stories: what is entered about how SPARK is spread, and what the public may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Role, User
from applications.models import Municipality, Sector
from consultants.actions import running
from consultants.deadlines import day_of
from consultants.models import Engagement, Outreach, PhoneCall, Story
from consultants.models.engagement import StoryConsent
from consultants.models.spread import Channel
from themes.models import Theme


class NotTheSecretariat(Exception):
    """Only the secretariat enters these."""


class NoConsent(Exception):
    """A story is told only while the workplace says yes to it."""


class Overtaken(Exception):
    """What stands has changed since the page was made; nothing was written."""


class BeforeWithdrawal(Exception):
    """The yes is older than the no that took it back."""


class NotYet(Exception):
    """The day lies ahead: what is entered has happened."""


class BeforeSpark(Exception):
    """The day lies before there was anybody to call, or to be in touch with."""


# In that year applications opened; the offer was told of in the months before.
BEGAN = date(2016, 1, 1)


def _ensure_possible(day: date, now: datetime) -> None:
    _ensure_past(day, now)
    if day < BEGAN:
        raise BeforeSpark


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
    """A call to SPARK-linjen; the same ``token`` twice is one call. Raises NotTheSecretariat, NotYet, BeforeSpark."""
    _ensure_secretariat(by)
    _ensure_possible(call.called_on, now)
    return PhoneCall.objects.get_or_create(token=token, defaults={**vars(call), "entered_by": by, "entered_at": now})[0]


@transaction.atomic
def correct_call(*, call_id: int, call: Call, read: str, by: User, now: datetime) -> None:
    """What was entered was not so. ``read``: the mark of the call on the page.

    Raises NotTheSecretariat, NotYet, BeforeSpark, Overtaken, and PhoneCall.DoesNotExist of one that was erased.
    """
    _ensure_secretariat(by)
    _ensure_possible(call.called_on, now)
    _correct(PhoneCall.objects.select_for_update().get(pk=call_id), vars(call), read)


@transaction.atomic
def erase_call(*, call_id: int, by: User) -> None:
    """There was no such call. Harmless where it is gone. Raises NotTheSecretariat."""
    _ensure_secretariat(by)
    PhoneCall.objects.filter(pk=call_id).delete()


@dataclass(frozen=True)
class Contact:
    """What there is to say of having been in touch."""

    municipality: Municipality
    on: date
    channel: Channel


@transaction.atomic
def log_outreach(*, contact: Contact, token: UUID, by: User, now: datetime) -> Outreach:
    """We were in touch; the same ``token`` twice is one contact. Raises NotTheSecretariat, NotYet, BeforeSpark."""
    _ensure_secretariat(by)
    _ensure_possible(contact.on, now)
    known = {**vars(contact), "entered_by": by, "entered_at": now}
    return Outreach.objects.get_or_create(token=token, defaults=known)[0]


@transaction.atomic
def correct_outreach(*, outreach_id: int, contact: Contact, read: str, by: User, now: datetime) -> None:
    """What was entered was not so. ``read``: the mark of the contact on the page.

    Raises NotTheSecretariat, NotYet, BeforeSpark, Overtaken, and Outreach.DoesNotExist of one that was erased.
    """
    _ensure_secretariat(by)
    _ensure_possible(contact.on, now)
    _correct(Outreach.objects.select_for_update().get(pk=outreach_id), vars(contact), read)


@transaction.atomic
def erase_outreach(*, outreach_id: int, by: User) -> None:
    """We were not in touch. Harmless where it is gone. Raises NotTheSecretariat."""
    _ensure_secretariat(by)
    Outreach.objects.filter(pk=outreach_id).delete()


def mark(entry: PhoneCall | Outreach) -> str:
    """Changes when a call or a contact says something else."""
    names = Call.__dataclass_fields__ if isinstance(entry, PhoneCall) else Contact.__dataclass_fields__
    return running.mark(*(getattr(entry, name) for name in names))


def _correct(entry: PhoneCall | Outreach, said: Mapping[str, object], read: str) -> None:
    if all(getattr(entry, name) == value for name, value in said.items()):
        return
    if mark(entry) != read:
        raise Overtaken
    for name, value in said.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(said))


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
def write(*, story_id: UUID, words: Words, consent: Consent, seen: int, by: User, now: datetime) -> Story:
    """A new story, or one rewritten. Other words take it down, and the consent to the old ones is void.

    ``story_id`` is drawn with the form of a new one, so that sent twice it is one. ``seen``: the edit number of the
    page, 0 for a new one. Raises NotTheSecretariat, NotYet, Overtaken, BeforeWithdrawal.
    """
    _ensure_secretariat(by)
    _ensure_past(consent.on, now)
    known = {"consent_by": consent.by, "consent_on": consent.on, "written_by": by, "written_at": now}
    story, is_new = Story.objects.get_or_create(pk=story_id, defaults={**vars(words), **known})
    if is_new:
        return story
    story = Story.objects.select_for_update().get(pk=story_id)
    if (words, consent) == (_words(story), _consent(story)):
        return story
    if story.edit_number != seen:
        raise Overtaken
    if consent.on and story.withdrawn_at and consent.on < day_of(story.withdrawn_at):
        raise BeforeWithdrawal
    _rewrite(story, words, consent)
    return story


def _rewrite(story: Story, words: Words, consent: Consent) -> None:
    if words != _words(story):
        story.published_at = None
        if consent == _consent(story):
            consent = Consent()
    if consent.on is None:
        story.published_at = None
    else:
        story.withdrawn_at = None
    for name, value in vars(words).items():
        setattr(story, name, value)
    story.consent_by, story.consent_on = consent.by, consent.on
    story.edit_number += 1
    story.save()


def _words(story: Story) -> Words:
    return Words(story.title, story.text, story.theme, story.municipality, story.shows_municipality)


def _consent(story: Story) -> Consent:
    return Consent(story.consent_by, story.consent_on)


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
    """The workplace has changed its mind, be it about the words or about being told of at all: down at once, and up
    again only with a new yes. The engagement knows it, too. Raises NotTheSecretariat.
    """
    _ensure_secretariat(by)
    engagement_id = Story.objects.values_list("engagement", flat=True).get(pk=story_id)
    engagement = running.lock(engagement_id) if engagement_id else None
    story = Story.objects.select_for_update().get(pk=story_id)
    if not (story.has_consent or story.is_offered):
        return
    take_back(story, now=now)
    if engagement is not None:
        Engagement.objects.filter(pk=engagement.pk).update(story_consent=StoryConsent.NO)
        running.record(engagement, "story_taken_back", by=by, now=now)


# ── A group's yes at the end of its engagement ──────────────────────────────────────────────────────────────────────
def offer(engagement: Engagement, *, by: User, now: datetime) -> Story | None:
    """The group of the locked ``engagement`` may be told of: a story without a word, to be written and shown to them.

    None where the application has lost its theme or its workplace. One that was begun before goes on.
    """
    application = engagement.application
    theme, place = application.themes.first(), application.workplaces.select_related("municipality").first()
    if theme is None or place is None:
        return None
    known = {
        "title": f"Ny historie: {theme.short_title}",
        "theme": theme,
        "municipality": place.municipality,
        "written_by": by,
        "written_at": now,
    }
    story, _ = Story.objects.select_for_update().get_or_create(engagement=engagement, defaults=known)
    story.asked_by, story.asked_at, story.withdrawn_at = by, now, None
    story.edit_number += 1
    story.save(update_fields=["asked_by", "asked_at", "withdrawn_at", "edit_number"])
    return story


def take_back(story: Story, *, now: datetime) -> None:
    """Nothing of the yes to the locked ``story`` is left."""
    story.published_at = story.consent_on = None
    story.consent_by, story.withdrawn_at = "", now
    story.edit_number += 1
    story.save(update_fields=["published_at", "consent_on", "consent_by", "withdrawn_at", "edit_number"])
