"""Consultants stand in parking lots: every page of an engagement on the narrowest telephone, with the longest words.

Much of everything, too: a MED system of nine workplaces, three hundred days of meetings, tasks, notes and trials, each
written in one Danish word after another. Nothing runs over the edge at 320 px, and axe finds nothing.
"""

from datetime import timedelta

import pytest

from applications.models import Workplace
from tests import browser
from tests import permissions_table as table
from tests.factories import applications, consultants, joint
from tests.test_every_page_in_browser import NARROW, chrome, over_the_edge, show, stage  # noqa: F401 - fixtures
from tests.world import NOW, world  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("every page")]

THING = "crowded"
LONG = "Arbejdsmiljørepræsentantuddannelsesplanlægningskoordineringsmøde"
WORDS = f"{LONG} speciallægepraksisplanlægningsstabiliseringsperiode {LONG.upper()}\n" * 6
DOMAIN = "arbejdsmiljoerepraesentantuddannelse.institutionsforvaltningsomraadet.frederikshavn-kommune.example"
ROUTES = sorted(
    {
        row.route
        for row in table.ROWS
        if row.route.startswith("sekretariat/forloeb/<") and "running" in row.on.split(", ") and "200" in row.get
    }
)


@pytest.fixture(scope="module")
def crowded(world):  # noqa: F811
    """The world, with an engagement that has too much of everything; run by "own"."""
    opened = consultants.active(application=_application(), run_by=world.people["own"])
    meeting, trial, task = _fill(opened, world.people["own"])
    world.things[THING] = {"pk": opened.pk, "meeting": meeting.pk, "trial": trial.pk, "task": task.pk}
    return world


def _application():
    people = [(LONG, email.replace("odense.example", DOMAIN), role) for _, email, role in joint.FOUR]
    application = joint.granted(people=people)
    place, work = applications.municipality(), applications.sector()
    application.signatories.update(name=f"{LONG[:60]}-{LONG[:50]}")
    application.workplaces.update(name=f"{LONG} {LONG}")
    Workplace.objects.bulk_create(
        Workplace(application=application, name=LONG, municipality=place, sector=work, employees=9_999, position=number)
        for number in range(3, 9)
    )
    return application


def _fill(opened, person):
    for number in range(1, 31):
        when = NOW + timedelta(days=number)
        consultants.held(opened, starts_at=NOW - timedelta(days=number), summary=WORDS, place=LONG)
        meeting = consultants.meeting(opened, starts_at=when, place=LONG, homework=WORDS, agenda=WORDS)
        trial = consultants.trial(opened, text=WORDS[:500], owner=LONG[:60])
        task = consultants.task(opened, title=WORDS[:200], due_on=when.date(), owner=person)
        consultants.note(opened, text=WORDS, author=person)
        consultants.contact_entry(opened, text=WORDS[:300], by=person)
        consultants.agreement(opened, number=number, change_wish=WORDS, what_we_do=WORDS, who_does_what=WORDS)
    return meeting, trial, task


def test_the_table_has_every_page_of_an_engagement():
    assert len(ROUTES) >= 20


@pytest.mark.parametrize("route", ROUTES)
def test_too_much_of_everything_fits_the_narrowest_telephone(stage, crowded, route):  # noqa: F811
    page = show(stage, crowded, route, THING, "own", "GET")
    assert (browser.violations(page), over_the_edge(page, NARROW)) == ([], 0)
