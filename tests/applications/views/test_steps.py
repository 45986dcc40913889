import gzip
import re
from datetime import date

import pytest
from django.utils.html import escape

from applications.actions import record
from applications.actions.completeness import Step
from applications.models import Application, Municipality, Sector
from tests.applications.desk import ANDERS, METTE, TOVE, WISH, begun, fresh, save
from tests.factories import applications as make
from themes.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def at(application, number):
    return f"/ansoegninger/{application.pk}/trin/{number}/"


def who(**changes):
    return {
        "edit_number": "0",
        "body": "trio",
        "workplace_name": "Bostedet Lærkehøj",
        "municipality": Municipality.objects.get(name="Odense").pk,
        "sector": Sector.objects.get(key="social").pk,
        "employees": "48",
        **changes,
    }


def practical(**changes):
    return {
        "managers_taking_part": "1",
        "employees_taking_part": "3",
        "earliest_start_day": "15",
        "earliest_start_month": "1",
        "earliest_start_year": "2027",
        "unsuitable_days": "",
        **changes,
    }


def test_the_first_step_says_where_one_is_and_what_happens_to_the_data(as_person):
    page = as_person(METTE).get(at(begun(), 1)).content.decode()
    assert "Trin 1 af 6" in page
    assert "<h1>Hvem er I?</h1>" in page
    assert "Styregruppen ser kun tal" in page
    assert page.count("<option") == 98 + 1 + 13 + 1
    assert len(gzip.compress(page.encode())) < 5_500


def test_a_step_is_saved_and_the_next_one_opens(as_person):
    application, client = begun(), as_person(METTE)
    assert client.post(at(application, 1), who())["Location"] == at(application, 2)
    theme = Theme.objects.get(key="violence")
    assert client.post(at(application, 2), {"themes": [theme.pk]})["Location"] == at(application, 3)
    assert client.post(at(application, 3), WISH)["Location"] == at(application, 4)
    assert client.post(at(application, 4), practical())["Location"] == at(application, 5)
    saved = fresh(application)
    workplace = saved.workplaces.get()
    assert (saved.body, workplace.name, workplace.employees) == ("trio", "Bostedet Lærkehøj", 48)
    assert list(saved.themes.all()) == [theme]
    assert saved.situation == WISH["situation"]
    assert (saved.managers_taking_part, saved.earliest_start) == (1, date(2027, 1, 15))


def test_what_was_saved_is_there_on_the_next_visit(as_person):
    application, client = make.draft(), as_person(TOVE)
    assert make.WORKPLACE in client.get(at(application, 1)).content.decode()
    assert len(re.findall(r'name="themes"[^>]* checked', client.get(at(application, 2)).content.decode())) == 1
    assert make.TEXT in client.get(at(application, 3)).content.decode()
    assert 'value="2027"' in client.get(at(application, 4)).content.decode()


def test_save_and_close_keeps_an_unfinished_step(as_person):
    application, client = begun(), as_person(METTE)
    response = client.post(at(application, 3), {"situation": "Kun begyndelsen", "luk": "ja"})
    assert response["Location"] == "/ansoegninger/"
    assert fresh(application).situation == "Kun begyndelsen"
    assert "Jeres kladde er gemt" in client.get("/ansoegninger/").content.decode()
    client.post(at(application, 4), {"earliest_start_day": "1", "luk": "ja"})
    assert fresh(application).earliest_start is None


def test_save_and_close_with_nothing_new_just_closes(as_person):
    application, client = begun(), as_person(METTE)
    assert client.post(at(application, 1), {"luk": "ja"})["Location"] == "/ansoegninger/"
    assert fresh(application).edit_number == 0


