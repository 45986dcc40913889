"""Two savers of one step: both texts side by side, and the second chooses field by field."""

import re

import pytest

from applications.actions.completeness import Step
from applications.models import Municipality, Sector
from tests.applications.desk import ANDERS, METTE, TOVE, WISH, fresh, save
from tests.factories import applications as make
from themes.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


WORDS = re.compile(r'compare__words"[^>]*>(.*?)</div>', re.DOTALL)


def _plain(html):
    return re.sub(r"<[^>]+>|\n", "", html)


def at(application, number):
    return f"/ansoegninger/{application.pk}/trin/{number}/"


def compared(response):
    """What the page sets side by side: label, what stands there, what was typed."""
    fields = re.findall(r'<fieldset class="compare">(.*?)</fieldset>', response.content.decode(), re.DOTALL)
    return [
        (
            re.search(r"<legend[^>]*>(.*?)</legend>", each)[1],
            *(
                re.sub(r"<[^>]+>|\n", "", words)
                for words in re.findall(r'compare__words"[^>]*>(.*?)</div>', each, re.DOTALL)
            ),
        )
        for each in fields
    ]


def edit_in(response):
    return re.search(r'name="edit_number" value="(\d+)"', response.content.decode())[1]


def test_the_second_saver_takes_one_field_from_each(as_person):
    application, client = make.draft(), as_person(METTE)
    save(application, Step.WISH, {**WISH, "situation": "Anders' situation", "tried": "Anders har prøvet"}, email=ANDERS)
    mine = {**WISH, "situation": "Mettes situation", "tried": "Mette har prøvet"}

    both = client.post(at(application, 3), {**mine, "edit_number": "0"})
    assert both.status_code == 409
    assert compared(both) == [
        ("Hvad er jeres situation?", "Anders&#x27; situation", "Mettes situation"),
        ("Hvad har I prøvet?", "Anders har prøvet", "Mette har prøvet"),
    ]
    chosen = {"valg_situation": "deres", "valg_tried": "mit", "edit_number": edit_in(both)}
    assert client.post(at(application, 3), {**mine, **chosen}).status_code == 302

    assert fresh(application).situation == "Anders' situation"
    assert fresh(application).tried == "Mette har prøvet"


def test_whoever_chooses_what_stands_there_need_not_mend_their_own(as_person):
    application, client = make.draft(), as_person(METTE)
    save(application, Step.WISH, {**WISH, "situation": "Anders' situation"}, email=ANDERS)
    answer = client.post(at(application, 3), {**WISH, "situation": "", "valg_situation": "deres", "edit_number": "1"})
    assert answer.status_code == 302
    assert fresh(application).situation == "Anders' situation"


def test_a_third_save_between_choosing_and_saving_is_shown_again(as_person):
    application, client = make.draft(), as_person(METTE)
    save(application, Step.WISH, {**WISH, "situation": "Anders' første"}, email=ANDERS)
    both = client.post(at(application, 3), {**WISH, "edit_number": "0"})
    save(application, Step.WISH, {**WISH, "situation": "Anders' anden"}, email=ANDERS)

    again = client.post(at(application, 3), {**WISH, "valg_situation": "mit", "edit_number": edit_in(both)})

    assert again.status_code == 409
    assert compared(again)[0][1] == "Anders&#x27; anden"


def test_every_kind_of_field_is_set_in_words(as_person):
    application, client = make.draft(), as_person(METTE)
    other = Theme.objects.get(key="lone_work")
    save(application, Step.THEMES, {"themes": [other.pk]}, email=ANDERS)
    mine = Theme.objects.get(key="change")
    themes = client.post(at(application, 2), {"themes": [mine.pk], "edit_number": "0"})
    assert compared(themes) == [("Vælg et eller flere temaer", other.title, mine.title)]

    practical = {
        "managers_taking_part": 2,
        "employees_taking_part": None,
        "earliest_start": make.MORNING.date(),
        "unsuitable_days": "",
    }
    save(application, Step.PRACTICAL, practical, email=ANDERS)
    typed = {"managers_taking_part": "2", "employees_taking_part": "3", "unsuitable_days": "", "edit_number": "0"}
    day = {"earliest_start_day": "15", "earliest_start_month": "1", "earliest_start_year": "2027"}
    dates = client.post(at(application, 4), {**typed, **day})
    assert compared(dates) == [
        ("Hvor mange medarbejderrepræsentanter deltager i møderne?", "Ikke udfyldt", "3"),
        ("Hvornår kan I tidligst begynde?", "3. november 2026", "15. januar 2027"),
    ]
    chosen = {"valg_earliest_start": "deres", "valg_employees_taking_part": "mit", "edit_number": edit_in(dates)}
    assert client.post(at(application, 4), {**typed, **day, **chosen}).status_code == 302
    assert fresh(application).earliest_start == make.MORNING.date()
    assert fresh(application).employees_taking_part == 3


