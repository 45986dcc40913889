import re
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.test import Client

from accounts.adapter import AccountAdapter
from accounts.models import PasswordLink, Role
from notifications.models import Notification
from tests.accounts.conftest import composed
from tests.factories.accounts import UserFactory, made_up_name, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DOOR = "/log-ind/medarbejder/"
FORGOTTEN = "/log-ind/glemt-adgangskode/"
PASSWORD = "fire tilfældige ord her"


def sign_in(client, email="konsulent@spark.example", password=PASSWORD, query="", **extra):
    return client.post(DOOR + query, {"email": email, "password": password}, **extra)


def link_path(kind="password-link"):
    return composed(kind)[-1].context["link"].removeprefix("http://localhost:8000")


def ask_for_link(client, email="konsulent@spark.example", **extra):
    return client.post(FORGOTTEN, {"email": email}, **extra)


def choose(client, path, password="helt andre ord nu", again=None):
    return client.post(path, {"password": password, "again": password if again is None else again})


def is_signed_in(client):
    return "_auth_user_id" in client.session


# ── Signing in ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("roles", "home"),
    [
        ([Role.CONSULTANT], "/sekretariat/"),
        ([Role.HEAD], "/sekretariat/"),
        ([Role.STEERING], "/styregruppe/"),
        ([Role.ADMIN], "/administration/"),
        ([Role.ADMIN, Role.CONSULTANT], "/sekretariat/"),
    ],
)
def test_staff_sign_in_with_a_password_and_land_in_their_room(client, roles, home):
    staff(*roles, email="konsulent@spark.example", password=PASSWORD)
    assert client.get(DOOR).status_code == 200

    assert sign_in(client)["Location"] == home
    assert is_signed_in(client)


def test_allauth_knows_how_the_person_signed_in(client):
    staff(email="konsulent@spark.example", password=PASSWORD)

    sign_in(client)

    assert [record["method"] for record in client.session["account_authentication_methods"]] == ["password"]


def test_a_right_password_waits_for_a_second_factor(client, monkeypatch):
    stages = ["tests.accounts.second_factor.SecondFactor"]
    monkeypatch.setattr(AccountAdapter, "get_login_stages", lambda self: stages)
    konsulent = staff(email="konsulent@spark.example", password=PASSWORD)

    assert sign_in(client, query="?next=/sekretariat/forloeb/")["Location"] == "/2fa/"

    assert not is_signed_in(client)
    waiting = client.session["account_login"]
    assert (waiting["email"], waiting["redirect_url"]) == (konsulent.email, "/sekretariat/forloeb/")


def test_the_page_wanted_is_reached(client):
    staff(email="konsulent@spark.example", password=PASSWORD)

    assert sign_in(client, query="?next=/sekretariat/forloeb/")["Location"] == "/sekretariat/forloeb/"


@pytest.mark.parametrize("next_", ["//evil.example", "/ansoegninger/", "/administration/"])
def test_a_page_elsewhere_or_in_a_room_of_others_is_not(client, next_):
    staff(email="konsulent@spark.example", password=PASSWORD)

    assert sign_in(client, query=f"?next={next_}")["Location"] == "/sekretariat/"


def test_wrong_password_and_unknown_address_look_the_same(client):
    staff(email="konsulent@spark.example", password=PASSWORD)
    texts = set()
    for email in ("konsulent@spark.example", "fremmedee@spark.example"):
        answer = sign_in(client, email, "forkert")
        assert answer.status_code == 422
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        assert f'value="{email}"' in text
        assert "forkert" not in text
        texts.add(text.replace(email, "…"))

    assert len(texts) == 1
    assert "E-mail og adgangskode passer ikke sammen. Prøv igen." in texts.pop()


