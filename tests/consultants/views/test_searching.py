"""Searching the desk: by any word, however it is spelt, and never more than one may read."""

from datetime import timedelta

import pytest

from applications.actions import searching, signing
from applications.models import Application
from consultants.views import searching as looking
from tests.consultants.desk import NOW, WEEKS_AGO, place
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE = "/sekretariat/ansoegninger/"


def found(browser, typed, **more):
    response = browser.get(QUEUE, {"q": typed, **more})
    assert response.status_code == 200
    return [row.application.reference for row in response.context["rows"]]


def text(response):
    return response.content.decode()


@pytest.fixture
def three():
    """On the desk: one in Odense, one on Læsø whose text tells of harassment, and one about an old chief."""
    plain = applications.submitted(at=NOW - timedelta(days=3))
    away = applications.submitted(
        at=NOW - timedelta(days=2), place=place("825", "Læsø"), situation="Chikanen er begyndt igen efter ferien."
    )
    named = applications.submitted(
        at=NOW - timedelta(days=1), people=(("Åse Kjær", "aase@x.example", "manager"), *applications.TRIO[1:])
    )
    named.workplaces.update(name="Folkeskolen Solsikken")
    searching.write(named)
    return [each.reference for each in (plain, away, named)]


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        # reference, in every way one writes it
        ("SPARK-2026-0002", [1]),
        ("spark2026-0002", [1]),
        ("2026-0002", [1]),
        ("20260002", [1]),
        ("0002", [1]),
        ("2026-2", [1]),
        ("SPARK-2026-2", [1]),
        ("SPARK-2026", [0, 1, 2]),
        ("SPARK-2026-", [0, 1, 2]),
        ("spark-2026-000", [0, 1, 2]),
        # workplace, municipality and people: whole, begun, spelt for another keyboard
        ("Solsikken", [2]),
        ("solsik", [2]),
        ("læsø", [1]),
        ("LAESOE", [1]),
        ("Laeso", [1]),
        ("åse", [2]),
        ("aase kjaer", [2]),
        ("Ase Kjar", [2]),
        ("kjær solsikken", [2]),
        ("mette og lærkehøj", [1, 0]),
        # spelt wrong, or a part of a longer word
        ("Solsiken", [2]),
        ("Solsikkn", [2]),
        ("Lærkhøj", [1, 0]),
        ("skolen", [2]),
        ("Odnse", [2, 0]),
        # what they wrote, by its stem
        ("chikane", [1]),
        ("chikanen", [1]),
        ("chikaner", [1]),
        ("læsø chikane", [1]),
        ("overfald", [2, 0]),
        ("udviklingshæmning", [2, 1, 0]),
        # everything, for want of anything to go by
        ("spark", [2, 1, 0]),
        ("%", [2, 1, 0]),
        # nothing
        ("findesikke", []),
        ("2025-0001", []),
        ("læsø overfald", []),
        ("0099", []),
    ],
)
def test_a_word_finds_what_it_means(desk, three, typed, hits):
    assert found(desk, typed) == [three[number] for number in hits]


def test_hans_is_not_hansen(desk):
    hans = applications.submitted(people=(("Hans Vig", "hans@x.example", "manager"), *applications.TRIO[1:]))
    hansen = applications.submitted(people=(("Ida Hansen", "ida@x.example", "manager"), *applications.TRIO[1:]))
    assert found(desk, "Hansen") == [hansen.reference]
    assert found(desk, "hans") == [hans.reference, hansen.reference]


def test_the_word_most_like_the_one_typed_comes_first(desk):
    names = ["Vuggestuen Østervang", "Børnehuset Vestervang", "Vuggestuen Østervold", "Tandplejen Sløvervang"]
    for number, name in enumerate(names):
        one = applications.submitted(at=WEEKS_AGO + timedelta(days=number))
        one.workplaces.update(name=name)
        searching.write(one)
    assert found(desk, "ostervang")[0] == "SPARK-2026-0001"
    assert found(desk, "Vuggestuen Ostervan")[0] == "SPARK-2026-0001"


def test_a_name_comes_before_a_text(desk):
    told = applications.submitted(at=NOW, situation="Vi arbejder sammen med Havblik.")
    borne = applications.submitted(at=WEEKS_AGO)
    borne.workplaces.update(name="Havblik")
    searching.write(borne)
    assert found(desk, "havblik") == [borne.reference, told.reference]