def test_themes_and_empty_answers_can_be_chosen_from_the_other_side(as_person):
    application, client = make.draft(), as_person(METTE)
    theirs, mine = Theme.objects.get(key="lone_work"), Theme.objects.get(key="change")
    save(application, Step.THEMES, {"themes": [theirs.pk]}, email=ANDERS)
    client.post(at(application, 2), {"themes": [mine.pk], "valg_themes": "deres", "edit_number": "1"})
    assert list(fresh(application).themes.all()) == [theirs]

    empty = {
        "managers_taking_part": None,
        "employees_taking_part": None,
        "earliest_start": None,
        "unsuitable_days": "",
    }
    save(application, Step.PRACTICAL, empty, email=ANDERS)
    choices = {f"valg_{name}": "deres" for name in empty}
    typed = {"managers_taking_part": "2", "earliest_start_day": "32", "luk": "ja", "edit_number": "9"}
    assert client.post(at(application, 4), {**typed, **choices}).status_code == 302
    assert fresh(application).managers_taking_part is None


def test_a_date_that_is_none_is_shown_as_typed_when_the_person_asks_for_both_texts(as_person):
    application, client = make.draft(), as_person(METTE)
    typed = {"earliest_start_day": "32", "earliest_start_month": "", "earliest_start_year": "2027", "sammenlign": "ja"}
    both = client.post(at(application, 4), {**typed, "edit_number": "0"})
    assert both.status_code == 409
    assert next(row for row in compared(both) if "tidligst" in row[0])[2] == "32 – 2027"


def test_two_windows_of_one_person_are_told_apart(as_person):
    application, client = make.draft(), as_person(METTE)
    first, second = (
        re.search(r'name="side" value="([-\w]+)"', client.get(at(application, 3)).content.decode())[1] for _ in range(2)
    )
    assert first != second
    client.post(at(application, 3), {**WISH, "tried": "I det ene vindue", "edit_number": "0", "side": first})

    answer = client.post(at(application, 3), {**WISH, "tried": "I det andet", "edit_number": "0", "side": second})

    assert answer.status_code == 409
    assert "Du har gemt noget andet imens" in answer.content.decode()
    assert "Måske har du siden åben i et andet vindue." in answer.content.decode()


def test_a_page_never_stands_in_its_own_way(as_person):
    application, client = make.draft(), as_person(METTE)
    page = {"edit_number": "0", "side": f"{16 * 'a'}-0"}
    client.post(at(application, 3), {**WISH, "tried": "Først"} | page)
    # The answer was lost: the page still says 0.
    assert client.post(at(application, 3), {**WISH, "tried": "Så"} | page).status_code == 302
    save(application, Step.WISH, {**WISH, "tried": "Anders"}, email=ANDERS)
    assert client.post(at(application, 3), {**WISH, "tried": "Til sidst"} | page).status_code == 409


def test_two_savers_of_a_person_choose_as_well(as_person):
    application, client = make.draft(), as_person(METTE)
    tove = application.signatories.get(email=TOVE)
    page = f"/ansoegninger/{application.pk}/trin/5/{tove.pk}/"
    as_typed = {"role": tove.role, "name": "Tove Riis", "email": TOVE, "phone": "51 23 45 67", "edit_number": "0"}
    client.post(page, {**as_typed, "phone": "86 12 34 56", "is_contact": "on"})
    mine = {**as_typed, "name": "Tove Riis-Ørum"}

    both = client.post(page, mine)

    assert both.status_code == 409
    assert ("Navn", "Tove Riis", "Tove Riis-Ørum") in compared(both)
    assert ("Kontaktperson", "Ja", "Nej") in compared(both)
    chosen = {"valg_name": "mit", "valg_is_contact": "deres", "edit_number": edit_in(both)}
    assert client.post(page, {**mine, **chosen}).status_code == 302
    tove.refresh_from_db()
    assert (tove.name, tove.is_contact) == ("Tove Riis-Ørum", True)
    # And the other way round: no mark is a choice, too.
    client.post(page, {**mine, "edit_number": "9"})
    client.post(page, {**mine, "is_contact": "on", "valg_is_contact": "deres", "edit_number": "9"})
    tove.refresh_from_db()
    assert not tove.is_contact


def test_step_one_shows_places_by_name(as_person):
    application, client = make.draft(), as_person(METTE)
    before = application.workplaces.get()
    typed = {
        "body": "trio",
        "workplace_name": before.name,
        "municipality": Municipality.objects.get(name="Aarhus").pk,
        "sector": Sector.objects.exclude(pk=before.sector_id).first().pk,
        "employees": str(before.employees),
        "sammenlign": "ja",
    }
    both = client.post(at(application, 1), typed)
    assert ("Kommune", before.municipality.name, "Aarhus") in compared(both)


def test_texts_that_are_alike_are_said_to_be_alike(as_person):
    application, client = make.draft(), as_person(METTE)
    save(application, Step.WISH, WISH, email=ANDERS)
    both = client.post(at(application, 3), {**WISH, "sammenlign": "ja", "edit_number": "0"})
    assert (both.status_code, compared(both)) == (409, [])
    assert "De to tekster er ens." in both.content.decode()
