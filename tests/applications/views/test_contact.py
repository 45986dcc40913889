"""What a workplace's contact sees, and what they do not."""

import html

import pytest

from applications.actions import signing
from applications.lifecycle import Status
from applications.models import Application, WorkplaceContact
from applications.views.contact import SAID
from tests.factories import applications as make
from tests.factories import joint

pytestmark = pytest.mark.django_db


def at(application, rest=""):
    return f"/ansoegninger/{application.pk}/arbejdsplads/{rest}"


def words(response):
    return html.unescape(response.content.decode())


# Whatever is the others' alone.
NOT_KIMS = (
    joint.HAVBLIK,
    joint.BAKKEN,
    "Ida Lund",
    joint.IDA,
    joint.METTE,
    joint.VIGGO,
    "51 23 45 67",
    "20 21 22 23",
    "Samsø",
    "Formand",
    "Næstformand",
    "Viggo Juul",
)


def test_a_contact_reads_the_common_text_and_the_own_workplace(as_person):
    application = joint.submitted()
    page = words(as_person(joint.KIM).get(at(application)))
    for word in (
        make.TEXT,
        make.THEME,
        "3 arbejdspladser i 2 kommuner",
        "HovedMED",
        joint.LAERKEHOEJ,
        "48",
        "SPARK har modtaget ansøgningen og vurderer den ved næste runde.",
        "Mette Holm (ledelse) eller Tove Riis (medarbejdere)",
        application.reference,
    ):
        assert word in page, word
    assert [word for word in NOT_KIMS if word in page] == []


def test_a_contact_of_two_workplaces_reads_both(as_person):
    application = joint.submitted()
    WorkplaceContact.objects.create(
        workplace=application.workplaces.get(name=joint.BAKKEN),
        name="Kim Falk",
        email=joint.KIM,
        added_at=make.MORNING,
        told_at=make.MORNING,
    )
    page = words(as_person(joint.KIM).get(at(application)))
    assert page.index(joint.LAERKEHOEJ) < page.index(joint.BAKKEN)
    assert joint.HAVBLIK not in page


def test_the_text_is_not_read_over_the_committees_shoulder(as_person):
    application = joint.submitted()
    signing.reopen(application_id=application.pk, by=make.person(joint.METTE), now=make.MORNING)
    page = words(as_person(joint.KIM).get(at(application)))
    assert "Udvalget er ved at rette i ansøgningen." in page
    assert make.TEXT not in page
    assert joint.LAERKEHOEJ in page


def test_every_state_is_told():
    assert set(SAID) == set(Status)


@pytest.mark.parametrize("made", [joint.draft, joint.awaiting])
def test_before_it_is_submitted_nothing_is_open(as_person, made):
    application = made()
    assert as_person(joint.KIM).get(at(application)).status_code == 404
    assert "Fællesforløb" not in words(as_person(joint.KIM).get("/ansoegninger/"))


def test_a_contact_finds_it_on_their_own_list_and_nowhere_else(as_person):
    application, client = joint.submitted(), as_person(joint.KIM)
    page = words(client.get("/ansoegninger/"))
    assert f'<a href="{at(application)}">Fællesforløb for 3 arbejdspladser i 2 kommuner</a>' in page
    assert "Du er kontaktperson for en arbejdsplads." in page
    assert "Mette Holm" not in page
    for rest in ("", "enighed/", "kvittering.pdf", "traek-tilbage/", "trin/1/arbejdspladser/", "tjek/", "svar/"):
        assert client.get(f"/ansoegninger/{application.pk}/{rest}").status_code == 404, rest
    for rest in ("det-er-mig/", "svar-ja/", "ret/", "tag-ja-tilbage/"):
        assert client.post(f"/ansoegninger/{application.pk}/{rest}").status_code == 404, rest


def test_a_signatory_who_is_a_contact_too_sees_it_once_and_whole(as_person):
    application = joint.submitted()
    WorkplaceContact.objects.filter(email=joint.KIM).update(email=joint.TOVE)
    page = words(as_person(joint.TOVE).get("/ansoegninger/"))
    assert page.count("3 arbejdspladser i 2 kommuner") == 1
    assert f'href="/ansoegninger/{application.pk}/"' in page
    assert as_person(joint.TOVE).get(at(application)).status_code == 200


def test_it_is_not_me_erases_and_closes_the_door(as_person):
    application, client = joint.submitted(), as_person(joint.KIM)
    assert "Det er ikke mig. Slet mine oplysninger" in words(client.get(at(application)))
    assert client.post(at(application, "ikke-mig/"))["Location"] == "/ansoegninger/"
    assert "Vi har slettet dine oplysninger fra ansøgningen." in words(client.get("/ansoegninger/"))
    assert not WorkplaceContact.objects.filter(email=joint.KIM).exists()
    assert client.get(at(application)).status_code == client.post(at(application, "ikke-mig/")).status_code == 404
    page = words(as_person(joint.METTE).get(f"/ansoegninger/{application.pk}/"))
    assert "En arbejdsplads’ kontaktperson svarede »Det er ikke mig«, og oplysningerne er slettet" in page
    assert "Kim Falk" not in page


def test_staff_and_closed_accounts_follow_nothing():
    joint.submitted()
    kim = make.person(joint.KIM)
    assert Application.objects.followed_by(kim).count() == WorkplaceContact.objects.of(kim).count() == 1
    kim.is_active = False
    assert Application.objects.followed_by(kim).count() == WorkplaceContact.objects.of(kim).count() == 0
    kim.is_active, kim.roles = True, ["consultant"]
    assert Application.objects.followed_by(kim).count() == WorkplaceContact.objects.of(kim).count() == 0
    # Nothing that a contact may follow is what they may open.
    kim.roles = []
    assert Application.objects.visible_to(kim).count() == 0
