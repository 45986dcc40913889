"""Doorbells of the applicants' room; beat rings them (see ``spark_portal.celery``)."""

from celery import shared_task

import clock
from applications.actions import drafting, reminding, retention, signing


@shared_task
def plan_reminders() -> None:
    """Owe the reminders that are due to those whose answer is missing."""
    reminding.plan_reminders(clock.now())


@shared_task
def expire_drafts() -> None:
    """Warn of drafts that end within a week, and end those whose time is over."""
    now = clock.now()
    drafting.warn(now=now)
    drafting.expire(now=now)


@shared_task
def forget() -> None:
    """Erase what is kept no longer."""
    now = clock.now()
    retention.erase_unsent(now=now)
    retention.forget_reads(now=now)


@shared_task
def submit_held_back() -> None:
    """Submit what everybody agreed on while intake was closed, once it is open."""
    signing.submit_held_back(now=clock.now())
