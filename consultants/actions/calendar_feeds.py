"""The secret address of a consultant's calendar: made, renewed, shut; and the consultant whom an address belongs to."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare

from accounts.models import Role, User
from consultants.models import CalendarFeed

# 32 random bytes, as letters that need no quoting in an address.
_BYTES = 32
_LONGEST = 64


@transaction.atomic
def make(*, by: User, now: datetime) -> str:
    """A new secret for ``by``; the former one, if any, is dead from now on. Nobody can ask for it again."""
    token = secrets.token_urlsafe(_BYTES)
    CalendarFeed.objects.update_or_create(user=by, defaults={"token_hash": _hash(token), "made_at": now})
    return token


@transaction.atomic
def shut(*, by: User) -> bool:
    """Nobody reads the calendar of ``by`` any more; says whether anybody could."""
    _, gone = CalendarFeed.objects.filter(user=by).delete()
    return bool(gone)


@transaction.atomic
def show_workplace(*, by: User, shown: bool) -> bool:
    """Whether the calendar of ``by`` names the workplaces; says whether there is a calendar."""
    return bool(CalendarFeed.objects.filter(user=by).update(shows_workplace=shown))


def of_token(token: str) -> CalendarFeed | None:
    """The feed that ``token`` opens; None for a secret that is unknown or dead, or whose owner is no consultant now.

    It is looked up by its hash, so how long the search takes says nothing of the secret; compared once more in
    constant time, since the database promises nothing of the kind.
    """
    if len(token) > _LONGEST:
        return None
    wanted = _hash(token)
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=wanted).first()
    if feed is None or not constant_time_compare(feed.token_hash, wanted):
        return None
    return feed if feed.user.is_active and feed.user.has_role(Role.CONSULTANT) else None


def _hash(token: str) -> str:
    """No salt and no stretching: the secret is 32 random bytes, not a word that somebody chose."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
