"""What the launcher itself does in a database, and the rule that keeps it out of other people's.

A database named by DATABASE_URL is touched only if its host is this machine and it is empty or carries our marker.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, make_dsn, parse_dsn

from launcher.failures import Sorry

MARKER = "spark_demo_marker"
_LOCAL = {"", "localhost", "127.0.0.1", "::1"}

# Every table, view, sequence and function of people's own; what extensions brought does not count.
_BELONGINGS = """
    SELECT count(*) FROM (
        SELECT oid, relnamespace AS place FROM pg_class UNION ALL SELECT oid, pronamespace FROM pg_proc
    ) AS thing JOIN pg_namespace ON pg_namespace.oid = thing.place
    WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_(toast|temp)'
      AND NOT EXISTS (SELECT FROM pg_depend WHERE pg_depend.objid = thing.oid AND deptype = 'e')
"""


@contextmanager
def _cursor(url: str, **changes: str) -> Iterator[Any]:
    try:
        connection = psycopg2.connect(make_dsn(url, connect_timeout=5, **changes))
    except psycopg2.OperationalError as error:
        raise Sorry(f"The database can't be reached: {str(error).strip().splitlines()[0]}") from error
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    with closing(connection), connection.cursor() as cursor:
        try:
            yield cursor
        except psycopg2.errors.InsufficientPrivilege as error:
            raise Sorry(f"The database user may not do what is needed: {error.diag.message_primary}.") from error


def refuse_far(url: str) -> None:
    """Raises Sorry unless every host that ``url`` may lead to is this machine."""
    try:
        said = parse_dsn(url)
    except psycopg2.ProgrammingError as error:
        raise Sorry("DATABASE_URL is not an address of a PostgreSQL database (postgres://user@host/name).") from error
    if "service" in said:
        raise Sorry("DATABASE_URL names a service; the demo and the tests need the host itself.")
    named = f"{said.get('host', os.environ.get('PGHOST', ''))},{said.get('hostaddr', os.environ.get('PGHOSTADDR', ''))}"
    far = [host for host in named.split(",") if host not in _LOCAL and not host.startswith("/")]
    if far:
        raise Sorry(f"DATABASE_URL leads to {far[0]}. The demo and the tests touch databases on this machine only.")


def refuse_foreign(url: str) -> None:
    """Raises Sorry unless the database is on this machine and empty or marked as ours."""
    refuse_far(url)
    with _cursor(url) as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{MARKER}"])
        if cursor.fetchone()[0]:
            return
        cursor.execute(_BELONGINGS)
        if cursor.fetchone()[0]:
            raise Sorry(
                "The database that DATABASE_URL names holds something the demo did not make. Name an empty one."
            )


def refuse_other_version(url: str, root: Path) -> None:
    """Raises Sorry where a migration was run that ``root`` does not know: its tables are another version's."""
    known = {(file.parents[1].name, file.stem) for file in root.glob("*/migrations/0*.py")}
    with _cursor(url) as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute("SELECT app, name FROM django_migrations WHERE app = ANY(%s)", [[app for app, _ in known]])
        if set(cursor.fetchall()) - known:
            raise Sorry(
                "The demo's data was made by another version of the portal. Begin anew: python3 spark.py demo --reset"
            )


def ensure_exists(url: str, name: str, *, like: str = "template1") -> None:
    """Makes the database ``name``, a copy of ``like``, in the cluster that ``url`` leads to, unless it is there."""
    with _cursor(url, dbname="postgres") as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like)))


def drop_all_like(url: str, name: str) -> None:
    """Drops ``name`` and the databases that a test run derived from it (``test_<name>``, ``test_<name>_gw0``)."""
    with _cursor(url, dbname="postgres") as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname = %s OR starts_with(datname, %s)", [name, f"test_{name}"]
        )
        for (found,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(found)))


def mark(url: str) -> None:
    """Says inside the database that the demo made what is in it."""
    with _cursor(url) as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS public.{MARKER} (seeded_at timestamptz)")


def is_seeded(url: str) -> bool:
    """Whether the history was laid in to its end."""
    with _cursor(url) as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM public.{MARKER} WHERE seeded_at IS NOT NULL)")  # noqa: S608 - a constant
        return bool(cursor.fetchone()[0])


def set_seeded(url: str) -> None:
    """Remembers that the history is in, so that the next run starts in seconds."""
    with _cursor(url) as cursor:
        cursor.execute(f"INSERT INTO public.{MARKER} VALUES (now())")  # noqa: S608 - a constant


def forget(url: str) -> None:
    """Empties a database that ``refuse_foreign`` let pass: drops everything in its schema ``public``."""
    with _cursor(url) as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
