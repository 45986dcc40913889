"""The road in for staff: a password, chosen and replaced through letters. The second factor is asked for by allauth."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import F

from accounts.actions import limits
from accounts.actions.limits import Limit
from accounts.models import PasswordLink, User
from notifications import outbox

INVITATION_GOOD_FOR = timedelta(hours=72)
RESET_GOOD_FOR = timedelta(hours=1)

# Per account *and* network: nobody can shut a named consultant out from everywhere by typing wrong passwords.
WRONG_PER_ACCOUNT_AND_NETWORK = Limit("passwords-account-network", most=5, within=timedelta(minutes=15))
PER_NETWORK = Limit("passwords-network", most=200, within=timedelta(minutes=15))
LINKS_PER_ADDRESS_AND_HOUR = Limit("links-address-hour", most=3, within=timedelta(hours=1))
LINKS_PER_ADDRESS_AND_DAY = Limit("links-address-day", most=10, within=timedelta(days=1))
LINKS_PER_NETWORK_AND_HOUR = Limit("links-network-hour", most=100, within=timedelta(hours=1))


class WrongPassword(Exception):
    """No member of staff has this address and this password; which of the two is wrong stays unsaid."""


class LinkIsSpent(Exception):
    """The link is used, replaced, too old, or its address no longer belongs to anybody on the staff."""


def check(*, email: str, password: str, network: str, now: datetime) -> User:
    """The member of staff with this password. Raises limits.TooMany (even for the right password) or WrongPassword.

    The try is counted and committed before the password is looked at, so that a hundred guesses at one instant are no
    more than five, and nobody waits for a lock while a hash is computed. A right password gives the tries back.
    """
    email = email.strip().lower()
    subject = f"{email} from {network}"
    limits.spend({WRONG_PER_ACCOUNT_AND_NETWORK: subject, PER_NETWORK: network}, now=now)
    user = authenticate(username=email, password=password)  # hashes for unknown addresses as well: same time
    if not isinstance(user, User) or not user.is_team:
        raise WrongPassword
    limits.forgive(WRONG_PER_ACCOUNT_AND_NETWORK, subject)
    return user


@transaction.atomic
def ask_for_link(*, email: str, network: str, now: datetime) -> None:
    """Owe ``email`` a letter for choosing a new password; only staff will get it. Raises limits.TooMany."""
    email = email.strip().lower()
    spendings = {
        LINKS_PER_ADDRESS_AND_HOUR: email,
        LINKS_PER_ADDRESS_AND_DAY: email,
        LINKS_PER_NETWORK_AND_HOUR: network,
    }
    limits.spend(spendings, now=now)
    link = PasswordLink.objects.create(
        email=email, purpose=PasswordLink.Purpose.RESET, asked_at=now, expires_at=now + RESET_GOOD_FOR
    )
    outbox.post("password-link", about=link.pk, recipient="asker", now=now)


def holder(*, link_id: UUID, now: datetime) -> User:
    """The member of staff who may choose a password through the link. Changes nothing. Raises LinkIsSpent."""
    link = PasswordLink.objects.filter(pk=link_id).first()
    return _holder(link, now)


@transaction.atomic
def choose(*, link_id: UUID, password: str, now: datetime) -> User:
    """Set the password, void this and every other link, end every session, tell the person. Raises LinkIsSpent."""
    link = PasswordLink.objects.select_for_update().filter(pk=link_id).first()
    user = User.objects.select_for_update().get(pk=_holder(link, now).pk)
    user.set_password(password)
    user.session_epoch = F("session_epoch") + 1
    user.save(update_fields=["password", "session_epoch"])
    PasswordLink.objects.filter(email=user.email, used_at=None).update(used_at=now)
    outbox.post("password-chosen", about=link_id, recipient="holder", now=now)
    return user


def _holder(link: PasswordLink | None, now: datetime) -> User:
    if link is None or not link.is_open(now):
        raise LinkIsSpent
    user = User.objects.filter(email=link.email, is_active=True).first()
    if user is None or not user.is_team:
        raise LinkIsSpent
    return user
