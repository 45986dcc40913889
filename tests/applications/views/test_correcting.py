""" "Forkert adresse?" from the status page."""

import pytest
from django.urls import reverse

from applications.actions import correcting
from applications.lifecycle import IllegalMove
from applications.models import Signatory
from tests.applications.room import ANDERS, METTE, TOVE, named, snapshot
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

NEW = "tove.nielsen@odense.example"


def address(application, email):
    return reverse("applications:correct", args=[application.pk, named(application, email).pk])


def typed(**changes):
    return {"name": "Tove Riis", "email": TOVE, "phone": "51 23 45 67", **changes}


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_the_form_shows_what_is_known_and_what_a_new_address_costs(as_person):
    application = make.submitted()
    text = as_person(METTE).get(address(application, TOVE)).content.decode()
    assert TOVE in text
    assert "imens står jeres ventetid stille" in text


def test_a_spelling_is_corrected(as_person):
    application = make.submitted()
    page = as_person(METTE).post(address(application, TOVE), typed(name="Tove Riis Nielsen"), follow=True)
    assert told(page) == ["Oplysningerne er rettet."]
    assert named(application, TOVE).name == "Tove Riis Nielsen"


def test_a_new_address_is_told_to_both(as_person):
    application = make.awaiting(yes=[TOVE])
    page = as_person(METTE).post(address(application, TOVE), typed(email=NEW.upper()), follow=True)
    assert told(page) == ["Adressen er rettet. Vi har skrevet til både den gamle og den nye."]
    assert named(application, NEW).accepted_at is None


def test_ones_own_new_address_ends_ones_own_visit(as_person):
    application = make.awaiting()
    page = as_person(TOVE).post(address(application, TOVE), typed(email=NEW), follow=True)
    assert page.redirect_chain == [("/ansoegninger/", 302)]
    assert told(page) == ["Din adresse er rettet. Log ind med den nye for at svare igen."]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Skriv personens navn"),
        ({"name": "x" * 121}, "Teksten må højst fylde 120 tegn"),
        ({"email": ""}, "Skriv personens e-mailadresse"),
        ({"email": "tove@"}, "Skriv en e-mailadresse som i navn@kommune.dk"),
        ({"email": ANDERS}, "Adressen står på en anden person i ansøgningen"),
        ({"phone": "12"}, "telefonnummer"),
        ({"phone": ""}, "Skriv kontaktpersonens telefonnummer"),
    ],
)
def test_what_cannot_be_used_is_shown_again(as_person, changes, sentence):
    application = make.awaiting()
    before = snapshot()
    page = as_person(METTE).post(address(application, TOVE), typed(**changes))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert snapshot() == before


def test_somebody_who_is_no_contact_may_be_without_a_phone(as_person):
    application = make.awaiting()
    page = as_person(METTE).post(
        address(application, ANDERS), {"name": "Anders Maar", "email": ANDERS, "phone": ""}, follow=True
    )
    assert told(page) == ["Oplysningerne er rettet."]


def test_a_draft_has_a_page_of_its_own_for_that(as_person):
    application = make.draft()
    response = as_person(METTE).get(address(application, TOVE))
    assert response.url == reverse("applications:person", args=[application.pk, named(application, TOVE).pk])


def test_nothing_is_corrected_after_the_decision_or_for_a_stranger(as_person):
    application = make.declined()
    page = as_person(METTE).post(address(application, TOVE), typed(name="Frank"), follow=True)
    assert told(page) == ["Oplysningerne kan ikke rettes her, når ansøgningen er afgjort. Skriv eller ring til os."]
    nowhere = reverse("applications:correct", args=[application.pk, application.pk])
    assert as_person(METTE).get(nowhere).status_code == 404


@pytest.mark.parametrize(("refusal", "status"), [(correcting.NobodyThere, 404), (IllegalMove, 302)])
def test_what_happened_while_the_form_was_sent_is_told(as_person, monkeypatch, refusal, status):
    application = make.awaiting()

    def refuse(**facts):
        raise refusal

    monkeypatch.setattr(correcting, "correct_person", refuse)
    assert as_person(METTE).post(address(application, TOVE), typed(name="Frank")).status_code == status
    assert Signatory.objects.filter(name="Frank").count() == 0
