"""The workplaces of a joint application, one by one and as a list."""

import html

import pytest

from applications.actions.completeness import Step
from applications.consensus import MOST_JOINT
from applications.lifecycle import Status
from applications.models import Municipality, Sector, Workplace
from tests.applications.desk import begun, fresh, save
from tests.factories import applications as make
from tests.factories import joint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def at(application, rest=""):
    return f"/ansoegninger/{application.pk}/trin/1/arbejdspladser/{rest}"


def step_one(application):
    return f"/ansoegninger/{application.pk}/trin/1/"


def words(response):
    return html.unescape(response.content.decode())


def typed(**changes):
    facts = {
        "name": "Dagplejen Fyrtårnet",
        "municipality": Municipality.objects.get(name="Odense").pk,
        "sector": Sector.objects.get(key="childcare").pk,
        "employees": "12",
        **changes,
    }
    return {f"ny-{field}": value for field, value in facts.items()}


# ── From the first step ─────────────────────────────────────────────────────────────────────────────────────────────
def test_a_committee_above_the_workplaces_is_chosen_without_naming_one(as_person):
    application, client = begun(joint.METTE), as_person(joint.METTE)
    response = client.post(step_one(application), {"body": "centre_med", "edit_number": "0"})
    assert response["Location"] == at(application)
    assert (fresh(application).body, fresh(application).kind) == ("centre_med", "joint")
    page = words(client.get(at(application)))
    assert "Et fællesforløb er for mindst to arbejdspladser, i én kommune eller flere." in page
    page = words(client.get(step_one(application)))
    assert "Ingen arbejdspladser endnu. <a" in page
    assert 'name="workplace_name"' not in page


def test_a_workplace_typed_along_with_the_committee_is_not_lost(as_person):
    application, client = begun(joint.METTE), as_person(joint.METTE)
    facts = {field.removeprefix("ny-"): value for field, value in typed().items()}
    sent = {**facts, "workplace_name": facts.pop("name"), "body": "main_med"}
    response = client.post(step_one(application), {**sent, "employees": ""})
    assert (response.status_code, application.workplaces.count()) == (422, 0)
    assert client.post(step_one(application), sent)["Location"] == at(application)
    assert application.workplaces.get().name == "Dagplejen Fyrtårnet"


def test_back_to_one_workplace_is_asked_for_it(as_person):
    application, client = begun(joint.METTE), as_person(joint.METTE)
    save(application, Step.WHO, {"body": "main_med"}, email=joint.METTE)
    assert client.post(step_one(application), {"body": "trio", "edit_number": "1"})["Location"] == step_one(application)
    page = words(client.get(step_one(application)))
    assert 'name="workplace_name"' in page
    assert client.get(at(application))["Location"] == step_one(application)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_whoever_changes_their_mind_on_the_page_keeps_what_they_typed(as_person, accept):
    """The committee was saved while the page stood open, and its fields are still there to be filled."""
    application, client = begun(joint.METTE), as_person(joint.METTE)
    as_json = {"accept": "application/json"}
    empty = {"workplace_name": "", "municipality": "", "sector": "", "employees": "", "side": "0123456789abcdef-1"}
    client.post(step_one(application), {**empty, "body": "main_med", "edit_number": "0"}, headers=as_json)
    assert (fresh(application).kind, application.workplaces.count()) == ("joint", 0)
    facts = {field.removeprefix("ny-"): value for field, value in typed().items()}
    sent = {**facts, "workplace_name": facts.pop("name"), "body": "trio", "edit_number": "1"}
    client.post(step_one(application), {**sent, "side": "0123456789abcdef-2"}, headers={"accept": accept})
    assert (fresh(application).kind, application.workplaces.get().name) == ("individual", "Dagplejen Fyrtårnet")


