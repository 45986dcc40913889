import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, SignInCode, User
from notifications.models import Notification
from tests.accounts.conftest import another, composed, digits_of
from tests.factories.accounts import UserFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

ASK = "/log-ind/"
TYPE = "/log-ind/kode/"


def ask(client, email="leder@kommune.example", query="", **extra):
    return client.post(ASK + query, {"email": email}, **extra)


def type_digits(client, digits, query=""):
    return client.post(TYPE + query, {"code": digits})


def latest_digits():
    return composed("sign-in-code")[-1].context["code"]


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_a_person_signs_in_with_the_code_from_the_letter(client):
    page = client.get(ASK)
    assert page.status_code == 200
    assert "Er du ansat i SPARK?" in page.content.decode()

    assert ask(client)["Location"] == TYPE
    assert "leder@kommune.example" in client.get(TYPE).content.decode()
    letter = composed("sign-in-code")[0]
    assert letter.to == "leder@kommune.example"
    answer = type_digits(client, letter.context["code"])

    assert answer["Location"] == "/ansoegninger/"
    assert is_signed_in(client)
    assert User.objects.get().email == "leder@kommune.example"
    assert answer.cookies["spark_kode"]["max-age"] == 0


def test_no_mail_leaves_inside_the_request(client):
    ask(client)

    assert mail.outbox == []
    assert Notification.objects.get().state == "owed"


def test_digits_are_understood_with_spaces_and_hyphens(client):
    ask(client)
    digits = latest_digits()

    assert type_digits(client, f" {digits[:3]} {digits[3:4]}-{digits[4:]}\u00a0").status_code == 302
    assert is_signed_in(client)


def test_the_session_gets_a_new_key(client):
    client.get(ASK)
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    ask(client)
    type_digits(client, latest_digits())

    assert client.session.session_key != planted
    assert not client.session.exists(planted)


def test_the_code_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    cookie = ask(client).cookies["spark_kode"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/log-ind/")
    assert "leder" not in cookie.value
    assert latest_digits() not in cookie.value


# ── Scanners, other browsers, replays ───────────────────────────────────────────────────────────────────────────────
def scan(*addresses):
    for number in range(5):
        scanner = Client(REMOTE_ADDR=f"203.0.113.{number}")
        for address in addresses:
            scanner.get(address)
            scanner.head(address)


def test_visits_by_mail_scanners_burn_nothing_before_and_after(client):
    ask(client)
    scan(ASK, TYPE, f"{ASK}?next=/ansoegninger/", f"{TYPE}?code={latest_digits()}")
    for _ in range(5):
        client.get(f"{TYPE}?code={latest_digits()}")
        client.head(TYPE)

    assert SignInCode.objects.get().tries_left == 5
    assert type_digits(client, latest_digits()).status_code == 302
    scan(ASK, TYPE)
    assert is_signed_in(client)
    assert User.objects.count() == SignInCode.objects.count() == 1


def test_a_scanner_that_submits_the_form_without_the_cookie_burns_nothing(client):
    ask(client)

    assert type_digits(Client(), latest_digits())["Location"] == ASK
    assert type_digits(client, latest_digits()).status_code == 302


@pytest.mark.parametrize("altered", ["", "x", "{rest}", "{good}x", "{other}{rest}"])
def test_an_altered_cookie_is_no_cookie(client, altered):
    ask(client)
    good = client.cookies["spark_kode"].value
    other = "1" if good[0] == "0" else "0"
    client.cookies["spark_kode"] = altered.format(good=good, rest=good[1:], other=other)

    assert client.get(TYPE)["Location"] == ASK


def test_a_code_is_bound_to_the_browser_that_asked(client):
    ask(client)
    stolen = latest_digits()
    elsewhere = Client()
    ask(elsewhere)

    if latest_digits() != stolen:
        assert type_digits(elsewhere, stolen).status_code == 422
    assert not is_signed_in(elsewhere)


def test_a_used_code_replayed_with_its_cookie_is_spent(client):
    ask(client)
    digits, cookie = latest_digits(), client.cookies["spark_kode"].value
    type_digits(client, digits)

    thief = Client()
    thief.cookies["spark_kode"] = cookie
    answer = type_digits(thief, digits)

    assert answer.status_code == 422
    assert "Koden gælder ikke længere" in answer.content.decode()
    assert not is_signed_in(thief)


def test_ten_minutes_later_the_code_is_too_old(client, noon):
    ask(client)
    digits = latest_digits()
    noon.shift(timedelta(minutes=10))

    assert "Koden gælder ikke længere" in type_digits(client, digits).content.decode()
    assert not is_signed_in(client)


def test_five_wrong_tries_then_a_new_code_helps(client):
    ask(client)
    wrong = another(latest_digits())
    texts = [type_digits(client, wrong).content.decode() for _ in range(6)]

    assert "Du har 4 forsøg tilbage." in texts[0]
    assert "Du har 1 forsøg tilbage." in texts[3]
    assert "Koden gælder ikke længere" in texts[4]
    assert "Koden gælder ikke længere" in texts[5]
    ask(client)
    assert type_digits(client, latest_digits()).status_code == 302


# ── Nothing to find out ─────────────────────────────────────────────────────────────────────────────────────────────
def seen(email):
    """All that a stranger sees of one address: statuses, headers, bytes, and the number of queries behind them."""
    stranger = Client()
    with CaptureQueriesContext(connection) as queries:
        answers = [ask(stranger, email), stranger.get(TYPE)]
        wrong = another(latest_code_of(email))
        answers.append(type_digits(stranger, wrong))
    texts = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        .replace(email, "…")
        .replace(wrong, "…")
        for answer in answers
    ]
    headers = [
        {name: value for name, value in answer.items() if name not in ("Set-Cookie", "Expires")} for answer in answers
    ]
    return [answer.status_code for answer in answers], headers, texts, len(queries)


