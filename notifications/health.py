"""Is the process alive (/livez), and is the portal in order (/readyz)? Numbers only: anybody may ask."""

import functools
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

import clock
from notifications.models import Heartbeat, Notification, State

LETTER_LATE = timedelta(minutes=15)
LOOP_SILENT = timedelta(minutes=10)

# A count of a table that grows is capped: beyond this, the number makes no difference.
MANY = 1000


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nobody else."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when people can be served and letters leave; else 503. ``problems`` says why, the rest is for the curious.

    The broker is told of, but no reason: without it, everything works a minute later.
    """
    try:
        report = _report(clock.now())
    except Error:
        report = {"problems": ["database"]}
    report["broker"] = _broker_answers()
    return JsonResponse(report, status=503 if report["problems"] else 200)


def _report(now: datetime) -> dict[str, Any]:
    if _missing_migrations():
        return {"problems": ["migrations"]}
    ages = Heartbeat.objects.ages()
    waiting = Notification.objects.unsent().filter(due_at__lte=now)
    oldest = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    late = Notification.objects.late(now - LETTER_LATE).exists()
    silent = any(age > LOOP_SILENT for age in ages.values())
    return {
        "problems": [name for name, holds in (("letters late", late), ("loop silent", silent)) if holds],
        "heartbeat_seconds": {name: round(age.total_seconds()) for name, age in ages.items()},
        "oldest_due_letter_seconds": round((now - oldest).total_seconds()) if oldest else None,
        "letters_dead": Notification.objects.filter(state=State.DEAD)[:MANY].count(),
        "letters_unknown": Notification.objects.filter(state=State.UNKNOWN)[:MANY].count(),
        "letters_ever_doubted": Notification.objects.filter(doubts__gt=0)[:MANY].count(),
    }


@functools.cache
def _migrations_on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _missing_migrations() -> bool:
    return bool(_migrations_on_disk() - set(MigrationRecorder(connection).applied_migrations()))


def _broker_answers() -> bool:
    broker = Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), retries=0)
    )
    try:
        return bool(broker.ping())
    except RedisError:
        return False
    finally:
        broker.close()
