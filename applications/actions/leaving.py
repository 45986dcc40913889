""" "Det er ikke mig" and "slet mine oplysninger": a person, and all that an application holds of them, is erased.

What happened stays in the timeline, by ids: who said no and then left is still seen by the desk.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.actions import forgetting
from accounts.models import User
from applications import people_letters, permissions
from applications.actions import searching
from applications.actions.drafting import Save, note_edit
from applications.actions.record import NotNamed, lock, log, move, people
from applications.lifecycle import WITH_THE_GROUP, Status
from applications.models import AddressChange, Answer, Application, Signatory, WorkplaceContact

_NEVER_SENT = frozenset({Status.WITHDRAWN, Status.EXPIRED})


class PartOfTheCase(Exception):
    """The application has been received with this person's yes: first the yes is taken back, or the case ends."""


def is_known(application: Application, user: User) -> bool:
    """Whether ``user`` is, or ever was, named by the address they have signed in with."""
    is_guest = user.is_active and not user.is_team
    return is_guest and (_rows(application, user).exists() or _corrected(application, user).exists())


def can_leave(application: Application, me: Signatory | None) -> bool:
    """Whether ``me`` can be erased: who is not named any more always, who is named while it is the group's own."""
    is_over_unsent = application.status in _NEVER_SENT and application.first_submitted_at is None
    return me is None or application.status in WITH_THE_GROUP or is_over_unsent


def leave(*, application_id: UUID, by: User, now: datetime) -> bool:
    """Erase ``by`` from the application, at once; a version that named them is a draft again, and its writers are told.

    The account goes too, unless another application needs it: the answer says whether it went.
    Raises NotNamed, PartOfTheCase.
    """
    with transaction.atomic():
        application = lock(application_id)
        if not is_known(application, by):
            raise NotNamed
        me = permissions.own_row(by, people(application))
        if not can_leave(application, me):
            raise PartOfTheCase
        earlier = _earlier_accounts(application, by)
        if me is not None:
            _let_go(application, me, by=by, now=now)
        _erase(application, by)
        searching.write(application)
        gone = [account for account in (by, *earlier) if not forgetting.is_held(account)]
        for account in gone:
            forgetting.forget(account)
        return by in gone


def _let_go(application: Application, me: Signatory, *, by: User, now: datetime) -> None:
    """Take the person out of the group, and tell the others which role is free now."""
    verb = "person_declined" if me.accepted_at is None else "person_left"
    facts = {"signatory": str(me.pk), "role": me.role}
    me.delete()
    if application.author_id == by.pk:
        application.author = None
        application.save(update_fields=["author"])
    if application.status not in WITH_THE_GROUP:
        log(application, verb, by=by, now=now, **facts)
        return
    if application.status == Status.AWAITING_CONSENSUS:
        move(application, Status.DRAFT, now=now)
        application.save()
    note_edit(application, verb, save=Save(by, application.edit_number, now), **facts)
    people_letters.post_person_declined(application, people(application), gone=facts["signatory"], now=now)


def _earlier_accounts(application: Application, user: User) -> list[User]:
    """The accounts of the addresses that the person's rows had before they were corrected."""
    before = AddressChange.objects.filter(signatory__in=_rows(application, user)).values("old")
    return [account for account in User.objects.filter(email__in=before) if not account.is_team]


def _erase(application: Application, user: User) -> None:
    """Every row of this application that holds the address: removed rows, answers from it, corrections of it, and
    the contacts of its workplaces."""
    _rows(application, user).delete()
    _corrected(application, user).delete()
    Answer.objects.filter(version__application=application, address=user.email).delete()
    WorkplaceContact.objects.filter(workplace__application=application, email=user.email).delete()


def _rows(application: Application, user: User) -> QuerySet[Signatory]:
    return Signatory.objects.filter(application=application, email=user.email)


def _corrected(application: Application, user: User) -> QuerySet[AddressChange]:
    return AddressChange.objects.filter(Q(old=user.email) | Q(new=user.email), signatory__application=application)


@forgetting.holds
def is_named(user: User) -> bool:
    """Whether an application still names the person, or is theirs alone."""
    elsewhere = WorkplaceContact.objects.filter(email=user.email)
    is_named = Signatory.objects.filter(email=user.email).exists() or elsewhere.exists()
    return is_named or Application.objects.with_the_group().filter(author=user).exists()
