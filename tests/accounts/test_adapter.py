import pytest
from allauth.account.adapter import get_adapter
from django.test import RequestFactory

from accounts.adapter import MailOutsideTheOutbox
from tests.factories.accounts import staff


def test_nobody_signs_up():
    assert get_adapter().is_open_for_signup(RequestFactory().get("/")) is False


def test_allauth_sends_nothing_by_itself():
    with pytest.raises(MailOutsideTheOutbox):
        get_adapter().send_mail("account/email/login_code", "a@b.example", {})


@pytest.mark.django_db
def test_when_allauth_signs_somebody_out_the_session_ends(client):
    client.force_login(staff())
    request = client.get("/logget-ud/").wsgi_request

    get_adapter().logout(request)

    assert not request.user.is_authenticated
