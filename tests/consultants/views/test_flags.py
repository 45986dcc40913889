"""What stands at the top of an application on the desk when something about its people is out of the ordinary."""

import pytest

from applications.actions import correcting, leaving, people, signing
from applications.consensus import Role
from applications.models import Signatory
from consultants.views import told
from consultants.views.flags import flags
from consultants.views.whole import whole
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask, disagree, named
from tests.consultants.desk import staff
from tests.factories import applications as make
from tests.factories import consultants

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(consultants.consultant())
    return client


def page(desk, application):
    return desk.get(f"/sekretariat/ansoegninger/{application.pk}/").content.decode()


def correct(application, who, **changes):
    person = named(application, who)
    facts = {"name": person.name, "email": who, "phone": make.PHONE, **changes}
    verb = {"application_id": application.pk, "signatory_id": person.pk, "by": make.person(METTE), "now": make.MORNING}
    correcting.correct_person(**verb, **facts)


def refused_by_per():
    """Per says no, and is not there when the others agree."""
    application = make.draft()
    per = make.name_too(application, "per@odense.example")
    Signatory.objects.filter(pk=per.pk).update(accepted_at=make.MORNING, invited_at=make.MORNING)
    ask(application)
    disagree(application, per.email)
    return application, per


def test_who_has_not_answered_stands_beside_who_has():
    application = make.submitted()
    signing.reopen(application_id=application.pk, by=make.person(METTE), now=make.MORNING)
    ask(application)
    agree(application, METTE)
    signing.withdraw(application_id=application.pk, by=make.person(METTE), now=make.MORNING)
    application.refresh_from_db()

    newest, _ = told.versions(whole(application, staff()))

    assert [(voice.person.email, voice.is_valid_yes) for voice in newest.voices] == [
        (METTE, True),
        (TOVE, False),
        (ANDERS, False),
    ]


def test_an_ordinary_application_has_none(desk):
    application = make.submitted()
    assert flags(whole(application, staff())) == []
    assert "Vær opmærksom på" not in page(desk, application)


def test_removed_after_a_no(desk):
    application, per = refused_by_per()
    people.remove_person(application_id=application.pk, signatory_id=per.pk, by=make.person(METTE), now=make.MORNING)
    ask(application)
    for email in (METTE, TOVE, ANDERS):
        agree(application, email)
    text = page(desk, application)
    assert "Fjernet efter nej: Per Friis sagde nej til version 1 og er ikke længere nævnt." in text
    assert "En person blev taget af ansøgningen" in text


def test_erased_after_a_no(desk):
    application, per = refused_by_per()
    leaving.leave(application_id=application.pk, by=make.person(per.email), now=make.MORNING)
    ask(application)
    for email in (METTE, TOVE, ANDERS):
        agree(application, email)
    text = page(desk, application)
    assert "Fjernet efter nej: En person sagde nej til version 1 og har fået slettet sine oplysninger." in text
    assert "Per Friis" not in text


def test_removed_after_a_no_and_named_again_is_nothing():
    application, per = refused_by_per()
    Signatory.objects.filter(pk=per.pk).update(removed_at=make.MORNING)
    make.name_too(application, per.email)
    assert flags(whole(application, staff())) == []


def test_a_new_address_is_flagged_and_a_corrected_phone_is_only_told(desk):
    application = make.submitted()
    correct(application, TOVE, phone="+4587654321")
    assert flags(whole(application, staff())) == []
    correct(application, TOVE, email="ny.tove@odense.example", name="Tove Ris")
    assert "Vær opmærksom på" not in page(desk, application)  # with the group: the desk waits
    Signatory.objects.update(accepted_at=make.MORNING)
    agree(application, "ny.tove@odense.example")
    application.refresh_from_db()
    text = page(desk, application)
    assert "Ny e-mailadresse: Tove Ris fik en ny adresse 3. november 2026 og har svaret fra den." in text
    assert "Telefonnummer blev rettet for en person" in text
    assert [event.text for event in told.events(whole(application, staff())) if "rettet" in event.text] == [
        "Navn, e-mailadresse og telefonnummer blev rettet for en person",
        "Telefonnummer blev rettet for en person",
    ]


def test_boxes_that_may_be_somebody_elses():
    application = make.submitted(
        people=(
            ("Mette Holm", "leder@odense.example", Role.MANAGER),
            ("Tove Riis", "tove@odense.example", Role.UNION_REPRESENTATIVE),
            ("Anders Maar", "tove+amr@odense.example", Role.WORKING_ENVIRONMENT_REPRESENTATIVE),
            ("Bo Friis", "bo+spark@odense.example", Role.EMPLOYEE_REPRESENTATIVE),
        )
    )
    assert flags(whole(application, staff())) == [
        "Fælles postkasse: Mette Holm bruger leder@odense.example, som flere kan læse.",
        "Samme postkasse: Tove Riis deler postkasse med en anden i ansøgningen (tove@odense.example).",
        "Samme postkasse: Anders Maar deler postkasse med en anden i ansøgningen (tove+amr@odense.example).",
        "Adresse med plus: Bo Friis bruger bo+spark@odense.example.",
    ]
