"""The lists as files: what is chosen, what a line says, what never leaves and what it costs.

That every row and cell is the same on screen, in both files and in the database: test_lists_everywhere.
"""

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.lifecycle import Status
from applications.models import Signatory, Workplace
from consultants.models.meeting import MeetingKind
from tests.consultants import opened, piles
from tests.consultants.desk import NOW, head, place, staff
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE, ENGAGEMENTS, FOLLOW_UPS = "/sekretariat/ansoegninger/", "/sekretariat/forloeb/", "/sekretariat/opfoelgning/"


def content(client, address, form, query=""):
    response = client.get(f"{address}eksport.{form}{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows_of(client, address, query=""):
    """The headings and the rows of the workbook, which the CSV tells alike."""
    sheet = opened.xlsx(content(client, address, "xlsx", query))
    assert opened.as_csv(sheet) == opened.csv_rows(content(client, address, "csv", query))
    return sheet[0], sheet[1:]


def column(table, heading):
    headings, rows = table
    return [row[headings.index(heading)] for row in rows]


# ── The same choices and columns ────────────────────────────────────────────────────────────────────────────────────
def test_a_file_is_narrowed_as_the_page_it_was_asked_from(desk):
    applications.submitted(place=place("825", "Læsø"))
    waiting = applications.waiting(place=place("825", "Læsø"))
    applications.waiting(place=place("461", "Odense"))
    page = desk.get(f"{QUEUE}?tilstand=waiting&kommune=825&efter=12~2026-01-01T00:00:00~x").content.decode()
    (link,) = re.findall(r'href="([^"]+\.xlsx[^"]*)"', page)
    assert link == f"{QUEUE}eksport.xlsx?tilstand=waiting&amp;kommune=825"
    assert column(rows_of(desk, QUEUE, "?tilstand=waiting&kommune=825"), "Reference") == [waiting.reference]


def test_what_is_decided_comes_newest_first(desk):
    old = applications.declined(at=datetime(2026, 9, 1, 8, tzinfo=UTC))
    new = applications.declined(at=datetime(2026, 10, 1, 8, tzinfo=UTC))
    declined = rows_of(desk, QUEUE, f"?tilstand={Status.DECLINED}")
    assert column(declined, "Reference") == [new.reference, old.reference]
    assert column(declined, "Modtaget") == [date(2026, 10, 1), date(2026, 9, 1)]


def test_a_choice_that_cannot_be_understood_is_shown_where_it_was_made(desk):
    response = desk.get(f"{QUEUE}eksport.xlsx?kommune=999")
    assert response.status_code == 422
    assert "Vælg en af de viste muligheder" in response.content.decode()


def test_a_line_of_the_queue(desk):
    late = datetime(2026, 10, 25, 23, 30, tzinfo=UTC)  # after midnight in Copenhagen
    application = applications.submitted(at=late, place=place("825", "Læsø"))
    Workplace.objects.update(name="=1+1")
    headings, ((*cells,),) = rows_of(desk, QUEUE)
    assert dict(zip(headings, cells, strict=True)) == {
        "Arbejdspladser": "'=1+1",
        "Reference": application.reference,
        "Forløb": "Individuelt forløb",
        "Temaer": "Vold og trusler",
        "Kommuner": "Læsø",
        "Brancher": "Social og handicap",
        "Modtaget": date(2026, 10, 26),
        "Ventet (dage)": 27,
        "Point": None,
        "Vejer mest": None,
        "Tilstand": "Modtaget",
    }


def test_a_line_says_of_an_engagement_what_comes_next(leader):
    assigned = factory.engagement(at=datetime(2026, 11, 18, 8, tzinfo=UTC))
    factory.engagement(application=applications.granted(), at=datetime(2026, 11, 2, 8, tzinfo=UTC))
    met = factory.contacted(application=applications.granted(), at=datetime(2026, 11, 1, 8, tzinfo=UTC))
    at = datetime(2026, 10, 25, 23, 30, tzinfo=UTC)
    factory.meeting(met, starts_at=at)
    factory.contacted(application=applications.granted(), at=datetime(2026, 10, 31, 8, tzinfo=UTC))
    factory.closed(
        application=applications.granted(), at=datetime(2026, 5, 1, 8, tzinfo=UTC), closed_on=date(2026, 10, 25)
    )
    factory.cancelled(application=applications.granted(), at=datetime(2026, 4, 1, 8, tzinfo=UTC))
    table = rows_of(leader, ENGAGEMENTS, "?status=alle")
    assert list(zip(column(table, "Det næste"), column(table, "Dato"), strict=True)) == [
        ("Kontakt senest", assigned.first_contact_due_on),
        ("Kontakt skulle være taget", date(2026, 11, 9)),
        ("Møde", date(2026, 10, 26)),
        ("Intet møde planlagt", None),
        ("Sluttede", date(2026, 10, 25)),
        ("Aflyst", None),
    ]
    screen = leader.get(f"{ENGAGEMENTS}?status=alle").content.decode()
    for words in ("Kontakt senest 25. november 2026", "taget 9. november 2026", "Møde 26. oktober 2026", "Intet møde"):
        assert words in screen
    assert set(column(table, "Konsulent")) == {"Karen Lund"}


def test_a_line_says_where_a_follow_up_stands(leader):
    visit = factory.closed().follow_up
    visit.suggested_dates = "2027-08-25,2027-10-31"
    visit.save()
    table = rows_of(leader, FOLLOW_UPS)
    assert (column(table, "Gruppen foreslår"), column(table, "Besøg")) == (
        ["25. august 2027, 31. oktober 2027"],
        [None],
    )
    at = datetime(2027, 10, 30, 22, 30, tzinfo=UTC)
    visit.meeting = factory.meeting(visit.engagement, starts_at=at, kind=MeetingKind.FOLLOW_UP)
    visit.save()
    table = rows_of(leader, FOLLOW_UPS)
    assert column(table, "Gruppen foreslår") == [None]
    assert column(table, "Besøg") == ["2027-10-31 00:30"]
    assert column(table, "Senest") == [visit.due_on]
    assert column(table, "Status") == ["Aftalt"]


def test_an_engagement_without_a_consultant_says_so(leader):
    factory.engagement().assignments.update(until=NOW)
    assert column(rows_of(leader, ENGAGEMENTS), "Konsulent") == ["Ingen"]


def test_only_the_head_is_told_whose_an_engagement_is(client):
    engagement = factory.engagement()
    client.force_login(factory.consultant())
    headings, rows = rows_of(client, ENGAGEMENTS)
    assert "Konsulent" not in headings
    assert len(rows) == 1
    assert "Konsulent" not in rows_of(client, FOLLOW_UPS)[0]
    client.force_login(staff("Anders Bo"))
    assert rows_of(client, ENGAGEMENTS)[1] == []
    assert engagement.application.reference not in content(client, ENGAGEMENTS, "csv").decode()


# ── What never leaves ───────────────────────────────────────────────────────────────────────────────────────────────
def test_no_person_no_role_and_no_free_text_leaves_in_a_file(leader):
    applications.submitted()
    factory.closed(application=applications.granted(), outcome=factory.OUTCOME)
    every = ((QUEUE, ""), (QUEUE, "?tilstand=granted"), (ENGAGEMENTS, "?status=alle"), (FOLLOW_UPS, ""))
    text = "".join(content(leader, address, "csv", query).decode() for address, query in every)
    assert text.count("SPARK-2026-") == 4
    hidden = {applications.TEXT, factory.OUTCOME, "@", "Tillidsrepræsentant", "TR;"}
    for person in Signatory.objects.all():
        hidden |= {person.name, person.email, person.get_role_display()}
    for word in hidden:
        assert word not in text, word


def test_a_file_says_its_day_and_is_kept_by_nobody(desk):
    response = desk.get(f"{QUEUE}eksport.csv")
    assert response["Content-Disposition"] == 'attachment; filename="ansoegninger-2026-11-21.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert opened.sheet_name(content(desk, QUEUE, "xlsx")) == "Ansøgninger"


def test_whoever_asks_for_the_headers_alone_starts_no_reading(desk):
    applications.submitted()
    assert desk.head(f"{QUEUE}eksport.csv").status_code == 200


# ── What it costs ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("address", "query", "status"),
    [(QUEUE, "", "submitted"), (ENGAGEMENTS, "?status=alle", "granted"), (FOLLOW_UPS, "", "granted")],
)
def test_two_hundred_rows_take_as_many_statements_as_two(leader, address, query, status):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            content(leader, address, "csv", query)
        return len(captured)

    consultant = staff() if status == "granted" else None
    piles.fill(2, status=status, consultant=consultant)
    statements()  # the first of a session notes that it is alive
    few = statements()
    piles.fill(198, after=2, status=status, consultant=consultant)
    assert statements() == few <= 12


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_hundred_thousand_rows_are_sent_in_less_than_200_megabytes(form):
    try:
        piles.fill(100_000, status="granted", consultant=head())
        rows, megabytes = peak_of(f"{ENGAGEMENTS}eksport.{form}?status=alle")
    finally:
        piles.guard("ENABLE")
    assert rows == 100_000
    assert megabytes < 200


def peak_of(address):
    """The rows of a file and the peak memory in megabytes of the process that took it, alone."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.consultants.export_memory", head().email, address],
        env=os.environ | {"TEST_DATABASE": connection.settings_dict["NAME"]},
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        check=True,
    )
    return tuple(map(int, told.stdout.split()[-2:]))


def test_a_file_of_a_search_holds_what_the_search_found(desk):
    wanted = applications.submitted()
    other = applications.submitted()
    found = column(rows_of(desk, QUEUE, f"?q={wanted.reference}"), "Reference")
    assert found == [wanted.reference] != [other.reference]
