"""The doors. Signed out, every address of a room leads to the sign-in page, existing or not; signed in without the
right to the room, every address answers 404, as if it did not exist.

The list of rooms is asked by a middleware for whole prefixes; the decorators say the same again, and finer, at each
view.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect

from accounts.http import AuthenticatedRequest, page_left, safe_next
from accounts.models import Role, User

P = ParamSpec("P")
Inside = Callable[Concatenate[AuthenticatedRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True)
class Room:
    """A prefix of addresses and the roles that may enter; no roles: the applicants' room, closed to staff."""

    address: str
    roles: tuple[Role, ...]

    def admits(self, user: User) -> bool:
        """Whether ``user`` may enter the room at all."""
        return user.has_role(*self.roles) if self.roles else not user.is_team


ROOMS = (
    Room("/sekretariat/", (Role.CONSULTANT, Role.HEAD)),
    Room("/styregruppe/", (Role.STEERING, Role.HEAD)),
    Room("/administration/", (Role.ADMIN,)),
    Room("/ansoegninger/", ()),
)


def room_of(path: str) -> Room | None:
    """The room that ``path`` lies in, with or without its last slash; None for public pages."""
    return next((room for room in ROOMS if f"{path}/".startswith(room.address)), None)


def landing(user: User, wanted: str = "") -> str:
    """Where ``user`` goes after signing in: the page wanted, if ours and in a room that admits, else one's own room."""
    wanted = safe_next(wanted)
    room = room_of(wanted)
    if wanted and (room is None or room.admits(user)):
        return wanted
    return next(room.address for room in ROOMS if room.admits(user))


def to_sign_in(request: HttpRequest, back: str = "") -> HttpResponseRedirect:
    """The way to the sign-in page and back again: to ``back``, or to the page that the person left."""
    back = back or page_left(request)
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': back})}" if back else settings.LOGIN_URL)


def _door(view: Inside[P], admits: Callable[[User], bool]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not admits(request.user):
            raise Http404
        return view(cast("AuthenticatedRequest", request), *args, **kwargs)

    return guarded


def signed_in(view: Inside[P]) -> View[P]:
    """For anybody who is signed in."""
    return _door(view, lambda user: True)


def applicants_room(view: Inside[P]) -> View[P]:
    """For people who hold no role; staff have no page here."""
    return _door(view, lambda user: not user.is_team)


def room(*roles: Role) -> Callable[[Inside[P]], View[P]]:
    """For staff who hold at least one of ``roles``."""

    def with_roles(view: Inside[P]) -> View[P]:
        return _door(view, lambda user: user.has_role(*roles))

    return with_roles
