"""The addresses of the applicants' room and of the public pages."""

from django.urls import path

from applications.views import public

app_name = "applications"

urlpatterns = [
    path("was", public.was, name="was"),
    path("privatliv/", public.privacy, name="privacy"),
]
