"""Who works here and as what: inviting, changing and closing. Any change of that ends the person's sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from accounts.actions.passwords import INVITATION_GOOD_FOR
from accounts.models import Party, PasswordLink, Role, User
from notifications import outbox


class IsClosed(Exception):
    """The person's account has been closed; it is opened again in the administration, not by an invitation."""


class LastAdministrator(Exception):
    """Nobody would be left to administer the portal."""


@dataclass(frozen=True)
class Position:
    """What a member of staff is: ``party`` exactly when ``roles`` hold the steering group."""

    roles: frozenset[Role]
    party: Party | None = None


@transaction.atomic
def invite(*, email: str, name: str, position: Position, now: datetime) -> User:
    """Make the person staff and owe a letter for choosing a password, unless there is one already. May run twice.

    Roles are added to those held; an earlier invitation that is still open is replaced. Raises IsClosed.
    """
    fields = {"joined_at": now, "password": make_password(None)}
    user, _ = User.objects.get_or_create(email=email.strip().lower(), defaults=fields)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise IsClosed
    _take_up(user, position.roles | {Role(role) for role in user.roles}, position.party or user.party)
    user.name = name or user.name
    user.save(update_fields=["name", "roles", "party", "session_epoch"])
    if not user.has_usable_password():
        _owe_invitation(user, now)
    return user


@transaction.atomic
def change(*, user_id: int, name: str, position: Position, is_active: bool) -> User:
    """Write what a member of staff is from now on. Raises LastAdministrator."""
    # Every administrator is locked with the person, so that two who close each other leave one.
    locked = User.objects.select_for_update().filter(Q(pk=user_id) | Q(roles__contains=[Role.ADMIN])).order_by("pk")
    people = {person.pk: person for person in locked}
    user = people.pop(user_id)
    stays_admin = is_active and Role.ADMIN in position.roles
    others = any(person.is_active and person.is_staff for person in people.values())
    if user.is_active and user.is_staff and not stays_admin and not others:
        raise LastAdministrator
    if user.is_active != is_active:
        user.session_epoch += 1
    user.is_active = is_active
    user.name = name
    _take_up(user, position.roles, position.party or "")
    user.save(update_fields=["name", "roles", "party", "is_active", "session_epoch"])
    return user


def _take_up(user: User, roles: Iterable[Role], party: str) -> None:
    """Write roles (in the order of ``Role``) and party; when they differ, every session of the person ends."""
    held = set(roles)
    if (held, party) != (set(user.roles), user.party):
        user.session_epoch += 1
    user.roles = [role.value for role in Role if role in held]
    user.party = party


def _owe_invitation(user: User, now: datetime) -> None:
    invitations = PasswordLink.objects.filter(email=user.email, purpose=PasswordLink.Purpose.INVITATION)
    invitations.filter(used_at=None).update(used_at=now)
    link = PasswordLink.objects.create(
        email=user.email,
        purpose=PasswordLink.Purpose.INVITATION,
        asked_at=now,
        expires_at=now + INVITATION_GOOD_FOR,
    )
    outbox.post("staff-invitation", about=link.pk, recipient="invited", now=now)