def test_an_unfinished_committee_page_saves_what_is_right(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    headers = {"accept": "application/json"}
    response = client.post(step_one(application), {"body": "board", "edit_number": "0"}, headers=headers)
    assert response.json()["said"] == "Trinnet bliver gemt, når alle felter er udfyldt."
    client.post(step_one(application), {"body": "area_med", "edit_number": "0"}, headers=headers)
    assert (fresh(application).body, application.workplaces.count()) == ("area_med", 3)


def test_several_left_over_are_shown_to_be_taken_off(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    assert client.post(step_one(application), {"body": "trio", "edit_number": "0"})["Location"] == at(application)
    page = words(client.get(at(application)))
    assert "TRIO søger for én arbejdsplads. Fjern de andre" in page
    assert "Tilføj en arbejdsplads" not in page
    assert client.get(at(application, "liste/"))["Location"] == step_one(application)


def test_one_workplace_may_tell_its_address_and_numbers(as_person):
    application, client = make.draft(), as_person(joint.METTE)
    workplace = application.workplaces.get()
    sent = {
        "body": "work_environment_group",
        "workplace_name": workplace.name,
        "municipality": workplace.municipality_id,
        "sector": workplace.sector_id,
        "employees": "48",
        "postal_code": "5000",
        "town": "Odense C",
        "production_unit": "10 03 38 83 94",
        "cvr_number": "DK 35 20 91 15",
        "edit_number": "0",
    }
    assert client.post(step_one(application), sent)["Location"] == f"/ansoegninger/{application.pk}/trin/2/"
    workplace.refresh_from_db()
    assert (workplace.production_unit, workplace.cvr_number) == ("1003388394", "35209115")
    page = words(client.get(f"/ansoegninger/{application.pk}/tjek/"))
    for fact in ("Arbejdsmiljøgruppe", "5000 Odense C", "1003388394", "35209115"):
        assert f"<dd>{fact}</dd>" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"postal_code": "50001"}, "Skriv postnummeret med fire cifre"),
        ({"postal_code": "٥٠٠٠"}, "Skriv postnummeret med fire cifre"),
        ({"production_unit": "123456789"}, "Skriv P-nummeret med ti cifre"),
        ({"production_unit": "1" * 41}, "Skriv P-nummeret med ti cifre"),
        ({"cvr_number": "1234"}, "Skriv CVR-nummeret med otte cifre"),
        ({"cvr_number": "35209116"}, "Der er ikke noget CVR-nummer med de cifre."),
        ({"contact_name": "Ib"}, "Skriv kontaktpersonens e-mailadresse"),
        ({"contact_phone": "51 23 45 67"}, "Skriv kontaktpersonens navn"),
        ({"contact_email": "ib"}, "Skriv en e-mailadresse som i navn@kommune.dk"),
        ({"contact_phone": "1"}, "Skriv et telefonnummer som i 12 34 56 78."),
        ({"name": "  bostedet LÆRKEHØJ"}, "»Bostedet Lærkehøj« i den kommune står allerede på listen."),
        ({"employees": "mange"}, "Skriv antallet med tal"),
    ],
)
def test_a_workplace_that_is_not_right_is_not_added_and_nothing_typed_is_lost(as_person, fields, sentence):
    application, client = joint.draft(), as_person(joint.METTE)
    response = client.post(at(application), {**typed(town="Årslev", **fields), "tilfoej": "ja"})
    page = words(response)
    assert (response.status_code, application.workplaces.count()) == (422, 3)
    assert sentence in page
    assert "<title>Fejl: " in page
    for value in ("Årslev", *fields.values()):
        assert f'value="{value.strip()}"' in page.replace('value="  ', 'value="')


# ── One by one ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_workplaces_are_listed_with_their_contacts_by_name_alone(as_person):
    page = words(as_person(joint.VIGGO).get(at(joint.draft())))
    assert "I søger for 3 arbejdspladser i 2 kommuner." in page
    assert "Plejecenter Havblik" in page
    assert "Kontaktperson: Ida Lund" in page
    assert page.count("Ingen kontaktperson endnu") == 1
    assert joint.IDA not in page


def test_a_workplace_is_added_and_the_page_comes_back(as_person):
    application, client = joint.draft(), as_person(joint.TOVE)
    assert client.post(at(application), {**typed(), "tilfoej": "ja"})["Location"] == at(application)
    page = words(client.get(at(application)))
    assert "Dagplejen Fyrtårnet er tilføjet." in page
    assert "4 arbejdspladser i 2 kommuner" in page


