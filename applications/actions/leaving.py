""" "Det er ikke mig" and "slet mine oplysninger": a person, and all that an application holds of them, is erased.

What happened stays in the timeline, by ids: who said no and then left is still seen by the desk.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actions import forgetting
from accounts.models import User
from applications import people_letters
from applications.actions import searching
from applications.actions.drafting import Save, note_edit
from applications.actions.record import NotNamed, lock, log, move
from applications.lifecycle import WITH_THE_GROUP, Status
from applications.models import AddressChange, Answer, Application, Signatory, WorkplaceContact

_NEVER_SENT = frozenset({Status.WITHDRAWN, Status.EXPIRED})


class PartOfTheCase(Exception):
    """The application has been received with this person's yes: first the yes is taken back, or the case ends."""


@dataclass(frozen=True)
class _Traces:
    """Where an application holds an address: ``rows`` of people, removed ones too, and corrections from or to it."""

    rows: list[Signatory]
    corrections: list[AddressChange]
    others: list[Signatory]
    earlier: list[str]


def _traces(application: Application, user: User) -> _Traces:
    """``others``: who else is named now. ``earlier``: the addresses that the person's rows had before."""
    everybody = Signatory.objects.filter(application=application).order_by("position", "added_at", "id")
    rows, others = [], []
    for each in everybody:
        if each.email == user.email:
            rows.append(each)
        elif each.removed_at is None:
            others.append(each)
    corrections = list(AddressChange.objects.filter(signatory__application=application))
    theirs = {row.pk for row in rows}
    return _Traces(
        rows=rows,
        corrections=[each for each in corrections if user.email in {each.old, each.new}],
        others=others,
        earlier=[each.old for each in corrections if each.signatory_id in theirs],
    )


def is_known(application: Application, user: User) -> bool:
    """Whether ``user`` is, or ever was, named by the address they have signed in with."""
    return _is_known(user, _traces(application, user))


def _is_known(user: User, traces: _Traces) -> bool:
    return user.is_active and not user.is_team and bool(traces.rows or traces.corrections)


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
        traces = _traces(application, by)
        if not _is_known(by, traces):
            raise NotNamed
        me = next((row for row in traces.rows if row.removed_at is None), None)
        if not can_leave(application, me):
            raise PartOfTheCase
        earlier = _accounts(traces.earlier)
        if me is not None:
            _let_go(application, me, traces.others, by=by, now=now)
        _erase(application, by, traces)
        searching.write(application)
        gone = [account for account in (by, *earlier) if not forgetting.is_held(account)]
        for account in gone:
            forgetting.forget(account)
        return by in gone


def _accounts(addresses: list[str]) -> list[User]:
    return [each for each in User.objects.filter(email__in=addresses) if not each.is_team] if addresses else []


def _let_go(application: Application, me: Signatory, others: list[Signatory], *, by: User, now: datetime) -> None:
    """The group goes on without ``me``; the others are told which role is free now."""
    verb = "person_declined" if me.accepted_at is None else "person_left"
    facts = {"signatory": str(me.pk), "role": me.role}
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
    people_letters.post_person_declined(application, others, gone=facts["signatory"], now=now)


def _erase(application: Application, user: User, traces: _Traces) -> None:
    """Every row of this application that holds the address, the contacts of its workplaces among them."""
    for row in traces.rows:
        # With it go its answers, and the corrections of its address.
        row.delete()
    if traces.corrections:
        AddressChange.objects.filter(pk__in=[each.pk for each in traces.corrections]).delete()
    Answer.objects.filter(version__application=application, address=user.email).delete()
    WorkplaceContact.objects.filter(workplace__application=application, email=user.email).delete()


@forgetting.holds
def is_named(user: User) -> bool:
    """Whether an application still names the person, or is theirs alone."""
    elsewhere = WorkplaceContact.objects.filter(email=user.email)
    is_named = Signatory.objects.filter(email=user.email).exists() or elsewhere.exists()
    return is_named or Application.objects.with_the_group().filter(author=user).exists()
