"""The rooms of the house and their doors."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from notifications import health

# No page is forbidden: what a person may not see answers 404, so PermissionDenied has the same face.
handler400 = "applications.views.errors.bad_request"
handler403 = "applications.views.errors.page_not_found"
handler404 = "applications.views.errors.page_not_found"
handler500 = "applications.views.errors.server_error"

urlpatterns = [
    # Before the applicants' own, where any word below /ansoegninger/ could be a reference.
    path("", include("consultants.urls")),
    path("", include("applications.urls")),
    path("", include("themes.urls")),
    path("", include("accounts.urls")),
    path("", include("accounts.library_urls")),
    path("", include("steering.urls")),
    *([path("", include("demo.urls"))] if settings.DEMO else []),
    path("administration/", admin.site.urls),
    path("livez", health.livez),
    path("readyz", health.readyz),
]
