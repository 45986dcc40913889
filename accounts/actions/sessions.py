"""Signing somebody in and out: the one place that opens and ends a session."""

from django.contrib.auth import login, logout
from django.http import HttpRequest

from accounts.models import User

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest, user: User) -> None:
    """Open a session for ``user`` under a new key; a session of somebody else in this browser ends.

    Whoever calls has made sure who it is: a right code, a right password and what follows it, or the demo's own list.
    """
    login(request, user, backend=_BACKEND)


def sign_out(request: HttpRequest) -> None:
    """End the session and forget all it held. Harmless when nobody is signed in."""
    logout(request)