def test_the_sixth_try_is_refused_though_right_and_elsewhere_the_door_is_open(client):
    staff(email="konsulent@spark.example", password=PASSWORD)
    for _ in range(5):
        sign_in(client, password="forkert")

    answer = sign_in(client)

    assert answer.status_code == 429
    assert "Prøv igen efter kl. 12.15." in answer.content.decode()
    assert not is_signed_in(client)
    assert sign_in(client, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_made_up_proxy_header_gives_no_new_tries(client):
    staff(email="konsulent@spark.example", password=PASSWORD)
    for number in range(5):
        sign_in(client, password="forkert", headers={"X-Forwarded-For": f"203.0.113.{number}"})

    assert sign_in(client, headers={"X-Forwarded-For": "203.0.113.99"}).status_code == 429


@pytest.mark.parametrize(
    ("email", "password", "told"),
    [
        ("", PASSWORD, "Skriv din e-mail"),
        ("konsulent", PASSWORD, "Skriv en e-mailadresse som i navn@kommune.dk"),
        ("konsulent@spark.example", "", "Skriv din adgangskode"),
        ("konsulent@spark.example", "x" * 201, "Adgangskoden må højst have 200 tegn"),
        ("konsulent@spark.example", "x\x00y", "Teksten indeholder et tegn, som ikke kan gemmes"),
    ],
)
def test_bad_input_is_refused_in_danish(client, email, password, told):
    answer = sign_in(client, email, password)

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_member_of_staff_closed_while_signed_in_is_out_at_the_next_request(client):
    konsulent = staff(email="konsulent@spark.example", password=PASSWORD)
    sign_in(client)
    konsulent.is_active = False
    konsulent.save()

    assert client.get("/sekretariat/")["Location"] == "/log-ind/?next=%2Fsekretariat%2F"


# ── Choosing a password ─────────────────────────────────────────────────────────────────────────────────────────────
def test_a_forgotten_password_is_replaced_through_the_letter(client):
    staff(email="konsulent@spark.example", password=PASSWORD)
    elsewhere = Client()
    sign_in(elsewhere)
    assert client.get(FORGOTTEN).status_code == 200

    assert ask_for_link(client)["Location"] == "/log-ind/glemt-adgangskode/sendt/"
    assert "Se i din indbakke" in client.get("/log-ind/glemt-adgangskode/sendt/").content.decode()
    page = client.get(link_path())
    assert (page.status_code, "konsulent@spark.example" in page.content.decode()) == (200, True)
    assert choose(client, link_path())["Location"] == DOOR

    assert "Din adgangskode er gemt." in client.get(DOOR).content.decode()
    assert not is_signed_in(client)  # the password comes first, and the second factor after it
    assert sign_in(client, password=PASSWORD).status_code == 422
    assert sign_in(client, password="helt andre ord nu").status_code == 302
    assert elsewhere.get("/sekretariat/").status_code == 302
    assert composed("password-chosen")[0].to == "konsulent@spark.example"
    assert mail.outbox == []


def test_visits_by_mail_scanners_do_not_use_the_link_up(client):
    staff(email="konsulent@spark.example")
    ask_for_link(client)
    path = link_path()
    for number in range(5):
        scanner = Client(REMOTE_ADDR=f"203.0.113.{number}")
        assert scanner.get(path).status_code == scanner.head(path).status_code == 200
        assert scanner.post(path).status_code == 422  # some submit the form as well, empty

    assert choose(client, path).status_code == 302
    assert PasswordLink.objects.get().used_at is not None


def test_a_used_old_forged_or_withdrawn_link_gives_one_and_the_same_page(client, noon):
    staff(email="konsulent@spark.example")
    ask_for_link(client)
    used = link_path()
    choose(Client(), used)
    ask_for_link(client)
    old = link_path()
    noon.shift(timedelta(hours=1))
    forged = f"{old[:-2]}{'A' if old[-2] != 'A' else 'B'}/"

    pages = [client.get(path) for path in (used, old, forged, "/log-ind/adgangskode/x/")] + [choose(client, old)]

    assert {page.status_code for page in pages} == {410}
    texts = {re.sub(r'value="\w{64}"', "", page.content.decode()) for page in pages}
    assert len(texts) == 1
    assert "Linket virker ikke længere" in texts.pop()


def test_asking_for_a_link_looks_the_same_for_everybody(client):
    staff(email="konsulent@spark.example")
    UserFactory(email="leder@kommune.example")

    answers = [
        ask_for_link(client, email)
        for email in ("konsulent@spark.example", "leder@kommune.example", "ukendt@spark.example")
    ]

    assert {(answer.status_code, answer["Location"], answer.content) for answer in answers} == {
        (302, "/log-ind/glemt-adgangskode/sendt/", b"")
    }
    assert [letter.to for letter in composed("password-link") if hasattr(letter, "to")] == ["konsulent@spark.example"]


def test_the_link_comes_from_the_settings_whatever_host_the_request_claims(client):
    staff(email="konsulent@spark.example")
    assert ask_for_link(client, headers={"Host": "evil.example"}).status_code == 400

    ask_for_link(client, headers={"X-Forwarded-Host": "evil.example"})

    assert composed("password-link")[0].context["link"].startswith("http://localhost:8000/log-ind/adgangskode/")


def test_the_fourth_link_within_an_hour_is_refused_with_the_time(client):
    for _ in range(3):
        ask_for_link(client)

    answer = ask_for_link(client)

    assert answer.status_code == 429
    assert "Prøv igen efter kl. 13.00." in answer.content.decode()
    assert Notification.objects.count() == 3


def test_a_bad_address_for_the_link_is_refused(client):
    answer = ask_for_link(client, "konsulent")

    assert answer.status_code == 422
    assert 'value="konsulent"' in answer.content.decode()


@pytest.mark.parametrize("password", ["helt andre ord nu", "fire tilfældige ord her", "kaffe regner altid onsdag"])
def test_a_passphrase_resembles_nobody_by_its_letters_alone(password):
    for number in range(120):
        validate_password(password, UserFactory.build(name=made_up_name(number)))


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        ("", "", "Skriv en ny adgangskode"),
        ("for kort", "for kort", "mindst 12 tegn"),
        ("1qaz2wsx3edc", "1qaz2wsx3edc", "almindelig"),
        ("konsulent@spark.example", "konsulent@spark.example", "minder for meget"),
        ("helt andre ord nu", "helt andre ord", "De to adgangskoder er ikke ens"),
        ("helt andre ord nu", "", "Skriv adgangskoden en gang til"),
    ],
)
def test_a_poor_password_is_refused_and_the_link_stays_good(client, password, again, told):
    staff(email="konsulent@spark.example")
    ask_for_link(client)

    answer = choose(client, link_path(), password, again)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert choose(client, link_path()).status_code == 302


# ── Out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_signing_out_ends_the_session_and_clears_the_browser(client):
    staff(email="konsulent@spark.example", password=PASSWORD)
    sign_in(client)
    key = client.session.session_key

    answer = client.post("/log-ud/")

    assert answer["Location"] == "/logget-ud/"
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not client.session.exists(key)
    assert "Du er logget ud" in client.get("/logget-ud/").content.decode()


def test_a_visit_signs_nobody_out(client):
    staff(email="konsulent@spark.example", password=PASSWORD)
    sign_in(client)

    assert client.get("/log-ud/").status_code == 405
    assert is_signed_in(client)


def test_signing_out_twice_is_harmless(client):
    assert client.post("/log-ud/").status_code == 302
