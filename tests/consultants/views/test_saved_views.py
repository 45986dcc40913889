"""Saved views: made from what the queue is narrowed to, shown above it with counts that equal the list behind."""

import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from applications.models import Municipality
from consultants.actions import saved_views
from consultants.models import SavedView
from tests.consultants.desk import NOW, head, place, staff, steering
from tests.consultants.pages import text_of
from tests.factories import applications
from tests.factories.saved_views import view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE = "/sekretariat/ansoegninger/"
VIEWS = f"{QUEUE}visninger/"
NEW = f"{VIEWS}ny/"


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def shown(response):
    return [(each.view.name, str(each.count)) for each in response.context["views"]]


def test_others_find_nothing_here(client):
    mine = view(staff())
    for other in (steering(), staff("Ada Min", Role.ADMIN), applications.person()):
        client.force_login(other)
        for path in (VIEWS, NEW, f"{VIEWS}{mine.pk}/"):
            assert client.get(path).status_code == 404
        assert client.post(f"{VIEWS}{mine.pk}/slet/").status_code == 404
    assert SavedView.objects.count() == 1


# ── Making one ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_the_queue_shows_is_kept_under_a_name(desk):
    wanted = applications.waiting(place=place("825", "Læsø"))
    applications.waiting(place=place("461", "Odense"))
    page = desk.get(f"{QUEUE}?q=&tilstand=waiting&kommune=825&efter=x&ukendt=1").content.decode()
    (link,) = re.findall(rf'href="({NEW}[^"]*)"', page)
    assert link == f"{NEW}?tilstand=waiting&amp;kommune=825"
    shown_first = text_of(desk.get(link.replace("&amp;", "&")))
    assert "Tilstand På venteliste Kommune Læsø" in shown_first
    typed = {"name": "Læsø venter", "readers": "mig", "valg": "kommune=825&tilstand=waiting"}
    response = desk.post(NEW, typed)
    assert response.headers["Location"] == f"{QUEUE}?tilstand=waiting&kommune=825"
    assert told(response) == ["Visningen »Læsø venter« er gemt."]
    queue = desk.get(QUEUE)
    (link,) = queue.context["views"]
    assert (link.view.name, str(link.count), link.is_current, link.view.is_shared) == ("Læsø venter", "1", False, False)
    there = desk.get(link.href)
    assert [row.application for row in there.context["rows"]] == [wanted]
    assert [each.is_current for each in there.context["views"]] == [True]
    assert 'aria-current="page">Læsø venter' in there.content.decode()


@pytest.mark.parametrize("asked", ["", "q=Grethe", "kommune=999", "ukendt=1", "konsulent=1"])
def test_there_must_be_something_to_keep(desk, asked):
    for response in (desk.get(f"{NEW}?{asked}"), desk.post(NEW, {"name": "A", "readers": "mig", "valg": asked})):
        assert response.headers["Location"] == QUEUE
        assert told(response)[-1] == "Vælg først, hvad visningen skal vise. Søgeord bliver ikke gemt."
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("valg", ["&" * 1000, "a=1&" * 1000, "\x00", "tilstand=\x00"])
def test_what_no_page_of_ours_sends_is_not_kept(desk, valg):
    assert desk.post(NEW, {"name": "A", "readers": "mig", "valg": valg}).status_code == 302
    assert not SavedView.objects.exists()


def test_the_words_of_a_search_are_never_kept(desk):
    applications.submitted()
    assert "Gem som visning" not in text_of(desk.get(f"{QUEUE}?q=Grethe"))
    page = text_of(desk.get(f"{NEW}?q=Grethe&tilstand=submitted"))
    assert "Søgeordet bliver ikke gemt, for det kan være et navn." in page
    assert "Grethe" not in page
    desk.post(NEW, {"name": "A", "readers": "holdet", "valg": "q=Grethe&tilstand=submitted"})
    assert SavedView.objects.get().query == "tilstand=submitted"
    # A search goes across the views, so it stands alone.
    assert 'class="views"' not in desk.get(f"{QUEUE}?q=Grethe&tilstand=submitted").content.decode()


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(desk):
    for number in range(8):
        view(staff(), f"Min {number}", place=number + 1)
        view(staff("Bo Dahl"), f"Vores {number}", is_shared=True, place=number + 1)
    page = desk.post(NEW, {"name": "  ", "readers": "alle", "valg": "tilstand=waiting"})
    assert page.status_code == 422
    assert "Skriv et navn" in text_of(page)
    assert 'name="valg" value="tilstand=waiting"' in page.content.decode()
    for name, readers, why in (
        ("MIN 3", "mig", "Du har allerede en visning med det navn. Vælg et andet navn"),
        ("Ny", "mig", "Du har allerede 8 visninger. Slet en af dem først"),
        ("Ny", "holdet", "Holdet har allerede 8 visninger. Slet en af dem først"),
    ):
        page = desk.post(NEW, {"name": name, "readers": readers, "valg": "ventet=3&tilstand=waiting"})
        assert page.status_code == 422
        assert why in text_of(page)
        assert f'value="{name}"' in page.content.decode()


