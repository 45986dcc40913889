"""Loading a finished history past the guards, which know beginnings only."""

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
