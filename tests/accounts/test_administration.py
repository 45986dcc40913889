"""The administration's door."""

import re
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from accounts.models import Role
from tests.factories.accounts import UserFactory, staff

pytestmark = pytest.mark.django_db

index = admin.site.admin_view(lambda request: HttpResponse("inside"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_signed_out_every_address_leads_to_the_sign_in(client, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/log-ind/?{urlencode({'next': address})}"


@pytest.mark.parametrize("view", [index, admin.site.login])
def test_signed_out_leads_to_the_one_sign_in(view):
    assert visit(view, AnonymousUser())["Location"] == "/log-ind/?next=/administration/%3Fa%3D1"


@pytest.mark.parametrize("view", [index, admin.site.login])
def test_for_others_there_is_nothing_here(view):
    for user in (UserFactory(), staff(Role.HEAD)):
        with pytest.raises(Http404):
            visit(view, user)


@pytest.mark.django_db
def test_an_administrator_who_is_shut_out_is_a_stranger(client):
    admin = User.objects.create_user("admin@spark.dk", roles=[Role.ADMIN])
    client.force_login(admin)
    User.objects.filter(pk=admin.pk).update(is_active=False)
    assert client.get("/administration/").headers["Location"] == "/log-ind/?next=%2Fadministration%2F"


@pytest.mark.django_db
def test_leaving_the_administration_says_goodbye_in_danish(client):
    client.force_login(User.objects.create_user("admin@spark.dk", roles=[Role.ADMIN]))
    assert client.post("/administration/logout/").headers["Location"] == "/logget-ud/"
    assert "<h1>Du er logget ud</h1>" in client.get("/logget-ud/").content.decode()
