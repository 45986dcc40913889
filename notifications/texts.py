"""Wording a letter anew, and taking it back to how its template reads. What was said before stays on record."""

from datetime import datetime

import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from notifications import catalogue, placeholders
from notifications.catalogue import Described
from notifications.models import LetterText

log = structlog.get_logger(__name__)


class SomebodyWasQuicker(Exception):
    """The text was changed after the editor had opened it; ``newest`` is what stands now."""

    def __init__(self, newest: LetterText) -> None:
        super().__init__(newest.number)
        self.newest = newest


class NothingNew(Exception):
    """The letter reads so already."""


def default_of(described: Described) -> tuple[str, str]:
    """Subject and body with their fields, as the templates read."""
    return placeholders.subject_of(described.template).text, placeholders.body_of(described.template).text


def in_force(described: Described) -> tuple[str, str]:
    """Subject and body with their fields, as the letter reads today."""
    newest = LetterText.objects.newest(described.key)
    return (newest.subject, newest.body) if newest and not newest.is_default else default_of(described)


def write(kind: str, *, subject: str, body: str, seen: int, by: AbstractBaseUser, now: datetime) -> LetterText:
    """From now on letters of ``kind`` read so, also those that wait. ``seen``: the number it was based on, 0 for none.

    The words have been checked (`consultants.forms.letter_texts`). Words equal to the template's are a reset.
    Raises SomebodyWasQuicker, NothingNew; KeyError for no letter of ours.
    """
    described = catalogue.find(kind)
    if described is None:
        raise KeyError(kind)
    if (subject, body) == default_of(described):
        subject, body = "", ""
    newest = LetterText.objects.newest(kind)
    if (subject, body) == ((newest.subject, newest.body) if newest else ("", "")):
        raise NothingNew
    if newest is not None and newest.number != seen:
        raise SomebodyWasQuicker(newest)
    number = newest.number + 1 if newest else 1
    return _added(LetterText(kind=kind, number=number, subject=subject, body=body, written_by_id=by.pk, written_at=now))


def reset(kind: str, *, seen: int, by: AbstractBaseUser, now: datetime) -> LetterText:
    """From now on letters of ``kind`` read as their template. Raises SomebodyWasQuicker, NothingNew, KeyError."""
    return write(kind, subject="", body="", seen=seen, by=by, now=now)


def _added(text: LetterText) -> LetterText:
    try:
        with transaction.atomic():
            text.save(force_insert=True)
    except IntegrityError:
        # Two at the same moment: the number is taken.
        raise SomebodyWasQuicker(LetterText.objects.filter(kind=text.kind).latest("number")) from None
    log.info("letter_reworded", kind=text.kind, number=text.number, by=text.written_by_id)
    return text