def test_an_unfinished_workplace_is_asked_for_whole(as_person):
    application = begun()
    response = as_person(METTE).post(at(application, 1), {"workplace_name": "Lærkehøj", "luk": "ja"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Lærkehøj"' in page
    assert "Vælg kommune" in page
    assert page.count("(valgfrit)") == 4  # address and numbers


@pytest.mark.parametrize(
    ("number", "typed", "sentence"),
    [
        (1, {}, "Vælg, hvem I søger som"),
        (1, {"employees": "mange"}, "Skriv antallet med tal"),
        (1, {"employees": "0"}, "Skriv et tal, der er mindst 1"),
        (1, {"employees": "99999999999999999999"}, "Skriv et tal, der er højst 50.000"),
        (1, {"municipality": "999999"}, "Vælg en kommune fra listen"),
        (1, {"sector": "x"}, "Vælg et område fra listen"),
        (1, {"body": "board"}, "Vælg en af de viste muligheder"),
        (1, {"workplace_name": "x" * 161}, "Teksten må højst fylde 160 tegn. Nu fylder den 161."),
        (1, {"workplace_name": "a\0b"}, "Teksten indeholder et tegn, som ikke kan gemmes. Skriv den igen."),
        (2, {}, "Vælg mindst ét tema"),
        (2, {"themes": ["999999"]}, "Vælg blandt de viste temaer"),
        (2, {"themes": ["x"]}, "Vælg blandt de viste muligheder"),
        (3, {}, "Beskriv jeres situation"),
        (3, {"situation": "x" * 4001}, "Teksten må højst fylde 4000 tegn. Nu fylder den 4001."),
        (4, {}, "Skriv, hvornår I tidligst kan begynde"),
        (4, {"earliest_start_day": "32"}, "Skriv dagen med et tal fra 1 til 31"),
        (4, practical(earliest_start_year="2026"), "Datoen er passeret. Skriv en dato fra i dag og frem."),
        (4, practical(earliest_start_month="6"), "I skal kunne begynde inden for et halvt år: senest 3. maj 2027."),
        (4, practical(managers_taking_part="-1"), "Skriv et tal, der er mindst 1"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(as_person, number, typed, sentence):
    application = begun()
    response = as_person(METTE).post(at(application, number), typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(escape(sentence)) >= 2  # in the summary and at the field
    assert fresh(application).edit_number == 0


def test_nothing_typed_is_lost_when_something_is_wrong(as_person):
    application = begun()
    page = as_person(METTE).post(at(application, 1), who(employees="fyrre", edit_number="7")).content.decode()
    assert 'value="Bostedet Lærkehøj"' in page
    assert 'value="fyrre"' in page
    assert re.search(r"<option value=\d+ selected>Odense", page)
    assert 'name="edit_number" value="7"' in page


def test_a_line_break_counts_once(as_person):
    application = begun()
    text = "a\r\n" * 1999 + "ab"
    as_person(METTE).post(at(application, 3), {**WISH, "situation": text})
    assert fresh(application).situation == text.replace("\r\n", "\n")


def test_a_start_date_that_has_passed_since_does_not_stop_other_answers(as_person, time_machine):
    application = make.draft(earliest_start=date(2026, 11, 4))
    time_machine.move_to("2026-11-05T08:00:00Z")
    typed = practical(
        earliest_start_day="4", earliest_start_month="11", earliest_start_year="2026", unsuitable_days="Fredage"
    )
    response = as_person(METTE).post(at(application, 4), {**typed, "edit_number": "0"})
    assert response.status_code == 302
    assert fresh(application).unsuitable_days == "Fredage"


def test_a_theme_that_closed_since_stays_chosen_but_cannot_be_chosen_anew(as_person):
    application, client = make.draft(), as_person(METTE)
    Theme.objects.filter(key__in=["violence", "change"]).update(open_until=date(2026, 11, 2))
    page = client.get(at(application, 2)).content.decode()
    assert make.THEME in page
    assert "Forandringer og omstillinger" not in page
    closed = Theme.objects.get(key="change").pk
    assert client.post(at(application, 2), {"themes": [closed]}).status_code == 422


def test_the_second_saver_sees_both_texts_and_decides(as_person):
    application, client = make.draft(), as_person(METTE)
    save(application, Step.WISH, {**WISH, "change_wish": "Anders' ord"}, email=ANDERS)
    mine = {**WISH, "change_wish": "Mettes ord", "edit_number": "0"}
    response = client.post(at(application, 3), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Anders Maar har gemt noget andet imens" in page
    assert "<p>Anders&#x27; ord</p>" in page
    assert "<p>Mettes ord</p>" in page
    assert page.count('<fieldset class="compare">') == 1
    assert "Mettes ord</textarea>" in page
    assert fresh(application).change_wish == "Anders' ord"
    edit = re.search(r'name="edit_number" value="(\d+)"', page)[1]
    assert client.post(at(application, 3), {**mine, "edit_number": edit}).status_code == 302
    assert fresh(application).change_wish == "Mettes ord"


@pytest.mark.parametrize("edit", ["", "x", "-1", "²", "9" * 30])
def test_an_edit_number_that_is_none_overwrites_nothing(as_person, edit):
    application = make.draft()
    save(application, Step.WISH, WISH, email=ANDERS)
    response = as_person(METTE).post(at(application, 3), {**WISH, "tried": "Mettes ord", "edit_number": edit})
    assert response.status_code == 409


def test_a_double_click_is_one_edit(as_person):
    application, client = begun(), as_person(METTE)
    for _ in range(2):
        assert client.post(at(application, 3), {**WISH, "edit_number": "0"}).status_code == 302
    assert fresh(application).edit_number == 1


def test_an_editor_who_is_gone_is_somebody_else(as_person):
    application = make.draft()
    Application.objects.update(edit_number=1)
    record.log(application, "edited", by=None, now=make.MORNING, edit=1, step=Step.WISH)
    page = as_person(METTE).post(at(application, 3), {**WISH, "tried": "Mettes ord"}).content.decode()
    assert "En anden har gemt noget andet imens" in page


@pytest.mark.parametrize("number", [0, 6, 99])
def test_there_are_no_other_steps(as_person, number):
    assert as_person(METTE).get(at(begun(), number)).status_code == 404


def test_a_stranger_finds_nothing_and_signed_out_people_sign_in(client, as_person):
    application = make.draft()
    assert client.get(at(application, 1)).status_code == 302
    assert as_person("fremmed@odense.example").get(at(application, 1)).status_code == 404
    assert as_person("fremmed@odense.example").post(at(application, 3), WISH).status_code == 404


def test_who_is_named_sees_names_and_roles_only_until_they_say_it_is_them(as_person):
    application, client = make.draft(accepted=False), as_person(TOVE)
    for address in (at(application, 3), at(application, 5), f"/ansoegninger/{application.pk}/tjek/"):
        page = client.get(address).content.decode()
        assert "Er det dig, Tove Riis?" in page
        assert "Mette Holm: Leder" in page
        assert not [word for word in (make.TEXT, make.WORKPLACE, make.THEME, METTE, "51 23") if word in page]
    assert client.post(at(application, 3), WISH).status_code == 409
    assert fresh(application).situation == make.TEXT


def test_what_everybody_is_asked_about_is_not_edited_here(as_person):
    application = make.awaiting()
    client = as_person(METTE)
    for response in (client.get(at(application, 3)), client.post(at(application, 3), WISH)):
        assert response["Location"] == f"/ansoegninger/{application.pk}/"
    assert fresh(application).situation == make.TEXT


def test_a_step_costs_the_same_whatever_is_in_it(as_person, django_assert_max_num_queries):
    application, client = make.draft(), as_person(METTE)
    for number in range(1, 6):
        with django_assert_max_num_queries(10):
            client.get(at(application, number))
    for number, typed in ((1, who(employees="50")), (3, WISH), (4, practical())):
        with django_assert_max_num_queries(18):
            assert client.post(at(application, number), typed).status_code == 302


# ── What looks like a CPR number ────────────────────────────────────────────────────────────────────────────────────
def test_what_looks_like_a_cpr_number_is_pointed_at_beside_its_field_and_stops_nobody(as_person):
    application, client = begun(), as_person(METTE)
    with_number = {**WISH, "tried": "Vi talte med 010180-1234 om det", "edit_number": "0"}
    assert client.post(at(application, 3), with_number).status_code == 302
    page = client.get(at(application, 3)).content.decode()
    assert re.search(r'id="id_tried_cpr">Noget i teksten ligner et CPR-nummer\.', page)
    assert re.search(r'name="tried"[^>]* aria-describedby="id_tried_helptext id_tried_limit id_tried_cpr"', page)
    assert re.search(r'id="id_situation_cpr" hidden>', page)


# ── Names and numbers ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("51234567", "+4551234567"),
        ("51 23 45 67", "+4551234567"),
        ("5123 4567", "+4551234567"),
        ("+45 51234567", "+4551234567"),
        ("+4551234567", "+4551234567"),
        ("0045 51 23 45 67", "+4551234567"),
        ("(+45) 51-23-45-67", "+4551234567"),
        ("+46 8 123 456 78", "+46812345678"),
        ("0046 8 123 456 78", "+46812345678"),
        ("+49 30 901820", "+4930901820"),
        ("+298 211234", "+298211234"),
        ("+299 32 12 34", "+299321234"),
    ],
)
def test_a_telephone_number_is_taken_as_people_write_it(as_person, typed, kept):
    application = begun()
    person = {"person-role": "manager", "person-name": "Mette", "person-email": METTE, "person-phone": typed}
    answer = as_person(METTE).post(at(application, 5), {**person, "tilfoej": "ja"})
    assert answer.status_code == 302
    assert application.signatories.get().phone.as_e164 == kept


@pytest.mark.parametrize(
    "name",
    [
        "Åse",
        "Ærø Ø",
        "Anne-Sofie Maria Christina Bech-Nørregaard von Æbleskov",
        "O'Brien",
        "李小龙",
        "محمد عبد الله",
        "Nguyễn Thị Ánh",
        "Ğülşah Çelik",
        "x" * 120,
    ],
)
def test_a_name_of_any_length_and_script_is_a_name(as_person, name):
    application, client = begun(), as_person(METTE)
    person = {"person-role": "manager", "person-name": name, "person-email": METTE, "tilfoej": "ja"}
    assert client.post(at(application, 5), person).status_code == 302
    assert application.signatories.get().name == name
    assert escape(name) in client.get(at(application, 5)).content.decode()
