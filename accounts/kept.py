"""What was typed survives the end of a session: how a request is kept, and how its writer finds it again.

Every form in the applicants' room with something to type, and each of the secretariat's that asks for it, carries a
signed field: whom the page was made for, and where it stands. Only we can have made it, so nobody can make the portal
keep something in another's name; and only that person, in that browser, is given the text back. It is never saved on
the way: they see it, and save it again.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_cache_control

import clock
from accounts import rooms, sealing
from accounts.actions import keeping
from accounts.http import AuthenticatedRequest
from accounts.models import KeptPost, User

ROOMS = ("/ansoegninger/", "/sekretariat/")
FIELD = "skrevet_af"
COOKIE = "spark_gemt"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_FIELD_PURPOSE, _COOKIE_PURPOSE = "written-by", "kept-post"
_OWN = ("csrfmiddlewaretoken", FIELD)
SIGN_IN_AGAIN = "Du er logget ud. Det, du skrev, har vi gemt i 30 minutter. Log ind igen, så står det i felterne."


# ── The page ────────────────────────────────────────────────────────────────────────────────────────────────────────
def mark(user: User, page: str) -> str:
    """The value of the signed field on ``page`` made for ``user``."""
    return sealing.sign_text(f"{user.pk} {page}", purpose=_FIELD_PURPOSE)


def _marked(request: HttpRequest) -> tuple[int, str] | None:
    """Whom the form that was sent was made for, and on which page it stood."""
    try:
        token = request.POST.get(FIELD, "")
    except (
        SuspiciousOperation,
        BadRequest,
        MultiPartParserError,
        UnreadablePostError,
    ):  # too much, or of no shape that a form has
        return None
    try:
        writer, page = sealing.signed_text(token, purpose=_FIELD_PURPOSE).split(" ")
    except sealing.NotOurs:
        return None
    return int(writer), page


# ── Keeping ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def keep(request: HttpRequest) -> KeptPost | None:
    """Keep what was sent, if it comes from a page of ours that asks for it, and from the person it was made for."""
    if not request.path_info.startswith(ROOMS) or request.content_type not in _FORMS or _is_too_long(request):
        return None
    marked = _marked(request)
    if marked is None or request.user.pk not in (None, marked[0]):
        return None
    sent = request.POST.copy()
    for name in _OWN:
        sent.pop(name, None)
    try:
        return keeping.keep(
            writer_id=marked[0], page=marked[1], body=sent.urlencode(), replacing=_id(request), now=clock.now()
        )
    except keeping.NotKept:
        return None


def _is_too_long(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > keeping.LONGEST


def to_sign_in(request: HttpRequest, kept: KeptPost) -> HttpResponse:
    """The way to sign in and back to the page; a script that saves meanwhile is told with 401."""
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse({"said": SIGN_IN_AGAIN}, status=401)
    else:
        messages.info(request, SIGN_IN_AGAIN)
        response = rooms.to_sign_in(request, kept.page)
    remember(response, kept)
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether our script asks, not a person's own press of a button."""
    return request.headers.get("Accept") == "application/json"


def remember(response: HttpResponse, kept: KeptPost) -> None:
    """Let the browser hold the row's signed id, until it is closed."""
    response.set_cookie(
        COOKIE,
        sealing.sign(kept.pk, purpose=_COOKIE_PURPOSE),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    patch_cache_control(response, no_store=True, private=True)


# ── Giving back ─────────────────────────────────────────────────────────────────────────────────────────────────────
def typed(request: AuthenticatedRequest) -> QueryDict | None:
    """What this person sent from this page in this browser, while it is kept. A visit leaves it where it is."""
    kept = _row(request) if request.method in ("GET", "HEAD") else None
    if kept is None or kept.page != request.path:
        return None
    body = keeping.body_of(kept, by=request.user, now=clock.now())
    return None if body is None else QueryDict(body)


def sent_or_typed(request: AuthenticatedRequest) -> QueryDict | None:
    """What a form was sent with; on a visit, what its writer had typed when the session ended, if anything."""
    return request.POST if request.method == "POST" else typed(request)


def is_sent_well(request: HttpRequest, form: Form) -> bool:
    """Whether the verb may be tried. What was only given back is looked at first."""
    return request.method == "POST" and form.is_valid()


def is_given_back(request: HttpRequest, form: Form) -> bool:
    """Whether the form shows what was typed when the session ended."""
    return form.is_bound and request.method != "POST"


def let_go(request: HttpRequest, response: HttpResponse) -> None:
    """Forget what has served: somebody else signed in, its writer signed out, or has sent the page again."""
    if COOKIE in response.cookies:
        return
    kept = _row(request)
    if kept is not None and not _has_served(request, kept, clock.now()):
        return
    if kept is not None:
        keeping.forget(kept)
    response.delete_cookie(COOKIE, samesite="Lax")


def _has_served(request: HttpRequest, kept: KeptPost, now: datetime) -> bool:
    if request.user.pk != kept.writer_id or now >= kept.expires_at:
        return True
    return request.method == "POST" and _marked(request) == (kept.writer_id, kept.page)


def _id(request: HttpRequest) -> UUID | None:
    try:
        return sealing.signed_id(request.COOKIES.get(COOKIE, ""), purpose=_COOKIE_PURPOSE)
    except sealing.NotOurs:
        return None


def _row(request: HttpRequest) -> KeptPost | None:
    kept_id = _id(request)
    return KeptPost.objects.filter(pk=kept_id).first() if kept_id else None
