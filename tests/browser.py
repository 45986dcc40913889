"""A real Chromium for the tests that need one, and axe to judge what it shows."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path():
    """Where a Chromium or Chrome is, or None."""
    places = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for place in places if (path := shutil.which(place))), None)


@contextmanager
def chromium():
    """A running browser; without one the test is skipped, or fails where SPARK_REQUIRE_BROWSER=1."""
    path = chromium_path()
    if path is None:
        reason = "no Chromium or Chrome on this machine"
        pytest.fail(reason) if os.environ.get("SPARK_REQUIRE_BROWSER") == "1" else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def violations(page):
    """What axe finds on ``page`` (whose context was made with bypass_csp=True): rule and the first elements."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("async (rules) => (await axe.run(document, {runOnly: rules})).violations", RULES)
    return [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]
