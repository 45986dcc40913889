"""Who else has a case open: kept in Valkey for a quarter of an hour, and forgotten.

A courtesy that nothing depends on: what two people do at once is settled under lock. With Valkey away nobody is seen.
"""

import functools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

STAYS = timedelta(minutes=15)
PATIENCE = 0.2  # seconds
READS, WRITES = "r", "w"


@dataclass(frozen=True)
class Present:
    """Somebody opened the case at that moment, to read it or to write about it."""

    user_id: int
    is_writing: bool
    at: datetime


def come(application_id: UUID, user_id: int, *, is_writing: bool = False, now: datetime) -> list[Present]:
    """Say that ``user_id`` has the case open; answers who else has, the latest first."""
    key, doing = _key(application_id), WRITES if is_writing else READS
    try:
        with _valkey(settings.REDIS_URL).pipeline(transaction=False) as line:
            line.hset(key, str(user_id), f"{doing}{int(now.timestamp())}")
            line.expire(key, STAYS)
            line.hgetall(key)
            everybody = line.execute()[-1]
    except RedisError:
        return []
    others = [_present(user, told) for user, told in everybody.items() if int(user) != user_id]
    return sorted((each for each in others if now - each.at < STAYS), key=lambda each: each.at, reverse=True)


def leave(application_id: UUID, user_id: int) -> None:
    """Done with the case."""
    try:
        _valkey(settings.REDIS_URL).hdel(_key(application_id), str(user_id))
    except RedisError:
        return


def _present(user: bytes, told: bytes) -> Present:
    words = told.decode()
    return Present(int(user), words.startswith(WRITES), datetime.fromtimestamp(int(words[1:]), UTC))


def _key(application_id: UUID) -> str:
    return f"{settings.REDIS_PREFIX}present:{application_id}"


@functools.cache
def _valkey(url: str) -> Redis:
    return Redis.from_url(
        url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, retry=Retry(NoBackoff(), retries=0)
    )
