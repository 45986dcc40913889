"""The administration's door: role admin enters, everybody else learns nothing."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.contrib.admin.sites import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

AdminPage = TypeVar("AdminPage", bound=Callable[..., HttpResponseBase])


class PortalAdminSite(AdminSite):
    """Django's administration in Danish, behind the portal's own sign-in."""

    site_header = "SPARK-administration"
    site_title = "SPARK-administration"
    index_title = "Brugere og stamdata"
    site_url = "/"
    enable_nav_sidebar = False
    logout_template = "accounts/signed_out.html"

    def admin_view(self, view: AdminPage, cacheable: bool = False) -> AdminPage:  # noqa: FBT001, FBT002  (Django's signature)
        """``view`` for role admin; signed out leads to the sign-in, anybody else finds nothing here."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not self.has_permission(request):
                return _turn_away(request)
            return inner(request, *args, **kwargs)

        return cast("AdminPage", update_wrapper(guarded, view))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in, and it is not here."""
        return _turn_away(request)


def _turn_away(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())
