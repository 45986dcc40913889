"""Which letters exist. The apps above teach the outbox theirs, in an ``emails.py`` loaded by ``AppConfig.ready``.

    @registry.letter("submission-receipt")
    def submission_receipt(owed: Owed) -> Letter | Unwanted: …

It is called at sending time, so it reads what is true *then*, and answers Unwanted where the reason is gone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from notifications.letters import Letter, Unwanted


@dataclass(frozen=True)
class Owed:
    """What a composer gets to know: what the letter is about, whom it is for, which occasion, and the moment."""

    about_id: UUID
    recipient_key: str
    occurrence: str
    now: datetime

    @property
    def recipient_id(self) -> str:
        """The id in ``recipient_key``: ``"7"`` of ``"user:7"``."""
        return self.recipient_key.partition(":")[2]


Compose = Callable[[Owed], Letter | Unwanted]

_composers: dict[str, Compose] = {}


class KindTaken(Exception):
    """Two letters claim the same kind."""


class UnknownKind(Exception):
    """No letter of this kind has been registered."""


def letter(kind: str) -> Callable[[Compose], Compose]:
    """Register the decorated composer for ``kind``. Raises KindTaken."""

    def register(compose: Compose) -> Compose:
        if kind in _composers:
            raise KindTaken(kind)
        _composers[kind] = compose
        return compose

    return register


def kinds() -> set[str]:
    """Every kind that has been registered."""
    return set(_composers)


def ensure_known(kind: str) -> None:
    """Raises UnknownKind."""
    if kind not in _composers:
        raise UnknownKind(kind)


def compose(kind: str, owed: Owed) -> Letter | Unwanted:
    """The letter as it should read now, or why not. Raises UnknownKind, and whatever the composer raises."""
    ensure_known(kind)
    return _composers[kind](owed)