def test_neither_address_nor_phone_finds_anybody(desk, three):
    for typed in ("mette.holm@odense.example", "51234567", "+45 51 23 45 67", "example"):
        assert found(desk, typed) == []


# ── Who finds what ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_nobody_finds_what_they_may_not_read(desk, leader):
    every = {
        "declined": applications.declined(),
        "waiting": applications.waiting(),
        "granted": applications.granted(),
        "withdrawn": applications.withdrawn(),
    }
    applications.draft()
    references = {state: each.reference for state, each in every.items()}
    assert set(found(leader, "lærkehøj")) == set(references.values())
    for state, reference in references.items():
        seen = [reference] if state in {"declined", "waiting"} else []
        assert found(desk_of_a_consultant(), reference) == seen
    assert set(found(desk_of_a_consultant(), "overfaldet")) == {references["declined"], references["waiting"]}


def desk_of_a_consultant():
    from django.test import Client

    from tests.consultants.desk import staff

    browser = Client()
    browser.force_login(staff())
    return browser


def test_a_state_narrows_the_search(desk):
    waits, declined = applications.waiting(), applications.declined()
    assert set(found(desk, "lærkehøj")) == {waits.reference, declined.reference}
    assert found(desk, "lærkehøj", tilstand="declined") == [declined.reference]
    assert found(desk, "lærkehøj", tilstand="needs_information") == []


def test_a_text_that_the_group_is_writing_on_is_not_searched(leader):
    back = applications.submitted()
    signing.reopen(application_id=back.pk, by=applications.person(), now=NOW)
    Application.objects.filter(pk=back.pk).update(situation="Chikane")
    assert found(leader, "lærkehøj") == [back.reference]
    assert found(leader, "lærkehøj", tilstand="with_the_group") == [back.reference]
    assert found(leader, "overfaldet") == []
    assert found(leader, "chikane") == []


# ── What is told ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_best_25_are_shown_and_that_there_are_more(desk):
    applications.many_submitted(26, at=NOW)
    response = desk.get(QUEUE, {"q": "lærkehøj"})
    assert (len(response.context["rows"]), str(response.context["count"])) == (25, "25+")
    assert "Her er de 25 bedste. Skriv mere for at finde færre." in text(response)
    assert "Næste side" not in text(response)
    response = desk.get(QUEUE, {"q": "lærkehøj 0"})
    assert [row.workplaces[0].name for row in response.context["rows"]] == ["Bostedet Lærkehøj 0"]
    assert str(response.context["count"]) == "1"


def test_what_narrows_the_list_finds_the_old_among_many_new(desk):
    old = applications.submitted(at=WEEKS_AGO, place=place("825", "Læsø"))
    applications.many_submitted(51, at=NOW)
    assert old.reference not in found(desk, "lærkehøj")
    assert found(desk, "lærkehøj", kommune="825") == [old.reference]


def test_the_newest_are_the_same_whether_found_among_the_latest_or_among_all(desk, monkeypatch):
    rare = applications.submitted(at=WEEKS_AGO, place=place("825", "Læsø"))
    applications.many_submitted(55, at=NOW)
    among_the_latest = found(desk, "lærkehøj"), found(desk, "lærkehøj", tilstand="submitted")

    monkeypatch.setattr(looking, "_PROBED", 3)

    assert (found(desk, "lærkehøj"), found(desk, "lærkehøj", tilstand="submitted")) == among_the_latest
    assert found(desk, "læsø") == found(desk, "læsø", tilstand="submitted") == [rare.reference]


def test_many_that_only_tell_of_it(desk):
    applications.many_submitted(27, at=NOW)
    named = applications.submitted(at=WEEKS_AGO)
    named.workplaces.update(name="Overfaldet")
    searching.write(named)
    assert len(found(desk, "overfaldet")) == 25
    assert found(desk, "overfaldet")[0] == named.reference


def test_what_is_only_much_alike_says_so(desk, three):
    page = text(desk.get(QUEUE, {"q": "Solsikkn"}))
    assert "Ingen passer helt på »Solsikkn«. Her er dem, der ligner mest." in page
    assert "<strong>1</strong> ligner det, du søger" in page
    assert "Ingen ansøgninger passer" in text(desk.get(QUEUE, {"q": "findesikke"}))
