"""Doorbells. What is to be done stands in the database; a lost or doubled ring does no harm."""

from celery import shared_task

import clock
from notifications import delivery
from notifications.models import Heartbeat


@shared_task(ignore_result=True)
def deliver() -> None:
    while delivery.deliver(now=clock.now()):
        pass


@shared_task(ignore_result=True)
def heartbeat() -> None:
    Heartbeat.objects.beat("worker")
