"""When we were last in touch with each of the 98 municipalities; a call to SPARK-linjen is a contact, too."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from applications.models import Municipality
from consultants.models import Outreach, PhoneCall
from consultants.models.spread import Channel


@dataclass(frozen=True)
class Reached:
    """A municipality with the last contact and by what; None and "" where there never was any."""

    id: int
    name: str
    on: date | None
    by: str


def reached() -> list[Reached]:
    """Every municipality, by name. One statement."""
    written = Outreach.objects.filter(municipality=OuterRef("pk")).order_by("-on", "-id")
    rang = PhoneCall.objects.filter(municipality=OuterRef("pk")).order_by("-called_on", "-id")
    rows = Municipality.objects.order_by("sort_key").values_list(
        "pk",
        "name",
        Subquery(written.values("on")[:1]),
        Subquery(written.values("channel")[:1]),
        Subquery(rang.values("called_on")[:1]),
    )
    return [_last(*row) for row in rows]


def _last(pk: int, name: str, on: date | None, channel: str | None, called_on: date | None) -> Reached:
    if called_on and (on is None or called_on > on):
        return Reached(pk, name, called_on, "SPARK-linjen")
    return Reached(pk, name, on, Channel(channel).label if channel else "")
