"""``spark.py demo``: the whole portal on this machine, in the foreground, with a made-up history."""

import errno
import fcntl
import shutil
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher import database, environment, options, servers, setup, steps, valkey
from launcher.failures import Sorry
from launcher.processes import Group, Program, Stopped, StopWish

_NEEDED = ("manage.py", "package.json", "package-lock.json", "static", "templates")


@dataclass(frozen=True)
class Plan:
    """What the demo consists of: commands that bring the database up to date, the one that lays in the history,
    the processes that keep running, and the path that answers 200 when all is well.
    """

    steps: list[tuple[str, list[str]]]
    seed: list[str]
    processes: dict[str, list[str]]
    ready_path: str = "/readyz"


def plan(data: Path, port: int, mail_port: int) -> Plan:
    """The portal's own plan."""
    celery = ["-m", "celery", "-A", "spark_portal"]
    return Plan(
        steps=[
            ("Database tables", ["manage.py", "migrate", "-v0", "--no-input"]),
            ("Reference data", ["manage.py", "load_reference_data"]),
        ],
        seed=["manage.py", "seed_demo"],
        processes={
            "mailbox": ["manage.py", "demo_mailbox", "--port", str(mail_port)],
            "web": [
                "-m", "gunicorn", "spark_portal.wsgi", "--workers", "2", "--bind", f"127.0.0.1:{port}",
                "--graceful-timeout", "1", "--no-control-socket", "--limit-request-line", "8190",
            ],
            "worker": [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "-l", "INFO"],
            "beat": [*celery, "beat", "--schedule", str(data / "celerybeat-schedule"), "--pidfile=", "-l", "INFO"],
        },
    )  # fmt: skip


def run(wanted: options.Demo, wish: StopWish, root: Path, plan: Callable[[Path, int, int], Plan]) -> int:
    """Runs until somebody stops it (0); raises Sorry for everything that keeps it from running."""
    setup.refuse_missing(root, *_NEEDED)
    refuse_taken(wanted.port)
    with _only_one(root):
        if wanted.reset:
            reset(root, may_ask=wanted.may_ask)
        return _start(wanted.port, wish, root, plan)


def _start(port: int, wish: StopWish, root: Path, plan: Callable[[Path, int, int], Plan]) -> int:
    """Runs until somebody stops it, and says so when nothing of it is left."""
    data = _data(root)
    setup.front_end(root, wish.pause)
    with servers.for_demo(root, wish) as (addresses, group), Group(wish) as portal:
        database.refuse_other_version(addresses.database, root)
        mail_port = valkey.free_port()
        env = environment.for_demo(data, port=port, mail_port=mail_port, servers=addresses.variables)
        wanted = plan(data, port, mail_port)
        setup.static_files(root, env, wish.pause)
        for title, command in wanted.steps:
            _step(portal, root, title, command, env)
        if not database.is_seeded(addresses.database):
            _step(portal, root, "Made-up history", wanted.seed, env)
            database.set_seeded(addresses.database)
        _run_processes(portal, root, wanted, env, port)
        print(
            f"\nThe demo is ready: http://localhost:{port}/\nSign in as one of its people: http://localhost:{port}/demo/"
        )
        print("Ctrl-C stops it.", flush=True)
        _watch(wish, group, portal)
    print("stopped.", flush=True)
    return 0


def _step(portal: Group, root: Path, title: str, command: list[str], env: Mapping[str, str]) -> None:
    with steps.told(title):
        log = root / ".spark" / "demo" / "logs" / "steps.log"
        log.write_bytes(b"")
        portal.run_well(Program(title, [sys.executable, *command], env, root, log))


def _run_processes(portal: Group, root: Path, wanted: Plan, env: Mapping[str, str], port: int) -> None:
    with steps.told("Web, worker, beat and mailbox"):
        for name, command in wanted.processes.items():
            log = root / ".spark" / "demo" / "logs" / f"{name}.log"
            log.write_bytes(b"")
            portal.start(Program(name, [sys.executable, *command], env, root, log))
        portal.wait_until(lambda: answers(port, wanted.ready_path), within=90, name=f"The portal ({wanted.ready_path})")


def _watch(wish: StopWish, *groups: Group) -> None:
    try:
        while True:
            for group in groups:
                group.fail_if_dead()
            wish.pause()
    except Stopped:
        print("\nStopping … ", end="", flush=True)


def answers(port: int, path: str) -> bool:
    """Whether the portal answers 200 at ``path``."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def refuse_taken(port: int) -> None:
    """Raises Sorry when the web server could not listen at ``port``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Sorry(f"Port {port} is taken. Choose another: python3 spark.py demo --port {port + 1}") from error
            raise Sorry(
                f"Port {port} may not be used here. Choose one from 1024: python3 spark.py demo --port 8000"
            ) from error


def reset(root: Path, *, may_ask: bool) -> None:
    """Deletes what an earlier demo made, after asking if there is anybody to ask. Nothing else."""
    if may_ask:
        if not sys.stdin.isatty():
            raise Sorry("--reset deletes the demo's data. Nobody is here to say yes: add --no-input.")
        if input("Delete everything this demo has made? [y/N] ").strip().lower() not in {"y", "yes", "j", "ja"}:
            raise Sorry("Nothing was deleted.")
    servers.reset(root)
    shutil.rmtree(root / ".spark" / "demo", ignore_errors=True)


def _data(root: Path) -> Path:
    data = root / ".spark" / "demo"
    for folder in (data, data / "logs", data / "mailbox"):
        folder.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    return data


@contextmanager
def _only_one(root: Path) -> Iterator[None]:
    (root / ".spark").mkdir(exist_ok=True)
    with (root / ".spark" / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Sorry(
                "The demo already runs from this folder. Stop it first, or work in a second checkout."
            ) from error
        yield
