import re

import pytest
from django.utils.html import escape

from applications.actions import drafting, people
from applications.actions.completeness import Step
from applications.consensus import Body
from applications.models import Application, Signatory
from notifications.models import Notification
from tests.applications.desk import ANDERS, METTE, TOVE, begun, fresh, save, typed
from tests.applications.room import named, owed
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def at(application, rest=""):
    return f"/ansoegninger/{application.pk}/trin/5/{rest}"


def bente(prefix="person-", **changes):
    facts = {
        "role": "employee_representative",
        "name": "Bente Dahl",
        "email": "Bente.Dahl@Odense.example",
        "phone": "51 23 45 67",
        **changes,
    }
    return {f"{prefix}{field}": value for field, value in facts.items()}


# ── Adding ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_one_begins_with_oneself(as_person):
    page = as_person(METTE).get(at(begun())).content.decode()
    assert "Begynd med dig selv" in page
    assert f'value="{METTE}"' in page
    assert "Vi har ingen tillidsrepræsentant (TR)" in page


def test_a_person_is_added_and_nobody_gets_mail(as_person):
    application, client = make.draft(), as_person(METTE)
    response = client.post(at(application), {**bente(), "tilfoej": "ja"})
    assert response["Location"] == at(application)
    person = named(application, "bente.dahl@odense.example")
    assert (person.name, str(person.phone), person.side) == ("Bente Dahl", "+45 51 23 45 67", "employees")
    assert "Bente Dahl er tilføjet. Ingen har fået mail endnu." in client.get(at(application)).content.decode()
    assert Notification.objects.count() == 0


def test_whoever_forgets_the_button_has_still_typed_a_person(as_person):
    application, client = make.draft(), as_person(METTE)
    assert client.post(at(application), bente())["Location"] == f"/ansoegninger/{application.pk}/tjek/"
    assert named(application, "bente.dahl@odense.example")
    again = bente(email="ib@odense.example")
    assert client.post(at(application), {**again, "luk": "ja"})["Location"] == "/ansoegninger/"
    assert application.signatories.count() == 5


def test_nothing_typed_just_goes_on(as_person):
    application, client = begun(), as_person(METTE)
    oneself = {"person-email": METTE, "person-name": ""}
    assert client.post(at(application), oneself)["Location"] == f"/ansoegninger/{application.pk}/tjek/"
    assert client.post(at(application), {**oneself, "luk": "ja"})["Location"] == "/ansoegninger/"
    assert fresh(application).edit_number == 0


