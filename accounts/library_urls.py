"""Addresses under names that others choose: django-allauth looks up its own, the administration's header has two.

Those that mean a page of ours lead there; every other one answers 404. ``KONTO`` has nothing in common with the real
addresses, since allauth would otherwise redirect from what they share.
"""

from django.urls import path
from django.views.generic import RedirectView

from accounts import views

CLOSED = (
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_change_password",
    "account_set_password",
    "account_confirm_login_code",
    "account_request_login_code",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_verify_phone",
    "account_change_phone",
)

_to_forgotten = RedirectView.as_view(pattern_name="accounts:forgotten")

urlpatterns = [
    path("log-ind/medarbejder/", views.staff, name="account_login"),
    path("log-ud/", views.sign_out, name="account_logout"),
    path("log-ind/glemt-adgangskode/", views.forgotten, name="account_reset_password"),
    *(path(f"konto/{name.removeprefix('account_')}/", views.nothing_here, name=name) for name in CLOSED),
    path("konto/confirm_email/<str:key>/", views.nothing_here, name="account_confirm_email"),
    path("konto/key/<str:uidb36>-<str:key>/", views.nothing_here, name="account_reset_password_from_key"),
    # Before the administration's own: one way out, and one way to a new password.
    path("administration/logout/", views.sign_out, name="administration_sign_out"),
    path("administration/password_change/", _to_forgotten, name="administration_new_password"),
    path("administration/password_change/done/", views.nothing_here, name="administration_password_done"),
]
