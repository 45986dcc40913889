"""People and piles for the tests of the triage desk. The day is Saturday 21 November 2026."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.db import transaction

from accounts.models import Party, Role, User
from applications.models import Municipality, Province
from consultants.models import Assignment, ConsultantProfile, Engagement
from tests.factories import applications

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)  # kl. 11.00 in Copenhagen
WEEKS_AGO = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)  # 18 days: two full weeks

frozen = time_machine.travel(NOW, tick=False)


def staff(name="Karen Lund", *roles, **fields):
    """A member of staff known by the name; a consultant unless told otherwise."""
    email = f"{name.lower().replace(' ', '.')}@spark.example"
    return User.objects.filter(email=email).first() or User.objects.create_user(
        email=email, name=name, roles=[role.value for role in roles or (Role.CONSULTANT,)], **fields
    )


def head():
    return staff("Hanne Skov", Role.HEAD)


def steering():
    return staff("Stine Vang", Role.STEERING, party=Party.KL)


def place(code, name, province="Østjylland"):
    """A municipality in a province, both made at the first call."""
    within, _ = Province.objects.get_or_create(name=province, defaults={"code": f"DK{Province.objects.count():03d}"})
    known = {"name": name, "sort_key": name.lower(), "province": within}
    return Municipality.objects.get_or_create(code=code, defaults=known)[0]


@transaction.atomic
def opened(*, at, consultant=None, application=None, due=None, **fields):
    """An engagement that was opened ``at`` that moment, for a granted application of the same day."""
    application = application or applications.granted(at=at, **fields)
    engagement = Engagement.objects.create(
        application=application,
        kind=application.kind,
        opened_at=at,
        first_contact_due_on=due or (at + timedelta(days=7)).date(),
    )
    Assignment.objects.create(engagement=engagement, consultant=consultant or staff(), since=at)
    return engagement


def profile(user, *, hours=120, base=None):
    return ConsultantProfile.objects.create(user=user, hours_a_month=hours, base=base)
