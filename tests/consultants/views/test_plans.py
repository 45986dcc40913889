"""No page of the desk reads a growing table from end to end: plans read with 20,000 applications and ANALYZE."""

import pytest

from accounts.models import User
from applications.models import Application
from consultants.actions import queue
from consultants.views import earlier
from consultants.views.whole import whole
from tests import plans
from tests.consultants.desk import NOW
from tests.consultants.twenty_thousand import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE = "/sekretariat/ansoegninger/"
DAY = "/sekretariat/"
TASKS = "/sekretariat/opgaver/"

ASKED = (
    "",
    "?q=Arbejdsplads",
    "?q=findes+ikke",
    "?q=SPARK-2020-00030",
    "?tema=theme-3",
    "?kommune=150",
    "?branche=sector-2",
    "?slags=joint",
    "?ventet=10",
    "?ventet=3000",
    "?ligner=ja",
    "?q=sygefrav%C3%A6r",
    "?q=sygefravr",
    "?tilstand=waiting",
    "?tilstand=needs_information",
    "?tilstand=declined",
    "?tilstand=declined&kommune=150&tema=theme-1",
    "?tilstand=declined&q=findes+ikke",
    "?kommune=150&tema=theme-1&branche=sector-2&slags=individual&q=plads",
)
ASKED_BY_THE_HEAD = (
    "",
    "?tilstand=granted",
    "?tilstand=granted&kommune=150",
    "?tilstand=withdrawn",
    "?q=sygefrav%C3%A6r",
)


def ask(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response


@pytest.mark.no_cover
def test_pages_of_the_desk_find_their_way_by_index(client):
    fill()
    plans.analyze()
    client.force_login(User.objects.get(email="konsulent-0@spark.example"))
    first = ask(client, QUEUE)
    assert str(first.context["count"]) == "1.000+"
    deep = _deep(client, first)
    found_whole = {
        address: found
        for address in (DAY, TASKS, *(QUEUE + asked for asked in ASKED), QUEUE + deep.next, QUEUE + deep.previous)
        if (found := plans.read_whole(lambda address=address: ask(client, address)))
    }
    User.objects.filter(email="konsulent-1@spark.example").update(roles=["head"])
    client.force_login(User.objects.get(email="konsulent-1@spark.example"))
    found_whole |= {
        f"head {address}": found
        for address in (DAY, TASKS, *(QUEUE + asked for asked in ASKED_BY_THE_HEAD))
        if (found := plans.read_whole(lambda address=address: ask(client, address)))
    }
    assert found_whole == {}
    reader = User.objects.get(email="konsulent-0@spark.example")
    application = first.context["page"].rows[0]
    # The case's other tables are next to empty here.
    assert "applications_applicationevent" not in dict(plans.read_whole(lambda: whole(application, reader)))
    case = whole(application, reader)
    assert plans.read_whole(lambda: earlier.engagements(case, reader)) == []
    # The night's ranking reads the past once, and leaves nothing unranked.
    assert queue.rank_all(NOW) == Application.objects.filter(ranked_at=NOW).count() > 1000


def _deep(client, response):
    """A page far down the list."""
    page = response.context["page"]
    for _ in range(20):
        page = ask(client, QUEUE + page.next).context["page"]
    return page