def test_whoever_forgets_the_button_has_still_typed_a_workplace(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    assert client.post(at(application), typed())["Location"] == f"/ansoegninger/{application.pk}/trin/2/"
    assert client.post(at(application), {**typed(name="Ny"), "luk": "ja"})["Location"] == "/ansoegninger/"
    assert application.workplaces.count() == 5
    assert client.post(at(application), typed(name="", municipality="", sector="", employees=""))["Location"].endswith(
        "/trin/2/"
    )
    assert application.workplaces.count() == 5


def test_sixty_are_enough(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    Workplace.objects.bulk_create(
        Workplace(
            application=application, name=f"Afdeling {n}", municipality=joint.odense(), sector=make.sector(),
            employees=1, position=n,
        )
        for n in range(3, MOST_JOINT)
    )  # fmt: skip
    page = words(client.get(at(application)))
    assert "60 arbejdspladser i 2 kommuner" in page
    assert "Tilføj arbejdspladsen" not in page
    response = client.post(at(application), {**typed(), "tilfoej": "ja"})
    assert response.status_code == 422
    assert "Der er plads til 60 arbejdspladser, og dem har I allerede." in words(response)


def test_a_workplace_is_changed(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    havblik = application.workplaces.get(name=joint.HAVBLIK)
    page = words(client.get(at(application, f"{havblik.pk}/")))
    assert f'value="{joint.IDA}"' in page
    assert 'value="20 21 22 23"' in page
    sent = typed(name="Havblik", contact_name="Ida Lund", contact_email="IDA@samsoe.example")
    assert client.post(at(application, f"{havblik.pk}/"), {**sent, "edit_number": "0"})["Location"] == at(application)
    havblik.refresh_from_db()
    assert (havblik.name, havblik.contact.email) == ("Havblik", "ida@samsoe.example")
    response = client.post(at(application, f"{havblik.pk}/"), {**typed(name=joint.BAKKEN), "edit_number": "1"})
    assert response.status_code == 422
    assert "står allerede på listen" in words(response)
    assert client.post(at(application, f"{havblik.pk}/"), typed(name="")).status_code == 422


def test_the_second_saver_sees_both(as_person):
    application = joint.draft()
    havblik = application.workplaces.get(name=joint.HAVBLIK)
    address = at(application, f"{havblik.pk}/")
    as_person(joint.METTE).post(address, {**typed(name="Havblik", contact_name="Bo", contact_email="bo@b.dk")})
    response = as_person(joint.SANNE).post(address, {**typed(name="Fjordblik"), "edit_number": "0"})
    page = words(response)
    assert response.status_code == 409
    assert 'value="Fjordblik"' in page
    assert "Mette Holm har gemt noget andet imens" in page
    assert "bo@b.dk" in page
    # Their name, my contact: nobody.
    chosen = {**typed(name="Fjordblik"), "edit_number": "1", "valg_ny-name": "deres"}
    assert as_person(joint.SANNE).post(address, chosen)["Location"] == at(application)
    havblik.refresh_from_db()
    assert havblik.name == "Havblik"


def test_a_workplace_is_removed_and_gone_is_gone(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    havblik = application.workplaces.get(name=joint.HAVBLIK)
    for sentence in ("Arbejdspladsen er taget af listen.", "Arbejdspladsen er ikke længere på listen."):
        assert client.post(at(application, f"{havblik.pk}/fjern/"))["Location"] == at(application)
        assert sentence in words(client.get(at(application)))
    assert client.get(at(application, f"{havblik.pk}/"))["Location"] == at(application)


def test_the_only_workplace_of_a_trio_is_not_removed_here(as_person):
    application, client = make.draft(), as_person(joint.METTE)
    only = application.workplaces.get()
    for rest in (f"{only.pk}/", f"{only.pk}/fjern/"):
        assert client.post(at(application, rest), typed())["Location"] == at(application)
    assert application.workplaces.get() == only


def test_a_workplace_removed_while_it_was_being_written_is_gone(as_person, monkeypatch):
    application, client = joint.draft(), as_person(joint.METTE)
    havblik = application.workplaces.get(name=joint.HAVBLIK)
    from applications.actions import workplaces

    change = workplaces.change

    def somebody_is_quicker(**facts):
        Workplace.objects.filter(pk=havblik.pk).delete()
        change(**facts)

    monkeypatch.setattr(workplaces, "change", somebody_is_quicker)
    assert client.post(at(application, f"{havblik.pk}/"), typed())["Location"] == at(application)


# ── As a list ───────────────────────────────────────────────────────────────────────────────────────────────────────
GOOD = "Børnehuset Ærø;Odense;Dagtilbud;24\nPlejecenter Nord\tKøbenhavns Kommune\tældreområdet\t1.200"


def test_a_list_is_added_at_once(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    assert "Plejecenter Fjordblik; Odense" in words(client.get(at(application, "liste/")))
    assert client.post(at(application, "liste/"), {"lines": GOOD})["Location"] == at(application)
    page = words(client.get(at(application)))
    assert "2 arbejdspladser er tilføjet." in page
    assert "5 arbejdspladser i 3 kommuner" in page
    north = application.workplaces.get(name="Plejecenter Nord")
    assert (north.employees, north.municipality.code, north.sector.key) == (1200, "101", "eldercare")


def test_one_wrong_line_stores_nothing_until_the_person_says_so(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    text = f"{GOOD}\nHavnen;Kbh;Skole;9"
    response = client.post(at(application, "liste/"), {"lines": text})
    page = words(response)
    assert (response.status_code, application.workplaces.count()) == (422, 3)
    assert "Linje 3: Vi kender ikke kommunen »Kbh«. Skriv hele navnet." in page
    assert "Der er en fejl på siden" in page
    assert text in page
    assert "2 linjer er rigtige. Intet er gemt endnu" in page
    response = client.post(at(application, "liste/"), {"lines": text, "de_rigtige": "ja"})
    page = words(response)
    assert (response.status_code, application.workplaces.count()) == (422, 5)
    assert "2 arbejdspladser er tilføjet. Linjerne nedenfor mangler stadig." in page
    assert "Linje 1: Vi kender ikke kommunen »Kbh«." in page
    assert "Havnen;Kbh;Skole;9" in page
    assert "Børnehuset Ærø;Odense" not in page
    fixed = {"lines": "Havnen;København;Skole;9"}
    assert client.post(at(application, "liste/"), fixed)["Location"] == at(application)
    assert "1 arbejdsplads er tilføjet." in words(client.get(at(application)))


def test_several_wrong_lines_each_have_their_sentence(as_person):
    text = f"Havnen;Kbh;Skole;9\n{GOOD}\nBakken;Odense;Skole;mange"
    page = words(as_person(joint.METTE).post(at(joint.draft(), "liste/"), {"lines": text}))
    assert "<li>Linje 1: Vi kender ikke kommunen »Kbh«. Skriv hele navnet.</li>" in page
    assert "<li>Linje 4: Skriv antallet af medarbejdere med tal i stedet for »mange«.</li>" in page
    assert "Ret linje 1, 4. Øverst på siden står, hvad der mangler." in page


@pytest.mark.parametrize("lines", ["", " \n\t\n", "Navn;Kommune;Branche;Antal"])
def test_an_empty_list_is_no_list(as_person, lines):
    response = as_person(joint.METTE).post(at(joint.draft(), "liste/"), {"lines": lines, "de_rigtige": "ja"})
    assert response.status_code == 422
    assert "Skriv eller indsæt mindst én arbejdsplads" in words(response)


def test_a_list_that_does_not_fit_is_refused_whole(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    text = "\n".join(f"Afdeling {n};Odense;Skole;9" for n in range(58))
    response = client.post(at(application, "liste/"), {"lines": text, "de_rigtige": "ja"})
    page = words(response)
    assert (response.status_code, application.workplaces.count()) == (422, 3)
    assert "Der er plads til 60 arbejdspladser. I har 3 i forvejen, og listen har 58." in page
    assert "Gem de rigtige nu" not in page
    fits = {"lines": text.partition("\n")[2]}
    assert client.post(at(application, "liste/"), fits)["Location"] == at(application)
    assert application.workplaces.count() == 60


def test_somebody_elses_workplace_meanwhile_is_no_fault_of_the_list(as_person, monkeypatch):
    application, client = joint.draft(), as_person(joint.METTE)
    from applications.actions import workplaces

    add = workplaces.add

    def somebody_is_quicker(**facts):
        monkeypatch.setattr(workplaces, "add", add)
        as_person(joint.METTE).post(at(application, "liste/"), {"lines": GOOD.partition("\n")[0]})
        add(**facts)

    monkeypatch.setattr(workplaces, "add", somebody_is_quicker)
    response = client.post(at(application, "liste/"), {"lines": GOOD})
    assert response.status_code == 422
    assert "Linje 1: »Børnehuset Ærø« står allerede på jeres liste." in words(response)


# ── Elsewhere ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_check_page_shows_every_workplace_and_leads_to_the_list(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    page = words(client.get(f"/ansoegninger/{application.pk}/tjek/"))
    assert "<dd>3 arbejdspladser i 2 kommuner</dd>" in page
    assert "Plejecenter Havblik, Ældreområdet, 31 medarbejdere" in page
    assert "Arbejdspladser i Samsø" in page
    assert f'href="{at(application)}"' in page
    assert "Alt er udfyldt." in page
    assert "<dt>Formand for MED-udvalget i Samsø</dt>" in page


def test_the_version_page_shows_every_workplace_and_whom_each_speaks_for(as_person):
    application = joint.awaiting()
    page = words(as_person(joint.METTE).get(f"/ansoegninger/{application.pk}/enighed/"))
    assert "<dd>3 arbejdspladser i 2 kommuner</dd>" in page
    assert "Bostedet Lærkehøj, Social og handicap, 48 medarbejdere<br>Skolen på Bakken" in page
    assert "Sanne Krag: Formand for MED-udvalget i Samsø (kontaktperson)" not in page  # Mette is the contact
    assert "Sanne Krag: Formand for MED-udvalget i Samsø" in page
    assert "Kim Falk" not in page


def test_ones_own_list_names_a_joint_application_by_its_extent(as_person):
    joint.draft()
    page = words(as_person(joint.SANNE).get("/ansoegninger/"))
    assert ">3 arbejdspladser i 2 kommuner</a>" in page


def test_a_chair_says_which_municipality_they_speak_for(as_person):
    application, client = joint.draft(), as_person(joint.METTE)
    address = f"/ansoegninger/{application.pk}/trin/5/"
    person = {"role": "chair", "name": "Bo Vang", "email": "bo.vang@samsoe.example", "phone": ""}
    sent = {f"person-{field}": value for field, value in person.items()}
    response = client.post(address, {**sent, "tilfoej": "ja"})
    assert response.status_code == 422
    assert "Vælg, hvilken kommune personen taler for" in words(response)
    aeroe = Municipality.objects.get(name="Ærø").pk
    assert "Vælg en kommune fra listen" in words(client.post(address, {**sent, "person-municipality": aeroe}))
    client.post(address, {**sent, "person-municipality": joint.samsoe().pk, "tilfoej": "ja"})
    assert application.signatories.get(name="Bo Vang").municipality == joint.samsoe()
    assert "Formand for MED-udvalget · Ledelse · Samsø" in words(client.get(address))


def test_one_municipality_is_not_asked_for(as_person):
    application = make.draft(people=joint.FOUR[:2], kind="joint", body="area_med")
    page = words(as_person(joint.METTE).get(f"/ansoegninger/{application.pk}/trin/5/"))
    assert 'name="person-municipality"' not in page
    assert ">Formand for MED-udvalget<" in page


def test_what_everybody_is_asked_about_is_not_edited_here(as_person):
    application, client = joint.awaiting(), as_person(joint.METTE)
    havblik = application.workplaces.get(name=joint.HAVBLIK)
    for rest in ("", "liste/", f"{havblik.pk}/", f"{havblik.pk}/fjern/"):
        response = client.post(at(application, rest), {**typed(), "lines": GOOD})
        assert response["Location"] == f"/ansoegninger/{application.pk}/"
    assert fresh(application).status == Status.AWAITING_CONSENSUS
    assert application.workplaces.count() == 3
