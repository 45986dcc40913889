"""The columns of the queue, chosen and ordered in its address."""

import re
from datetime import date

import pytest
from django.contrib.messages import get_messages

from applications.consensus import Kind
from consultants.actions import queue as ranking
from consultants.forms import queue_columns
from consultants.models import SavedView
from tests.consultants.desk import NOW, WEEKS_AGO, place
from tests.consultants.pages import text_of
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE = "/sekretariat/ansoegninger/"
CHOOSE = f"{QUEUE}kolonner/"
USUAL = ["Ansøgning", "Kommune og branche", "Ventet", "Prioritet", "Tilstand"]


def headings(response):
    return re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', response.content.decode())


@pytest.fixture
def one(db):
    return applications.submitted(at=WEEKS_AGO, place=place("825", "Læsø"))


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("", USUAL[1:]),
        ("tilstand,ventet", ["Tilstand", "Ventet"]),
        ("modtaget,temaer,forloeb,arbejdspladser", ["Modtaget", "Temaer", "Forløb", "Arbejdspladser"]),
        ("ventet,navn,ventet,,sted", ["Ventet", "Kommune og branche"]),
        ("navn,<script>", USUAL[1:]),
        ("\x00,ventet", ["Ventet"]),
    ],
)
def test_the_address_says_which_columns_and_in_which_order(desk, one, told, shown):
    assert headings(desk.get(QUEUE, {"kolonner": told})) == ["Ansøgning", *shown]


def test_each_column_tells_of_the_application(desk, one):
    ranking.rank_all(NOW)
    every = ",".join(each.key for each in queue_columns.EVERY)
    page = desk.get(f"{QUEUE}?kolonner={every}").content.decode()
    cells = dict(re.findall(r'<td role="cell" data-label="([^"]+)"[^>]*>(.*?)</td>', page, re.DOTALL))
    told = {name: " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for name, cell in cells.items()}
    assert told["Sted"] == "Læsø Social og handicap"
    assert told["Ventet"] == "18 dage"
    assert told["Prioritet"].startswith("52 point")
    assert told["Tilstand"] == "Modtaget"
    assert told["Modtaget"] == "3. november 2026"
    assert told["Temaer"] == "Vold og trusler"
    assert told["Forløb"] == "Individuelt forløb"
    assert told["Steder"] == "1"
    assert one.first_submitted_at.date() == date(2026, 11, 3)


def test_what_has_a_column_of_its_own_is_not_told_twice(desk):
    applications.submitted(at=WEEKS_AGO, kind=Kind.JOINT)
    plain = desk.get(QUEUE).content.decode().partition("<tbody")[2]
    assert (plain.count("Vold og trusler"), plain.count("· Fællesforløb")) == (1, 1)
    page = desk.get(f"{QUEUE}?kolonner=temaer,forloeb").content.decode().partition("<tbody")[2]
    assert (page.count("Vold og trusler"), page.count("· Fællesforløb")) == (1, 0)


def test_an_answer_stands_at_the_state(desk):
    applications.needs_information(at=WEEKS_AGO)
    assert "Afventer oplysninger" in text_of(desk.get(f"{QUEUE}?kolonner=tilstand"))


# ── The form ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"vis": ["tilstand", "sted"], "plads-tilstand": "1", "plads-sted": "2"}, "tilstand,sted"),
        ({"vis": ["tilstand", "sted"], "plads-tilstand": "2", "plads-sted": "2"}, "sted,tilstand"),
        ({"vis": ["tilstand", "sted"], "plads-tilstand": "3"}, "tilstand,sted"),
        ({"vis": ["sted", "modtaget", "navn"], "plads-sted": "x", "plads-modtaget": " 9 "}, "modtaget,sted"),
        ({"vis": ["sted", "ventet"], "plads-sted": "²", "plads-ventet": "100"}, "sted,ventet"),
    ],
)
def test_what_is_ticked_becomes_the_address(desk, sent, told):
    response = desk.get(CHOOSE, {**sent, "valg": "tema=violence&kolonner=ventet&efter=1~2~3"})
    assert response.headers["Location"] == f"{QUEUE}?tema=violence&kolonner={told}"


def test_the_usual_columns_need_no_word_in_the_address(desk):
    usual = {f"plads-{key}": number for number, key in enumerate(queue_columns.Columns().keys)}
    sent = {"vis": list(queue_columns.Columns().keys), **usual}
    assert desk.get(CHOOSE, sent).headers["Location"] == QUEUE


def test_without_a_tick_the_usual_columns_are_shown_and_it_says_so(desk):
    response = desk.get(CHOOSE, {"valg": "&" * 2000})
    assert response.headers["Location"] == QUEUE
    assert [str(each) for each in get_messages(response.wsgi_request)] == [
        "Listen viser de sædvanlige kolonner. Sæt kryds ved dem, du vil se."
    ]


def test_the_form_shows_what_is_shown(desk, one):
    page = desk.get(f"{QUEUE}?tilstand=submitted&kolonner=tilstand,sted").content.decode()
    assert '<input type="hidden" name="valg" value="tilstand=submitted&amp;kolonner=tilstand%2Csted">' in page
    assert re.findall(r'name="vis" value="(\w+)" checked', page) == ["tilstand", "sted"]
    assert re.findall(r'name="plads-(\w+)" value="(\d)"', page) == [("tilstand", "1"), ("sted", "2")]
    assert 'href="?tilstand=submitted">Vis de sædvanlige kolonner' in page
    assert "Vis de sædvanlige kolonner" not in desk.get(QUEUE).content.decode()


# ── What keeps them ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_narrowing_and_leafing_keep_the_columns(desk):
    applications.many_submitted(30, at=NOW)
    page = desk.get(f"{QUEUE}?tema=violence&kolonner=ventet,sted")
    assert '<input type="hidden" name="kolonner" value="ventet,sted">' in page.content.decode()
    assert f'href="{QUEUE}?kolonner=ventet,sted">Vis hele bordet' in page.content.decode()
    assert headings(desk.get(QUEUE + page.context["page"].next)) == ["Ansøgning", "Ventet", "Kommune og branche"]


def test_a_saved_view_keeps_the_columns(desk, one):
    new = f"{QUEUE}visninger/ny/"
    assert f"{new}?kolonner=ventet,sted" in desk.get(f"{QUEUE}?kolonner=ventet,sted").content.decode()
    page = text_of(desk.get(f"{new}?slags=individual&kolonner=ventet,sted"))
    assert "Forløb Individuelt forløb Kolonner Ventet, Kommune og branche" in page
    valg = "slags=individual&kolonner=ventet,sted"
    desk.post(new, {"name": "Smal", "readers": "mig", "valg": valg})
    assert SavedView.objects.get().query == valg
    (link,) = desk.get(QUEUE).context["views"]
    shown = desk.get(link.href)
    assert headings(shown) == ["Ansøgning", "Ventet", "Kommune og branche"]
    assert [each.is_current for each in shown.context["views"]] == [True]
    assert [each.is_current for each in desk.get(f"{QUEUE}?slags=individual").context["views"]] == [False]


def test_a_file_holds_every_column(desk, one):
    usual = b"".join(desk.get(f"{QUEUE}eksport.csv").streaming_content)
    assert b"".join(desk.get(f"{QUEUE}eksport.csv?kolonner=ventet").streaming_content) == usual
