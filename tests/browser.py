"""A real Chromium for the tests that need one, and axe to judge what it shows."""

import os
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from whitenoise import WhiteNoise

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
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
    found = page.evaluate("async (options) => (await axe.run(document, options)).violations", OPTIONS)
    return [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        """Says nothing."""


@contextmanager
def served(application):
    """The address of ``application`` on a port of this machine."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Stage:
    """A page of a browser that shows whatever the test's client was answered, as if it came with 200.

    One page for many answers: a new one would be a new process, and the browser keeps our styles and scripts.
    """

    def __init__(self, page):
        self.page = page
        self._shown = b"", ""

    def show(self, response):
        """Go to ``response``."""
        self._shown = response.content, response.headers["Content-Type"]
        self.page.goto(self._address)

    @contextmanager
    def open(self):
        """As long as it lasts, there is something to go to."""
        static = WhiteNoise(self._answer, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL, max_age=3600)
        with served(static) as self._address:
            yield self

    def _answer(self, environ, start_response):
        body, kind = self._shown if environ["PATH_INFO"] == "/" else (b"", "text/plain")
        start_response("200 OK", [("Content-Type", kind), ("Cache-Control", "no-store")])
        return [body]
