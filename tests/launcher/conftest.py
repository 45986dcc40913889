"""A place that the servers' user can reach, with everything in its name that breaks careless programs."""

import shutil
import tempfile
from pathlib import Path

import pytest

from launcher import postgres, runner, servers
from launcher.processes import Group, StopWish

LEFT_IN_A_SHELL = ("DATABASE_URL", "REDIS_URL", "SPARK_PG_BIN", "SPARK_CHROMIUM", "SPARK_REQUIRE_BROWSER")


@pytest.fixture(autouse=True)
def _clean_shell(monkeypatch):
    for name in LEFT_IN_A_SHELL:
        monkeypatch.delenv(name, raising=False)


def _place():
    outer = Path(tempfile.mkdtemp(prefix="spark-test-", dir="/var/tmp"))
    outer.chmod(0o711)
    inner = outer / "Små ting på øen"
    inner.mkdir(mode=0o711)
    return inner


@pytest.fixture
def place():
    folder = _place()
    yield folder
    shutil.rmtree(folder.parent)


@pytest.fixture
def wish():
    return StopWish()


@pytest.fixture
def group(wish):
    with Group(wish) as group:
        yield group


@pytest.fixture(scope="session")
def cluster():
    """One real server for all that is asked about databases; its data lies in the path with spaces and letters."""
    place, dropped = _place(), runner.needed()
    with servers.passing_folder(dropped) as sockets, Group(StopWish()) as group:
        log = place / "postgres.log"
        made = postgres.Cluster(postgres.find({}), place / "postgres", sockets, log, dropped, postgres.PASSING)
        made.start(group, {"PATH": "/usr/bin:/bin"})
        yield made
    shutil.rmtree(place.parent)
