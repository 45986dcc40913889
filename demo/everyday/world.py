"""What every part of the made-up days is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from accounts.models import User
from consultants import deadlines


@dataclass(frozen=True)
class World:
    """The team and the day it is. ``consultants``: in the order of `people.CONSULTANTS`."""

    consultants: Sequence[User]
    head: User
    now: datetime
    today: date
    random: Random

    def days(self, count: int) -> date:
        """The day so many days after today; before it where ``count`` is negative."""
        return self.today + timedelta(days=count)

    def working(self, count: int) -> date:
        """The same, moved on to a day on which people work."""
        day = self.days(count)
        return deadlines.on_or_after(day, deadlines.holidays_near(day))

    def ago(self, **since: float) -> datetime:
        """So long before now, as `timedelta` takes it."""
        return self.now - timedelta(**since)

    def token(self) -> UUID:
        """A key that is drawn anew each time, and the same for the same seed."""
        return UUID(int=self.random.getrandbits(128), version=4)
