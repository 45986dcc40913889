"""Rows asked for by one key, in short statements.

Django puts a statement together anew each time, which takes longer than answering it. Where almost every request asks,
what never changes of the statement is put together once.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
Value = str | int | UUID | datetime | None
Convert = Callable[[Any, None, Any], Any]


def read(model: type[M], rest: str, values: Sequence[Value]) -> list[M]:
    """The whole rows of ``model`` that ``rest`` (WHERE … ORDER BY …, our own words) finds with ``values``."""
    names, statement, converters = _asked(model)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {rest}", values)
        rows = [list(row) for row in cursor]
    for row in rows:
        for place, convert in converters:
            row[place] = convert(row[place], None, connection)
    return [model.from_db(connection.alias, names, row) for row in rows]


def first(model: type[M], rest: str, values: Sequence[Value]) -> M | None:
    """The first row that `read` would find; None where there is none."""
    return next(iter(read(model, rest, values)), None)


@cache
def _asked(model: type[models.Model]) -> tuple[list[str], str, list[tuple[int, Convert]]]:
    """The names of the fields, the statement as far as WHERE, and what turns stored values into a field's own."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    converters = [
        (place, convert) for place, field in enumerate(fields) for convert in field.get_db_converters(connection)
    ]
    statement = f"SELECT {columns} FROM {model._meta.db_table}"  # noqa: S608 - the model's own names
    return [field.attname for field in fields], statement, converters
