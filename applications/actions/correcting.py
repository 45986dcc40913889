"""Who a named person is: spelling and phone are corrected freely, a new address is a new person to consensus."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from phonenumber_field.phonenumber import PhoneNumber, to_python

from accounts.models import User
from applications import emails, letter_limits
from applications.actions import searching
from applications.actions.record import lock, log, member, people
from applications.actions.signing import back_to_the_group
from applications.letter_limits import Addressed
from applications.lifecycle import FINAL, IllegalMove, Status
from applications.models import AddressChange, Answer, Application, Signatory


class NobodyThere(Exception):
    """The person is not named on the application, or not any more."""


class AddressTaken(Exception):
    """Somebody else on the application has that address."""


@transaction.atomic
def correct_person(  # noqa: PLR0913 - three facts about a person, and who says so when
    *, application_id: UUID, signatory_id: UUID, by: User, name: str, email: str, phone: str, now: datetime
) -> None:
    """Correct name, address or phone. Only a new address has consequences: that person's own yes counts no more,
    both addresses are told, and what was submitted awaits the answer from the new one.

    Raises NotNamed, NobodyThere, AddressTaken, IllegalMove, TooManyLetters, TooManyStrangers.
    """
    application = lock(application_id)
    named = people(application)
    me = member(by, named)
    person = next((each for each in named if each.pk == signatory_id), None)
    if person is None:
        raise NobodyThere
    if application.status in FINAL:
        raise IllegalMove(f"{application.status} is closed")
    email = email.strip().lower()
    if any(each.email == email for each in named if each != person):
        raise AddressTaken
    old = person.email
    changed = _write(person, name=name.strip(), email=email, phone=_e164(phone))
    if not changed:
        return
    is_moving = "email" in changed
    had_a_letter = is_moving and person.invited_at is not None
    if is_moving:
        # The new address has not said who it is, and has to be written to.
        person.accepted_at, person.invited_at = None, None if application.status == Status.DRAFT else now
    person.save()
    if "name" in changed:
        searching.write(application)
    log(application, "person_corrected", by=by, now=now, signatory=str(person.pk), fields=changed)
    if is_moving:
        Answer.objects.filter(signatory=person, address=old, agrees=True, taken_back_at=None).update(taken_back_at=now)
        letters = _letters(application, person, old, by=by, now=now) if had_a_letter else []
        others = [each for each in named if each not in (me, person)]
        back_to_the_group(application, others, also=letters, now=now)


def _write(person: Signatory, **facts: str) -> list[str]:
    before = {"name": person.name, "email": person.email, "phone": _e164(person.phone)}
    changed = [field for field, value in facts.items() if before[field] != value]
    for field in changed:
        setattr(person, field, facts[field])
    return changed


def _e164(phone: PhoneNumber | str | None) -> str:
    number = to_python(phone)
    return number.as_e164 if number else ""


def _letters(application: Application, person: Signatory, old: str, *, by: User, now: datetime) -> list[Addressed]:
    """An old address that had a letter is told; the new one is asked where the others have been."""
    if application.status != Status.DRAFT and person.email != by.email:
        letter_limits.count_strangers([person.email], by=by, now=now)
    change = AddressChange.objects.create(signatory=person, old=old, new=person.email, by=by, at=now)
    return emails.of_new_address(application, change)
