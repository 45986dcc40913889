"""The portal as it runs for people: web, worker, beat, Valkey, PostgreSQL and a mail server, all real processes.

All of it belongs to the journeys: a database of their own in the cluster of the test run, free ports, and a Valkey
that can be stopped without harm to other tests.
"""

import os
import secrets
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

import clock
from launcher import database, demo, environment, valkey
from launcher.processes import Group, Program, StopWish
from launcher.steps import nap

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds; a busy machine is slow, and nothing waits longer than it must


def wait_for(look, *, told):
    """What ``look()`` finds, as soon as it finds something; fails with ``told`` when patience is over."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {PATIENCE} seconds for {told}"
        nap()
    return found


class Life(Group):
    """A process that can end politely (``stop``) or by kill -9 with all its children, as when a machine dies."""

    @property
    def is_over(self):
        """Nothing runs."""
        return not self._children

    def kill(self):
        for child in self._children:
            child.sweep()
        self._children.clear()


class Stack:
    """The processes and how to treat them. Begun and ended by ``running``."""

    def __init__(self, folder, mail, static):
        self.folder, self.mail = folder, mail
        self._name = f"journeys_{secrets.token_hex(4)}"
        self._clock = folder / "clock"
        self._broker = valkey.Server(valkey.find(), folder / "valkey", folder / "valkey.log")
        self._lives = {name: Life(StopWish()) for name in ("broker", "web", "worker", "beat")}
        self.port = valkey.free_port()
        self.address = f"http://localhost:{self.port}"
        self._commands = demo.plan(folder, self.port, mail.port).processes
        self._database = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self._name}"))
        self.env = {**self._variables(), "STATIC_ROOT": str(static)}

    def _variables(self):
        servers = {"DATABASE_URL": self._database, "REDIS_URL": self._broker.url, "REDIS_PREFIX": f"{self._name}:"}
        return {
            **environment.for_tests(servers),
            "SITE_URL": self.address,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "SPARK_CLOCK": f"@{self._clock}",
            "SPARK_DEMO": "0",  # the portal itself, not the demo of it
        }

    def begin(self):
        """From nothing to a portal that answers."""
        tables = os.environ.get("SPARK_TEMPLATE", "template1")
        database.ensure_exists(os.environ["DATABASE_URL"], self._name, like=tables)
        self.start("broker")
        self.manage("migrate", "-v0", "--no-input")
        self.manage("load_reference_data")
        for name in ("web", "worker", "beat"):
            self.start(name)
        self.wait_for_web()

    def end(self):
        """Nothing is left: no process, no database."""
        for life in reversed(self._lives.values()):
            life.stop()
        database.drop_all_like(os.environ["DATABASE_URL"], self._name)

    # ── Processes ───────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self, name):
        """Start "web", "worker", "beat" or "broker"."""
        if name == "broker":
            self._broker.start(self._lives[name], os.environ)
        else:
            command = [sys.executable, *self._commands[name]]
            self._lives[name].start(Program(name, command, self.env, ROOT, self.folder / f"{name}.log"))

    def start_what_is_down(self):
        """A journey that ended early may have left something dead; the next one begins with all of it."""
        down = [name for name, life in self._lives.items() if life.is_over]
        for name in down:
            self.start(name)
        if down:
            self.wait_for_web()

    def wait_for_web(self):
        """Until the portal answers."""
        self._lives["web"].wait_until(lambda: demo.answers(self.port, "/readyz"), within=PATIENCE, name="The portal")

    def stop(self, name):
        """End it politely."""
        self._lives[name].stop()

    def kill(self, name):
        """kill -9, its children included."""
        self._lives[name].kill()

    def ring(self, task):
        """Beat's ring for ``task``, without waiting for beat's next minute."""
        self._run("-m", "celery", "-A", "spark_portal", "call", task)

    def manage(self, *words):
        """Run a management command to its end."""
        self._run("manage.py", *words)

    def pile_up(self, number):
        """That many applications lie on the desk, all at once."""
        self._run("-m", "tests.journeys.pile", str(number))

    def lay_ready(self, name):
        """What a journey begins with; see ``tests.journeys.seeds``."""
        self.manage("shell", "--no-imports", "-c", f"from tests.journeys import seeds; seeds.{name}()")

    def _run(self, *words):
        command = [sys.executable, *words]
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    # ── Time, and the database's own words ──────────────────────────────────────────────────────────────────────────
    @property
    def now(self):
        """The moment by the processes' clocks."""
        told = self._clock.read_text() if self._clock.exists() else ""
        return clock.now() + clock.parse_shift(told)

    @property
    def today(self):
        """The date by the processes' clocks."""
        return self.now.astimezone(clock.COPENHAGEN).date()

    def wait_until_day(self, day):
        """Let time pass, for every process at once, until ``day``: only ever forward."""
        self._shift_by((day - self.today).days * 24)

    def wait_an_hour(self):
        """Let an hour pass."""
        self._shift_by(1)

    def wait_half_a_day(self):
        """Let twelve hours pass: nobody is signed in any more."""
        self._shift_by(12)

    def _shift_by(self, hours):
        assert hours > 0
        shifted = round((self.now - clock.now()).total_seconds() / 3600) + hours
        half = self.folder / "clock.new"
        half.write_text(f"+{shifted}h")
        half.replace(self._clock)

    @contextmanager
    def held_back(self, question, *facts):
        """As long as it lasts, nobody writes to the rows of that SELECT; then whoever waits for them is cut off."""
        with closing(psycopg2.connect(self._database)) as connection, connection.cursor() as cursor:
            cursor.execute(f"{question} for update", facts)
            yield
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pg_backend_pid() = any(pg_blocking_pids(pid))"
            )

    def ask(self, question, *facts):
        """The rows that a SELECT gives."""
        with closing(psycopg2.connect(self._database)) as connection, connection.cursor() as cursor:
            cursor.execute(question, facts)
            return cursor.fetchall()


@contextmanager
def running(folder, mail, static):
    """The stack, from before its first process until after its last."""
    stack = Stack(folder, mail, static)
    try:
        stack.begin()
        yield stack
    finally:
        stack.end()
