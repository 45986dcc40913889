"""The report of a round: a tagged PDF that says the same for ever, and nothing of what a group has written."""

from datetime import timedelta

import pytest

from applications.actions import signing
from applications.models import PriorityWeights
from consultants import documents
from consultants.actions import round_closing
from consultants.precedence import Decision
from consultants.views import round_report
from consultants.views.round_page import find
from tests.consultants.desk import NOW, head, staff
from tests.factories import applications
from tests.factories import rounds as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

GRANT, WAIT, DECLINE = Decision.GRANT, Decision.WAIT, Decision.DECLINE


@pytest.fixture
def held():
    """A round of five: one against the order, one lost, one undecided."""
    PriorityWeights.objects.create(version=4, in_force_from=NOW.date(), per_week=2)
    five = [applications.submitted(at=NOW - timedelta(weeks=weeks)) for weeks in range(5)][::-1]
    opened = make.opened(capacity=2, by=head(), now=NOW)
    make.decide(opened, WAIT, 1, by=head())
    make.decide(opened, GRANT, 2, 3, reason="De er klar i morgen", by=head(), to=staff())
    make.decide(opened, DECLINE, 4, by=head())
    signing.withdraw(application_id=five[2].pk, by=applications.person(), now=NOW)
    make.begin_to_close(opened, by=head(), now=NOW)
    round_closing.carry_out(now=NOW)
    return opened


def words(opened):
    return documents._words(round_report._facts(find(opened.pk)))


def test_it_says_what_was_decided_in_which_order_and_why_not(held):
    told = words(held)
    assert (told["title"], told["lead"]) == ("Runden 1. december 2026", "Lukket 21. november 2026 kl. 11.00.")
    assert told["facts"] == [
        ["Rækkefølgen er fra", "21. november 2026 kl. 11.00"],
        ["Pladser", "1 af 2 brugt"],
        ["Ansøgninger", "5"],
        ["Bevilges", "2"],
        ["Venteliste", "1"],
        ["Afslag", "1"],
        ["Ikke afgjort", "1"],
    ]
    assert told["lines"] == [
        ["1", "SPARK-2026-0005", "58", "Venteliste"],
        ["2", "SPARK-2026-0004", "56", "Bevilges"],
        ["3", "SPARK-2026-0003", "54", "Bevilges. Gruppen har trukket ansøgningen tilbage"],
        ["4", "SPARK-2026-0002", "52", "Afslag"],
        ["5", "SPARK-2026-0001", "50", "Ikke afgjort"],
    ]
    assert told["overrides"] == ["Plads 2, SPARK-2026-0004: De er klar i morgen"]
    assert told["weights_heading"] == "Vægte: Version 4"
    assert told["weights"][0] == ["Kommunen har aldrig haft et forløb", "30"]
    assert told["weights"][3] == ["For hver hele uges ventetid", "2"]


def test_an_open_round_says_that_it_is_not_closed(held):
    applications.submitted()
    later = make.opened(meets_on=NOW.date() + timedelta(days=60), by=head(), now=NOW)
    told = words(later)
    assert told["lead"] == "Runden er ikke lukket endnu."
    assert told["overrides"] == ["Ingen afgørelse gik imod rækkefølgen."]


def test_nothing_that_a_group_has_written_stands_in_it(held):
    told = str(words(held))
    for private in (
        applications.TEXT,
        applications.WORKPLACE,
        applications.THEME,
        "Mette Holm",
        "Karen Lund",
        make.YES,
    ):
        assert private not in told


def test_the_paper_is_tagged_in_danish_and_the_same_every_time(desk, held):
    address = f"/sekretariat/runder/{held.pk}/rapport.pdf"
    response = desk.get(address)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="SPARK-runde-2026-12-01.pdf"'
    for mark in (
        b"%PDF-",
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"/StructTreeRoot",
        b"/Lang(da-DK)",
        b"/DisplayDocTitle true",
    ):
        assert mark in response.content, mark
    assert response.content == desk.get(address).content


def test_a_round_that_was_never_opened_has_none(desk):
    assert desk.get(f"/sekretariat/runder/{applications.round_on().pk}/rapport.pdf").status_code == 404
