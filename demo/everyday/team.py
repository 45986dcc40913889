"""Who is away, and who has fewer hours."""

from consultants.models import Absence, ConsultantProfile
from demo.everyday.world import World

# Which consultant, and from how many days after today to how many.
_AWAY = ((0, 24, 30), (1, 44, 58), (2, -3, 5), (3, 12, 12), (4, 9, 51))
_HOURS = {1: 100, 4: 75}


def load(world: World) -> None:
    """Days away, one of them now; the others work on as they do."""
    Absence.objects.bulk_create(
        Absence(
            consultant=world.consultants[place],
            first_day=world.days(first),
            last_day=world.days(last),
            entered_by=world.head if last - first > 30 else world.consultants[place],
            entered_at=world.ago(days=20 + place),
        )
        for place, first, last in _AWAY
    )
    for place, hours in _HOURS.items():
        ConsultantProfile.objects.filter(user=world.consultants[place]).update(hours_a_month=hours)
