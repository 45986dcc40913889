"""Real threads against real rows: what a hundred simultaneous requests may not widen."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from accounts.actions import codes, limits, passwords, staff
from accounts.actions.staff import Position
from accounts.models import Role, SignInCode, User
from tests.accounts.conftest import NOON, another, asked, digits_of
from tests.factories.accounts import staff as staff_user

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 20


def outcomes(call, times=100):
    """How ``times`` calls ended, begun ``AT_ONCE`` at one instant: Counter of exception classes and "let in"."""
    starting = Barrier(AT_ONCE)

    def one(number):
        if number < AT_ONCE:
            starting.wait(timeout=20)
        try:
            call(number)
        except Exception as refused:
            return type(refused)
        else:
            return "let in"
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(times)))


def test_a_hundred_guesses_at_one_code_are_five_tries():
    code = asked()
    digits = digits_of(code)

    ended = outcomes(lambda _: codes.redeem(code_id=code.pk, digits=another(digits), now=NOON))

    assert ended == {codes.WrongCode: 4, codes.CodeIsSpent: 96}
    with pytest.raises(codes.CodeIsSpent):
        codes.redeem(code_id=code.pk, digits=digits, now=NOON)


def test_a_right_code_typed_twice_at_one_instant_lets_in_once():
    code = asked()
    digits = digits_of(code)

    ended = outcomes(lambda _: codes.redeem(code_id=code.pk, digits=digits, now=NOON), times=AT_ONCE)

    assert ended == {"let in": 1, codes.CodeIsSpent: AT_ONCE - 1}


def test_right_codes_in_five_browsers_at_one_instant_make_one_person():
    held = [(code, digits_of(code)) for code in (asked() for _ in range(5))]

    def redeem(number):
        code, digits = held[number % 5]
        codes.redeem(code_id=code.pk, digits=digits, now=NOON)

    assert outcomes(redeem, times=AT_ONCE)["let in"] == 5
    assert User.objects.get().email == "leder@kommune.example"


def test_a_hundred_requests_for_codes_at_one_instant_give_five():
    ended = outcomes(lambda _: asked())

    assert ended == {"let in": 5, limits.TooMany: 95}
    assert SignInCode.objects.count() == 5


def test_a_hundred_passwords_at_one_instant_are_five_tries():
    staff_user(email="konsulent@spark.example", password="fire tilfældige ord her")

    def guess(number):
        passwords.check(email="konsulent@spark.example", password=f"gæt nummer {number}", network="192.0.2.1", now=NOON)

    assert outcomes(guess) == {passwords.WrongPassword: 5, limits.TooMany: 95}


def test_a_link_used_twice_at_one_instant_sets_one_password():
    staff_user(email="konsulent@spark.example")
    passwords.ask_for_link(email="konsulent@spark.example", network="192.0.2.1", now=NOON)
    link = passwords.PasswordLink.objects.get()

    def choose(number):
        passwords.choose(link_id=link.pk, password=f"fire tilfældige ord {number}", now=NOON)

    assert outcomes(choose, times=AT_ONCE) == {"let in": 1, passwords.LinkIsSpent: AT_ONCE - 1}


def test_administrators_who_close_each_other_leave_one():
    people = [staff_user(Role.ADMIN) for _ in range(AT_ONCE)]

    def close(number):
        position = Position(frozenset({Role.ADMIN}))
        staff.change(user_id=people[number].pk, name="", position=position, is_active=False)

    assert outcomes(close, times=AT_ONCE) == {"let in": AT_ONCE - 1, staff.LastAdministrator: 1}


def test_limits_with_crossed_subjects_never_wait_for_each_other_in_a_ring():
    def spend(number):
        first, second = ("a", "b") if number % 2 else ("b", "a")
        with transaction.atomic():
            limits.spend({codes.PER_NETWORK_AND_HOUR: first, passwords.PER_NETWORK: second}, now=NOON)

    assert outcomes(spend) == {"let in": 100}
