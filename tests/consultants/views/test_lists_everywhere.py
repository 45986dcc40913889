"""Every row and every cell: what the database knows is what the screen, the workbook and the CSV say.

Of the database it is asked in SQL, of the screen in the words that a person reads; so nothing of ours compares itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest
from django.db import connection

from tests.consultants import opened, piles
from tests.consultants.desk import NOW, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PAGE = 25
A_FEW = (0, 1, 60, 61)
MANY = 6001
TODAY = NOW.date()
MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
SUGGESTED = ("25. august 2027", "31. oktober 2027")
EVERY_COLUMN = "?kolonner=sted,ventet,prioritet,tilstand,modtaget,temaer,forloeb,arbejdspladser"


@dataclass(frozen=True)
class List:
    """A list: where it is, what the database knows of its rows, and what each says in a file and on screen.

    ``known``: a SELECT; the first ``marks`` of its columns are the list's order, which says where a page begins.
    """

    address: str
    query: str
    headings: str
    known: str
    marks: int
    in_file: Callable[..., list]
    on_screen: Callable[..., list]
    status: str = "granted"


def told(day):
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def harmless(name):
    return f"'{name}" if name.startswith("=") else name


def standing(due):
    return "Overskredet" if due < TODAY else "Gruppen har sagt ja"


_OF_THE_CASE = """
    JOIN applications_workplace place ON place.application_id = application.id
    JOIN applications_municipality town ON town.id = place.municipality_id
    JOIN applications_sector sector ON sector.id = place.sector_id
"""
_OF_THE_ENGAGEMENT = f"""
    JOIN applications_application application ON application.id = engagement.application_id {_OF_THE_CASE}
    JOIN consultants_assignment given ON given.engagement_id = engagement.id
    JOIN accounts_user person ON person.id = given.consultant_id
