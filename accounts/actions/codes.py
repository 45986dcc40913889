"""The road in for everybody: a six-digit code by mail, good for ten minutes in the browser that asked for it.

Nothing here looks up whether an address is known before the right code is typed, so there is nothing to find out.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare

from accounts import sealing
from accounts.actions import limits
from accounts.actions.limits import Limit
from accounts.models import SignInCode, User
from notifications import outbox

GOOD_FOR = timedelta(minutes=10)

PER_ADDRESS_AND_HOUR = Limit("codes-address-hour", most=5, within=timedelta(hours=1))
PER_ADDRESS_AND_DAY = Limit("codes-address-day", most=20, within=timedelta(days=1))
# Generous: a whole municipality may stand behind one address.
PER_NETWORK_AND_HOUR = Limit("codes-network-hour", most=200, within=timedelta(hours=1))


class CodeIsSpent(Exception):
    """The code is used, replaced, too old, or has been tried five times: only a new one helps."""


class WrongCode(Exception):
    """These are not the digits of the letter. ``tries_left`` is at least 1."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"{tries_left} tries left")
        self.tries_left = tries_left


@transaction.atomic
def ask(*, email: str, replacing: UUID | None, network: str, now: datetime) -> SignInCode:
    """Owe ``email`` a letter with a new code; the one this browser held before (``replacing``) is void.

    Raises limits.TooMany; then nothing has changed, and a code that the browser already holds still works.
    """
    email = email.strip().lower()
    limits.spend({PER_ADDRESS_AND_HOUR: email, PER_ADDRESS_AND_DAY: email, PER_NETWORK_AND_HOUR: network}, now=now)
    if replacing is not None:
        SignInCode.objects.filter(pk=replacing).update(sealed_code="")
    code = SignInCode.objects.create(
        email=email,
        sealed_code=sealing.seal(f"{secrets.randbelow(10**6):06d}"),
        asked_at=now,
        expires_at=now + GOOD_FOR,
    )
    outbox.post("sign-in-code", about=code.pk, recipient="asker", now=now)
    return code


def redeem(*, code_id: UUID, digits: str, now: datetime) -> User:
    """The person who holds the address, made now if it is their first time. Raises WrongCode or CodeIsSpent.

    A wrong try must stay counted, so the refusal is raised after its transaction has been committed.
    """
    with transaction.atomic():
        code = SignInCode.objects.select_for_update().filter(pk=code_id).first()
        if code is None or not code.is_open(now):
            raise CodeIsSpent
        user = _holder(code.email, now) if _is_right(code, digits) else None
        if user is None:
            code.tries_left -= 1
        if user is not None or code.tries_left == 0:
            code.sealed_code = ""
        code.save(update_fields=["tries_left", "sealed_code"])
    if user is not None:
        return user
    if code.tries_left == 0:
        raise CodeIsSpent
    raise WrongCode(code.tries_left)


def _is_right(code: SignInCode, digits: str) -> bool:
    try:
        return constant_time_compare(sealing.unseal(code.sealed_code), digits)
    except sealing.NotOurs:  # the secret key was changed meanwhile: nobody can know the right digits any more
        return False


def _holder(email: str, now: datetime) -> User | None:
    """Who signs in with a right code; nobody when the address belongs to staff or is closed."""
    # The manager's create_user can't lose a race gracefully; two browsers may type their right codes at one instant.
    fields = {"joined_at": now, "password": make_password(None)}
    user, _ = User.objects.get_or_create(email=email, defaults=fields)
    return user if user.is_active and not user.is_team else None
