"""Servers, seeded databases and running sites for a benchmark; all of it gone at the end unless it is to be kept."""

import json
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from benchmarks.processors import Site
from launcher import database, environment, servers, setup, steps, valkey
from launcher.failures import Sorry
from launcher.processes import Program

ROOT = Path(__file__).resolve().parent.parent
WORKERS = "2"
SIZES = {"1k": 1_000, "100k": 100_000}
PORTAL = Path(__file__).resolve().parent / "portal.py"
FLOOR = Path(__file__).resolve().parent / "floor"


@contextmanager
def addresses(wish, environ, *, keep):
    """Servers for one benchmark, or with ``keep`` the given ones, whose databases stay for the next."""
    if not keep:
        with servers.for_tests(ROOT, wish, environ) as passing:
            yield passing
        return
    given = environ.get("DATABASE_URL"), environ.get("REDIS_URL")
    if not all(given):
        raise Sorry("--keep keeps databases in a server that stays: set DATABASE_URL and REDIS_URL.")
    database.refuse_far(given[0])
    yield servers.Addresses(given[0], given[1], "spark-benchmark:")


def named(addresses, what, *, keep):
    """The address of the database for ``what``. The name tells `servers.for_tests` that it may drop it."""
    parts = urlsplit(addresses.database)
    own = "spark_benchmark" if keep else f"test_{parts.path.lstrip('/')}"
    return urlunsplit(parts._replace(path=f"/{own}_{what}"))


@dataclass
class Stage:
    """Runs the programs of a benchmark in ``group``; what they print goes to ``folder``."""

    group: object
    folder: Path
    addresses: object
    keep: bool
    base_env: dict = field(default_factory=dict)

    def __post_init__(self):
        self.base_env = environment.for_tests(self.addresses.variables) | {"PYTHONPATH": f"{ROOT}:{FLOOR}"}

    def floor(self):
        """Starts the floor; the site and what its pages need to know."""
        env = self._database("floor", {"DJANGO_SETTINGS_MODULE": "floorsite.settings"}, "FLOOR_DATABASE_URL")
        with steps.told("Floor"):
            facts = self._said("floor", [FLOOR / "seed.py"], env)
        return self._serve("floor", "floorsite.wsgi", "/empty/", env), facts

    def portal(self, size):
        """Seeds, once, and starts the portal with a history of ``size``; the site and what its pages need."""
        env = self._database(f"portal_{size}", {}, "DATABASE_URL")
        url = env["DATABASE_URL"]
        if not database.is_seeded(url):
            with steps.told(f"Portal, {SIZES[size]:,} applications"):
                self._run(f"migrate-{size}", ["manage.py", "migrate", "-v0", "--no-input"], env)
                self._run(f"places-{size}", ["manage.py", "load_reference_data"], env)
                seed = ["manage.py", "seed_demo", "--applications", str(SIZES[size])]
                # Only the seeding knows of the demo; what is measured is served without it.
                self._run(f"seed-{size}", seed, env | {"SPARK_DEMO": "1"})
                self._run(f"vacuum-{size}", [PORTAL, "vacuum"], env)
            database.set_seeded(url)
        setup.static_files(ROOT, env, self.group.wish.pause)
        facts = self._said(f"facts-{size}", [PORTAL], env)
        return self._serve(f"portal-{size}", "spark_portal.wsgi", "/livez", env), facts

    def _database(self, what, settings, variable):
        url = named(self.addresses, what, keep=self.keep)
        database.ensure_exists(url, urlsplit(url).path.lstrip("/"))
        database.refuse_foreign(url)
        database.mark(url)
        return {**self.base_env, **settings, variable: url}

    def _serve(self, name, application, ready, env):
        """Both sites stand behind the same server with the same options."""
        port, leader = valkey.free_port(), self.folder / f"{name}.pid"
        command = [
            sys.executable, "-m", "gunicorn", application, "--workers", WORKERS, "--bind", f"127.0.0.1:{port}",
            "--no-control-socket", "--pid", leader,
        ]  # fmt: skip
        self.group.start(self._program(name, command, env))
        base = f"http://127.0.0.1:{port}"
        self.group.wait_until(lambda: _answers(base + ready), within=60, name=f"{name} ({ready})")
        url = env.get("FLOOR_DATABASE_URL") or env["DATABASE_URL"]
        return Site(base, int(leader.read_text()), urlsplit(url).path.lstrip("/"))

    def _run(self, name, command, env):
        self.group.run_well(self._program(name, [sys.executable, *command], env))

    def _said(self, name, command, env):
        """What a program printed on its last line, as JSON."""
        program = self._program(name, [sys.executable, *command], env)
        self.group.run_well(program)
        return json.loads(program.log.read_text().strip().splitlines()[-1])

    def _program(self, name, command, env):
        log = self.folder / f"{name}.log"
        log.write_bytes(b"")
        return Program(name, command, env, ROOT, log)


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
