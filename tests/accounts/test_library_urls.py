"""allauth's names resolve, since it looks them up; those that are no pages of ours answer 404."""

import pytest
from allauth.account import urls as allauth_urls
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from tests.factories.accounts import staff

OURS = {
    "account_login": "/log-ind/medarbejder/",
    "account_logout": "/log-ud/",
    "account_reset_password": "/log-ind/glemt-adgangskode/",
}
KEYED = {
    "account_confirm_email": {"key": "abc"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc"},
}
CLOSED = {
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
    *KEYED,
}


def test_every_name_that_allauth_has_today_is_decided_on():
    assert {pattern.name for pattern in allauth_urls.urlpatterns} <= CLOSED | OURS.keys()


@pytest.mark.parametrize("name", sorted(OURS))
def test_the_names_we_need_lead_to_our_pages(name):
    assert reverse(name) == OURS[name]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(CLOSED))
def test_every_other_name_answers_404_to_everybody(name):
    address = reverse(name, kwargs=KEYED.get(name))
    signed_in = Client()
    signed_in.force_login(staff(Role.ADMIN))

    for visitor in (Client(), signed_in):
        assert visitor.get(address).status_code == visitor.post(address).status_code == 404


@pytest.mark.django_db
def test_the_administration_has_no_way_in_out_or_to_passwords_of_its_own(client):
    client.force_login(staff(Role.ADMIN))

    assert client.get("/administration/password_change/")["Location"] == "/log-ind/glemt-adgangskode/"
    assert client.get("/administration/password_change/done/").status_code == 404
    assert client.post("/administration/logout/")["Location"] == "/logget-ud/"
    assert client.get("/administration/login/")["Location"].startswith("/log-ind/")
