"""Plan the monthly rounds: when each meets, and how many new engagements it may grant."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Role, User
from applications.models import PrioritisationRound


class NotTheHead(Exception):
    """Rounds are planned by the head of the secretariat."""


class DayTaken(Exception):
    """Another round meets on that day."""


class InThePast(Exception):
    """A round is planned for today or later."""


class AlreadyOpened(Exception):
    """The round has been opened: its day stands."""


class AlreadyClosed(Exception):
    """The round is closed, or being closed: it stands as it is."""


class MoreGranted(Exception):
    """The round has granted more engagements than that already."""


@transaction.atomic
def plan(*, meets_on: date, capacity: int, by: User, today: date) -> PrioritisationRound:
    """One more round. Raises NotTheHead, InThePast, DayTaken."""
    _ensure_head(by)
    if meets_on < today:
        raise InThePast
    planned, is_new = PrioritisationRound.objects.get_or_create(meets_on=meets_on, defaults={"capacity": capacity})
    if not is_new:
        raise DayTaken
    return planned


@transaction.atomic
def change(*, round_id: int, meets_on: date, capacity: int, by: User, today: date) -> None:
    """Another day, while it has not been opened; more or less room, until it is being closed.

    Raises NotTheHead, AlreadyClosed, AlreadyOpened, InThePast, DayTaken, MoreGranted.
    """
    _ensure_head(by)
    planned = PrioritisationRound.objects.select_for_update().get(pk=round_id)
    if planned.closed_at is not None or planned.closing_started_at is not None:
        raise AlreadyClosed
    if planned.meets_on != meets_on:
        _ensure_may_meet(planned, meets_on, today)
    if capacity < planned.granted.count():
        raise MoreGranted
    planned.meets_on, planned.capacity = meets_on, capacity
    try:
        with transaction.atomic():
            planned.save(update_fields=["meets_on", "capacity"])
    except IntegrityError:
        # Two rounds were moved to the same day at the same moment.
        raise DayTaken from None


def _ensure_may_meet(planned: PrioritisationRound, meets_on: date, today: date) -> None:
    if planned.opened_at is not None:
        raise AlreadyOpened
    if meets_on < today:
        raise InThePast
    if PrioritisationRound.objects.filter(meets_on=meets_on).exists():
        raise DayTaken


def _ensure_head(by: User) -> None:
    if not (by.is_active and by.has_role(Role.HEAD)):
        raise NotTheHead
