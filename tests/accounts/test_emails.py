from datetime import timedelta
from uuid import uuid4

import pytest

from accounts import emails
from accounts.actions import codes, passwords
from accounts.models import PasswordLink
from notifications.letters import Letter, Unwanted, word
from notifications.registry import Owed
from tests.accounts.conftest import NOON, asked, digits_of
from tests.factories.accounts import UserFactory, staff

pytestmark = pytest.mark.django_db


def owed(about, now=NOON):
    return Owed(about_id=about, recipient_key="asker", occurrence="", now=now)


def link_for(email, purpose="reset"):
    return PasswordLink.objects.create(
        email=email, purpose=purpose, asked_at=NOON, expires_at=NOON + timedelta(hours=1)
    )


def test_the_code_letter_reads_in_danish():
    code = asked()
    digits = digits_of(code)

    letter = emails.sign_in_code(owed(code.pk))
    wording = word(letter)

    assert letter.to == "leder@kommune.example"
    assert wording.subject == "Din kode til SPARK"
    assert wording.text.startswith(f"Hej\n\nDin kode til at logge ind er:\n\n{digits}\n\n")
    assert "Den gælder til kl. 12.10 og virker kun i den browser, du brugte." in wording.text
    assert f"<strong>{digits}</strong>" in wording.html


def test_the_code_letter_holds_no_link_but_to_the_front_page():
    wording = word(emails.sign_in_code(owed(asked().pk)))

    assert wording.text.count("http") == 1
    assert "http://localhost:8000/\n" in wording.text


def test_a_code_letter_is_unwanted_when_nothing_can_come_of_it():
    used, old, closed = asked(), asked(), asked("lukket@kommune.example")
    codes.redeem(code_id=used.pk, digits=digits_of(used), now=NOON)
    UserFactory(email="lukket@kommune.example", is_active=False)

    spent = Unwanted(because="the code is used, replaced or too old")
    assert emails.sign_in_code(owed(used.pk)) == spent
    assert emails.sign_in_code(owed(old.pk, now=NOON + timedelta(minutes=10))) == spent
    assert emails.sign_in_code(owed(uuid4())) == spent
    assert emails.sign_in_code(owed(closed.pk)) == Unwanted(because="the account is closed")


def test_staff_are_sent_to_their_own_door():
    staff(email="konsulent@spark.example")
    code = asked("konsulent@spark.example")

    wording = word(emails.sign_in_code(owed(code.pk)))

    assert "http://localhost:8000/log-ind/medarbejder/" in wording.text
    assert digits_of(code) not in wording.text + wording.html


def test_the_invitation_greets_by_name_and_says_until_when():
    staff(email="ny@spark.example", name="Frøya <Lyngå>")
    link = link_for("ny@spark.example", "invitation")

    wording = word(emails.staff_invitation(owed(link.pk)))

    assert wording.text.startswith("Hej Frøya <Lyngå>\n\n")
    assert "Frøya &lt;Lyngå&gt;" in wording.html
    assert emails.link_to_choose(link.pk) in wording.text
    assert "Linket gælder til kl. 13.00 den 21. november 2026" in wording.text


def test_an_invitation_without_a_name_greets_all_the_same():
    staff(email="ny@spark.example", name="")

    wording = word(emails.staff_invitation(owed(link_for("ny@spark.example").pk)))

    assert wording.text.startswith("Hej\n\n")


def test_the_letter_for_a_forgotten_password_carries_the_link():
    staff(email="konsulent@spark.example")
    link = link_for("konsulent@spark.example")

    letter = emails.password_link(owed(link.pk))

    assert letter.to == "konsulent@spark.example"
    assert emails.link_to_choose(link.pk) in word(letter).html


@pytest.mark.parametrize("letter", [emails.staff_invitation, emails.password_link])
def test_a_link_letter_is_unwanted_without_anybody_to_use_it(letter):
    UserFactory(email="leder@kommune.example")
    staff(email="lukket@spark.example", is_active=False)
    staff(email="konsulent@spark.example")
    nobody = Unwanted(because="no member of staff has this address")
    for email in ("leder@kommune.example", "lukket@spark.example", "ukendt@spark.example"):
        assert letter(owed(link_for(email).pk)) == nobody

    spent = Unwanted(because="the link is used, replaced or too old")
    link = link_for("konsulent@spark.example")
    assert letter(owed(link.pk, now=NOON + timedelta(hours=1))) == spent
    assert letter(owed(uuid4())) == spent


def test_the_owner_is_told_of_a_new_password():
    konsulent = staff(email="konsulent@spark.example")
    link = link_for("konsulent@spark.example")
    passwords.choose(link_id=link.pk, password="fire tilfældige ord her", now=NOON)

    letter = emails.password_chosen(owed(link.pk))

    assert isinstance(letter, Letter)
    assert "http://localhost:8000/log-ind/glemt-adgangskode/" in word(letter).text
    assert "spark@example.org" in word(letter).html
    konsulent.delete()
    assert emails.password_chosen(owed(link.pk)) == Unwanted(because="the account is gone")
    assert emails.password_chosen(owed(uuid4())) == Unwanted(because="the account is gone")
