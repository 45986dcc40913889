"""What goes on around the made-up history: who rings, who is away, what is agreed, tried, asked and told."""

from datetime import datetime
from random import Random

from django.db import transaction

from accounts.models import User
from clock import COPENHAGEN
from demo import people
from demo.everyday import after, desk, rounds, running, spread, team
from demo.everyday.world import World


@transaction.atomic
def load(users: dict[str, User], *, seed: int, now: datetime) -> None:
    """Lay the secretariat's days over the history that is in place; the same for the same seed and day."""
    today = now.astimezone(COPENHAGEN).date()
    world = World(
        consultants=[users[person.slug] for person in people.CONSULTANTS],
        head=users["sekretariatsleder"],
        now=now,
        today=today,
        random=Random(f"everyday {seed} {today.isoformat()}"),  # noqa: S311 - a made-up history, not a secret
    )
    for subject in (team, spread, running, after, desk, rounds):
        subject.load(world)
