from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.db import IntegrityError, transaction

from accounts.actions import codes, limits
from accounts.models import Role, SignInCode, User
from notifications.models import Notification
from tests.accounts.conftest import NOON, another, asked, digits_of
from tests.factories.accounts import UserFactory, staff

pytestmark = pytest.mark.django_db


def redeem(code, digits, now=NOON):
    return codes.redeem(code_id=code.pk, digits=digits, now=now)


def test_the_first_right_code_makes_the_account():
    code = asked(" Leder@Kommune.Example ")
    assert not User.objects.exists()

    user = redeem(code, digits_of(code), now=NOON + timedelta(minutes=3))

    assert (user.email, user.name, user.roles) == ("leder@kommune.example", "", [])
    assert user.joined_at == NOON + timedelta(minutes=3)
    assert not user.has_usable_password()


def test_a_later_code_finds_the_same_person():
    known = UserFactory(email="leder@kommune.example")
    code = asked()

    assert redeem(code, digits_of(code)) == known


def test_asking_owes_one_letter_and_makes_nobody():
    code = asked()

    letter = Notification.objects.get()
    assert (letter.kind, letter.about_id, letter.owed_at) == ("sign-in-code", code.pk, NOON)
    assert not User.objects.exists()


def test_the_code_stands_nowhere_in_clear():
    code = asked()

    assert digits_of(code) not in code.sealed_code
    assert len(digits_of(code)) == 6
    assert str(code) == str(code.pk)


def test_a_used_code_cannot_be_used_again():
    code = asked()
    digits = digits_of(code)
    redeem(code, digits)

    with pytest.raises(codes.CodeIsSpent):
        redeem(code, digits)

    code.refresh_from_db()
    assert code.sealed_code == ""


def test_a_code_is_good_until_the_last_moment_before_ten_minutes():
    code = asked()

    redeem(code, digits_of(code), now=NOON + timedelta(minutes=10) - timedelta(microseconds=1))


def test_a_code_is_too_old_at_exactly_ten_minutes():
    code = asked()

    with pytest.raises(codes.CodeIsSpent):
        redeem(code, digits_of(code), now=NOON + timedelta(minutes=10))


def test_each_wrong_try_counts_and_the_sixth_is_refused_though_right():
    code = asked()
    digits = digits_of(code)

    for left in (4, 3, 2, 1):
        with pytest.raises(codes.WrongCode) as wrong:
            redeem(code, another(digits))
        assert wrong.value.tries_left == left
    with pytest.raises(codes.CodeIsSpent):
        redeem(code, another(digits))
    with pytest.raises(codes.CodeIsSpent):
        redeem(code, digits)

    code.refresh_from_db()
    assert (code.tries_left, code.sealed_code) == (0, "")


def test_the_fifth_try_may_still_be_right():
    code = asked()
    digits = digits_of(code)
    for _ in range(4):
        with pytest.raises(codes.WrongCode):
            redeem(code, another(digits))

    assert redeem(code, digits).email == "leder@kommune.example"


def test_two_browsers_each_use_their_own_code():
    here, there = asked(), asked()

    assert redeem(there, digits_of(there)) == redeem(here, digits_of(here))


def test_the_digits_of_another_browser_are_wrong_here():
    here, there = asked(), asked()
    digits = digits_of(there) if digits_of(there) != digits_of(here) else another(digits_of(here))

    with pytest.raises(codes.WrongCode):
        redeem(here, digits)


def test_a_new_code_in_the_same_browser_voids_the_earlier_one():
    first = asked()
    digits = digits_of(first)
    second = asked(replacing=first.pk)

    with pytest.raises(codes.CodeIsSpent):
        redeem(first, digits)
    redeem(second, digits_of(second))


def test_the_sixth_code_within_an_hour_is_refused_and_the_held_one_still_works():
    held = asked()
    for _ in range(4):
        asked()  # a stranger floods the address

    with pytest.raises(limits.TooMany) as refused:
        asked(replacing=held.pk)

    assert refused.value.until == NOON + timedelta(hours=1)
    assert SignInCode.objects.count() == Notification.objects.count() == 5
    redeem(held, digits_of(held))


def test_twenty_codes_a_day_to_one_address_are_enough():
    for hour in range(4):
        for _ in range(5):
            asked(now=NOON + timedelta(hours=hour))

    with pytest.raises(limits.TooMany) as refused:
        asked(now=NOON + timedelta(hours=5))
    assert refused.value.until == NOON + timedelta(days=1)


def test_one_network_can_ask_for_two_hundred_addresses_an_hour():
    for number in range(200):
        asked(f"person-{number}@kommune.example")

    with pytest.raises(limits.TooMany):
        asked("one-more@kommune.example")
    asked("one-more@kommune.example", network="198.51.100.7")


@pytest.mark.parametrize("person", [lambda: staff(Role.HEAD, email="leder@kommune.example"), None])
def test_no_digits_are_right_for_staff_and_for_closed_accounts(person):
    if person:
        person()
    else:
        UserFactory(email="leder@kommune.example", is_active=False)
    code = asked()

    with pytest.raises(codes.WrongCode):
        redeem(code, digits_of(code))


def test_a_code_sealed_with_a_lost_key_is_wrong_not_an_error():
    code = asked()
    code.sealed_code = Fernet(Fernet.generate_key()).encrypt(b"123456").decode()
    code.save()

    with pytest.raises(codes.WrongCode):
        redeem(code, "123456")


def test_the_database_refuses_a_used_up_code_that_is_not_wiped():
    code = asked()
    code.tries_left = 0

    with pytest.raises(IntegrityError, match="sign_in_code_used_up_is_wiped"), transaction.atomic():
        code.save()
