"""Telling a municipality's HovedMED that there is an engagement: themes and quarter, in an explicit step, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Role, User
from applications.consensus import Kind
from applications.models import Municipality, Workplace
from consultants import deadlines, permissions
from consultants.actions import running
from consultants.models import Engagement, HovedMedAddress, HovedMedNotice, HovedMedSetting
from notifications import outbox


class NotTheHead(Exception):
    """Only the head of the secretariat switches notices on and off."""


class SwitchedOff(Exception):
    """The parties have decided that no notices are sent."""


class NoAgreement(Exception):
    """There is nothing to tell before the cooperation agreement is written."""


class AlreadyTold(Exception):
    """That HovedMED has had its notice of this engagement."""


class NotTheirs(Exception):
    """No workplace of the engagement lies in that municipality."""


@dataclass(frozen=True)
class Facts:
    """All that a notice says. ``workplaces``: none unless the group permits it."""

    municipality: Municipality
    themes: str
    year: int
    quarter: int
    workplaces: str


def is_on() -> bool:
    """Whether notices are sent at all."""
    latest = HovedMedSetting.objects.last()
    return latest is not None and latest.is_on


@transaction.atomic
def switch(*, on: bool, by: User, now: datetime) -> bool:
    """Notices are sent from now on, or not any more; says whether that is new. Raises NotTheHead."""
    if not (by.is_active and by.has_role(Role.HEAD)):
        raise NotTheHead
    if is_on() == on:
        return False
    HovedMedSetting.objects.create(is_on=on, changed_by=by, at=now)
    return True


def facts(engagement: Engagement, places: Sequence[Workplace]) -> list[Facts]:
    """What would be told of ``engagement`` to each municipality of ``places`` (all its workplaces). Raises NoAgreement.

    The quarter is that of the first agreement: then the theme was settled.
    """
    first = engagement.agreements.first()
    if first is None:
        raise NoAgreement
    year, quarter = deadlines.quarter_of(deadlines.day_of(first.written_at))
    themes = ", ".join(theme.title for theme in engagement.application.themes.all())
    return [
        Facts(municipality, themes, year, quarter, _named(engagement, municipality, places))
        for municipality in dict.fromkeys(place.municipality for place in places)
    ]


def _named(engagement: Engagement, municipality: Municipality, places: Sequence[Workplace]) -> str:
    if not engagement.workplace_to_hovedmed:
        return ""
    return ", ".join(place.name for place in places if place.municipality_id == municipality.pk)


@transaction.atomic
def tell(*, engagement_id: UUID, by: User, municipality_id: int, email: str, now: datetime) -> HovedMedNotice:
    """Send the notice to ``email``, which is remembered as the address of that municipality's HovedMED.

    Raises NotYours, Ended, SwitchedOff, NoAgreement, NotTheirs, AlreadyTold.
    """
    engagement = running.lock_open_for(engagement_id, by)
    if not is_on():
        raise SwitchedOff
    places = list(Workplace.objects.filter(application=engagement.application_id).select_related("municipality"))
    told = next((each for each in facts(engagement, places) if each.municipality.pk == municipality_id), None)
    if told is None:
        raise NotTheirs
    if engagement.hovedmed_notices.filter(address__municipality=municipality_id).exists():
        raise AlreadyTold
    address, _ = HovedMedAddress.objects.update_or_create(
        municipality=told.municipality, defaults={"email": email, "changed_at": now}
    )
    notice = HovedMedNotice.objects.create(
        engagement=engagement,
        address=address,
        themes=told.themes,
        year=told.year,
        quarter=told.quarter,
        workplaces=told.workplaces,
        sent_by=by,
        at=now,
    )
    running.record(engagement, "hovedmed_told", by=by, now=now, notice=str(notice.pk))
    outbox.post("hovedmed-notice", about=notice.pk, recipient=f"hovedmed:{address.pk}", now=now)
    return notice


@transaction.atomic
def permit_workplace(*, engagement_id: UUID, by: User, permitted: bool, now: datetime) -> None:
    """The contacts decide whether a notice may name their workplace. Of several workplaces that apply together none is
    named: nobody can say yes for the others. Raises NotYours, Ended.
    """
    engagement = running.lock(engagement_id)
    if permissions.part_of(by, engagement) is None or engagement.kind == Kind.JOINT:
        raise running.NotYours
    if not engagement.is_open:
        raise running.Ended
    if engagement.workplace_to_hovedmed != permitted:
        engagement.workplace_to_hovedmed = permitted
        engagement.save(update_fields=["workplace_to_hovedmed"])
        running.record(engagement, "hovedmed_permitted" if permitted else "hovedmed_forbidden", by=by, now=now)
