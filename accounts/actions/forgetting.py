"""Forgetting a person who wants no account with us any more."""

from django.db import transaction

from accounts.models import KeptPost, PasswordLink, SignInCode, User

FORGOTTEN = "Slettet person"


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
