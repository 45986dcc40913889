"""Owing a letter, in the same transaction as the event it tells of, and taking it back while it can be undone."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from notifications import registry, tasks
from notifications.models import Notification, State

log = structlog.get_logger(__name__)


class OutsideTransaction(Exception):
    """A letter was owed outside the transaction of its event: one could be stored without the other."""


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
    if not connection.in_atomic_block:
        raise OutsideTransaction(kind)
    registry.ensure_known(kind)
    held = now + hold if hold else None
    due = max(moment for moment in (now, held, not_before) if moment is not None)
    letter = Notification(
        kind=kind,
        about_id=about,
        recipient_key=recipient,
        occurrence=occurrence,
        owed_at=now,
        due_at=due,
        hold_until=held,
        next_attempt_at=due,
    )
    Notification.objects.bulk_create([letter], ignore_conflicts=True)
    if due <= now and not any(entry[1] is ring for entry in connection.run_on_commit):
        transaction.on_commit(ring, robust=True)


def cancel(kind: str, *, about: UUID, because: str, recipient: str | None = None, occurrence: str | None = None) -> int:
    """Take back what is owed and not yet in a sender's hands; says how many letters. Others leave as they were."""
    owed = Notification.objects.filter(kind=kind, about_id=about, state=State.OWED)
    if recipient is not None:
        owed = owed.filter(recipient_key=recipient)
    if occurrence is not None:
        owed = owed.filter(occurrence=occurrence)
    return owed.update(state=State.SKIPPED, skipped_because=because)


def ring() -> None:
    """Wake a worker. Nobody listening is no harm: the row is stored, and beat looks every minute."""
    try:
        tasks.deliver.delay()
    except OperationalError:
        log.warning("doorbell_unheard")
