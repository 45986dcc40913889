"""Who could take on an engagement: everybody's load, and who has the shortest way."""

from django.db.models import Count, Q

import danish
from accounts.models import Role, User
from applications.models import Application
from consultants.forms.triage import Candidate
from consultants.lifecycle import OPEN
from consultants.models import ConsultantProfile

DEFAULT_CAPACITY: int = ConsultantProfile._meta.get_field("capacity").default


def candidates(*, for_application: Application) -> list[Candidate]:
    """All active consultants: those of the workplaces' province first, then those with most room."""
    provinces = set(for_application.workplaces.values_list("municipality__province", flat=True))
    running = Q(assignments__until=None, assignments__engagement__status__in=OPEN)
    people = (
        User.objects.filter(is_active=True, roles__contains=[Role.CONSULTANT])
        .select_related("consultant_profile__base")
        .annotate(running=Count("assignments", filter=running))
    )
    found = [_candidate(person, provinces) for person in people]
    return sorted(found, key=lambda each: (not each.is_near, each.load, danish.sort_key(str(each.user))))


def _candidate(person: User, provinces: set[int]) -> Candidate:
    profile: ConsultantProfile | None = getattr(person, "consultant_profile", None)
    base = profile.base if profile else None
    return Candidate(
        user=person,
        running=person.running,  # type: ignore[attr-defined]  # annotated above
        capacity=profile.capacity if profile else DEFAULT_CAPACITY,
        base=str(base or ""),
        is_near=base is not None and base.pk in provinces,
    )
