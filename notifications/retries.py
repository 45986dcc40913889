"""How long a letter waits before it is tried again, and when we give up. Pure."""

from datetime import timedelta
from uuid import UUID

PATIENCE = timedelta(hours=72)
_FIRST_PAUSES = (1, 5, 15)
_PAUSE = 60

# As many failures as fill our patience. Counted in attempts, not from the due date: a letter that waited three days
# for a stopped machine has not been tried once.
LAST_ATTEMPT = 1 + len(_FIRST_PAUSES) + -(-(int(PATIENCE.total_seconds()) // 60 - sum(_FIRST_PAUSES)) // _PAUSE)


def pause(failures: int, letter: UUID) -> timedelta | None:
    """The wait after the ``failures``-th failure (from 1): 1, 5, 15, 60, 60 … minutes; None when patience is spent.

    Up to a fifth longer, by the letter's id, so that a thousand letters don't come back in the same second.
    """
    if failures >= LAST_ATTEMPT:
        return None
    minutes = _FIRST_PAUSES[failures - 1] if failures <= len(_FIRST_PAUSES) else _PAUSE
    return timedelta(minutes=minutes) * (1 + (letter.int % 1000) / 5000)
