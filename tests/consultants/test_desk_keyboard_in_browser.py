"""The queue in a real browser: its keys, the way back to the line one left, columns on a narrow screen, axe."""

import contextvars
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests import browser
from tests.consultants.desk import NOW, frozen, staff
from tests.factories import applications
from tests.factories.saved_views import view

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.usefixtures("at_noon"),
    pytest.mark.xdist_group("desk in browser"),
]

SITE = "http://localhost"
QUEUE = f"{SITE}/sekretariat/ansoegninger/"
NARROW, WIDE = 320, 1280
EVERY = "sted,ventet,prioritet,tilstand,modtaget,temaer,forloeb,arbejdspladser"


@pytest.fixture(scope="module")
def chrome(django_db_setup):
    # As in tests/test_every_page_in_browser.py: the driver's loop runs in this thread.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with browser.chromium() as running:
            yield running
            connection.close()


@pytest.fixture
def at_noon():
    """Kl. 11 in Copenhagen."""
    with frozen:
        yield


@pytest.fixture
def page(chrome, client):
    """A page that shows Karen what the portal answers, wherever she goes."""
    client.force_login(staff())
    # The driver calls from a context of its own, in which Django would open a connection that sees nothing of ours.
    ours = contextvars.copy_context()

    def ask(request):
        address = urlsplit(request.url)
        path = f"{address.path}?{address.query}"
        if request.method == "POST":
            kind = request.headers["content-type"]
            part = client.post(path, request.post_data_buffer, content_type=kind, follow=True)
        else:
            part = client.get(path, follow=True)
        return b"".join(part.streaming_content) if part.streaming else part.content, part.headers["Content-Type"]

    def answer(route):
        body, kind = ours.run(ask, route.request)
        route.fulfill(body=body, status=200, content_type=kind)

    context = chrome.new_context(bypass_csp=True, viewport={"width": WIDE, "height": 800})
    context.set_default_timeout(10_000)
    found = context.new_page()
    found.route("**/*", answer)
    yield found
    context.close()


@pytest.fixture
def cases():
    """Six, the first one in the queue first."""
    return [applications.submitted(at=NOW - timedelta(hours=hour)) for hour in range(6, 0, -1)]


def focused(page):
    """The reference of the line that has the focus; "" for none."""
    return page.evaluate("(document.activeElement.closest('.queue tr') || {}).id || ''")


def test_j_and_k_walk_the_lines_and_enter_opens(page, cases):
    page.goto(QUEUE)
    references = [each.reference for each in cases]
    page.keyboard.press("k")
    assert focused(page) == references[0]
    for wanted in references[1:3]:
        page.keyboard.press("j")
        assert focused(page) == wanted
    assert page.evaluate("document.activeElement.matches(':focus-visible')")
    page.keyboard.press("k")
    assert focused(page) == references[1]
    page.keyboard.press("Control+j")
    assert focused(page) == references[1]
    page.keyboard.press("Enter")
    page.wait_for_url(f"{QUEUE}{cases[1].pk}/**")
    assert cases[1].reference in page.title()


def test_the_walk_ends_where_the_list_ends(page, cases):
    page.goto(QUEUE)
    for _ in range(9):
        page.keyboard.press("j")
    assert focused(page) == cases[-1].reference
    for _ in range(9):
        page.keyboard.press("k")
    assert focused(page) == cases[0].reference


def test_one_comes_back_to_the_line_one_left(page, cases):
    page.set_viewport_size({"width": WIDE, "height": 400})
    page.goto(f"{QUEUE}?tilstand=submitted")
    page.click(f"#{cases[4].reference} .queue__what a")
    page.click("text=Skriv en note")
    page.click(".breadcrumb >> text=Ansøgninger")
    page.wait_for_url(f"{QUEUE}?tilstand=submitted#{cases[4].reference}")
    box = page.locator(f"#{cases[4].reference}").bounding_box()
    assert 0 <= box["y"] < 400
    page.keyboard.press("j")
    assert focused(page) == cases[4].reference


def test_a_slash_leads_to_the_search_and_types_nothing(page, cases):
    page.goto(QUEUE)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("jk/?")
    assert page.input_value("[name=q]") == "jk/?"
    assert not page.locator("#shortcuts").is_visible()
    assert focused(page) == ""


def test_a_tick_is_a_field_too(page, cases):
    page.goto(QUEUE)
    page.focus(f"#{cases[0].reference} input")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.name") == "valgt"


def test_a_question_mark_shows_the_keys(page, cases):
    page.goto(QUEUE)
    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()
    assert browser.violations(page) == []
    page.keyboard.press("j")
    assert focused(page) == ""
    page.keyboard.press("Escape")
    assert not page.locator("#shortcuts").is_visible()


def test_whoever_switches_them_off_is_left_alone(page, cases):
    page.goto(f"{QUEUE}genveje/")
    page.check("text=Slået fra")
    page.click("text=Gem")
    page.goto(QUEUE)
    for key in ("j", "/", "?"):
        page.keyboard.press(key)
    assert focused(page) == ""
    assert page.evaluate("document.activeElement.name") is None


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize(
    "path", ["", f"?kolonner={EVERY}&tilstand=submitted", "genveje/", "visninger/", "visninger/ny/?tilstand=waiting"]
)
def test_everybody_can_read_and_use_the_page(page, cases, path, width):
    view(staff(), "Sager om vold og trusler i alle kommuner i hele landet", "tilstand=submitted")
    view(staff("Bo Dahl"), "Alles", f"tilstand=waiting&kolonner={EVERY}", is_shared=True)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(QUEUE + path)
    assert "Karen Lund" in page.inner_text("header")
    for fold in page.locator("main details:not(.reasons) > summary").all():
        if not fold.evaluate("each => each.parentElement.open"):
            fold.click()
    assert browser.violations(page) == []
    reach = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
    assert reach <= width
