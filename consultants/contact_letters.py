"""The letters about a contact's part that goes to somebody else: neutral as every letter of the room.

No name, no role, no workplace. The person named gets the text of article 14: who gave us your data (by address: unlike
a name, it has been proven), which, why, for how long, and how to say that it is not you.
"""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from consultants.letter_readers import NOT_THEIRS, former_address, reader_of
from consultants.models import Engagement, EngagementContact
from consultants.querysets import SuccessorQuerySet
from notifications import outbox, registry
from notifications.letters import Letter, Unwanted
from notifications.outbox import Post
from notifications.registry import Owed

GONE = Unwanted(because="the person is no longer named")


def post_news(kind: str, successor: EngagementContact, recipients: Iterable[str], *, now: datetime) -> None:
    """Owe ``recipients`` the news about ``successor``."""
    outbox.post_all([Post(kind, successor.pk, each) for each in recipients], now=now)


def post_missing(engagement: Engagement, recipients: Iterable[str], *, gone: str, now: datetime) -> None:
    """Owe ``recipients`` word that somebody is not the contact after all. ``gone``: the id that the person had."""
    outbox.post_all([Post("contact-missing", engagement.pk, each, gone) for each in recipients], now=now)


# ── To the person named ─────────────────────────────────────────────────────────────────────────────────────────────
@registry.letter("contact-asked")
def contact_asked(owed: Owed) -> Letter | Unwanted:
    """You have been named as a group's new contact: is it you?"""
    successor = _successors().filter(pk=owed.about_id).first()
    if successor is None or successor.ended_at is not None:
        return GONE
    if successor.accepted_at is not None:
        return Unwanted(because="the person has answered")
    context = {
        "path": reverse("consultants:contact_person", args=[successor.engagement.application_id]),
        "giver": successor.named_by.email if successor.named_by and successor.named_by.is_active else "",
    }
    return Letter(to=successor.email, template="consultants/contact_asked", context=context)


# ── To the others ───────────────────────────────────────────────────────────────────────────────────────────────────
@registry.letter("contact-named")
def contact_named(owed: Owed) -> Letter | Unwanted:
    """To the other contact and the consultant: somebody has been asked to take over."""
    successor = _successors().filter(pk=owed.about_id).first()
    if successor is None or successor.accepted_at is not None:
        return Unwanted(because="the question is answered or taken back")
    return _news(owed, successor.engagement, "contact_named")


@registry.letter("contact-taken-over")
def contact_taken_over(owed: Owed) -> Letter | Unwanted:
    """To the other contact and the consultant: somebody has taken over."""
    successor = _successors().filter(pk=owed.about_id).first()
    if successor is None or successor.ended_at is not None:
        return GONE
    return _news(owed, successor.engagement, "contact_taken_over")


@registry.letter("contact-missing")
def contact_missing(owed: Owed) -> Letter | Unwanted:
    """To those who are left, and the consultant: the person who was named is not the contact."""
    engagement = Engagement.objects.select_related("application").filter(pk=owed.about_id).first()
    return _news(owed, engagement, "contact_missing") if engagement else GONE


@registry.letter("contact-part-ended")
def contact_part_ended(owed: Owed) -> Letter | Unwanted:
    """To the former contact: your part has ended, and whom to call if that was not the idea."""
    successor = _successors().filter(pk=owed.about_id).first()
    if successor is None:
        return GONE
    address = former_address(owed)
    if not address:
        return GONE
    context = {"reference": successor.engagement.application.reference}
    return Letter(to=address, template="consultants/contact_part_ended", context=context)


def _successors() -> SuccessorQuerySet:
    return EngagementContact.objects.select_related("engagement__application", "named_by")


def _news(owed: Owed, engagement: Engagement, template: str) -> Letter | Unwanted:
    reader = reader_of(owed, engagement)
    return reader.letter(template) if reader else NOT_THEIRS
