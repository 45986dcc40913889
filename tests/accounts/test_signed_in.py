from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore as Djangos
from django.forms.models import model_to_dict

from accounts.models import Role, User
from accounts.signed_in import People, SessionStore
from tests.factories.accounts import UserFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def kept(store=SessionStore, **values):
    session = store()
    session.update(values)
    session.save()
    return session.session_key


# ── The session ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_session_holds_what_was_put_there():
    key = kept(seen_at=7)

    assert SessionStore(key).load() == Djangos(key).load() == {"seen_at": 7}


def test_a_session_whose_time_is_over_holds_nothing_and_its_key_is_not_taken_over(noon):
    key = kept(seen_at=7)
    noon.shift(timedelta(hours=12))
    session = SessionStore(key)

    assert session.load() == {}
    assert session.session_key is None


def test_a_key_that_was_never_given_is_not_taken_over():
    session = SessionStore("a" * 32)

    assert session.load() == {}
    assert session.session_key is None


# ── The person ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_person_is_read_whole():
    person = staff(Role.HEAD, Role.ADMIN, email="grethe@spark.example")
    read = People().get_user(person.pk)
    by_django = User.objects.get(pk=person.pk)

    assert model_to_dict(read) == model_to_dict(by_django)
    assert read.get_session_auth_hash() == by_django.get_session_auth_hash()
    assert read.get_deferred_fields() == set()


def test_what_was_read_may_be_saved():
    read = People().get_user(UserFactory(name="Tove Riis").pk)
    read.name = "Tove Riis-Holm"
    read.save()

    assert User.objects.values_list("name", flat=True).get() == "Tove Riis-Holm"


@pytest.mark.parametrize("number", [0, 10**9])
def test_nobody_has_a_key_that_was_never_given(number):
    assert People().get_user(number) is None


def test_a_closed_account_is_nobody():
    assert People().get_user(UserFactory(is_active=False).pk) is None
