"""How often is too often, counted in PostgreSQL rows under lock: no race and no cache can widen a limit."""

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


@transaction.atomic
def spend(spendings: dict[Limit, str], *, now: datetime) -> None:
    """Count one attempt against each limit and its subject, or against none of them. Raises TooMany."""
    limits = {limit.key(subject): limit for limit, subject in spendings.items()}
    # Sorted, so that two requests that share subjects never wait for each other crosswise. The upsert takes the lock
    # at once: nobody can count, or tidy away, a row between our finding it and our locking it.
    Allowance.objects.bulk_create(
        [Allowance(key=key, stale_at=now + limits[key].within) for key in sorted(limits)],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["stale_at"],
    )
    rows = list(Allowance.objects.select_for_update().filter(key__in=limits).order_by("key"))
    for row in rows:
        limit = limits[row.key]
        row.moments = [moment for moment in row.moments if moment > now - limit.within]
        if len(row.moments) >= limit.most:
            raise TooMany(until=row.moments[0] + limit.within)
        row.moments.append(now)
    Allowance.objects.bulk_update(rows, ["moments"])


def forgive(limit: Limit, subject: str) -> None:
    """Forget every attempt of ``subject``: it has just shown that it was right."""
    Allowance.objects.filter(key=limit.key(subject)).delete()
