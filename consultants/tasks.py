"""Doorbells of the secretariat's room: nothing here decides anything, and each may ring twice."""

from celery import shared_task

import clock
from consultants.actions import evaluations, messages, queue, reminders, round_closing, watching


@shared_task
def rank_unranked() -> None:
    """Every minute: place what has no valid place in the queue."""
    queue.rank_unranked(clock.now())


@shared_task
def rank_all() -> None:
    """On demand: reckon every place in the queue anew."""
    queue.rank_all(clock.now())


@shared_task
def plan_reminders() -> None:
    """Every five minutes, in the demo every one: owe the reminders of follow-ups whose moment has come."""
    reminders.plan(now=clock.now())


@shared_task
def tell_of_messages() -> None:
    """Every minute: owe the consultants word of what their groups have written."""
    messages.tell(now=clock.now())


@shared_task
def watch_access() -> None:
    """Every minute: tell the head of whoever opens more cases than a day's work explains."""
    watching.watch(now=clock.now())


@shared_task
def carry_out_rounds() -> None:
    """Every minute, and when a round is closed: go on with what it decided."""
    round_closing.carry_out(now=clock.now())


@shared_task
def plan_evaluations() -> None:
    """Every five minutes, in the demo every one: ask the groups whose day has come, and remind them once."""
    evaluations.plan(now=clock.now())
