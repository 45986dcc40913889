import pytest

from applications.consensus import Body
from applications.lifecycle import Status
from tests.applications.desk import METTE, TOVE, begun, fresh
from tests.applications.room import owed
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

PROMISES = {"evaluation_accepted": "on", "privacy": "on"}


def at(application):
    return f"/ansoegninger/{application.pk}/tjek/"


def test_every_answer_stands_there_with_the_way_to_correct_it(as_person):
    application = make.draft(unsuitable_days="Uge 7", tried="")
    page = as_person(TOVE).get(at(application)).content.decode()
    assert "Trin 6 af 6" in page
    assert "Alt er udfyldt." in page
    for answer in (make.WORKPLACE, make.THEME, make.TEXT, "Ingenting skrevet", "2. januar 2027", "Uge 7", "TRIO", "48"):
        assert answer in page
    assert (
        "Mette Holm (kontaktperson)<br>mette.holm@odense.example, +45\N{NO-BREAK SPACE}51\N{NO-BREAK SPACE}23" in page
    )
    assert (
        f'<a href="/ansoegninger/{application.pk}/trin/3/">Ret<span class="sr-only">: Jeres situation</span></a>'
        in page
    )


def test_what_is_missing_leads_to_where_it_is_done(as_person):
    application = begun()
    page = as_person(METTE).get(at(application)).content.decode()
    assert "Der mangler 14 ting" in page
    assert f'<a href="/ansoegninger/{application.pk}/trin/5/">I mangler en leder</a>' in page
    assert page.count("Ikke udfyldt") == 10


def test_one_thing_missing_is_said_in_the_singular(as_person):
    page = as_person(METTE).get(at(make.draft(core_task=""))).content.decode()
    assert "Der mangler en ting" in page


def test_an_explained_absence_is_part_of_the_answers(as_person):
    application = make.draft(absent_roles=["union_representative"], absence_reason="Valg i maj")
    page = as_person(METTE).get(at(application)).content.decode()
    assert "Tillidsrepræsentant (TR)<br>Valg i maj" in page


def test_an_absence_that_was_explained_for_another_body_is_not(as_person):
    application = make.draft(body="local_med", absent_roles=["union_representative"], absence_reason="Valg i maj")
    assert "Valg i maj" not in as_person(METTE).get(at(application)).content.decode()


@pytest.mark.parametrize(("text", "warns"), [("010190-1234", True), ("0101901234", True), ("12 34 56 78", False)])
def test_what_looks_like_a_cpr_number_is_warned_of_softly(as_person, text, warns):
    client = as_person(METTE)
    application = make.draft(tried=f"Borgeren {text} har klaget")
    assert ("Står der et CPR-nummer i teksten?" in client.get(at(application)).content.decode()) is warns
    assert client.post(at(application), PROMISES).status_code == 302


def test_everybody_is_asked_by_one_button(as_person):
    application = make.draft(evaluation_accepted=False, privacy_version="")
    client = as_person(TOVE)
    assert client.post(at(application), PROMISES)["Location"] == f"/ansoegninger/{application.pk}/"
    asked = fresh(application)
    assert asked.status == Status.AWAITING_CONSENSUS
    assert (asked.evaluation_accepted, asked.privacy_version) == (True, "2026-11-23")
    assert owed("consensus-asked") == sorted(email for _, email, _ in make.TRIO)


def test_pressed_twice_everybody_is_asked_once(as_person):
    application, client = make.draft(), as_person(METTE)
    for _ in range(2):
        assert client.post(at(application), PROMISES)["Location"] == f"/ansoegninger/{application.pk}/"
    assert fresh(application).version_number == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Bekræft, at I vil deltage i evalueringen"),
        ({"evaluation_accepted": "on"}, "Bekræft, at I har læst, hvordan vi bruger jeres oplysninger"),
    ],
)
def test_without_the_promises_nobody_is_asked(as_person, typed, sentence):
    application = make.draft(evaluation_accepted=False, privacy_version="")
    response = as_person(METTE).post(at(application), typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert fresh(application).status == Status.DRAFT


def test_with_something_missing_nobody_is_asked_but_the_promises_stay(as_person):
    application = make.draft(core_task="", evaluation_accepted=False)
    response = as_person(METTE).post(at(application), PROMISES)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Der mangler noget, før I kan bede alle om at sige ja" in page
    assert "Beskriv jeres kerneopgave" in page
    assert page.count(" checked") == 2
    saved = fresh(application)
    assert (saved.status, saved.evaluation_accepted) == (Status.DRAFT, True)


def test_an_author_who_is_not_named_is_asked_to_name_themself(as_person):
    application = make.draft(author=make.person("sekretaer@odense.example"))
    client = as_person("sekretaer@odense.example")
    assert client.post(at(application), PROMISES)["Location"] == f"/ansoegninger/{application.pk}/trin/5/"
    assert "Nævn også dig selv" in client.get(f"/ansoegninger/{application.pk}/trin/5/").content.decode()


def test_a_med_committee_is_called_by_its_name(as_person):
    assert "Lokal-MED" in as_person(METTE).get(at(make.draft(body=Body.LOCAL_MED))).content.decode()


def test_somebody_else_was_faster(as_person, monkeypatch):
    # Two writers press at the same moment: the second finds the question already put.
    application, client = make.draft(), as_person(METTE)
    from applications.actions import signing

    real = signing.ask

    def after_tove(**call):
        real(**{**call, "by": make.person(TOVE)})
        return real(**call)

    monkeypatch.setattr(signing, "ask", after_tove)
    assert client.post(at(application), PROMISES)["Location"] == f"/ansoegninger/{application.pk}/"
    assert fresh(application).version_number == 1


def test_it_costs_the_same_with_many_people(as_person, django_assert_max_num_queries):
    application, client = make.draft(), as_person(METTE)
    with django_assert_max_num_queries(14):
        client.get(at(application))
