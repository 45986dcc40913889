"""Loading a finished history past the guards, which know beginnings only, and past what would check it row by row."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction


@contextmanager
def lifted(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """The triggers of ``tables`` off until the transaction's end, for this transaction alone.

    The history must keep the promises by itself; the tests of the demo ask the same questions as the guards.
    """
    names = [connection.ops.quote_name(table._meta.db_table) for table in tables]
    with transaction.atomic(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        # Foreign keys are checked at the end of a transaction; tables with open checks can't be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


@contextmanager
def unburdened(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Foreign keys and indexes of ``tables`` away while much is written, then made again and checked whole.

    Within a transaction, so that nobody else ever sees them missing. Indexes that keys and constraints stand on stay.
    """
    names = [table._meta.db_table for table in tables]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # tables with open checks can't be altered
        cursor.execute("SET LOCAL maintenance_work_mem = '128MB'")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(_FOREIGN_KEYS, [names])
        keys = cursor.fetchall()
        cursor.execute(_INDEXES, [names])
        indexes = cursor.fetchall()
        for table, key, _ in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
        for index, _ in indexes:
            cursor.execute(f"DROP INDEX {index}")
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        for table, key, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {key} {definition}")


_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY conname
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY indexrelid
"""
