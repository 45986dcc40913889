"""Signing somebody in and out: the one place that opens and ends a session, and says how long it lasts."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth import login, logout
from django.http import HttpRequest

from accounts.models import User

LONGEST_SESSION = timedelta(hours=12)
LONGEST_PAUSE_OF_STAFF = timedelta(minutes=30)
_NOTE_PRESENCE_EVERY = timedelta(minutes=1)  # not each request: a session that is written is a write in the database

_SIGNED_IN_AT = "signed_in_at"
_SEEN_AT = "seen_at"
_BACKEND = "accounts.signed_in.People"


def sign_in(request: HttpRequest, user: User) -> None:
    """Open a session for ``user`` under a new key; a session of somebody else in this browser ends.

    Whoever calls has made sure who it is: a right code, a right password and what follows it, or the demo's own list.
    """
    login(request, user, backend=_BACKEND)


def sign_out(request: HttpRequest) -> None:
    """End the session and forget all it held. Harmless when nobody is signed in."""
    logout(request)


def ends_at(request: HttpRequest, now: datetime) -> datetime:
    """When the session is over: twelve hours after sign-in; for staff also thirty minutes after the last request."""
    return min(last_moment(request, now), _end_of_pause(request, now))


def last_moment(request: HttpRequest, now: datetime) -> datetime:
    """The end that nobody can put off."""
    return _moment(request, _SIGNED_IN_AT, now) + LONGEST_SESSION


def note_presence(request: HttpRequest, now: datetime) -> None:
    """Somebody is there: a pause begins anew, the twelve hours go on."""
    if _SIGNED_IN_AT not in request.session:
        request.session[_SIGNED_IN_AT] = now.timestamp()
        request.session[_SEEN_AT] = now.timestamp()
    elif now - _moment(request, _SEEN_AT, now) >= _NOTE_PRESENCE_EVERY:
        request.session[_SEEN_AT] = now.timestamp()


def _end_of_pause(request: HttpRequest, now: datetime) -> datetime:
    is_team = request.user.is_authenticated and request.user.is_team
    return _moment(request, _SEEN_AT, now) + (LONGEST_PAUSE_OF_STAFF if is_team else LONGEST_SESSION)


def _moment(request: HttpRequest, key: str, otherwise: datetime) -> datetime:
    stored = request.session.get(key)
    return otherwise if stored is None else datetime.fromtimestamp(stored, UTC)
