"""Every page of tests/permissions_table.py, as it is and as it is when what was sent is refused, in a real browser.

Axe finds nothing, and nothing runs over the edge at 320 px, folded and unfolded. Each address is tried with one thing;
with ``--long``, with every thing that it can show, at 1280 px too, and with the text twice as large. The pages are the
test client's: Chromium is shown what the portal answered, with its styles and scripts.
"""

import pytest
from django.db import connection

from tests import browser
from tests import permissions_table as table
from tests.test_permissions import CELLS, address, parameters_of
from tests.world import undone, world  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("every page")]

NARROW, WIDE = 320, 1280
# All our sizes are multiples of the root's, which is no 16 pixels.
OF_THE_TEXT = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
FORM = "application/x-www-form-urlencoded"
NO_PAGES = ("livez", "readyz")


def _cells(*, every=False):
    """(route, thing, role, method): once as the first who may look, once as the first whose post is refused."""
    tried = set()
    for row, thing in CELLS:
        for method, cell, wanted in (("GET", row.get, "200"), ("POST", row.post, "422")):
            role = next((told.split()[1] for told in cell.split(", ") if told.startswith(wanted)), None)
            if role and row.route not in NO_PAGES and (every or (row.route, method) not in tried):
                tried.add((row.route, method))
                yield row.route, thing, role, method


@pytest.fixture(scope="module")
def chrome(django_db_setup):
    # The driver runs a loop in this thread: Django would take every question for one asked inside it. For the same
    # reason it opens a connection of its own for the world that is made from here on.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with browser.chromium() as running:
            yield running
            connection.close()


@pytest.fixture(scope="module")
def stage(chrome):
    context = chrome.new_context(bypass_csp=True, viewport={"width": NARROW, "height": 800})
    with browser.Stage(context.new_page()).open() as stage:
        yield stage
    context.close()


def show(stage, world, route, thing, role, method):  # noqa: F811
    """A page that shows what the portal answers; a file is no page."""
    path = address(route, parameters_of(world, thing))
    client = world.client(role, path)
    with undone():
        response = client.get(path) if method == "GET" else client.post(path, b"", content_type=FORM)
    if not response.headers["Content-Type"].startswith("text/html"):
        pytest.skip("a file")
    stage.page.set_viewport_size({"width": NARROW, "height": 800})
    stage.show(response)
    return stage.page


def over_the_edge(page, width):
    """How far the page reaches beyond its window, in pixels."""
    reach = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
    return max(reach - width, 0)


def unfold(page):
    """Opens all that is folded; says how much was."""
    return page.evaluate("""() => {
      const folded = [...document.querySelectorAll("details:not([open])")];
      folded.forEach((each) => { each.open = true; });
      return folded.length;
    }""")


@pytest.mark.parametrize("cell", list(_cells()), ids=" ".join)
def test_everybody_can_read_and_use_the_page(stage, world, cell):  # noqa: F811
    page = show(stage, world, *cell)
    assert (browser.violations(page), over_the_edge(page, NARROW)) == ([], 0)
    if unfold(page):
        assert (browser.violations(page), over_the_edge(page, NARROW)) == ([], 0)


@pytest.mark.long
@pytest.mark.parametrize("cell", list(_cells(every=True)), ids=" ".join)
def test_every_state_of_every_page_in_every_size(stage, world, cell):  # noqa: F811
    page = show(stage, world, *cell)
    assert (browser.violations(page), over_the_edge(page, NARROW)) == ([], 0)
    page.set_viewport_size({"width": WIDE, "height": 900})
    assert (browser.violations(page), over_the_edge(page, WIDE)) == ([], 0)
    if unfold(page):
        assert (browser.violations(page), over_the_edge(page, WIDE)) == ([], 0)
    page.evaluate(f"document.documentElement.style.fontSize = 2 * {OF_THE_TEXT} + 'px'")
    assert over_the_edge(page, WIDE) == 0


def test_pages_are_judged_in_the_clothes_that_people_see(stage, world):  # noqa: F811
    page = show(stage, world, "temaer/", "", "anonymous", "GET")
    worn = "getComputedStyle(document.querySelector('.site-header')).backgroundColor"
    assert page.evaluate(worn) == "rgb(18, 63, 74)"


def test_no_page_is_forgotten():
    listed = {route for route, *_ in _cells()}
    assert listed >= {row.route for row in table.ROWS if "200" in row.get and row.route not in NO_PAGES}
