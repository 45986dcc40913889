"""What a page weighs on a phone with two bars: at most 15 kB of HTML for everything an applicant meets."""

import pytest

from tests import permissions_table as table
from tests.test_permissions import CELLS, address, door, parameters_of, send
from tests.world import world  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

HEAVIEST = 15_000
THEIRS = [(row, thing) for row, thing in CELLS if door(row.route) in (None, table.GROUP)]


@pytest.mark.parametrize(("row", "thing"), THEIRS, ids=[f"{row.route}@{thing}" for row, thing in THEIRS])
def test_an_applicants_page_is_light_refused_forms_included(world, row, thing):  # noqa: F811
    path = address(row.route, parameters_of(world, thing))
    answers = {
        (method, role): send(world, role, method, path)[0]
        for method in ("GET", "POST")
        for role in ("anonymous", "signatory", "contact")
    }
    pages = {
        asked: each for asked, each in answers.items() if each.headers.get("Content-Type", "").startswith("text/html")
    }
    assert {asked: len(page.content) for asked, page in pages.items() if len(page.content) > HEAVIEST} == {}
