"""The clockwork: Celery as a doorbell, and beat's table, the only place that says how often something happens.

All truth is in PostgreSQL. A lost message costs at most a minute, a doubled one nothing.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spark_portal.settings")

MINUTE = 60.0


def beat_schedule() -> dict[str, dict[str, Any]]:
    """What beat rings for, by name. Intervals, not crontabs: no surprise when summer time begins or ends."""
    return {
        "letters": _every(MINUTE, "notifications.tasks.deliver"),
        "heartbeat": _every(MINUTE, "notifications.tasks.heartbeat"),
        "ranking": _every(MINUTE, "consultants.tasks.rank_unranked"),
        "follow-ups": _every(planning_interval(), "consultants.tasks.plan_reminders"),
        "evaluations": _every(planning_interval(), "consultants.tasks.plan_evaluations"),
        "tidying": _every(5 * MINUTE, "accounts.tasks.tidy"),
        "answers-missing": _every(12 * planning_interval(), "applications.tasks.plan_reminders"),
        "held-back": _every(MINUTE, "applications.tasks.submit_held_back"),
        "messages": _every(MINUTE, "consultants.tasks.tell_of_messages"),
        "access": _every(MINUTE, "consultants.tasks.watch_access"),
        "rounds": _every(MINUTE, "consultants.tasks.carry_out_rounds"),
        "retention": _every(12 * planning_interval(), "applications.tasks.forget"),
        "drafts": _every(12 * planning_interval(), "applications.tasks.expire_drafts"),
    }


def planning_interval() -> float:
    """Seconds between two looks of a planner. In the demo time is moved by hand, and people watch."""
    return MINUTE if settings.DEMO else 5 * MINUTE


def _every(seconds: float, task: str) -> dict[str, Any]:
    # A ring that waited for its next one has nothing more to say: no queue builds up behind a stopped worker.
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def configuration() -> dict[str, Any]:
    """Read when first needed, because Django's settings are still being read while this module is imported."""
    return {
        "broker_url": settings.REDIS_URL,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # a worker waits for its broker for ever
        "broker_connection_timeout": 1,
        "broker_transport_options": {
            "global_keyprefix": settings.REDIS_PREFIX,
            # A killed worker's message comes back after five minutes, looked for every ten seconds (kombu: 100).
            "visibility_timeout": 300,
            "unacked_restore_throttle": 1,
            # Who rings while the broker is away gives up within a second.
            "socket_connect_timeout": 1,
            "socket_timeout": 2,
            "max_retries": 1,
            "interval_start": 0,
        },
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_publish_retry": False,
        "task_ignore_result": True,
        "worker_prefetch_multiplier": 1,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
        "timezone": settings.TIME_ZONE,
        "beat_schedule": beat_schedule(),
    }


app = Celery("spark_portal")
app.add_defaults(configuration)
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def leave_logging_alone(**_: object) -> None:
    """Django's LOGGING holds for workers too; Celery sets up none of its own while somebody listens here."""


@worker_ready.connect
def ring_at_start(**_: object) -> None:
    """A worker that comes up looks at once, instead of at beat's next minute."""
    for entry in beat_schedule().values():
        app.send_task(entry["task"])
