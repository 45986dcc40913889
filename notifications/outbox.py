"""Owing a letter, in the same transaction as the event it tells of, and taking it back while it can be undone."""

from collections.abc import Collection, Iterable, Mapping
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
class Post:
    """A letter of ``kind`` about the row ``about`` that is owed to ``recipient`` ("signatory:<uuid>", "user:<id>").

    The same four facts owe one letter for ever, also after a cancel: a new occasion needs another ``occurrence``.
    It leaves after ``hold`` (undo stays possible so long) and never before ``not_before``.
    """

    kind: str
    about: UUID
    recipient: str
    occurrence: str = ""
    hold: timedelta = timedelta(0)
    not_before: datetime | None = None

    def as_row(self, now: datetime) -> Notification:
        """The row that owes it from ``now`` on."""
        held = now + self.hold if self.hold else None
        due = max(moment for moment in (now, held, self.not_before) if moment is not None)
        return Notification(
            kind=self.kind,
            about_id=self.about,
            recipient_key=self.recipient,
            occurrence=self.occurrence,
            owed_at=now,
            due_at=due,
            hold_until=held,
            next_attempt_at=due,
        )


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
    """Owe one letter; the facts are those of ``Post``. Raises OutsideTransaction, registry.UnknownKind."""
    post_all([Post(kind, about, recipient, occurrence, hold, not_before)], now=now)


def post_all(posts: Iterable[Post], *, now: datetime) -> None:
    """Owe all of ``posts``, in one statement. Raises OutsideTransaction, registry.UnknownKind."""
    letters = [each.as_row(now) for each in posts]
    if not letters:
        return
    if not connection.in_atomic_block:
        raise OutsideTransaction(letters[0].kind)
    for kind in {letter.kind for letter in letters}:
        registry.ensure_known(kind)
    Notification.objects.bulk_create(letters, ignore_conflicts=True)
    is_due = any(letter.due_at <= letter.owed_at for letter in letters)
    if is_due and not any(entry[1] is ring for entry in connection.run_on_commit):
        transaction.on_commit(ring, robust=True)


def is_known(kind: str, *, about: UUID, recipient: str, occurrence: str) -> bool:
    """Whether these four facts have owed a letter already."""
    same = Notification.objects.filter(kind=kind, about_id=about, recipient_key=recipient, occurrence=occurrence)
    return same.exists()


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
