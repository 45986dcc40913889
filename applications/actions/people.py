"""Who is named on a draft: adding, changing, removing, inviting, and a named person's own "Ja, det er mig".

Naming somebody mails nobody. Who has been written to is told when the name is taken off again; who has not leaves
no trace.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.db import transaction
from phonenumber_field.phonenumber import to_python

from accounts.models import User
from applications import emails, letter_limits, permissions
from applications.actions import record, searching
from applications.actions.drafting import Save, ensure_not_overtaken, lock_draft, note_edit
from applications.actions.record import NotNamed
from applications.consensus import SIDE_OF, Role
from applications.lifecycle import OPEN
from applications.models import Application, Signatory

# More than any TRIO or MED committee; a form is no mailing list.
MOST_PEOPLE = 25


class AlreadyNamed(Exception):
    """Somebody on the application has this address."""


class TooManyPeople(Exception):
    """The application names as many as it can."""


class AlreadyInvited(Exception):
    """A letter has gone to this person."""


class NobodyThere(Exception):
    """The person meant is not, or no longer, on the application."""


@dataclass(frozen=True)
class Person:
    """Somebody as typed. ``email`` in lower case; ``phone`` in international form or empty.

    ``municipality``: the key of the one whose committee a chair speaks for; joint applications only.
    """

    role: Role
    name: str
    email: str
    phone: str
    is_contact: bool
    municipality: int | None = None


_FACTS = tuple(fact.name for fact in fields(Person))


def as_typed(signatory: Signatory) -> Person:
    """A stored person in the shape of a typed one."""
    number = to_python(signatory.phone)
    return Person(
        role=Role(signatory.role),
        name=signatory.name,
        email=signatory.email,
        phone=number.as_e164 if number else "",
        is_contact=signatory.is_contact,
        municipality=signatory.municipality_id,
    )


def add_person(*, application_id: UUID, person: Person, by: User, now: datetime) -> Signatory:
    """Name ``person``. Who writes already need not say who they are. Raises AlreadyNamed, TooManyPeople, NotADraft …"""
    with transaction.atomic():
        application, people = lock_draft(application_id, by=by)
        if len(people) >= MOST_PEOPLE:
            raise TooManyPeople
        position = max((each.position for each in people), default=0) + 1
        return _name(application, people, person, position, Save(by, application.edit_number, now))


def change_person(*, application_id: UUID, signatory_id: UUID, person: Person, save: Save) -> None:
    """Write what ``person`` is from now on. A new address after a letter is a new person: the old one is told.

    Raises AlreadyNamed, NobodyThere, Overtaken, NotADraft, NotTheirs.
    """
    with transaction.atomic():
        application, people = lock_draft(application_id, by=save.by)
        signatory = _one_of(people, signatory_id)
        before = as_typed(signatory)
        changed = [fact for fact in _FACTS if getattr(before, fact) != getattr(person, fact)]
        if not changed:
            return
        ensure_not_overtaken(application, save, signatory=str(signatory_id))
        if "email" in changed and _has_been_written_to(signatory):
            position = signatory.position
            _take_off(application, signatory, save)
            _name(application, [each for each in people if each != signatory], person, position, save)
            return
        _ensure_free(person.email, [each for each in people if each != signatory])
        _make_room_for_contact(people, person, signatory)
        _fill(signatory, person)
        if "email" in changed:
            signatory.accepted_at = _accepted_at(application, person.email, save)
        signatory.save()
        searching.write(application)
        note_edit(application, "person_changed", save=save, signatory=str(signatory.pk), fields=changed)


def remove_person(*, application_id: UUID, signatory_id: UUID, by: User, now: datetime) -> None:
    """Take a person off. Raises NobodyThere, NotADraft, NotTheirs."""
    with transaction.atomic():
        application, people = lock_draft(application_id, by=by)
        _take_off(application, _one_of(people, signatory_id), Save(by, application.edit_number, now))


def invite(*, application_id: UUID, signatory_id: UUID, by: User, now: datetime) -> None:
    """Send a named person the first letter.

    Raises AlreadyInvited, NobodyThere, NotADraft, NotTheirs, TooManyLetters, TooManyStrangers.
    """
    with transaction.atomic():
        application, people = lock_draft(application_id, by=by)
        signatory = _one_of(people, signatory_id)
        if _has_been_written_to(signatory):
            raise AlreadyInvited
        letter_limits.count_strangers([signatory.email], by=by, now=now)
        signatory.invited_at = now
        signatory.save(update_fields=["invited_at"])
        record.log(application, "person_invited", by=by, now=now, signatory=str(signatory.pk))
        emails.post_invitation(application, signatory, now=now)


def accept(*, application_id: UUID, by: User, now: datetime) -> None:
    """ "Ja, det er mig": from now on the text is open to the person. Said twice, it is said once. Raises NotNamed."""
    with transaction.atomic():
        application = record.lock(application_id)
        me = permissions.own_row(by, record.people(application))
        if me is None or application.status not in OPEN:
            raise NotNamed
        if me.accepted_at is None:
            me.accepted_at = now
            me.save(update_fields=["accepted_at"])
            record.log(application, "person_accepted", by=by, now=now, signatory=str(me.pk))


def _name(
    application: Application, people: Collection[Signatory], person: Person, position: int, save: Save
) -> Signatory:
    _ensure_free(person.email, people)
    _make_room_for_contact(people, person, None)
    signatory = Signatory(application=application, position=position, added_by=save.by, added_at=save.now)
    _fill(signatory, person)
    signatory.accepted_at = _accepted_at(application, person.email, save)
    signatory.save()
    note_edit(application, "person_added", save=save, signatory=str(signatory.pk))
    return signatory


def _fill(signatory: Signatory, person: Person) -> None:
    signatory.role = person.role
    signatory.side = SIDE_OF[person.role]
    signatory.name = person.name
    signatory.email = person.email
    signatory.phone = person.phone
    signatory.is_contact = person.is_contact
    signatory.municipality_id = person.municipality


def _accepted_at(application: Application, email: str, save: Save) -> datetime | None:
    # Who writes already, or began it all, has nothing to confirm.
    author = application.author.email if application.author else ""
    return save.now if email in (save.by.email, author) else None


def _ensure_free(email: str, others: Collection[Signatory]) -> None:
    if any(each.email == email for each in others):
        raise AlreadyNamed


def _make_room_for_contact(people: Collection[Signatory], person: Person, own: Signatory | None) -> None:
    # One contact from each side: the newest choice holds.
    for each in people:
        if person.is_contact and each.is_contact and each != own and each.side == SIDE_OF[person.role]:
            each.is_contact = False
            each.save(update_fields=["is_contact"])


def _one_of(people: Collection[Signatory], signatory_id: UUID) -> Signatory:
    signatory = next((each for each in people if each.pk == signatory_id), None)
    if signatory is None:
        raise NobodyThere
    return signatory


def _has_been_written_to(signatory: Signatory) -> bool:
    return signatory.invited_at is not None


def _take_off(application: Application, signatory: Signatory, save: Save) -> None:
    gone = str(signatory.pk)
    if _has_been_written_to(signatory):
        signatory.removed_at = save.now
        signatory.is_contact = False
        signatory.save()
        emails.post_person_removed(application, signatory, now=save.now)
    else:
        signatory.delete()
    searching.write(application)
    note_edit(application, "person_removed", save=save, signatory=gone)
