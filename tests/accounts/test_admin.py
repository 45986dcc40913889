import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Party, Role, User
from notifications.models import Notification
from tests.factories.accounts import UserFactory, staff

pytestmark = pytest.mark.django_db

LIST = "/administration/accounts/user/"


@pytest.fixture
def admin(client):
    user = staff(Role.ADMIN, email="admin@spark.example", name="Ane Brohøj")
    client.force_login(user)
    return user


def page_of(user):
    return f"{LIST}{user.pk}/change/"


def add(client, **fields):
    fields = {"email": "Ny@Spark.Example", "name": "Ib Højmark", "roles": ["consultant"], "party": "", **fields}
    return client.post(f"{LIST}add/", fields)


def change(client, user, **fields):
    fields = {"name": user.name, "roles": user.roles, "party": user.party, "is_active": "on", **fields}
    return client.post(page_of(user), {name: value for name, value in fields.items() if value is not None})


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_list_shows_staff_and_no_applicant_and_no_password(client, admin):
    staff(Role.HEAD, Role.STEERING, email="leder@spark.example", party=Party.FF, password="fire tilfældige ord her")
    UserFactory(email="tr@kommune.example", name="Kåre Granly")

    text = client.get(LIST).content.decode()

    assert "leder@spark.example" in text
    assert "Sekretariatsleder, Styregruppemedlem" in text
    assert "tr@kommune.example" not in text
    assert "pbkdf2" not in text


def test_an_applicant_has_no_page_in_the_administration(client, admin):
    answer = client.get(page_of(UserFactory()))

    assert answer.status_code == 302  # Django's way of saying that there is none
    assert "findes ikke" in told(answer)[0]


def test_the_list_costs_the_same_for_2_and_for_40(client, admin):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(LIST).status_code == 200
        return len(counted)

    client.get(LIST)
    staff()
    few = queries()
    for _ in range(38):
        staff()
    assert queries() == few


def test_saving_a_new_person_is_an_invitation(client, admin):
    assert add(client, roles=["consultant", "steering"], party="kl").status_code == 302

    user = User.objects.get(email="ny@spark.example")
    assert (user.name, user.roles, user.party) == ("Ib Højmark", ["consultant", "steering"], "kl")
    assert not user.has_usable_password()
    assert Notification.objects.get().kind == "staff-invitation"


def test_an_applicant_is_made_staff_by_the_same_form(client, admin):
    applicant = UserFactory(email="ny@spark.example")

    assert add(client)["Location"] == LIST

    applicant.refresh_from_db()
    assert applicant.roles == ["consultant"]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"email": "admin@spark.example"}, "Der er allerede en medarbejder med denne e-mail"),
        ({"email": ""}, "Dette felt er påkrævet."),
        ({"roles": []}, "Vælg mindst én rolle"),
        ({"roles": ["king"]}, "Vælg en af de viste muligheder"),
        ({"roles": ["steering"]}, "Vælg den part, styregruppemedlemmet taler for"),
        ({"party": "kl"}, "Kun styregruppemedlemmer har en part"),
    ],
)
def test_what_makes_no_sense_is_told_at_the_field(client, admin, fields, error):
    answer = add(client, **fields)

    assert error in answer.content.decode()
    assert "Ib Højmark" in answer.content.decode()
    assert User.objects.count() == 1


def test_a_closed_account_is_not_opened_by_the_form_for_new_people(client, admin):
    UserFactory(email="ny@spark.example", is_active=False)

    answer = add(client)

    assert answer.status_code == 302
    assert told(answer) == ["Kontoen med denne e-mail er lukket. Intet er ændret."]
    assert not Notification.objects.exists()


def test_roles_and_door_are_changed_and_the_address_is_not(client, admin):
    user = staff(Role.CONSULTANT, email="ib@spark.example", name="Ib Højmark")

    answer = change(client, user, email="x@y.example", password="x", session_epoch="7", roles=["head"], is_active=None)

    assert answer["Location"] == LIST
    user.refresh_from_db()
    assert (user.email, user.roles, user.is_active) == ("ib@spark.example", ["head"], False)
    assert not user.has_usable_password()
    assert user.session_epoch == 2


def test_the_last_administrator_stays_and_is_told_why(client, admin):
    answer = change(client, admin, roles=["head"])

    assert told(answer) == ["Der skal altid være mindst én aktiv administrator. Intet er ændret."]
    admin.refresh_from_db()
    assert admin.roles == ["admin"]


def test_nobody_is_deleted(client, admin):
    user = staff()

    assert client.post(f"{LIST}{user.pk}/delete/", {"post": "yes"}).status_code == 404
    client.post(LIST, {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"})
    assert User.objects.filter(pk=user.pk).exists()


def test_those_without_a_password_are_invited_again(client, admin):
    waiting = staff(Role.STEERING, Role.CONSULTANT)
    people = [waiting, staff(is_active=False), staff(password="fire tilfældige ord her")]

    answer = client.post(LIST, {"action": "invite_again", "_selected_action": [user.pk for user in people]})

    assert told(answer) == ["Invitationer sendt: 1. Kun aktive uden adgangskode får en."]
    assert Notification.objects.get().kind == "staff-invitation"
    waiting.refresh_from_db()
    assert (waiting.roles, waiting.party, waiting.session_epoch) == (["consultant", "steering"], "kl", 0)


def test_the_page_of_a_person_opens(client, admin):
    text = client.get(page_of(admin)).content.decode()

    assert "admin@spark.example" in text
    assert "pbkdf2" not in text
