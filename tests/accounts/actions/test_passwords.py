from datetime import timedelta

import pytest

from accounts.actions import limits, passwords
from accounts.models import PasswordLink, Role
from notifications.models import Notification
from tests.accounts.conftest import NOON
from tests.factories.accounts import UserFactory, staff

pytestmark = pytest.mark.django_db

RIGHT = "fire tilfældige ord her"


def check(email="konsulent@spark.example", password=RIGHT, network="192.0.2.1", now=NOON):
    return passwords.check(email=email, password=password, network=network, now=now)


def link_for(user, **fields):
    fields = {"asked_at": NOON, "expires_at": NOON + timedelta(hours=1), "purpose": "reset", **fields}
    return PasswordLink.objects.create(email=user.email, **fields)


def test_the_right_password_is_the_person():
    konsulent = staff(email="konsulent@spark.example", password=RIGHT)

    assert check(" Konsulent@Spark.Example") == konsulent


@pytest.mark.parametrize("roles", [[], ["consultant"]])
def test_no_password_is_right_for_one_who_has_none(roles):
    UserFactory(email="konsulent@spark.example", roles=roles)

    with pytest.raises(passwords.WrongPassword):
        check()


def test_a_password_of_one_who_works_here_no_longer_opens_nothing():
    former = staff(email="konsulent@spark.example", password=RIGHT)
    former.roles = []
    former.save()

    with pytest.raises(passwords.WrongPassword):
        check()


def test_a_closed_account_opens_with_no_password():
    staff(email="konsulent@spark.example", password=RIGHT, is_active=False)

    with pytest.raises(passwords.WrongPassword):
        check()


def test_after_five_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour():
    staff(email="konsulent@spark.example", password=RIGHT)
    for _ in range(5):
        with pytest.raises(passwords.WrongPassword):
            check(password="forkert")

    with pytest.raises(limits.TooMany) as refused:
        check()

    assert refused.value.until == NOON + timedelta(minutes=15)
    check(now=NOON + timedelta(minutes=15))


def test_a_stranger_cannot_shut_a_named_consultant_out_from_elsewhere():
    konsulent = staff(email="konsulent@spark.example", password=RIGHT)
    for _ in range(5):
        with pytest.raises(passwords.WrongPassword):
            check(password="forkert", network="198.51.100.66")

    assert check() == konsulent


def test_a_right_password_gives_the_tries_back():
    staff(email="konsulent@spark.example", password=RIGHT)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(passwords.WrongPassword):
                check(password="forkert")
        check()


def test_an_unknown_address_is_counted_like_a_known_one():
    for _ in range(5):
        with pytest.raises(passwords.WrongPassword):
            check("ukendt@spark.example")

    with pytest.raises(limits.TooMany):
        check("ukendt@spark.example")


def test_asking_for_a_link_owes_a_letter_for_any_address():
    passwords.ask_for_link(email=" Ukendt@Spark.Example", network="192.0.2.1", now=NOON)

    link = PasswordLink.objects.get()
    assert (link.email, link.purpose, link.expires_at) == ("ukendt@spark.example", "reset", NOON + timedelta(hours=1))
    assert list(Notification.objects.values_list("kind", "about_id")) == [("password-link", link.pk)]
    assert str(link) == str(link.pk)


def test_the_fourth_link_within_an_hour_is_refused():
    for _ in range(3):
        passwords.ask_for_link(email="konsulent@spark.example", network="192.0.2.1", now=NOON)

    with pytest.raises(limits.TooMany):
        passwords.ask_for_link(email="konsulent@spark.example", network="198.51.100.7", now=NOON)
    assert PasswordLink.objects.count() == 3


def test_choosing_sets_the_password_voids_all_links_and_tells_the_person():
    konsulent = staff(email="konsulent@spark.example")
    link, other = link_for(konsulent), link_for(konsulent)
    link_of_somebody_else = link_for(staff())
    before = konsulent.get_session_auth_hash()

    passwords.choose(link_id=link.pk, password=RIGHT, now=NOON)

    konsulent.refresh_from_db()
    assert check() == konsulent
    assert konsulent.session_epoch == 1
    assert konsulent.get_session_auth_hash() != before
    assert list(Notification.objects.values_list("kind", "about_id")) == [("password-chosen", link.pk)]
    for spent in (link, other):
        with pytest.raises(passwords.LinkIsSpent):
            passwords.choose(link_id=spent.pk, password="noget helt andet", now=NOON)
    passwords.holder(link_id=link_of_somebody_else.pk, now=NOON)


def test_a_link_is_too_old_at_exactly_its_end():
    link = link_for(staff())

    passwords.holder(link_id=link.pk, now=NOON + timedelta(hours=1) - timedelta(microseconds=1))
    with pytest.raises(passwords.LinkIsSpent):
        passwords.holder(link_id=link.pk, now=NOON + timedelta(hours=1))


@pytest.mark.parametrize("fields", [{"roles": []}, {"is_active": False}, {"email": "ny@spark.example"}])
def test_a_link_dies_with_the_role_the_account_and_the_address(fields):
    konsulent = staff(Role.CONSULTANT)
    link = link_for(konsulent)
    for name, value in fields.items():
        setattr(konsulent, name, value)
    konsulent.save()

    with pytest.raises(passwords.LinkIsSpent):
        passwords.choose(link_id=link.pk, password=RIGHT, now=NOON)
