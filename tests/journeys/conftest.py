"""The stack, the browser and the people of the journeys."""

import pytest

from tests.browser import FLAGS
from tests.journeys import stack as stacks
from tests.journeys.eyes import Eyes
from tests.journeys.keyboard import KeyboardVisitor
from tests.journeys.people import Visitor
from tests.smtp import RecordingServer


# Not for the whole session: Playwright keeps an event loop in this thread, beside which Django's ORM refuses to work.
@pytest.fixture(scope="package")
def stack(tmp_path_factory, collected_static):
    """The running portal."""
    with (
        RecordingServer() as mail,
        stacks.running(tmp_path_factory.mktemp("journeys"), mail, collected_static) as running,
    ):
        yield running


@pytest.fixture(scope="package")
def chrome(chromium_path):
    """One Chromium; each person has a context of their own in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def eyes(stack, pytestconfig):
    """What all browsers have seen."""
    return Eyes(stack.address, thorough=pytestconfig.getoption("--long"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A journey that ends early tells where everybody stood, and what they saw."""
    report = yield
    if report.failed and call.when == "call":
        for person in item.funcargs.get("visitors", ()):
            report.sections.append((person.email, f"{person.page.url}\n{person.page.locator('body').inner_text()}"))
    return report


@pytest.fixture
def visitors():
    """Everybody of this journey."""
    return []


@pytest.fixture
def visit(stack, chrome, eyes, visitors):
    """``visit("mette@example.org")``: somebody with a browser and a letterbox. Nothing they met may be wrong."""
    stack.start_what_is_down()

    def come(email, *, scripts=True, width=1280, keyboard=False):
        context = chrome.new_context(
            base_url=stack.address,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
            locale="da-DK",
        )
        eyes.follow(context)
        kind = KeyboardVisitor if keyboard else Visitor
        visitors.append(kind(stack, eyes, context, email, scripts=scripts))
        return visitors[-1]

    yield come
    for person in visitors:
        person.page.context.close()
    assert eyes.take_wrong() == []
