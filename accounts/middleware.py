"""What holds for every request: sessions end in time, rooms stay shut, browsers keep nothing, no words are lost."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

import clock
import look
from accounts import kept, rooms
from accounts.actions import sessions

GetResponse = Callable[[HttpRequest], HttpResponse]

# Asking how long the session lasts (GET) is no sign of somebody being there.
ASKING = "/log-ind/session/"


def sessions_end_in_time(get_response: GetResponse) -> GetResponse:
    """Ends a session twelve hours after sign-in, and one of staff after thirty minutes without a request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now = clock.now()
        if request.user.is_authenticated and sessions.ends_at(request, now) <= now:
            sessions.sign_out(request)
            messages.info(request, "Du er blevet logget ud, fordi der er gået lang tid. Log ind igen for at fortsætte.")
        response = get_response(request)
        # Afterwards, so that the request that signs somebody in starts the clock.
        if request.user.is_authenticated and (request.path_info != ASKING or request.method == "POST"):
            sessions.note_presence(request, clock.now())
        return response

    return middleware


def what_was_typed_is_kept(get_response: GetResponse) -> GetResponse:
    """What is sent from a room of ours after the session has ended is kept, for its writer alone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        if request.method == "POST" and not was_signed_in and (found := kept.keep(request)) is not None:
            return kept.to_sign_in(request, found)
        response = get_response(request)
        if kept.COOKIE in request.COOKIES and (was_signed_in or request.user.is_authenticated):
            kept.let_go(request, response)
        return response

    return middleware


def rooms_are_shut(get_response: GetResponse) -> GetResponse:
    """Below a room's address nobody passes the door without the right to enter, whether a page is there or not."""

    def middleware(request: HttpRequest) -> HttpResponse:
        room = rooms.room_of(request.path_info)
        if room is None:
            return get_response(request)
        if not request.user.is_authenticated:
            return rooms.to_sign_in(request)
        if not room.admits(request.user):
            raise Http404
        return get_response(request)

    return middleware


def wrong_methods_have_a_page(get_response: GetResponse) -> GetResponse:
    """Whoever types the address of a button, or reloads it, reads a page of ours instead of an empty one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response.content = render_to_string("405.html", look.house())
        return response

    return middleware


def nothing_is_kept(get_response: GetResponse) -> GetResponse:
    """No browser or proxy keeps a page made for a signed-in person: Back after sign-out shows nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware
