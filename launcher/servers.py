"""The two servers that the portal stands on: the ones the person named, else our own."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis

from launcher import database, postgres, runner, steps, valkey
from launcher.failures import Sorry
from launcher.processes import Group, StopWish

OURS = ("postgres", "valkey")  # the folders below the servers' home that belong to the demo


@dataclass(frozen=True)
class Addresses:
    """Where the servers answer, and what our keys in Valkey begin with."""

    database: str
    redis: str
    prefix: str

    @property
    def database_name(self) -> str:
        """The database's name in its cluster."""
        return urlsplit(self.database).path.lstrip("/")

    @property
    def variables(self) -> dict[str, str]:
        """As the settings read them."""
        return {"DATABASE_URL": self.database, "REDIS_URL": self.redis, "REDIS_PREFIX": self.prefix}


@contextmanager
def for_demo(root: Path, wish: StopWish, environ: Mapping[str, str] = os.environ) -> Iterator[tuple[Addresses, Group]]:
    """Servers whose data lasts, and the group they run in. The database is ours or empty, and marked."""
    dropped = runner.needed()
    home = runner.home(root, dropped)
    with passing_folder(dropped) as sockets, Group(wish) as group:
        with steps.told("PostgreSQL and Valkey"):
            url = environ.get("DATABASE_URL")
            if not url:
                cluster = _cluster(home, home / "postgres", sockets, dropped, environ)
                cluster.start(group, environ)
                database.ensure_exists(cluster.url("postgres"), "spark")
                url = cluster.url("spark")
            database.refuse_foreign(url)
            database.mark(url)
            addresses = Addresses(url, _redis(home, home / "valkey", dropped, group, environ), _demo_prefix(root))
        yield addresses, group


@contextmanager
def for_tests(root: Path, wish: StopWish, environ: Mapping[str, str] = os.environ) -> Iterator[Addresses]:
    """Servers whose data is thrown away; in given ones a database and a key prefix of our own, removed afterwards."""
    dropped = runner.needed()
    home = runner.home(root, dropped)
    own = f"spark_{secrets.token_hex(4)}"
    with passing_folder(dropped) as folder, Group(wish) as group:
        with steps.told("PostgreSQL and Valkey"):
            given = environ.get("DATABASE_URL")
            if given:
                database.refuse_foreign(given)
                url = urlunsplit(urlsplit(given)._replace(path=f"/{own}"))
            else:
                cluster = _cluster(home, folder / "postgres", folder, dropped, environ, passing=True)
                cluster.start(group, environ)
                url = cluster.url(own)
            database.ensure_exists(url, own)
            addresses = Addresses(url, _redis(home, folder / "valkey", dropped, group, environ), f"{own}:")
        try:
            yield addresses
        finally:
            if given:
                database.drop_all_like(url, own)
            if environ.get("REDIS_URL"):
                delete_keys(addresses)


def reset(root: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Deletes an earlier demo's data: our folders, or what is in a marked database and under our prefix."""
    home = runner.home(root, runner.needed())
    for name in OURS:
        shutil.rmtree(home / name, ignore_errors=True)
    if environ.get("DATABASE_URL"):
        database.refuse_foreign(environ["DATABASE_URL"])
        database.forget(environ["DATABASE_URL"])
    if environ.get("REDIS_URL"):
        delete_keys(Addresses("", environ["REDIS_URL"], _demo_prefix(root)))


def _demo_prefix(root: Path) -> str:
    return f"spark-demo-{hashlib.sha256(str(root).encode()).hexdigest()[:8]}:"


def delete_keys(addresses: Addresses) -> None:
    """Deletes every key of ours."""
    with redis.Redis.from_url(addresses.redis) as client:
        for key in client.scan_iter(match=f"{addresses.prefix}*", count=1000):
            client.delete(key)


@contextmanager
def passing_folder(dropped: runner.Runner | None) -> Iterator[Path]:
    """A short folder of the servers' own, gone when they are."""
    folder = runner.passing(dropped)
    try:
        yield runner.private(folder / "s", dropped)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _cluster(
    home: Path,
    data: Path,
    sockets: Path,
    dropped: runner.Runner | None,
    environ: Mapping[str, str],
    *,
    passing: bool = False,
) -> postgres.Cluster:
    found = postgres.find(environ)
    programs = runner.reachable_copy(found / "postgres", postgres.belongings(found), home, dropped).parent
    extra = postgres.PASSING if passing else ()
    return postgres.Cluster(programs, data, sockets, _log(data), dropped, extra)


def _redis(home: Path, data: Path, dropped: runner.Runner | None, group: Group, environ: Mapping[str, str]) -> str:
    given = environ.get("REDIS_URL")
    if given:
        if urlsplit(given).hostname not in {None, "localhost", "127.0.0.1", "::1"}:
            raise Sorry("REDIS_URL leads to another machine. The demo and the tests use servers on this machine only.")
        return given
    found = valkey.find()
    server = valkey.Server(runner.reachable_copy(found, [found.parent], home, dropped), data, _log(data), dropped)
    server.start(group, environ)
    return server.url


def _log(data: Path) -> Path:
    return data.with_name(f"{data.name}.log")
