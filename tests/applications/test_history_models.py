"""How the rows of the agreeing half name themselves, where staff or a log meets them. Never by a text or an address."""

import pytest

from applications.actions import versions
from applications.models import AddressChange, Answer
from tests.applications.room import TOVE, disagree, named
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def test_rows_name_themselves():
    application = make.awaiting(yes=[TOVE])
    person = named(application, TOVE)
    change = AddressChange(signatory=person, old="a@b.dk", new="c@d.dk", at=make.MORNING)
    assert str(application) == f"Kladde {application.pk}"
    assert str(person) == "Tove Riis, Tillidsrepræsentant (TR)"
    assert str(versions.current(application)) == "Version 1"
    assert str(change) == "Adresseændring 03.11.2026"
    assert str(Answer.objects.get()) == "Ja"
    disagree(application, TOVE)
    assert str(Answer.objects.get(agrees=False)) == "Nej, ikke endnu"
    assert str(application.events.first()) == "disagreed"


def test_what_the_secretariat_wrote_names_itself():
    declined = make.declined()
    question = make.needs_information(people=[(n, f"x{e}", r) for n, e, r in make.TRIO]).requests.get()
    assert str(declined) == "SPARK-2026-0001"
    assert str(declined.letters.get()) == "Afgørelse 1"
    assert str(question) == "Spørgsmål 03.11.2026"
