"""What a request tells us about the person and where it came from."""

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts.models import User

LONGEST_NEXT = 1000

# For a page that shows a form and takes it.
visit_or_submit = require_http_methods(["GET", "HEAD", "POST"])


class AuthenticatedRequest(HttpRequest):
    """A request that has passed one of the doors in ``accounts.rooms``: somebody is signed in."""

    user: User


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, be it nothing at all; None while it is only looked at."""
    return request.POST if request.method == "POST" else None


def safe_next(wanted: str) -> str:
    """``wanted`` if it is an address on this site (``/…``, no host, no control characters), else nothing."""
    is_local = (
        wanted.startswith("/")
        and len(wanted) <= LONGEST_NEXT
        and wanted.isprintable()
        and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    )
    return wanted if is_local else ""


def page_left(request: HttpRequest) -> str:
    """The page to come back to after signing in: this one, or for a POST the page that held the form. May be empty."""
    if request.method in ("GET", "HEAD"):
        return safe_next(request.get_full_path())
    came_from = urlsplit(request.headers.get("Referer", ""))
    return safe_next(came_from.path) if came_from.netloc == request.get_host() else ""


def network_of(request: HttpRequest) -> str:
    """Whom an attempt is counted against: the IPv4 address, or the /64 of an IPv6 address (one home has a whole /64).

    ``X-Forwarded-For`` is believed only as far as our own proxies (``settings.PROXY_HOPS``) have written it: anybody
    can send the header, and only its right end comes from us.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_HOPS:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        told = hops[-settings.PROXY_HOPS].strip() if len(hops) >= settings.PROXY_HOPS else told
    try:
        address = ip_address(told)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)
