"""The one sender of letters.

A letter's way: owed → claimed (under a lease) → sent. Nothing that is owed is lost, and nothing is sent twice, with
one exception that SMTP makes unavoidable: if we die after handing the letter over and before noting the answer, nobody
can tell whether it was taken. Therefore:

- the claim is committed before anything is sent; a lease that ran out without a hand-over simply makes it claimable;
- "about to hand over" (``attempted_at``) is committed before DATA; a lease that ran out after it leaves the letter
  ``unknown``. It is sent once more after a grace of ten minutes, with the same Message-ID, and counted (``doubts``,
  shown by /readyz); a second doubt makes it ``dead``, for a person to look at;
- a refusal for now, a broken line or a broken template is tried again (`retries`); a refusal for good is ``dead``.

``last_error`` codes: "smtp 550" the recipient's server said so · "sender 451" our sender was refused · "line …" the
connection · "compose KeyError" the letter could not be written · "lease expired", "uncertain".
"""

import time
import traceback
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.db.models import Case, F, Value, When

from notifications import registry, retries, smtp
from notifications.envelopes import Envelope, seal
from notifications.letters import Unwanted
from notifications.models import Notification, State

log = structlog.get_logger(__name__)

BATCH = 50
LEASE = timedelta(minutes=5)
GRACE = timedelta(minutes=10)

_RELEASED = {"lease_owner": None, "lease_until": None, "attempted_at": None}


@dataclass(frozen=True)
class Round:
    """One batch in one sender's hands: who, since when, on which line, and until when its leases surely hold."""

    started_at: datetime
    line: smtp.Line
    owner: UUID = field(default_factory=uuid4)
    begun: float = field(default_factory=time.monotonic)

    @property
    def now(self) -> datetime:
        return self.started_at + self._elapsed

    @property
    def is_late(self) -> bool:
        return self._elapsed > LEASE / 2

    @property
    def _elapsed(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self.begun)


def deliver(now: datetime, limit: int = BATCH) -> bool:
    """Send up to ``limit`` letters that are due, over one connection. Says whether more may be waiting."""
    settle_expired(now)
    with smtp.Line() as line:
        current = Round(now, line)
        claimed = _claim(current, limit)
        for letter in claimed:
            if line.is_down:
                _put_off(letter, current, "line down")
            elif current.is_late:
                _give_back(letter, current)
            else:
                _send(letter, current)
        return len(claimed) == limit and not line.is_down


def settle_expired(now: datetime) -> None:
    """Take letters back from senders that have not been heard of within their lease."""
    with transaction.atomic(durable=True):
        expired = list(Notification.objects.expired(now).select_for_update(skip_locked=True))
        untried = [letter.pk for letter in expired if letter.attempted_at is None]
        Notification.objects.filter(pk__in=untried).update(
            # A letter that kills its sender every time is given up like any other.
            state=Case(When(attempts__gte=retries.LAST_ATTEMPT - 1, then=Value(State.DEAD)), default=Value(State.OWED)),
            attempts=F("attempts") + 1,
            next_attempt_at=now,
            last_error="lease expired",
            **_RELEASED,
        )
        _doubt([letter.pk for letter in expired if letter.attempted_at is not None], now)


def _doubt(letters: list[UUID], now: datetime) -> None:
    """Nobody knows whether these claimed letters were taken. Once may be sent again; twice is for a person to judge.

    The owner stays noted: a sender that was only slow may still bring the answer.
    """
    doubted = Notification.objects.filter(pk__in=letters, state=State.CLAIMED)
    doubted.update(
        state=Case(When(doubts=0, then=Value(State.UNKNOWN)), default=Value(State.DEAD)),
        doubts=F("doubts") + 1,
        attempts=F("attempts") + 1,
        next_attempt_at=now + GRACE,
        last_error="uncertain",
        lease_until=None,
    )


def _claim(current: Round, limit: int) -> list[Notification]:
    """Letters that are now ours alone; committed, so that our death is noticed by the lease."""
    with transaction.atomic(durable=True):
        letters = list(Notification.objects.claimable(current.now).select_for_update(skip_locked=True)[:limit])
        Notification.objects.filter(pk__in=[letter.pk for letter in letters]).update(
            state=State.CLAIMED, lease_owner=current.owner, lease_until=current.now + LEASE, attempted_at=None
        )
    return letters


def _send(letter: Notification, current: Round) -> None:
    envelope = _compose(letter, current)
    if envelope is None:
        return
    try:
        current.line.address(envelope.recipient)
        if not _note_attempt(letter, current):
            current.line.forget()
            return
        current.line.hand_over(envelope.content)
    except smtp.NotTaken as trouble:
        _put_off(letter, current, str(trouble))
    except smtp.Refused as refusal:
        _record(letter, current, State.DEAD, last_error=str(refusal), refused_at=current.now)
    except smtp.Rejected as refusal:
        _record(letter, current, State.DEAD, last_error=str(refusal))
    except smtp.Uncertain:
        _doubt([letter.pk], current.now)
        log.warning("letter_uncertain", letter=str(letter.pk), kind=letter.kind)
    else:
        _record(letter, current, State.SENT, sent_at=current.now, last_error="")


def _compose(letter: Notification, current: Round) -> Envelope | None:
    """The mail as it should read now; None where there is none to send, which is then noted."""
    owed = registry.Owed(letter.about_id, letter.recipient_key, letter.occurrence, current.now)
    try:
        composed = registry.compose(letter.kind, owed)
        if not isinstance(composed, Unwanted):
            return seal(composed, letter_id=letter.pk, now=current.now)
    except Exception as error:  # a broken letter must not stop the others
        # Where it broke, but not what it said: the words of an error may hold a name.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        log.warning("letter_broken", kind=letter.kind, at=f"{Path(frame.filename).name}:{frame.lineno}")
        _put_off(letter, current, f"compose {type(error).__name__}"[:60])
        return None
    _record(letter, current, State.SKIPPED, skipped_because=composed.because[:200] or "no reason given")
    return None


def _note_attempt(letter: Notification, current: Round) -> bool:
    """Note, before DATA, that we hand the letter over. False: our lease was lost, the letter is another's."""
    held = Notification.objects.filter(pk=letter.pk, lease_owner=current.owner, state=State.CLAIMED)
    return held.update(attempted_at=current.now, lease_until=current.now + LEASE) == 1


def _put_off(letter: Notification, current: Round, error: str) -> None:
    pause = retries.pause(letter.attempts + 1, letter.pk)
    if pause is None:
        _record(letter, current, State.DEAD, last_error=error)
    else:
        _record(letter, current, State.OWED, last_error=error, next_attempt_at=current.now + pause)


def _give_back(letter: Notification, current: Round) -> None:
    """Untried, because the round took long: the next round begins with it."""
    Notification.objects.filter(pk=letter.pk, lease_owner=current.owner).update(state=State.OWED, **_RELEASED)


def _record(letter: Notification, current: Round, state: State, **outcome: object) -> None:
    """Note what became of the letter, at once, and only while no other sender has taken it over."""
    ours = Notification.objects.filter(pk=letter.pk, lease_owner=current.owner)
    ours.update(**{"state": state, "attempts": F("attempts") + 1, **_RELEASED, **outcome})
    log.info(f"letter_{state.value}", letter=str(letter.pk), kind=letter.kind, code=outcome.get("last_error"))
