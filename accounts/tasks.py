"""What the clock asks of us."""

from celery import shared_task

import clock
from accounts.actions import tidying


@shared_task
def tidy() -> None:
    """Forget spent codes, links, counts, kept texts and sessions."""
    tidying.tidy(now=clock.now())