@pytest.mark.parametrize(
    ("typed_facts", "sentence"),
    [
        ({"tilfoej": "ja"}, "Skriv personens navn"),
        (bente(role=""), "Vælg en rolle"),
        (bente(role="chair"), "Vælg en rolle fra listen"),
        (bente(email="bente"), "Skriv en e-mailadresse som i navn@kommune.dk"),
        (bente(email=TOVE.upper()), "Der er allerede en person med den e-mailadresse"),
        (bente(name="x" * 121), "Teksten må højst fylde 120 tegn. Nu fylder den 121."),
        (bente(phone="123"), "Skriv et telefonnummer som i 12 34 56 78"),
        (bente(phone="", is_contact="on"), "Skriv kontaktpersonens telefonnummer"),
        ({"absent_roles": ["union_representative"]}, "Skriv, hvorfor I ikke har en TR eller en AMR"),
        ({"absent_roles": ["manager"]}, "Vælg blandt de viste muligheder"),
        ({"absence_reason": "x" * 301}, "Teksten må højst fylde 300 tegn. Nu fylder den 301."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(as_person, typed_facts, sentence):
    application = make.draft(people=make.TRIO[:2])
    response = as_person(METTE).post(at(application), typed_facts)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(escape(sentence)) >= 2
    assert "<title>Fejl: Hvem er med? – SPARK</title>" in page
    assert fresh(application).edit_number == 0
    for value in typed_facts.values():
        if isinstance(value, str) and value not in ("ja", "on", "chair", ""):
            assert escape(value) in page


def test_a_form_is_no_mailing_list(as_person, monkeypatch):
    monkeypatch.setattr(people, "MOST_PEOPLE", 3)
    response = as_person(METTE).post(at(make.draft()), bente())
    assert response.status_code == 422
    assert "Der kan højst nævnes 3 personer." in response.content.decode()


def test_a_trio_with_everybody_is_not_bothered_with_absences(as_person):
    client = as_person(METTE)
    assert "Hvis I ikke har en TR" not in client.get(at(make.draft())).content.decode()
    explained = make.draft(absent_roles=["union_representative"], absence_reason="Valg i maj")
    assert "Valg i maj" in client.get(at(explained)).content.decode()
    assert "Hvis I ikke har en TR" not in client.get(at(make.draft(body=Body.LOCAL_MED))).content.decode()


def test_a_med_committee_may_name_its_chair(as_person):
    page = as_person(METTE).get(at(make.draft(body=Body.LOCAL_MED))).content.decode()
    assert "Formand for MED-udvalget" in page


def test_an_absence_is_explained(as_person):
    application = make.draft(people=make.TRIO[:2])
    absence = {"absent_roles": ["working_environment_representative"], "absence_reason": "Valg i maj"}
    assert as_person(METTE).post(at(application), absence).status_code == 302
    assert drafting.stored(fresh(application), Step.PEOPLE) == absence


def test_the_second_to_explain_sees_both(as_person):
    application = make.draft(people=make.TRIO[:2])
    save(application, Step.PEOPLE, {"absent_roles": [], "absence_reason": "Toves ord"}, email=TOVE)
    response = as_person(METTE).post(at(application), {"absence_reason": "Mettes ord", **bente()})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Tove Riis har gemt noget andet imens" in page
    assert 'value="Mettes ord"' in page
    assert 'value="Bente Dahl"' in page
    assert fresh(application).absence_reason == "Toves ord"
    assert application.signatories.count() == 2


def test_the_list_says_how_far_each_person_is(as_person):
    application = make.draft(accepted=False)
    application.signatories.filter(email=TOVE).update(invited_at=make.MORNING)
    page = as_person(METTE).get(at(application)).content.decode()
    states = re.findall(r'class="badge[^"]*">([^<]+)<', page)
    assert states == ["Kontaktperson", "Dig", "Kontaktperson", "Har fået en invitation", "Ikke inviteret"]
    assert page.count("/inviter/") == 1


# ── One person ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_person_is_corrected(as_person):
    application, client = make.draft(), as_person(METTE)
    tove = named(application, TOVE)
    page = client.get(at(application, f"{tove.pk}/")).content.decode()
    assert "<h1>Ret Tove Riis</h1>" in page
    edit = re.search(r'name="edit_number" value="(\d+)"', page)[1]
    facts = bente("", name="Tove Riis Bo", email=TOVE, role="union_representative", is_contact="on", edit_number=edit)
    assert client.post(at(application, f"{tove.pk}/"), facts)["Location"] == at(application)
    tove.refresh_from_db()
    assert tove.name == "Tove Riis Bo"


def test_a_role_that_the_body_does_not_know_can_stay(as_person):
    application = make.draft()
    application.signatories.filter(email=METTE).update(role="chair")
    mette = named(application, METTE)
    assert "value=chair selected" in as_person(METTE).get(at(application, f"{mette.pk}/")).content.decode()


@pytest.mark.parametrize(("email", "sentence"), [("", "Skriv personens e-mailadresse"), (ANDERS, "Der er allerede en")])
def test_a_wrong_correction_keeps_what_was_typed(as_person, email, sentence):
    application = make.draft()
    tove = named(application, TOVE)
    response = as_person(METTE).post(at(application, f"{tove.pk}/"), bente("", email=email, name="Tove Bo"))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="Tove Bo"' in page
    tove.refresh_from_db()
    assert tove.name == "Tove Riis"


def test_an_empty_post_is_refused_like_any_other(as_person):
    application = make.draft()
    assert as_person(METTE).post(at(application, f"{named(application, TOVE).pk}/"), {}).status_code == 422


def test_the_second_to_correct_a_person_sees_both(as_person):
    application = make.draft()
    tove = named(application, TOVE)
    by_anders = drafting.Save(by=make.person(ANDERS), read=0, now=make.MORNING)
    people.change_person(
        application_id=application.pk, signatory_id=tove.pk, person=typed(email=TOVE, name="Tove Bo"), save=by_anders
    )
    response = as_person(METTE).post(at(application, f"{tove.pk}/"), bente("", email=TOVE, name="Tove R."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Anders Maar har gemt noget andet imens" in page
    assert "Tove Bo" in page
    assert 'value="Tove R."' in page


def test_a_person_who_is_gone_is_said_to_be_gone(as_person, monkeypatch):
    application, client = make.draft(), as_person(METTE)
    tove = named(application, TOVE)
    client.post(at(application, f"{tove.pk}/fjern/"))
    for rest in (f"{tove.pk}/", f"{tove.pk}/fjern/"):
        assert client.post(at(application, rest), bente(""))["Location"] == at(application)
    assert "Personen er ikke længere med i ansøgningen." in client.get(at(application)).content.decode()


def test_a_writer_taken_off_in_the_middle_of_it_is_told(as_person, monkeypatch):
    application, client = make.draft(), as_person(TOVE)

    def too_late(**call):
        raise drafting.NotTheirs

    monkeypatch.setattr(drafting, "save_step", too_late)
    response = client.post(f"/ansoegninger/{application.pk}/trin/3/", {"situation": "x", "luk": "ja"})
    assert response["Location"] == "/ansoegninger/"
    assert "Du er ikke længere med i den ansøgning." in client.get("/ansoegninger/").content.decode()


def test_everybody_asked_in_the_middle_of_it_leads_to_the_status(as_person, monkeypatch):
    application, client = make.draft(), as_person(TOVE)

    def too_late(**call):
        raise drafting.NotADraft

    monkeypatch.setattr(drafting, "save_step", too_late)
    response = client.post(f"/ansoegninger/{application.pk}/trin/3/", {"situation": "x", "luk": "ja"})
    assert response["Location"] == f"/ansoegninger/{application.pk}/"


def test_an_invitation_goes_out_once(as_person):
    application, client = make.draft(accepted=False), as_person(METTE)
    tove = named(application, TOVE)
    address = f"/ansoegninger/{application.pk}/personer/{tove.pk}/inviter/"
    assert client.get(address).status_code == 405
    for words in ("Invitationen er på vej.", "Personen har allerede fået en mail."):
        assert client.post(address)["Location"] == at(application)
        assert words in client.get(at(application)).content.decode()
    assert owed("invitation") == [TOVE]


# ── "Ja, det er mig" ────────────────────────────────────────────────────────────────────────────────────────────────
def test_after_yes_it_is_me_the_text_is_open(as_person):
    application, client = make.draft(accepted=False), as_person(TOVE)
    address = f"/ansoegninger/{application.pk}/det-er-mig/"
    assert client.get(address).status_code == 405
    for _ in range(2):
        assert client.post(address)["Location"] == f"/ansoegninger/{application.pk}/tjek/"
    assert make.TEXT in client.get(f"/ansoegninger/{application.pk}/tjek/").content.decode()


def test_who_is_asked_already_goes_on_to_answer(as_person):
    application = make.awaiting(accepted=False)
    response = as_person(TOVE).post(f"/ansoegninger/{application.pk}/det-er-mig/")
    assert response["Location"] == f"/ansoegninger/{application.pk}/"


def test_no_erases_the_person_and_the_application_from_their_list(as_person):
    application, client = make.draft(accepted=False), as_person(TOVE)
    response = client.post(f"/ansoegninger/{application.pk}/det-er-mig/", {"nej": "ja"})
    assert response["Location"] == "/slettet/"
    assert not Signatory.objects.filter(email=TOVE).exists()
    assert "Dine oplysninger er slettet" in client.get("/slettet/").content.decode()
    assert client.get("/ansoegninger/")["Location"].startswith("/log-ind/")


def test_an_author_who_is_not_named_has_nothing_to_accept(as_person):
    application = begun()
    assert as_person(METTE).post(f"/ansoegninger/{application.pk}/det-er-mig/").status_code == 404
    assert Application.objects.count() == 1


def test_many_people_cost_no_more_queries(as_person, django_assert_max_num_queries):
    application, client = make.draft(), as_person(METTE)
    for number in range(20):
        add = typed(email=f"person-{number}@odense.example")
        people.add_person(application_id=application.pk, person=add, by=make.person(METTE), now=make.MORNING)
    client.get(at(application))  # the first visit of a session notes when it began
    with django_assert_max_num_queries(6):
        client.get(at(application))
    with django_assert_max_num_queries(18):
        client.post(at(application), {**bente(), "tilfoej": "ja"})
