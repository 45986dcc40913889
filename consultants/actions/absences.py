"""The days consultants are away, and the hours they have: their own days are theirs to enter, hours are the head's."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Role, User
from consultants.actions.workloads import consultants
from consultants.deadlines import day_of
from consultants.models import Absence, ConsultantProfile

LONGEST = timedelta(days=366)


class NotYours(Exception):
    """A colleague's days and everybody's hours are the head's to enter."""


class Overlaps(Exception):
    """The consultant is away on one of these days already; ``standing`` says when."""

    def __init__(self, standing: Absence) -> None:
        super().__init__(str(standing))
        self.standing = standing


class ImpossibleDays(Exception):
    """The last day lies before the first or before today, or more than a year after the first."""


@transaction.atomic
def add(*, consultant_id: int, first_day: date, last_day: date, by: User, now: datetime) -> Absence:
    """``consultant_id`` is away from ``first_day`` to ``last_day``. Raises NotYours, ImpossibleDays, Overlaps."""
    _ensure_may(by, consultant_id)
    if not first_day <= last_day <= first_day + LONGEST or last_day < day_of(now):
        raise ImpossibleDays
    _lock(consultant_id)
    standing = Absence.objects.filter(consultant=consultant_id).touching(first_day, last_day).first()
    if standing is not None:
        raise Overlaps(standing)
    return Absence.objects.create(
        consultant_id=consultant_id, first_day=first_day, last_day=last_day, entered_by=by, entered_at=now
    )


@transaction.atomic
def remove(*, absence_id: int, by: User) -> None:
    """They are at work after all. Raises NotYours, also of what is not there: nobody learns of others' days so."""
    absence = Absence.objects.select_for_update().filter(pk=absence_id).first()
    if absence is None:
        raise NotYours
    _ensure_may(by, absence.consultant_id)
    absence.delete()


@transaction.atomic
def settle(*, consultant_id: int, hours_a_month: int, base_id: int | None, by: User) -> bool:
    """How many hours the consultant has for engagements, and from which province they set out; says whether it is new.

    Raises NotYours.
    """
    if not (by.is_active and by.has_role(Role.HEAD)):
        raise NotYours
    _lock(consultant_id)
    profile, _ = ConsultantProfile.objects.get_or_create(user_id=consultant_id)
    if (profile.hours_a_month, profile.base_id) == (hours_a_month, base_id):
        return False
    profile.hours_a_month, profile.base_id = hours_a_month, base_id
    profile.save(update_fields=["hours_a_month", "base"])
    return True


def _ensure_may(by: User, consultant_id: int) -> None:
    is_own = by.pk == consultant_id and by.has_role(Role.CONSULTANT)
    if not by.is_active or not (is_own or by.has_role(Role.HEAD)):
        raise NotYours
    if not consultants().filter(pk=consultant_id).exists():
        raise NotYours


def _lock(consultant_id: int) -> None:
    """Two browsers at once enter one after the other. Raises NotYours for whoever is no consultant."""
    if not consultants().select_for_update().filter(pk=consultant_id).exists():
        raise NotYours