"""

QUEUE = List(
    "/sekretariat/ansoegninger/",
    EVERY_COLUMN,
    "Arbejdspladser Reference Forløb Temaer Kommuner Brancher Modtaget Ventet_(dage) Point Vejer_mest Tilstand",
    f"""
    SELECT points, first_submitted_at, application.id, reference, place.name, theme.short_title, town.name, sector.name,
      (first_submitted_at AT TIME ZONE 'Europe/Copenhagen')::date, days_waited + (date '{TODAY}' - waiting_since)
    FROM applications_application application {_OF_THE_CASE}
    JOIN applications_application_themes named ON named.application_id = application.id
    JOIN themes_theme theme ON theme.id = named.theme_id
    ORDER BY points DESC, first_submitted_at, application.id
    """,
    3,
    lambda points, _at, _pk, reference, name, theme, town, sector, received, days: [
        harmless(name), reference, "Individuelt forløb", theme, town, sector, received, days, points,
        "Ventet" if points else None, "Modtaget",
    ],
    lambda points, _at, _pk, reference, name, theme, town, sector, received, days: [
        f"{name} {reference}", f"{town} {sector.partition(' (')[0]}", f"{days} dage",
        f"{points} point til {reference}: se hvorfor +{points} Ventet: {points}{' Ventet' if points else ''}",
        "Modtaget", told(received), theme, "Individuelt forløb", "1",
    ],
    status="submitted",
)  # fmt: skip
ENGAGEMENTS = List(
    "/sekretariat/forloeb/",
    "?status=alle",
    "Arbejdspladser Reference Åbnet Kommuner Det_næste Dato Konsulent Status",
    f"""
    SELECT opened_at, engagement.id, reference, place.name, town.name, person.name, closed_on,
      (opened_at AT TIME ZONE 'Europe/Copenhagen')::date
    FROM consultants_engagement engagement {_OF_THE_ENGAGEMENT}
    ORDER BY opened_at DESC, engagement.id
    """,
    2,
    lambda _at, _pk, reference, name, town, person, ended, day: [
        harmless(name), reference, day, town, "Sluttede", ended, person, "Afsluttet",
    ],
    lambda _at, _pk, reference, name, town, person, ended, day: [
        f"{name} {reference} Åbnet {told(day)}", town, f"Sluttede {told(ended)}", person, "Afsluttet",
    ],
)  # fmt: skip
FOLLOW_UPS = List(
    "/sekretariat/opfoelgning/",
    "",
    "Arbejdspladser Reference Kommuner Senest Besøg Gruppen_foreslår Konsulent Status",
    f"""
    SELECT due_on, visit.id, reference, place.name, town.name, person.name
    FROM consultants_followupvisit visit JOIN consultants_engagement engagement ON engagement.id = visit.engagement_id
    {_OF_THE_ENGAGEMENT}
    ORDER BY due_on, visit.id
    """,
    2,
    lambda due, _pk, reference, name, town, person: [
        harmless(name), reference, town, due, None, ", ".join(SUGGESTED), person, standing(due),
    ],
    lambda due, _pk, reference, name, town, person: [
        f"{name} {reference} · {town}", told(due),
        f"Aftal besøg i {reference} Gruppen foreslår {', '.join(f'{day}, aftal besøg' for day in SUGGESTED)}",
        person, standing(due),
    ],
)  # fmt: skip
EVERY = [QUEUE, ENGAGEMENTS, FOLLOW_UPS]
NAMES = ["queue", "engagements", "follow-ups"]


def fill(listed, n):
    piles.fill(n, status=listed.status, consultant=staff() if listed.status == "granted" else None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum would, before the first reader
        cursor.execute(listed.known)
        known = cursor.fetchall()
    assert len(known) == n
    return known


def files(client, listed):
    """The rows of the workbook and of the CSV."""
    told = (client.get(f"{listed.address}eksport.{form}{listed.query}") for form in ("xlsx", "csv"))
    workbook, text = (b"".join(response.streaming_content) for response in told)
    return opened.xlsx(workbook), opened.csv_rows(text)


def page_of(client, listed, query):
    """The rows of one page in the words that a person reads, and the address of the next."""
    response = client.get(f"{listed.address}{query}")
    rows = re.findall(r"<tr role=\"row\".*?</tr>", response.content.decode(), flags=re.DOTALL)
    lines = [re.findall(r"<(?:td|th scope=\"row\").*?</t[dh]>", row, flags=re.DOTALL) for row in rows]
    return [[words(cell) for cell in line] for line in lines if line], response.context["page"].next


def words(cell):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()).replace(" ,", ",")


def every_page(client, listed):
    query = listed.query
    while True:
        rows, following = page_of(client, listed, query)
        yield from rows
        if not following:
            return
        query = following


def then_both_files_hold(client, listed, known):
    workbook, text = files(client, listed)
    assert workbook[0] == [heading.replace("_", " ") for heading in listed.headings.split()]
    assert workbook[1:] == [listed.in_file(*row) for row in known]
    assert text == opened.as_csv(workbook)


@pytest.mark.parametrize("n", A_FEW)
@pytest.mark.parametrize("listed", EVERY, ids=NAMES)
def test_every_cell_is_the_same_on_screen_in_both_files_and_in_the_database(leader, listed, n):
    known = fill(listed, n)
    then_both_files_hold(leader, listed, known)
    assert list(every_page(leader, listed)) == [listed.on_screen(*row) for row in known]


@pytest.mark.no_cover
@pytest.mark.parametrize("listed", EVERY, ids=NAMES)
def test_of_six_thousand_and_one_every_cell_is_in_both_files_and_both_ends_on_screen(leader, listed):
    known = fill(listed, MANY)
    then_both_files_hold(leader, listed, known)
    shown = [listed.on_screen(*row) for row in known]
    assert page_of(leader, listed, listed.query)[0] == shown[:PAGE]
    # The last page begins after the last row but one of the last but one: 240 pages of 25, and one row.
    marks = "~".join(getattr(each, "isoformat", each.__str__)() for each in known[-2][: listed.marks])
    query = f"{listed.query}{'&' if listed.query else '?'}efter={marks.replace('+', '%2B')}"
    assert page_of(leader, listed, query) == (shown[-1:], "")


@pytest.mark.long
@pytest.mark.parametrize("listed", EVERY, ids=NAMES)
def test_the_screen_shows_six_thousand_and_one(leader, listed):
    known = fill(listed, MANY)
    assert list(every_page(leader, listed)) == [listed.on_screen(*row) for row in known]
