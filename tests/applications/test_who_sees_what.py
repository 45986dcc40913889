"""Whom an application is visible to, asked of the database itself."""

import pytest

from accounts.models import Role
from applications.models import Application
from tests.factories import applications
from tests.factories.accounts import UserFactory, staff

pytestmark = pytest.mark.django_db


def sees(user):
    return set(Application.objects.visible_to(user).values_list("pk", flat=True))


def test_a_closed_account_sees_nothing_whatever_it_held():
    applications.submitted()
    manager = applications.person()
    manager.is_active = False
    assert sees(manager) == set()
    assert sees(staff(Role.HEAD, is_active=False)) == set()


def test_the_steering_group_and_the_administrator_see_no_application():
    applications.submitted()
    assert sees(staff(Role.STEERING)) == sees(staff(Role.ADMIN)) == set()


def test_only_those_named_and_the_secretariat_see_what_was_submitted():
    made = applications.submitted()
    readers = [applications.person(email) for _, email, _ in applications.TRIO]
    for reader in [*readers, staff(Role.CONSULTANT), staff(Role.HEAD)]:
        assert sees(reader) == {made.pk}
    assert sees(UserFactory()) == set()
