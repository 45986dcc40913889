"""Small numbers, hidden so that nobody can compute them back. Pure.

Rule of the portal: a count from 1 to 4 is never shown. Where one is hidden, whoever knows the table's total could
subtract, so the next smallest counts are hidden with it, until the hidden ones have so much between them that each
may be anything from 1 to 9. Where that can't be reached, the whole table is hidden, noughts included.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

THRESHOLD = 5

Key = TypeVar("Key", bound=Hashable)


def suppress(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The table as it may be shown: each count, or None where it is hidden. Nought is shown.

    Safe for a table that is read together with its own total, and with other tables that share nothing but it.
    """
    hidden = {key for key, count in counts.items() if 0 < count < THRESHOLD}
    # Ties fall to the first in the table's own order, so that the same figures always give the same page.
    rest = sorted((key for key, count in counts.items() if count >= THRESHOLD), key=lambda key: counts[key])
    while hidden and not _ambiguous([counts[key] for key in hidden]):
        hidden = hidden | {rest.pop(0)} if rest else set(counts)
        if len(hidden) == len(counts):
            break
    return {key: None if key in hidden else count for key, count in counts.items()}


def _ambiguous(hidden: list[int]) -> bool:
    """Whether each hidden count, being at least 1, may still be anything from 1 to 9 to one who knows their sum."""
    return len(hidden) >= 2 and sum(hidden) - len(hidden) >= 2 * (THRESHOLD - 1)


def at_least(count: int) -> bool:
    """Whether a figure over ``count`` cases (a median, say) may be shown at all."""
    return count >= THRESHOLD
