"""Switching the single keys of the queue off and on."""

from datetime import datetime

from accounts.models import User
from consultants.models import ShortcutsOff


def switch(*, on: bool, by: User, now: datetime) -> None:
    """``by`` uses the keys, or does without them. Twice is once."""
    if on:
        ShortcutsOff.objects.filter(user=by).delete()
    else:
        ShortcutsOff.objects.get_or_create(user=by, defaults={"since": now})