# ── Above the queue ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_ones_own_come_first_and_a_colleagues_own_never(desk):
    applications.submitted()
    view(staff("Bo Dahl"), "Bo alene", "tilstand=submitted")
    view(staff("Bo Dahl"), "Alles", "tilstand=submitted", is_shared=True)
    view(staff(), "Mine")
    assert shown(desk.get(QUEUE)) == [("Mine", "0"), ("Alles", "1")]
    page = desk.get(QUEUE).content.decode()
    assert 'Alles<span class="sr-only"> (fælles)</span>' in page
    assert "Bo alene" not in page


def test_what_a_person_can_not_choose_is_not_shown_to_them(desk, client):
    view(head(), "Bevilgede", "tilstand=granted", is_shared=True)
    view(head(), "Karens", f"konsulent={staff().pk}", is_shared=True, place=2)
    gone = place("990", "Nedlagt")
    view(staff(), "Nedlagt", "kommune=990")
    Municipality.objects.filter(pk=gone.pk).delete()
    applications.granted()
    assert shown(desk.get(QUEUE)) == []
    page = text_of(desk.get(VIEWS))
    assert page.count("Du kan ikke bruge visningen.") == 3
    client.force_login(head())
    assert shown(client.get(QUEUE)) == [("Bevilgede", "1"), ("Karens", "0")]


QUERIES = (
    "tilstand=submitted",
    "tilstand=waiting",
    "tema=violence",
    "kommune=461",
    "slags=individual",
    "branche=social_and_disability",
    "slags=individual&ventet=1",
    "ligner=ja&svar=ja",
)


def test_a_count_equals_the_list_behind_it(leader):
    every = (*QUERIES, "tilstand=granted", "tilstand=declined", "tilstand=with_the_group", f"konsulent={staff().pk}")
    for number, query in enumerate(every[:8]):
        view(head(), f"Visning {number}", query, place=number + 1)
    for number, query in enumerate(every[8:]):
        view(staff(), f"Vores {number}", query, is_shared=True, place=number + 1)
    applications.many_submitted(3, at=NOW)
    applications.many_submitted(2, at=NOW, status="waiting")
    applications.granted()
    applications.declined()
    links = leader.get(QUEUE).context["views"]
    assert len(links) == 12
    for link in links:
        behind = leader.get(link.href)
        assert str(link.count) == str(behind.context["count"]) == str(len(behind.context["rows"])), link.view.query
    assert [str(link.count) for link in links[:3]] == ["3", "2", "5"]


def test_sixteen_views_take_as_many_statements_as_none(desk):
    applications.many_submitted(2, at=NOW)

    def statements(address):
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        return len(asked)

    desk.get(QUEUE)
    none = statements(QUEUE)
    for number, query in enumerate(QUERIES):
        view(staff(), f"Min {number}", query, place=number + 1)
        view(staff("Bo Dahl"), f"Vores {number}", query, is_shared=True, place=number + 1)
    assert statements(QUEUE) == none <= 12
    links = desk.get(QUEUE).context["views"]
    assert len(links) == 16


# ── Keeping them in order ───────────────────────────────────────────────────────────────────────────────────────────
def test_all_are_listed_with_what_they_show_and_for_whom(desk):
    mine = view(staff(), "Min", "tilstand=waiting&ventet=30")
    theirs = view(staff("Bo Dahl"), "Bos", "tema=violence", is_shared=True)
    applications.theme("violence", "Vold og trusler")
    page = desk.get(VIEWS)
    assert "Tilstand: På venteliste · Ventet mindst (dage): 30" in text_of(page)
    assert "Hele holdet ser den. Gemt af Bo Dahl." in text_of(page)
    assert f"{VIEWS}{mine.pk}/slet/" in page.content.decode()
    assert f"{VIEWS}{theirs.pk}/" not in page.content.decode()


def test_nobody_has_any_yet(desk):
    assert "Ingen visninger endnu" in text_of(desk.get(VIEWS))


def test_ones_own_is_renamed(desk):
    mine, other = view(staff()), view(staff(), "Anden", place=2)
    address = f"{VIEWS}{mine.pk}/"
    assert 'value="På venteliste"' in desk.get(address).content.decode()
    refused = desk.post(address, {"name": "anden"})
    assert refused.status_code == 422
    assert "Du har allerede en visning med det navn" in text_of(refused)
    response = desk.post(address, {"name": "Venter"})
    assert (response.headers["Location"], told(response)) == (VIEWS, ["Visningen har fået et nyt navn."])
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Venter", other.name]
    desk.force_login(staff("Bo Dahl"))
    assert desk.get(address).status_code == 404


def test_a_view_deleted_meanwhile_is_not_renamed(desk, monkeypatch):
    mine = view(staff())
    really = saved_views.rename

    def after_a_colleague(**facts):
        SavedView.objects.all().delete()
        really(**facts)

    monkeypatch.setattr(saved_views, "rename", after_a_colleague)
    response = desk.post(f"{VIEWS}{mine.pk}/", {"name": "Ny"})
    assert (response.headers["Location"], told(response)) == (VIEWS, ["Visningen er slettet imens."])


def test_a_view_is_deleted_once(desk):
    address = f"{VIEWS}{view(staff()).pk}/slet/"
    assert told(desk.post(address)) == ["Visningen er slettet."]
    assert told(desk.post(address))[-1] == "Visningen findes ikke længere, eller den er ikke din."
    assert not SavedView.objects.exists()
