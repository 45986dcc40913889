import pytest
from django.db import IntegrityError, transaction

from accounts.models import Party, Role, User
from tests.factories.accounts import UserFactory, staff

pytestmark = pytest.mark.django_db


def test_the_manager_makes_a_person_without_a_password():
    user = User.objects.create_user(" Leder@Kommune.Example ", name="Ane Brohøj")

    assert (user.email, str(user)) == ("leder@kommune.example", "Ane Brohøj")
    assert not user.has_usable_password()


def test_a_person_without_a_name_is_called_by_the_address():
    assert str(UserFactory(name="", email="tr@kommune.example")) == "tr@kommune.example"


def test_only_an_active_administrator_has_the_rights_of_the_administration():
    for user, has_them in (
        (staff(Role.ADMIN), True),
        (staff(Role.ADMIN, is_active=False), False),
        (staff(Role.HEAD), False),
        (UserFactory(), False),
    ):
        answers = {user.has_perm("accounts.change_user"), user.has_perms([]), user.has_module_perms("accounts")}
        assert answers == {has_them}


@pytest.mark.parametrize(
    "fields",
    [{"party": Party.KL}, {"roles": ["steering"], "party": ""}, {"roles": ["steering"], "party": "x"}],
)
def test_the_database_ties_the_party_to_the_steering_group(fields):
    with pytest.raises(IntegrityError, match="user_party_exactly_when_steering"), transaction.atomic():
        UserFactory(**fields)


def test_the_database_refuses_an_address_in_capitals():
    with pytest.raises(IntegrityError, match="user_email_is_lower_case"), transaction.atomic():
        UserFactory(email="Leder@kommune.example")


@pytest.mark.parametrize(
    ("name", "value"),
    [("password", "x"), ("roles", ["head"]), ("party", "ff"), ("session_epoch", 1)],
)
def test_the_session_hangs_on_password_roles_party_and_epoch(name, value):
    user = staff(Role.STEERING)
    before = user.get_session_auth_hash()
    setattr(user, name, value)

    assert user.get_session_auth_hash() != before


def test_a_replaced_secret_key_ends_no_session(client, settings):
    client.force_login(UserFactory())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key, long enough to be one"

    assert client.get("/logget-ud/").wsgi_request.user.is_authenticated