def latest_code_of(email):
    return digits_of(SignInCode.objects.filter(email=email).latest("asked_at"))


def test_known_unknown_closed_and_staff_addresses_look_the_same():
    UserFactory(email="kendt@kommune.example")
    UserFactory(email="lukke@kommune.example", is_active=False)
    staff(Role.HEAD, email="leder@kommune.example")

    unknown = seen("fremd@kommune.example")

    assert unknown[0] == [302, 200, 422]
    for email in ("kendt@kommune.example", "lukke@kommune.example", "leder@kommune.example"):
        assert seen(email) == unknown


def test_staff_get_a_letter_that_sends_them_to_their_own_door(client):
    staff(Role.HEAD, email="leder@kommune.example")

    ask(client)

    letter = composed("sign-in-code")[0]
    assert letter.template == "accounts/use_password"
    assert letter.context == {"link": "http://localhost:8000/log-ind/medarbejder/"}


# ── Bad input ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Skriv din e-mail"),
        ("leder", "Skriv en e-mailadresse som i navn@kommune.dk"),
        ("leder@kommune.example\r\nBcc: x@y.example", "Skriv en e-mailadresse som i navn@kommune.dk"),
        ("leder@kommune.example, x@y.example", "Skriv en e-mailadresse som i navn@kommune.dk"),
        ("leder\x00@kommune.example", "Teksten indeholder et tegn, som ikke kan gemmes"),
        (f"{'a' * 250}@kommune.example", "Teksten må højst fylde 254 tegn"),
    ],
)
def test_a_bad_address_is_refused_in_danish_and_stays_in_the_field(client, typed, told):
    answer = ask(client, typed)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert told in text
    assert "<title>Fejl: " in text
    assert not SignInCode.objects.exists()
    assert not Notification.objects.exists()
    if typed == "leder":
        assert 'value="leder"' in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Skriv koden fra mailen"),
        ("12345", "Koden har seks cifre"),
        ("1234567", "Koden har seks cifre"),
        ("abcdef", "Koden har seks cifre"),
        ("١٢٣٤٥٦", "Koden har seks cifre"),
        ("1" * 4000, "Koden har seks cifre"),
    ],
)
def test_what_is_no_code_is_refused_and_costs_no_try(client, typed, told):
    ask(client)

    answer = type_digits(client, typed)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert SignInCode.objects.get().tries_left == 5


def test_too_many_codes_are_refused_with_the_time_to_come_back(client):
    for _ in range(5):
        ask(client)

    answer = ask(client)

    assert answer.status_code == 429
    text = answer.content.decode()
    assert "Der har været for mange forsøg. Prøv igen efter kl. 13.00." in text
    assert 'value="leder@kommune.example"' in text
    assert type_digits(client, latest_digits()).status_code == 302  # the code held by this browser still works


def test_a_day_of_codes_names_the_day_to_come_back(client, noon):
    for _ in range(4):
        for _ in range(5):
            ask(client)
        noon.shift(timedelta(hours=1))

    assert "Prøv igen efter kl. 12.00 den 22. november 2026." in ask(client).content.decode()


def test_other_methods_are_refused(client):
    assert client.put(ASK).status_code == client.delete(TYPE).status_code == 405


# ── Where one goes afterwards ───────────────────────────────────────────────────────────────────────────────────────
def test_the_page_wanted_is_carried_through_every_step(client):
    query = "?next=%2Fansoegninger%2F6f1c%2F%3Fa%3D1"
    page = client.get(ASK + query).content.decode()
    assert f'href="/log-ind/medarbejder/{query}"' in page

    assert ask(client, query=query)["Location"] == TYPE + query
    assert f'action="{ASK}{query}"' in client.get(TYPE + query).content.decode()
    assert type_digits(client, latest_digits(), query)["Location"] == "/ansoegninger/6f1c/?a=1"


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "ansoegninger/",
        "/a%0d%0aSet-Cookie:%20x=y",
        "/%09/evil.example",
        "/" + "a" * 1000,
    ],
)
def test_next_never_leaves_the_site(client, evil):
    query = f"?next={evil}"
    ask(client, query=query)

    assert type_digits(client, latest_digits(), query)["Location"] == "/ansoegninger/"


def test_next_to_a_room_of_others_leads_to_ones_own(client):
    ask(client)

    assert type_digits(client, latest_digits(), "?next=/sekretariat/")["Location"] == "/ansoegninger/"


@pytest.mark.parametrize("address", [ASK, TYPE, "/log-ind/medarbejder/"])
def test_one_who_is_signed_in_is_sent_on(client, address):
    client.force_login(UserFactory())

    assert client.get(f"{address}?next=/temaer/")["Location"] == "/temaer/"


def test_without_a_csrf_token_nothing_happens():
    strict = Client(enforce_csrf_checks=True)

    assert ask(strict).status_code == 403
    assert not SignInCode.objects.exists()


def test_a_form_without_any_field_is_refused_like_an_empty_one(client):
    response = client.post("/log-ind/")
    assert response.status_code == 422
    assert 'id="error-summary"' in response.content.decode()
