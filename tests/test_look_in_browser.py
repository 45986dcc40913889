"""The look in a real browser: axe, reflow, focus, and the niceties of spark.js."""

from urllib.parse import urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from tests import browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(collected_static):
    """The style page served without any database: a page that asks for one fails."""
    with override_settings(ROOT_URLCONF="tests.styleguide"), browser.served(WSGIHandler()) as address:
        yield address


@pytest.fixture(scope="module")
def chrome():
    with browser.chromium() as running:
        yield running


@pytest.fixture
def page(chrome, site):
    context = chrome.new_context(base_url=site)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def judged(chrome, site):
    """One page for all that axe judges: a new one would be a new process each time."""
    context = chrome.new_context(base_url=site, bypass_csp=True)
    yield context.new_page()
    context.close()


WIDTHS = [320, 1280]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ["/stil/", "/stil/formular/", "/was", "/privatliv/", "/findes-ikke", "/stil/itu/"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(judged, address, width):
    judged.set_viewport_size({"width": width, "height": 800})
    judged.goto(address)
    assert browser.violations(judged) == []
    assert judged.evaluate("document.documentElement.scrollWidth") <= width
    assert judged.evaluate("document.body.scrollWidth") <= width


@pytest.mark.parametrize("element", ["h1", "main p"])
def test_an_address_without_end_breaks_before_it_runs_over_the_edge(page, element):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/was")
    page.locator(element).first.evaluate("(it, words) => { it.textContent = words }", "arbejdsmiljø@" + "kommune." * 9)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_a_refused_form(judged, width):
    judged.set_viewport_size({"width": width, "height": 800})
    judged.goto("/stil/formular/")
    judged.click("text=Gem og fortsæt")
    judged.wait_for_selector("#error-summary")
    assert browser.violations(judged) == []
    assert judged.evaluate("document.body.scrollWidth") <= width


def test_a_page_loads_two_fonts_and_nothing_from_elsewhere_and_breaks_no_policy(page, site):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/stil/formular/")
    page.evaluate("document.fonts.ready")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}
    fonts = sorted(url.rpartition("/")[2].partition(".")[0] for url in asked if "/fonts/" in url)
    assert fonts == ["IBMPlexSans-Regular-Latin1", "IBMPlexSans-SemiBold-Latin1"]
    assert complaints == []


def test_a_refused_form_takes_the_person_to_what_is_wrong(page):
    page.goto("/stil/formular/")
    page.fill("#id_workplace", "Børnehuset Åkanden")
    page.fill("#id_earliest_start_day", "3")
    page.click("text=Gem og fortsæt")
    page.wait_for_selector("#error-summary")
    assert page.title() == "Fejl: Jeres arbejdsplads – SPARK"
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert page.input_value("#id_workplace") == "Børnehuset Åkanden"
    page.click("#error-summary >> text=Skriv måneden med et tal fra 1 til 12")
    assert page.evaluate("document.activeElement.id") == "id_earliest_start_month"
    page.click("#error-summary >> text=Vælg, hvem I søger som")
    assert page.evaluate("document.activeElement.id") == "id_body_0"


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(page):
    page.goto("/stil/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Gå til sidens indhold"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_the_counter_says_how_much_is_left_as_the_server_counts(page):
    page.goto("/stil/formular/")
    counter = page.locator("#id_situation_limit")
    assert counter.text_content() == "I kan skrive op til 2.000 tegn."
    page.fill("#id_situation", "a\nb")
    assert counter.text_content() == "I har 1.996 tegn tilbage."
    page.fill("#id_situation", "x" * 2001)
    assert counter.text_content() == "Teksten er 1 tegn for lang."
    assert "limit-exceeded" in counter.get_attribute("class")


def test_a_double_click_sends_once_and_back_gives_the_button_back(page):
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto("/stil/formular/")
    page.dblclick("text=Gem og fortsæt")
    page.wait_for_selector("#error-summary")
    assert sent.count("POST") == 1
    page.go_back()
    assert page.get_attribute("text=Gem og fortsæt", "aria-disabled") is None
    page.click("text=Gem og fortsæt")
    page.wait_for_selector("#error-summary")
    assert sent.count("POST") == 2


def test_without_scripts_the_form_works_and_the_summary_comes_first(chrome, site):
    context = chrome.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/stil/formular/")
    page.click("text=Gem og fortsæt")
    first = page.locator("main > *").first
    assert first.get_attribute("id") == "error-summary"
    assert first.locator("li").count() == 9
    context.close()
