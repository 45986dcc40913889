"""The workplaces of a joint application, and whom to ask at each: adding, changing, removing, telling, erasing.

Adding or removing a workplace changes what everybody says yes to. Its contact does not: the contact has no say, and
stands outside the version.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.db import transaction

import danish
from accounts.models import User
from applications import contact_letters
from applications.actions import record, searching
from applications.actions.drafting import Save, ensure_not_overtaken, lock_draft, note_edit
from applications.actions.record import NotNamed
from applications.consensus import MOST_JOINT, Kind
from applications.models import Application, Signatory, Workplace, WorkplaceContact


class SameWorkplace(Exception):
    """The application has that workplace already. ``name``: the one that stands there."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TooManyWorkplaces(Exception):
    """The application is for as many as it can be."""


class NoSuchWorkplace(Exception):
    """The workplace meant is not, or no longer, on the application."""


@dataclass(frozen=True)
class Contact:
    """Whom to ask at a workplace. ``email`` in lower case; ``phone`` in international form or empty."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class Place:
    """A workplace as typed; municipality and sector by their keys. What is optional may be empty."""

    name: str
    municipality: int
    sector: int
    employees: int
    postal_code: str = ""
    town: str = ""
    production_unit: str = ""
    cvr_number: str = ""
    contact: Contact | None = None

    @property
    def identity(self) -> tuple[int, str]:
        """What is the same workplace: the same name in the same municipality, however it is written."""
        return self.municipality, " ".join(danish.sort_key(self.name).split())


# What an application has already: the names, by identity.
Known = dict[tuple[int, str], str]

_FACTS = tuple(fact.name for fact in fields(Place))


def as_typed(workplace: Workplace) -> Place:
    """A stored workplace in the shape of a typed one. Needs its contact."""
    kept: WorkplaceContact | None = getattr(workplace, "contact", None)
    contact = Contact(kept.name, kept.email, kept.phone.as_e164 if kept.phone else "") if kept else None
    return Place(
        name=workplace.name,
        municipality=workplace.municipality_id,
        sector=workplace.sector_id,
        employees=workplace.employees,
        postal_code=workplace.postal_code,
        town=workplace.town,
        production_unit=workplace.production_unit,
        cvr_number=workplace.cvr_number,
        contact=contact,
    )


def are_listed(application: Application) -> bool:
    """Whether the workplaces stand on a list of their own: several apply, or there still are several."""
    return application.kind == Kind.JOINT or application.workplaces.count() > 1


def municipalities(application: Application) -> list[int]:
    """Those that take part in a joint application, by key, each once; none where one workplace applies."""
    if application.kind != Kind.JOINT:
        return []
    return list(dict.fromkeys(application.workplaces.values_list("municipality", flat=True)))


def add(*, application_id: UUID, places: Sequence[Place], by: User, now: datetime) -> None:
    """Put ``places`` on the list, all or none. Raises SameWorkplace, TooManyWorkplaces, NotADraft, NotTheirs."""
    with transaction.atomic():
        application, _ = lock_draft(application_id, by=by)
        there = _all_of(application)
        if len(there) + len(places) > MOST_JOINT:
            raise TooManyWorkplaces
        known = {as_typed(each).identity: each.name for each in there}
        position = max((each.position for each in there), default=-1) + 1
        save = Save(by, application.edit_number, now)
        for place in places:
            _ensure_new(place, known)
            known[place.identity] = place.name
            workplace = _fill(Workplace(application=application, position=position), place)
            _name_contact(workplace, place.contact, save)
            note_edit(application, "workplace_added", save=save, workplace=str(workplace.pk))
            position += 1


def change(*, application_id: UUID, workplace_id: UUID, place: Place, save: Save) -> None:
    """Write what the workplace is from now on. A contact with a new address is a new person, and not yet told.

    Raises SameWorkplace, NoSuchWorkplace, Overtaken, NotADraft, NotTheirs.
    """
    with transaction.atomic():
        application, _ = lock_draft(application_id, by=save.by)
        there = _all_of(application)
        workplace = _one_of(there, workplace_id)
        before = as_typed(workplace)
        changed = [fact for fact in _FACTS if getattr(before, fact) != getattr(place, fact)]
        if not changed:
            return
        ensure_not_overtaken(application, save, workplace=str(workplace_id))
        _ensure_new(place, {as_typed(each).identity: each.name for each in there if each != workplace})
        _fill(workplace, place)
        _name_contact(workplace, place.contact, save)
        searching.write(application)
        note_edit(application, "workplace_changed", save=save, workplace=str(workplace.pk), fields=changed)


def remove(*, application_id: UUID, workplace_id: UUID, by: User, now: datetime) -> None:
    """Take a workplace, and its contact with it, off the list. Raises NoSuchWorkplace, NotADraft, NotTheirs."""
    with transaction.atomic():
        application, _ = lock_draft(application_id, by=by)
        workplace = _one_of(_all_of(application), workplace_id)
        gone = str(workplace.pk)
        workplace.delete()
        searching.write(application)
        save = Save(by, application.edit_number, now)
        note_edit(application, "workplace_removed", save=save, workplace=gone)


def tell_contacts(application: Application, named: Collection[Signatory], *, now: datetime) -> None:
    """Owe each contact who has had none the first letter: the application has been submitted.

    One for each address, whatever it stands at; whoever is named as a signatory has letters of their own.
    """
    if application.kind != Kind.JOINT:
        return
    addresses = {person.email for person in named}
    untold = WorkplaceContact.objects.filter(workplace__application=application, told_at=None)
    for contact in untold.order_by("workplace__position"):
        contact.told_at = now
        contact.save(update_fields=["told_at"])
        if contact.email not in addresses:
            addresses.add(contact.email)
            contact_letters.post_contact_told(application, contact, now=now)


def decline_contact(*, application_id: UUID, by: User, now: datetime) -> None:
    """ "Det er ikke mig": the person's data are erased at every workplace of the application, and those who
    wrote it are told. Raises NotNamed."""
    with transaction.atomic():
        application = record.lock(application_id)
        mine = WorkplaceContact.objects.of(by).filter(workplace__application=application)
        workplaces = sorted(str(key) for key in mine.values_list("workplace", flat=True))
        if not workplaces:
            raise NotNamed
        mine.delete()
        searching.write(application)
        for workplace in workplaces:
            record.log(application, "contact_declined", by=by, now=now, workplace=workplace)
        contact_letters.post_contact_declined(application, record.people(application), gone=workplaces[0], now=now)


def _all_of(application: Application) -> list[Workplace]:
    return list(application.workplaces.select_related("contact"))


def _one_of(workplaces: Collection[Workplace], workplace_id: UUID) -> Workplace:
    workplace = next((each for each in workplaces if each.pk == workplace_id), None)
    if workplace is None:
        raise NoSuchWorkplace
    return workplace


def _ensure_new(place: Place, known: Known) -> None:
    if place.identity in known:
        raise SameWorkplace(known[place.identity])


def _fill(workplace: Workplace, place: Place) -> Workplace:
    workplace.name = place.name
    workplace.municipality_id = place.municipality
    workplace.sector_id = place.sector
    workplace.employees = place.employees
    workplace.postal_code = place.postal_code
    workplace.town = place.town
    workplace.production_unit = place.production_unit
    workplace.cvr_number = place.cvr_number
    workplace.save()
    return workplace


def _name_contact(workplace: Workplace, contact: Contact | None, save: Save) -> None:
    kept = WorkplaceContact.objects.filter(workplace=workplace).first()
    if kept and (contact is None or contact.email != kept.email):
        kept.delete()
        kept = None
    if contact is None:
        return
    kept = kept or WorkplaceContact(workplace=workplace, email=contact.email, added_by=save.by, added_at=save.now)
    kept.name, kept.phone = contact.name, contact.phone
    kept.save()
