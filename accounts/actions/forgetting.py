"""Forgetting a person who wants no account with us any more."""

from collections.abc import Callable

from django.db import transaction

from accounts.models import KeptPost, PasswordLink, SignInCode, User

Ask = Callable[[User], bool]
_HOLDS: list[Ask] = []
FORGOTTEN = "Slettet person"


def holds(ask: Ask) -> Ask:
    """``ask`` says whether a room above still knows somebody by their address: then the account stays."""
    _HOLDS.append(ask)
    return ask


def is_held(user: User) -> bool:
    """Whether any room still needs the person."""
    return any(ask(user) for ask in _HOLDS)


@transaction.atomic
def forget(user: User) -> None:
    """Erase address and name. The row stays, closed, so that what happened keeps the id of who did it.

    Whoever signs in with the address later is somebody new.
    """
    SignInCode.objects.filter(email=user.email).delete()
    KeptPost.objects.filter(writer=user).delete()
    PasswordLink.objects.filter(email=user.email).delete()
    closed = {"email": f"{user.pk}@slettet.invalid", "name": FORGOTTEN, "is_active": False, "last_login": None}
    User.objects.filter(pk=user.pk).update(session_epoch=user.session_epoch + 1, **closed)
