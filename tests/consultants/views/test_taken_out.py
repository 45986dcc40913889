"""Cases taken out as a file, or searched for: who did it, how many there were, and never which words."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from applications.actions import access
from applications.models import AccessLog, Application, ListRead, Purpose
from consultants.actions import watching
from consultants.models import AccessAlert
from tests.consultants import opened, piles
from tests.consultants.desk import NOW, WEEKS_AGO, head, staff
from tests.consultants.pages import text_of
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE = "/sekretariat/ansoegninger/"
ENGAGEMENTS = "/sekretariat/forloeb/"
FOLLOW_UPS = "/sekretariat/opfoelgning/"
TICKED = f"{QUEUE}valgte/eksport"


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def references(data):
    return [line.split(";")[1] for line in data.decode("utf-8-sig").splitlines()[1:]]


def lines():
    return list(
        AccessLog.objects.order_by("pk").values_list("application__reference", "reader__name", "purpose", "page")
    )


def lists():
    return list(ListRead.objects.order_by("pk").values_list("reader__name", "purpose", "page", "cases"))


# ── Those that were ticked ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def three():
    """The most urgent first."""
    found = [applications.submitted(at=WEEKS_AGO), applications.waiting(at=WEEKS_AGO), applications.submitted(at=NOW)]
    for points, each in zip((50, 40, 30), found, strict=True):
        Application.objects.filter(pk=each.pk).update(points=points)
    return found


def test_the_queue_has_a_button_for_each_kind_of_file(desk, three):
    page = desk.get(QUEUE).content.decode()
    assert f'formaction="{TICKED}.xlsx">Hent de valgte som regneark' in page
    assert f'formaction="{TICKED}.csv">Hent de valgte som CSV' in page


def test_a_file_of_those_ticked_and_of_no_others(desk, three):
    first, _, last = three
    asked = {"valgt": [str(last.pk), str(first.pk), "x"], "fra": "tilstand=waiting"}
    response = desk.get(f"{TICKED}.csv", asked)
    assert response["Content-Disposition"] == 'attachment; filename="ansoegninger-2026-11-21.csv"'
    assert references(content(response)) == [first.reference, last.reference]
    (headings, *rows) = opened.xlsx(content(desk.get(f"{TICKED}.xlsx", asked)))
    assert [row[headings.index("Reference")] for row in rows] == [first.reference, last.reference]


@pytest.mark.parametrize(
    "asked", [{}, {"valgt": "x"}, {"valgt": "7d7fb62e-6136-4b7a-8ad5-4cc09b226d2d"}, {"valgt": "draft"}]
)
def test_without_a_tick_nothing_leaves(desk, three, asked):
    draft = str(applications.draft().pk)
    asked = {name: draft if told == "draft" else told for name, told in asked.items()}
    response = desk.get(f"{TICKED}.csv", {**asked, "fra": "tilstand=waiting"})
    assert response.headers["Location"] == f"{QUEUE}?tilstand=waiting"
    assert [str(each) for each in get_messages(response.wsgi_request)] == ["Sæt kryds ved mindst én ansøgning."]
    assert (lines(), lists()) == ([], [])


def test_nobody_takes_out_what_they_may_not_read(desk, leader):
    engagement = factory.engagement(run_by=staff("Bo Dahl"))
    hers = applications.submitted()
    asked = {"valgt": [str(engagement.application.pk), str(hers.pk)]}
    leader.force_login(staff())
    assert references(content(leader.get(f"{TICKED}.csv", asked))) == [hers.reference]


def test_no_more_are_taken_out_than_can_be_handled(desk):
    every = applications.many_submitted(51, at=NOW)
    asked = {"valgt": [str(each.pk) for each in every]}
    assert len(references(content(desk.get(f"{TICKED}.csv", asked)))) == 50


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_case_of_a_file_has_its_line_and_the_file_has_one(desk, three):
    first, second, third = three
    content(desk.get(f"{QUEUE}eksport.xlsx"))
    assert sorted(lines()) == sorted(
        (each.reference, "Karen Lund", "export", "ansoegninger.xlsx") for each in (first, second, third)
    )
    assert lists() == [("Karen Lund", "export", "ansoegninger.xlsx", 3)]
    assert set(AccessLog.objects.values_list("at", "has_sent")) == {(NOW, False)}
    content(desk.get(f"{TICKED}.csv", {"valgt": str(second.pk)}))
    assert lines()[3:] == [(second.reference, "Karen Lund", "export", "ansoegninger.csv")]
    content(desk.get(f"{QUEUE}eksport.csv?q={third.reference}"))
    assert lines()[4:] == [(third.reference, "Karen Lund", "export", "ansoegninger.csv")]
    assert [cases for *_, cases in lists()] == [3, 1, 1]


def test_engagements_and_follow_ups_lead_to_their_cases(leader):
    closed = factory.closed(application=applications.granted())
    for address, page in (
        (f"{ENGAGEMENTS}eksport.csv?status=alle", "forloeb.csv"),
        (f"{FOLLOW_UPS}eksport.xlsx", "opfoelgning.xlsx"),
    ):
        content(leader.get(address))
        assert lines()[-1] == (closed.application.reference, "Hanne Skov", "export", page)
        assert lists()[-1] == ("Hanne Skov", "export", page, 1)
    assert len(lines()) == 2


def test_who_asks_for_the_headers_alone_takes_nothing_out(desk, three):
    assert desk.head(f"{QUEUE}eksport.csv").status_code == 200
    assert (lines(), lists()) == ([], [])


def test_an_empty_file_is_noted_too(desk):
    content(desk.get(f"{QUEUE}eksport.csv"))
    assert (lines(), lists()) == ([], [("Karen Lund", "export", "ansoegninger.csv", 0)])


def test_a_case_is_noted_before_its_line_leaves(desk):
    piles.fill(1001)
    response = desk.get(f"{QUEUE}eksport.csv")
    assert (len(lines()), lists()[0][-1]) == (0, 1001)
    parts = iter(response.streaming_content)
    while b"SPARK-" not in next(parts):
        pass
    assert len(lines()) >= 1000
    b"".join(parts)
    assert len(lines()) == 1001


def test_a_file_of_many_cases_alerts_the_head(desk):
    applications.many_submitted(61, at=NOW)
    head()
    content(desk.get(f"{QUEUE}eksport.csv"))
    assert watching.watch(now=NOW + timedelta(minutes=1)) == 1
    assert AccessAlert.objects.get().cases == 61


def test_a_case_that_stands_twice_in_a_batch_has_one_line():
    case, karen = applications.submitted(), staff()
    with CaptureQueriesContext(connection) as asked:
        access.note_each(
            user=karen,
            application_ids=[case.pk, case.pk],
            purpose=Purpose.EXPORT,
            page="opfoelgning.csv",
            now=NOW,
        )
    assert len(lines()) == 1
    assert sum("INSERT" in each["sql"] for each in asked) == 1


# ── Searches ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_search_leaves_one_line_without_its_words(desk, three):
    applications.many_submitted(30, at=NOW)
    desk.get(QUEUE)
    desk.get(f"{QUEUE}?tilstand=waiting")
    desk.get(f"{QUEUE}?q=")
    assert lists() == []
    desk.get(f"{QUEUE}?q=L%C3%A6rkeh%C3%B8j&tilstand=waiting")
    desk.get(f"{QUEUE}?q=Grethe")
    desk.get(f"{QUEUE}?q=Bostedet")
    assert lists() == [
        ("Karen Lund", "search", "queue", 1),
        ("Karen Lund", "search", "queue", 0),
        ("Karen Lund", "search", "queue", 25),
    ]
    assert lines() == []
    assert "Grethe" not in str(list(ListRead.objects.values()))


# ── What the head sees ──────────────────────────────────────────────────────────────────────────────────────────────
def test_the_head_reads_who_has_taken_out_what(client, three):
    client.force_login(staff())
    content(client.get(f"{QUEUE}eksport.csv"))
    client.force_login(staff("Bo Dahl"))
    client.get(f"{QUEUE}?q={three[0].reference}")
    client.force_login(head())
    page = text_of(client.get("/sekretariat/adgang/"))
    assert "21. november 2026 kl. 11.00: Karen Lund hentede en fil (ansoegninger.csv) med 3 sager." in page
    assert "Bo Dahl søgte og så 1 sag." in page
    assert "Eksport" in page
    narrowed = text_of(client.get(f"/sekretariat/adgang/?hvem={staff('Bo Dahl').pk}"))
    assert "Bo Dahl søgte" in narrowed
    assert "hentede en fil" not in narrowed
    of_case = text_of(client.get(f"{QUEUE}{three[0].pk}/hvem-har-set/"))
    assert "Eksport" in of_case
    assert "Karen Lund" in of_case


@pytest.mark.parametrize("doing", ["UPDATE {} SET cases = 0", "DELETE FROM {}"])
def test_a_line_is_never_changed_or_deleted(doing):
    access.note_list(user=staff(), purpose=Purpose.SEARCH, page="queue", cases=7, now=NOW)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(doing.format(ListRead._meta.db_table))
    assert str(ListRead.objects.get()) == "queue 21.11.2026"
