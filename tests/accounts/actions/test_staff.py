from datetime import timedelta

import pytest

from accounts.actions import passwords, staff
from accounts.actions.staff import Position
from accounts.models import Party, PasswordLink, Role, User
from notifications.models import Notification
from tests.accounts.conftest import NOON
from tests.factories.accounts import UserFactory
from tests.factories.accounts import staff as staff_user

pytestmark = pytest.mark.django_db

ADMIN = Position(frozenset({Role.ADMIN}))
CONSULTANT = Position(frozenset({Role.CONSULTANT}))
STEERING = Position(frozenset({Role.STEERING}), Party.FF)


def invite(position=ADMIN, email="ny@spark.example", name="", now=NOON):
    return staff.invite(email=email, name=name, position=position, now=now)


def change(user, position, name="Ane Brohøj", is_active=True):
    return staff.change(user_id=user.pk, name=name, position=position, is_active=is_active)


def test_an_invitation_makes_the_person_and_owes_a_letter_good_for_three_days():
    user = invite(email=" Ny@Spark.Example ", name="Ane Brohøj")

    link = PasswordLink.objects.get()
    assert (user.email, user.name, user.roles, user.party) == ("ny@spark.example", "Ane Brohøj", ["admin"], "")
    assert user.joined_at == NOON
    assert not user.has_usable_password()
    assert (link.purpose, link.expires_at) == ("invitation", NOON + timedelta(hours=72))
    assert list(Notification.objects.values_list("kind", "about_id")) == [("staff-invitation", link.pk)]


def test_inviting_again_replaces_the_open_invitation():
    invite()
    first = PasswordLink.objects.get()

    invite(now=NOON + timedelta(hours=1))

    assert User.objects.count() == 1
    with pytest.raises(passwords.LinkIsSpent):
        passwords.holder(link_id=first.pk, now=NOON + timedelta(hours=1))
    assert Notification.objects.filter(kind="staff-invitation").count() == 2


def test_one_who_has_a_password_gets_roles_and_no_letter():
    user = staff_user(Role.CONSULTANT, password="fire tilfældige ord her", name="Bjørn Lyngå")

    invited = invite(STEERING, email=user.email)

    assert (invited.roles, invited.party, invited.name) == (["consultant", "steering"], "ff", "Bjørn Lyngå")
    assert invited.session_epoch == 1
    assert not Notification.objects.exists()


def test_an_applicant_may_be_made_staff():
    applicant = UserFactory(email="ny@spark.example")

    assert invite() == applicant


def test_a_closed_account_is_not_opened_by_an_invitation():
    staff_user(email="ny@spark.example", is_active=False)

    with pytest.raises(staff.IsClosed):
        invite()
    assert not Notification.objects.exists()


def test_a_change_of_roles_ends_the_sessions():
    user = staff_user(Role.CONSULTANT)
    before = user.get_session_auth_hash()

    changed = change(user, Position(frozenset({Role.HEAD, Role.CONSULTANT})))

    assert (changed.roles, changed.session_epoch) == (["consultant", "head"], 1)
    assert changed.get_session_auth_hash() != before


def test_a_new_name_ends_no_session():
    user = staff_user(Role.CONSULTANT)
    before = user.get_session_auth_hash()

    changed = change(user, CONSULTANT, name="Ib Højmark")

    assert (changed.name, changed.get_session_auth_hash()) == ("Ib Højmark", before)


def test_closing_and_opening_again_leaves_the_old_sessions_dead():
    user = staff_user(Role.CONSULTANT)
    before = user.get_session_auth_hash()

    assert change(user, CONSULTANT, is_active=False).is_active is False
    assert change(user, CONSULTANT, is_active=True).get_session_auth_hash() != before


@pytest.mark.parametrize(("position", "is_active"), [(CONSULTANT, True), (ADMIN, False)])
def test_the_last_administrator_stays(position, is_active):
    last = staff_user(Role.ADMIN)
    staff_user(Role.ADMIN, is_active=False)

    with pytest.raises(staff.LastAdministrator):
        change(last, position, is_active=is_active)

    last.refresh_from_db()
    assert (last.roles, last.is_active) == (["admin"], True)


def test_one_of_two_administrators_may_go():
    going = staff_user(Role.ADMIN)
    staff_user(Role.ADMIN)

    assert change(going, ADMIN, is_active=False).is_active is False


def test_a_member_of_the_steering_group_may_leave_it():
    user = staff_user(Role.STEERING, Role.CONSULTANT)

    changed = change(user, CONSULTANT)

    assert (changed.roles, changed.party) == (["consultant"], "")
