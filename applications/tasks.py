<<<<<<< HEAD
"""Doorbells of the applicants' room; beat rings them (see ``spark_portal.celery``)."""
=======
"""What beat rings for in the applicants' room."""
>>>>>>> 5299e1d (WIP drafting)

from celery import shared_task

import clock
<<<<<<< HEAD
from applications.actions import reminding


@shared_task
def plan_reminders() -> None:
    """Owe the reminders that are due to those whose answer is missing."""
    reminding.plan_reminders(clock.now())
=======
from applications.actions import drafting


@shared_task
def expire_drafts() -> None:
    """Warn of drafts that end within a week, and end those whose time is over."""
    now = clock.now()
    drafting.warn(now=now)
    drafting.expire(now=now)
>>>>>>> 5299e1d (WIP drafting)
