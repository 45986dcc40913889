"""``spark.py test``: every check and every test that a change has to pass, one line each."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from launcher import browser, environment, options, servers, setup, steps
from launcher.failures import Sorry
from launcher.processes import Group, Program, StopWish

# pytest-xdist processes for the whole suite; 0 runs it in one. Journeys mostly wait for their browser.
WORKERS, WORKERS_WITH_BROWSER = 2, 3
COVERAGE = ["--cov", "--cov-branch", "--cov-report=term-missing:skip-covered"]
# Words to pytest that choose among the tests: coverage of a part says nothing, so there is no gate on it then.
_CHOOSING = (
    "-k",
    "-m",
    "--deselect",
    "--ignore",
    "--lf",
    "--last-failed",
    "--ff",
    "--sw",
    "--co",
    "--collect-only",
    "-h",
    "--help",
)


@dataclass(frozen=True)
class Check:
    """A tool that must end with 0, and the variables it sees."""

    name: str
    command: list[str]
    env: Mapping[str, str]


def checks(env: Mapping[str, str]) -> list[Check]:
    """The checks before the tests, in their order."""
    tools, production = Path(sys.executable).parent, environment.like_production(env)
    manage = [sys.executable, "manage.py"]
    return [
        Check("Lint", [f"{tools}/ruff", "check", "."], env),
        Check("Format", [f"{tools}/ruff", "format", "--check", "."], env),
        Check("Types", [f"{tools}/mypy"], env),
        Check("Import contracts", [f"{tools}/lint-imports"], env),
        Check("Templates", [f"{tools}/djhtml", "--tabwidth", "2", "--check", "templates"], env),
        Check("Ceilings on lines", [sys.executable, "-m", "launcher.checks"], env),
        Check("Migrations", [*manage, "makemigrations", "--check", "--dry-run"], env),
        # Once for all: the databases of the tests are copies of this one (tests/conftest.py).
        Check("Database tables", [*manage, "migrate", "-v0", "--no-input"], env),
        Check("Deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
    ]


def run(wanted: options.Test, wish: StopWish, root: Path, checks: Callable[[Mapping[str, str]], list[Check]]) -> int:
    """The exit code of it all: 0 only when every check and every test is well."""
    chromium = browser.find(os.environ)
    setup.refuse_missing(root, "manage.py", "tests")
    setup.front_end(root, wish.pause)
    if not chromium:
        print(f"  Note: {browser.REASON}.")
    with servers.for_tests(root, wish) as addresses, Group(wish, patience=2.5) as group:
        env = {
            **environment.for_tests(addresses.variables),
            "SPARK_CHROMIUM": chromium,
            "SPARK_TEMPLATE": addresses.database_name,
            "STATIC_ROOT": str(root / "staticfiles"),
        }
        setup.static_files(root, env, wish.pause)
        failed = [check.name for check in checks(env) if not _passes(check, group, root)]
        words = gate_words(wanted.pytest, WORKERS_WITH_BROWSER if chromium else WORKERS)
        tests = _tests(group, [*words, *wanted.pytest], env, root)
    if failed:
        raise Sorry(f"These checks failed: {', '.join(failed)}. What they said stands above the tests.")
    return tests


def _passes(check: Check, group: Group, root: Path) -> bool:
    log = root / ".spark" / "check.log"
    log.write_bytes(b"")
    with steps.told(check.name):
        code = group.run(Program(check.name, check.command, check.env, root, log))
    if code:
        print(log.read_text(errors="replace"))
    return code == 0


def _tests(group: Group, words: list[str], env: Mapping[str, str], root: Path) -> int:
    print("  Tests", flush=True)
    command = [sys.executable, "-m", "pytest", *words]
    return group.run(Program("Tests", command, env, root, stop_with=signal.SIGINT))


def gate_words(words: list[str], workers: int) -> list[str]:
    """What pytest is told beside the person's words: nothing for a part, else the coverage gate."""
    if chooses(words):
        return []
    return [*COVERAGE, *(["-n", str(workers), "--dist", "loadgroup"] if workers else [])]


def chooses(words: list[str]) -> bool:
    """Whether these words to pytest run a part of the tests only."""
    return any(not word.startswith("-") or word.startswith(_CHOOSING) for word in words)
