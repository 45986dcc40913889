"""What every part of the made-up days is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from accounts.models import User
from clock import COPENHAGEN
from consultants import deadlines

# A working day, and the hour of it into which everything from the evening and the night is put.
_MORNING, _LATE = time(8), time(16)


def by_day(at: datetime) -> datetime:
    """``at``, or, from 4 p.m. to 8 a.m., a time between 4 and 5 p.m. before it. What came first still does."""
    here = at.astimezone(COPENHAGEN)
    if _MORNING <= here.time() < _LATE:
        return at
    day = here.date() if here.time() >= _LATE else here.date() - timedelta(days=1)
    since = here - datetime.combine(day, _LATE, COPENHAGEN)
    return datetime.combine(day, _LATE, COPENHAGEN) + since / 16


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
        """So long before now, as `timedelta` takes it, or at the end of the working day before that."""
        return by_day(self.now - timedelta(**since))

    def token(self) -> UUID:
        """A key that is drawn anew each time, and the same for the same seed."""
        return UUID(int=self.random.getrandbits(128), version=4)
