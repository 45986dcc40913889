"""Owing a letter, in the same transaction as the event it tells of, and taking it back while it can be undone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import Q
from kombu.exceptions import OperationalError

from notifications import registry, tasks
from notifications.models import Notification, State
from notifications.querysets import NotificationQuerySet

log = structlog.get_logger(__name__)


class OutsideTransaction(Exception):
    """A letter was owed outside the transaction of its event: one could be stored without the other."""


@dataclass(frozen=True)
class Occasion:
    """What a letter is for, and before when it does not leave."""

    occurrence: str
    not_before: datetime


def post(  # noqa: PLR0913 — the letter's key is four facts and its time three; splitting them hides the key
    kind: str,
    *,
    about: UUID,
    recipient: str,
    occurrence: str = "",
    now: datetime,
    hold: timedelta = timedelta(0),
    not_before: datetime | None = None,
) -> None:
    """Owe ``recipient`` ("signatory:<uuid>", "user:<id>") a letter of ``kind`` about the row ``about``.

    The same four facts owe one letter for ever, also after a cancel: a new occasion needs another ``occurrence``.
    It leaves after ``hold`` (undo stays possible so long) and never before ``not_before``.
    Raises OutsideTransaction, registry.UnknownKind.
    """
    held = now + hold if hold else None
    due = max(moment for moment in (now, held, not_before) if moment is not None)
    _owe([_letter(kind, about, recipient, occurrence, now, due, held)])


def post_each(kind: str, *, about: UUID, letters: Mapping[str, Occasion], now: datetime) -> None:
    """Owe each recipient of ``letters`` theirs; the same as ``post`` for one after the other, in one statement."""
    _owe(
        [
            _letter(kind, about, to, each.occurrence, now, max(now, each.not_before), None)
            for to, each in letters.items()
        ]
    )


def is_known(kind: str, *, about: UUID, recipient: str, occurrence: str) -> bool:
    """Whether these four facts have owed a letter already."""
    same = Notification.objects.filter(kind=kind, about_id=about, recipient_key=recipient, occurrence=occurrence)
    return same.exists()


def _letter(  # noqa: PLR0913, PLR0917 — the columns of one row
    kind: str, about: UUID, recipient: str, occurrence: str, now: datetime, due: datetime, held: datetime | None
) -> Notification:
    return Notification(
        kind=kind,
        about_id=about,
        recipient_key=recipient,
        occurrence=occurrence,
        owed_at=now,
        due_at=due,
        hold_until=held,
        next_attempt_at=due,
    )


def _owe(letters: list[Notification]) -> None:
    if not letters:
        return
    if not connection.in_atomic_block:
        raise OutsideTransaction(letters[0].kind)
    registry.ensure_known(letters[0].kind)
    Notification.objects.bulk_create(letters, ignore_conflicts=True)
    is_due = any(letter.due_at <= letter.owed_at for letter in letters)
    if is_due and not any(entry[1] is ring for entry in connection.run_on_commit):
        transaction.on_commit(ring, robust=True)


def cancel(kind: str, *, about: UUID, because: str, recipient: str | None = None, occurrence: str | None = None) -> int:
    """Take back what is owed and not yet in a sender's hands; says how many letters. Others leave as they were."""
    owed = Notification.objects.filter(kind=kind, about_id=about, state=State.OWED)
    if recipient is not None:
        owed = owed.filter(recipient_key=recipient)
    if occurrence is not None:
        owed = owed.filter(occurrence=occurrence)
    return owed.update(state=State.SKIPPED, skipped_because=because)


def take_back(letters: Mapping[str, Collection[UUID]], *, because: str, now: datetime) -> bool:
    """Take back every letter of these kinds about these things while all are held; else none, and say False.

    Under lock: a sender that was quicker keeps its letter, and one that comes later finds it taken back.
    """
    held = _held(letters, now)
    if held is None:
        return False
    held.update(state=State.SKIPPED, skipped_because=because)
    return True


def hold_on(letters: Mapping[str, Collection[UUID]], *, until: datetime, now: datetime) -> bool:
    """Hold every one of these letters until a later moment while all are held; else none, and say False."""
    held = _held(letters, now)
    if held is None:
        return False
    held.update(due_at=until, hold_until=until, next_attempt_at=until)
    return True


def _held(letters: Mapping[str, Collection[UUID]], now: datetime) -> NotificationQuerySet | None:
    """These letters, locked and all of them still held; None where one is not. Those taken back before are over."""
    wanted = Q(pk__in=[])
    for kind, about in letters.items():
        wanted |= Q(kind=kind, about_id__in=about)
    rows = Notification.objects.filter(wanted).exclude(state=State.SKIPPED).order_by("pk").select_for_update()
    found = list(rows)
    is_held = all(row.state == State.OWED and row.hold_until is not None and now < row.hold_until for row in found)
    return Notification.objects.filter(pk__in=[row.pk for row in found]) if is_held else None


def ring() -> None:
    """Wake a worker. Nobody listening is no harm: the row is stored, and beat looks every minute."""
    try:
        tasks.deliver.delay()
    except OperationalError:
        log.warning("doorbell_unheard")
