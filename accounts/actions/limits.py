"""How often is too often, counted in PostgreSQL rows under lock: no race and no cache can widen a limit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import Allowance


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times ``within`` any stretch of that length, for each subject by itself."""

    name: str
    most: int
    within: timedelta

    def key(self, subject: str) -> str:
        """The row for ``subject`` (an address, a network, both): the limit's name and a keyed hash."""
        return f"{self.name}:{salted_hmac('accounts.limits', subject, algorithm='sha256').hexdigest()}"


class TooMany(Exception):
    """A limit is reached. ``until`` is the earliest moment at which trying again makes sense."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until.isoformat()}")
        self.until = until


def spend(spendings: dict[Limit, str], *, now: datetime) -> None:
    """Count an attempt against each limit and its subject, or none against any of them. Raises TooMany."""
    count([(limit, subject, 1) for limit, subject in spendings.items()], now=now)


@transaction.atomic
def count(attempts: Iterable[tuple[Limit, str, int]], *, now: datetime) -> None:
    """Count so many attempts of a subject against a limit, for each, or none at all. Raises TooMany."""
    counted = {limit.key(subject): (limit, times) for limit, subject, times in attempts}
    rows = _locked({key: limit for key, (limit, _) in counted.items()}, now)
    for row in rows:
        limit, times = counted[row.key]
        over = len(row.moments) + times - limit.most
        if over > 0:
            raise TooMany(until=[*row.moments, now][min(over - 1, len(row.moments))] + limit.within)
        row.moments += [now] * times
    Allowance.objects.bulk_update(rows, ["moments"])


@transaction.atomic
def reserve(
    limits: Collection[Limit], subjects: Collection[str], *, now: datetime, gate: int | None = None
) -> dict[str, datetime]:
    """For each subject the first moment, from ``now`` on, that keeps to all ``limits``; it is counted as used.

    Moments of one subject never go back in time, so no stretch ever holds more than its limit. ``gate``: the number of
    a queue that is joined first, until the transaction ends, by whoever reserves several times in it.
    """
    owners = {limit.key(subject): (limit, subject) for limit in limits for subject in subjects}
    rows = _locked({key: limit for key, (limit, _) in owners.items()}, now, gate)
    free = dict.fromkeys(subjects, now)
    for row in rows:
        limit, subject = owners[row.key]
        # What is reserved may lie ahead.
        waited = row.moments[-limit.most] + limit.within if len(row.moments) >= limit.most else now
        free[subject] = max(free[subject], waited, *row.moments[-1:])
    for row in rows:
        limit, subject = owners[row.key]
        row.moments.append(free[subject])
        row.stale_at = free[subject] + limit.within
    Allowance.objects.bulk_update(rows, ["moments", "stale_at"])
    return free


# Sorted, so that two requests that share subjects never wait for each other crosswise. The upsert takes the lock at
# once: nobody can count, or tidy away, a row between our finding it and our locking it. No row is made or locked before
# the gate is ours, since every row that is inserted comes out of the join with it.
_TAKE = """
    INSERT INTO accounts_allowance (key, moments, stale_at)
    SELECT wanted.key, '{}', wanted.stale_at
      FROM (SELECT pg_advisory_xact_lock(%s::bigint)) AS gate,
           unnest(%s::text[], %s::timestamptz[]) AS wanted (key, stale_at)
     ORDER BY wanted.key
    ON CONFLICT (key) DO UPDATE SET stale_at = excluded.stale_at
    RETURNING key, moments, stale_at
"""


def _locked(limits: Mapping[str, Limit], now: datetime, gate: int | None = None) -> list[Allowance]:
    """The row of each key, ours until the transaction ends, without what is too old to count."""
    keys = sorted(limits)
    rows = list(Allowance.objects.raw(_TAKE, [gate, keys, [now + limits[key].within for key in keys]]))
    for row in rows:
        row.moments = [moment for moment in row.moments if moment > now - limits[row.key].within]
    return rows


def forgive(limit: Limit, subject: str) -> None:
    """Forget every attempt of ``subject``: it has just shown that it was right."""
    Allowance.objects.filter(key=limit.key(subject)).delete()
