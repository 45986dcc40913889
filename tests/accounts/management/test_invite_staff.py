from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from notifications.models import Notification
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db


def invite(*args):
    said = StringIO()
    call_command("invite_staff", *args, stdout=said)
    return said.getvalue()


def test_the_first_administrator_is_invited_from_the_command_line():
    said = invite("Admin@Spark.Example", "--role", "admin", "--name", "Ane Brohøj")

    user = User.objects.get()
    assert (user.email, user.roles, user.name) == ("admin@spark.example", ["admin"], "Ane Brohøj")
    assert said == "A letter to admin@spark.example is on its way. Roles: admin.\n"
    assert Notification.objects.get().kind == "staff-invitation"


def test_several_roles_and_a_party():
    invite("x@spark.example", "--role", "steering", "--role", "consultant", "--party", "kl")

    user = User.objects.get()
    assert (user.roles, user.party) == (["consultant", "steering"], "kl")


def test_one_who_has_a_password_gets_no_letter():
    staff(email="x@spark.example", password="fire tilfældige ord her")

    assert invite("x@spark.example", "--role", "head") == (
        "x@spark.example has a password already: no letter. Roles: consultant, head.\n"
    )
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["x@spark.example", "--role", "steering"], "--party belongs to --role steering"),
        (["x@spark.example", "--role", "admin", "--party", "ff"], "--party belongs to --role steering"),
        (["x.spark.example", "--role", "admin"], "x.spark.example is not an e-mail address."),
        (["x@spark.example", "--role", "king"], "invalid choice: 'king'"),
        (["x@spark.example"], "--role"),
    ],
)
def test_what_makes_no_sense_is_refused_with_one_sentence(args, told):
    with pytest.raises(CommandError, match=told):
        invite(*args)
    assert not User.objects.exists()


def test_a_closed_account_is_not_invited():
    staff(email="x@spark.example", is_active=False)

    with pytest.raises(CommandError, match=r"x@spark\.example is closed"):
        invite("x@spark.example", "--role", "admin")
