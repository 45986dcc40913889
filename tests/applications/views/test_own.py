import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from tests.applications.desk import METTE, TOVE, begun
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def titles(page):
    return re.findall(r"<h2><a href=\"[^\"]+\">([^<]+)</a></h2>", page.content.decode())


def test_nobody_has_applied_yet(as_person):
    page = as_person(METTE).get("/ansoegninger/").content.decode()
    assert "Du er ikke med i nogen ansøgninger endnu" in page
    assert 'href="/ansoeg/"' in page


def test_a_draft_shows_who_edited_it_last_and_leads_on(as_person):
    application = make.draft(edited_by=make.person(TOVE))
    page = as_person(METTE).get("/ansoegninger/").content.decode()
    assert f'<a href="/ansoegninger/{application.pk}/tjek/">{make.WORKPLACE}</a>' in page
    assert "Kladde" in page
    assert "Skriv videre, eller bed alle om at sige ja." in page
    assert "Sidst rettet 3. november 2026 kl. 09.00 af Tove Riis" in page
    assert "Slettes" not in page


def test_a_draft_near_its_end_says_so(as_person, time_machine):
    make.draft()
    time_machine.move_to(make.MORNING + timedelta(days=25))
    assert (
        "Lukkes 3. december 2026, hvis I ikke skriver videre" in as_person(METTE).get("/ansoegninger/").content.decode()
    )


def test_who_is_only_named_sees_no_workplace_and_no_editor(as_person):
    make.draft(accepted=False)
    page = as_person(TOVE).get("/ansoegninger/").content.decode()
    assert "En ansøgning, du er nævnt i" in page
    assert "Se, hvem der er nævnt, og svar, om det er dig." in page
    assert not [word for word in (make.WORKPLACE, METTE, "Mette") if word in page]


def test_a_draft_without_a_workplace_has_a_name_too(as_person):
    begun()
    assert titles(as_person(METTE).get("/ansoegninger/")) == ["Ansøgning uden arbejdsplads endnu"]


@pytest.mark.parametrize(
    ("builder", "badge", "next_step"),
    [
        (make.awaiting, "Venter på enighed", "Læs teksten, og giv dit svar."),
        (make.submitted, "Modtaget", "Vi vurderer ansøgningen ved næste runde."),
        (make.needs_information, "Afventer oplysninger", "Vi har et spørgsmål til jer."),
        (make.waiting, "På venteliste", "I er på venteliste"),
        (make.granted, "Bevilget", "I har fået et forløb."),
        (make.declined, "Afslået", "Se svaret, og hvad I kan gøre i stedet."),
        (make.withdrawn, "Trukket tilbage", "Der sker ikke mere."),
    ],
)
def test_each_state_says_the_next_step_and_leads_to_the_status(as_person, builder, badge, next_step):
    application = builder()
    page = as_person(TOVE).get("/ansoegninger/").content.decode()
    assert badge in page
    assert next_step in page
    assert f'href="/ansoegninger/{application.pk}/"' in page


def test_the_last_edited_comes_first_and_pages_go_on_by_key(as_person):
    mette, client = make.person(METTE), as_person(METTE)
    Application.objects.bulk_create(
        Application(author=mette, edited_at=make.MORNING - timedelta(hours=number), reference=None)
        for number in range(25)
    )
    newest = make.draft(at=make.MORNING + timedelta(days=1))
    first = client.get("/ansoegninger/")
    assert titles(first)[0] == make.WORKPLACE
    assert len(titles(first)) == 20
    onward = re.search(r'href="(\?efter=[^"]+)"', first.content.decode())[1]
    second = client.get(f"/ansoegninger/{onward}")
    assert len(titles(second)) == 6
    assert "Næste side" not in second.content.decode()
    assert newest.reference is None


@pytest.mark.parametrize("cursor", ["x", "1_x", "nan_", "1e400_9f4b1d0e-0000-4000-8000-000000000000", "_"])
def test_a_cursor_that_is_none_shows_the_first_page(as_person, cursor):
    make.draft()
    assert titles(as_person(METTE).get(f"/ansoegninger/?efter={cursor}")) == [make.WORKPLACE]


def test_two_applications_cost_what_two_hundred_do(as_person):
    client = as_person(METTE)
    make.draft()
    make.draft()
    client.get("/ansoegninger/")  # the first visit of a session notes when it began
    with CaptureQueriesContext(connection) as few:
        client.get("/ansoegninger/")
    for _ in range(30):
        make.draft()
    with CaptureQueriesContext(connection) as many:
        client.get("/ansoegninger/")
    assert len(many) == len(few) <= 12
