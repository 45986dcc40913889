"""The administration's own door, behind the room's: it holds even if somebody takes the room off the list."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from accounts.models import Role
from tests.factories.accounts import UserFactory, staff

pytestmark = pytest.mark.django_db

index = admin.site.admin_view(lambda request: HttpResponse("inside"))


def visit(view, user):
    request = RequestFactory().get("/administration/?a=1")
    request.user = user
    return view(request)


@pytest.mark.parametrize("view", [index, admin.site.login])
def test_signed_out_leads_to_the_one_sign_in(view):
    assert visit(view, AnonymousUser())["Location"] == "/log-ind/?next=/administration/%3Fa%3D1"


@pytest.mark.parametrize("view", [index, admin.site.login])
def test_for_others_there_is_nothing_here(view):
    for user in (UserFactory(), staff(Role.HEAD)):
        with pytest.raises(Http404):
            visit(view, user)


def test_an_administrator_is_let_in():
    assert visit(index, staff(Role.ADMIN)).content == b"inside"
