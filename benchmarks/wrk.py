"""One page under load by wrk, and the check that it is the page we mean."""

import json
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.processors import Site, between, spent
from launcher.failures import Sorry

# Counts answers by status itself: a redirect to the sign-in page must not pass for a fast page.
# "{n}" in a body is the request's number, so that no two posts say the same.
_LUA = """
local want, body, n = %(status)d, %(body)s, 0
wrk.method = %(method)s
%(headers)s
local threads = {}
function setup(t) table.insert(threads, t) end
function init(args) good = 0; bad = 0 end
if body then
  function request() n = n + 1; return wrk.format(nil, nil, nil, (string.gsub(body, "{n}", n))) end
end
function response(status, headers, body)
  if status == want then good = good + 1 else bad = bad + 1 end
end
function done(s, l, r)
  local good, bad = 0, 0
  for _, t in ipairs(threads) do good = good + t:get("good"); bad = bad + t:get("bad") end
  local e = s.errors
  io.write(string.format('@@{"n":%%d,"bad":%%d,"seconds":%%.6f,"p50":%%.3f,"p95":%%.3f}\\n',
    good, bad + e.connect + e.read + e.write + e.timeout, s.duration / 1e6,
    l:percentile(50) / 1e3, l:percentile(95) / 1e3))
end
"""
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Page:
    """A page to time: its name, where it is, who asks (``cookie``), and what its right answer looks like."""

    name: str
    base: str
    path: str
    cookie: str = ""
    expect: str = ""
    body: str = ""
    status: int = 200
    site: Site | None = None

    @property
    def method(self):
        """A page with a body is posted."""
        return "POST" if self.body else "GET"

    @property
    def headers(self):
        """As a browser would send them."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if self.body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.base + self.path}
        return headers


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def fetch(page):
    """Status, headers and text of one request."""
    body = page.body.replace("{n}", str(time.time_ns())).encode() if page.body else None
    wanted = urllib.request.Request(page.base + page.path, headers=page.headers, method=page.method, data=body)
    try:
        with _OPENER.open(wanted, timeout=120) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def check(page):
    """Raises Sorry unless the page is on this machine and answers as it should."""
    if urlsplit(page.base).hostname not in _LOCAL:
        raise Sorry(f"{page.name}: {page.base} is not on this machine.")
    status, _, text = fetch(page)
    if status != page.status or page.expect not in text:
        raise Sorry(f"{page.name}: answered {status}, wanted {page.status} and “{page.expect}”. It said: {text[:300]}")


def refuse_missing():
    """Raises Sorry where wrk is not installed."""
    if not shutil.which("wrk"):
        raise Sorry("wrk is not installed. On Debian: apt install wrk")


def script(page):
    """What wrk is to do, as Lua."""
    headers = "\n".join(f"wrk.headers[{_quoted(name)}] = {_quoted(value)}" for name, value in page.headers.items())
    body = _quoted(page.body) if page.body else "nil"
    return _LUA % {"status": page.status, "method": _quoted(page.method), "body": body, "headers": headers}


def _quoted(text):
    return json.dumps(text, ensure_ascii=False)


def load(page, connections, seconds):
    """Figures of one run: ``n`` right answers, ``bad`` ones, ``seconds``, ``p50`` and ``p95`` in milliseconds, and
    ``cpu``, the milliseconds of processor that the site and its database spent on one answer (None if unknown).
    """
    before = spent(page.site)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "page.lua"
        told.write_text(script(page))
        said = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", told, page.base + page.path],
            capture_output=True, text=True, check=False, timeout=seconds + 90,
        )  # fmt: skip
    found = parse(said.stdout, page.name)
    # wrk leaves requests unanswered at its end. One more, which waits for its turn behind them, finds the server idle.
    fetch(page)
    answered = found["n"] + found["bad"] + connections + 1
    found["cpu"] = None if before is None else between(before, spent(page.site)) / answered
    return found


def durations(page, levels, seconds):
    """How many seconds to load a page at each of ``levels`` of connections: longer where few answers would come.

    A page of over a second is asked for by one alone: a crowd would only stand in line.
    """
    began = time.perf_counter()
    fetch(page)
    one = time.perf_counter() - began
    asked = levels if one < 1 else levels[:1]
    return {level: max(seconds, min(30, round(4 * one * max(1, level / 2)))) for level in asked}


def parse(said, name):
    """The figures in what wrk printed; raises Sorry where there are none."""
    line = next((line for line in said.splitlines() if line.startswith("@@")), None)
    if line is None:
        raise Sorry(f"{name}: wrk gave no figures. It said: {said[-300:]}")
    return json.loads(line.removeprefix("@@").replace("-nan", "0").replace("nan", "0"))
