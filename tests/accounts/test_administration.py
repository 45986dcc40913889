"""The administration's door."""

import re
from urllib.parse import urlencode

import pytest
from django.contrib import admin

from accounts.models import Role, User

ADDRESSES = ["/administration/", "/administration/login/", "/administration/findes-ikke/", "/administration/jsi18n/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_signed_out_every_address_leads_to_the_sign_in(client, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/log-ind/?{urlencode({'next': address})}"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("roles", [[], ["consultant"], ["head"], ["steering"]])
def test_without_the_role_there_is_no_administration(client, address, roles):
    client.force_login(User.objects.create_user("bo@spark.dk", roles=roles, party="kl" if "steering" in roles else ""))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.django_db
def test_an_administrator_enters_in_danish_under_the_strict_policy(client):
    client.force_login(User.objects.create_user("admin@spark.dk", roles=[Role.ADMIN]))
    answer = client.get("/administration/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "SPARK-administration" in html
    assert "Brugere og stamdata" in html
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)|\son\w+=", html)
    assert client.get("/administration/findes-ikke/").status_code == 404


def test_nothing_stands_there_that_decides_nothing():
    assert {model._meta.label for model in admin.site._registry} == {
        "accounts.User",
        "applications.AgreementPeriod",
        "applications.Municipality",
        "applications.PrioritisationRound",
        "applications.PriorityWeights",
        "applications.Province",
        "applications.Region",
        "applications.Sector",
        "themes.Theme",
    }


@pytest.mark.django_db
def test_an_administrator_who_is_shut_out_is_a_stranger(client):
    someone = User.objects.create_user("admin@spark.dk", roles=[Role.ADMIN])
    client.force_login(someone)
    User.objects.filter(pk=someone.pk).update(is_active=False)
    assert client.get("/administration/").headers["Location"] == "/log-ind/?next=%2Fadministration%2F"


@pytest.mark.django_db
def test_leaving_the_administration_says_goodbye_in_danish(client):
    client.force_login(User.objects.create_user("admin@spark.dk", roles=[Role.ADMIN]))
    assert client.post("/administration/logout/").headers["Location"] == "/logget-ud/"
    assert "<h1>Du er logget ud</h1>" in client.get("/logget-ud/").content.decode()
