"""Every page that a journey comes to is looked at once: axe, the edge of a narrow screen, the console, the network.

Axe judges the narrow page; with ``--long`` the wide one, too.
``SPARK_SHOTS=<folder> pytest tests/journeys`` keeps a picture of each page at both widths.
"""

import json
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser import AXE, OPTIONS

NARROW, WIDE = 360, 1280
HEIGHT = {NARROW: 740, WIDE: 900}
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_TOKEN = re.compile(r"/adgangskode/[^/]+/")


class Eyes:
    """Remembers the pages seen by all browsers, and whatever was wrong with them."""

    def __init__(self, address, *, thorough=False):
        self._host = urlsplit(address).netloc
        self._judged = (NARROW, WIDE) if thorough else (NARROW,)
        self._axe = AXE.read_text()
        self._shots = os.environ.get("SPARK_SHOTS")
        self.seen = set()
        self.wrong = []

    def follow(self, context):
        """Listen to the network and the consoles of a browser."""
        context.on("request", self._hear_request)
        context.on("response", self._hear_response)
        context.on("console", self._hear_console)
        context.on("weberror", lambda trouble: self.wrong.append(f"script: {trouble.error}"))

    def take_wrong(self):
        """What was wrong since the last time."""
        found, self.wrong = self.wrong, []
        return found

    def look(self, page, *, scripts=True, state=""):
        """Judge the page, unless one of its address, heading and ``state`` has been judged in such a browser."""
        name = name_of(page) + (f"--{state}" if state else "") + ("" if scripts else "--uden-script")
        if name in self.seen:
            return
        self.seen.add(name)
        before = page.viewport_size
        tools = page.context.new_cdp_session(page)
        for width in (NARROW, WIDE) if scripts else (before["width"],):
            page.set_viewport_size({"width": width, "height": HEIGHT[width]})
            self._judge(page, f"{name}-{width}", width)
            if scripts and width in self._judged:
                self.wrong += [f"{name}-{width}: {rule}" for rule in self._violations(tools)]
        tools.detach()
        page.set_viewport_size(before)

    def _judge(self, page, name, width):
        reach = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
        if reach > width:
            self.wrong.append(f"{name}: reaches to {reach}")
        if self._shots:
            folder = Path(self._shots)
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{name}.png", full_page=True)

    def _violations(self, tools):
        """What axe finds. Said by the browser's own tools, so that the page's policy stays as strict as it is."""
        if not self._ask(tools, "typeof axe === 'object'"):
            self._ask(tools, self._axe)
        options = json.dumps(OPTIONS)
        said = self._ask(tools, f"axe.run(document, {options}).then(found => JSON.stringify(found.violations))")
        return [f"{rule['id']} {[node['target'] for node in rule['nodes']][:3]}" for rule in json.loads(said)]

    def _ask(self, tools, expression):
        said = tools.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True})
        return said["result"].get("value")

    # ── What browsers say by themselves ─────────────────────────────────────────────────────────────────────────────
    def _hear_request(self, request):
        address = urlsplit(request.url)
        if address.scheme != "data" and address.netloc != self._host:
            self.wrong.append(f"foreign request: {request.url}")

    def _hear_response(self, response):
        is_page = response.request.is_navigation_request()
        if response.status >= (500 if is_page else 400):
            self.wrong.append(f"{response.status}: {response.request.method} {response.url}")

    def _hear_console(self, message):
        # A page that answers 404 or 422 is told of by the browser itself; `_hear_response` judges those.
        if not message.text.startswith("Failed to load resource"):
            self.wrong.append(f"console: {message.type} {message.text} ({message.location.get('url', '')})")


def name_of(page):
    """An address without ids, and the heading where one address has several faces: a name for a file."""
    path = _TOKEN.sub("/adgangskode/link/", _ID.sub("id", urlsplit(page.url).path)).strip("/")
    trouble = "fejl-" if page.title().startswith("Fejl:") else ""
    heading = page.locator("h1").first.text_content().strip().lower()
    heading = re.sub(r"spark-\d{4}-\d{4}", "nummer", heading)
    heading = re.sub(r"[^a-z0-9æøå]+", "-", heading).strip("-")[:40]
    return f"{path.replace('/', '.') or 'forside'}--{trouble}{heading}"
