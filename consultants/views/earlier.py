"""Earlier engagements of the workplaces and municipalities of an application."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from accounts.models import Role, User
from applications.models import Application, Workplace
from consultants.models import Assignment, Engagement

SHOWN = 5


@dataclass(frozen=True)
class Earlier:
    """An engagement, the names of its workplaces, whether one of them is the same, and whether it may be opened."""

    engagement: Engagement
    places: str
    is_same_workplace: bool
    may_open: bool


def engagements(application: Application, user: User) -> list[Earlier]:
    """The latest in the same municipalities, those of the same workplace first. Two statements.

    Needs the workplaces, prefetched. Whoever runs none of them reads names and dates, and no more.
    """
    own = list(application.workplaces.all())
    names = {each.name.casefold() for each in own}
    there = Workplace.objects.filter(municipality__in={each.municipality_id for each in own})
    mine = Assignment.objects.current().filter(engagement=OuterRef("pk"), consultant=user)
    found = (
        Engagement.objects.begun()
        .filter(application__in=there.values("application"))
        .exclude(application=application.pk)
        .select_related("application")
        .only("status", "opened_at", "application__reference")
        .prefetch_related(Prefetch("application__workplaces", Workplace.objects.only("application", "name")))
        .annotate(is_mine=Exists(mine))
        .order_by("-opened_at", "id")[:SHOWN]
    )
    is_head = user.has_role(Role.HEAD)
    rows = [_row(each, names, is_head=is_head) for each in found]
    return sorted(rows, key=lambda row: not row.is_same_workplace)


def _row(engagement: Engagement, names: set[str], *, is_head: bool) -> Earlier:
    places = [each.name for each in engagement.application.workplaces.all()]
    return Earlier(
        engagement=engagement,
        places=places[0] if len(places) == 1 else f"{places[0]} og {len(places) - 1} mere",
        is_same_workplace=any(name.casefold() in names for name in places),
        may_open=is_head or engagement.is_mine,  # type: ignore[attr-defined]  # annotated above
    )
