"""Doorbells of the applicants' room; beat rings them (see ``spark_portal.celery``)."""

from celery import shared_task

import clock
from applications.actions import reminding


@shared_task
def plan_reminders() -> None:
    """Owe the reminders that are due to those whose answer is missing."""
    reminding.plan_reminders(clock.now())
