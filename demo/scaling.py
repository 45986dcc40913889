"""A larger history: copies of the one that was written, made inside the database by INSERT … SELECT.

Copy ``n`` of a row has an id reckoned from the original's id and ``n``, so that the copies of a case hang together
and the same seed always gives the same addresses. Copies move to another municipality and come some minutes later.
"""

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from applications.models import Application, ApplicationEvent, Signatory, Workplace
from consultants.models import Assignment, Engagement
from demo import guards
from demo.tables import OF_AN_APPLICATION


def multiply(more: int) -> None:
    """Make ``more`` copies of the applications that are there, with everything that belongs to them."""
    if more <= 0:
        return
    tables = (*OF_AN_APPLICATION, Application.themes.through)
    with guards.unburdened(tables), connection.cursor() as cursor:
        cursor.execute(
            """
            CREATE TEMPORARY TABLE copies ON COMMIT DROP AS
            SELECT id AS original, n, md5(id::text || '/' || n)::uuid AS id
            FROM (
                SELECT id, row_number() OVER (ORDER BY first_submitted_at, id) AS place FROM applications_application
            ) AS existing
            CROSS JOIN generate_series(1, %s) AS n
            ORDER BY n, place LIMIT %s
            """,
            [-(-more // _existing(cursor)), more],
        )
        cursor.execute("CREATE INDEX ON copies (original)")
        cursor.execute("ANALYZE copies")
        for table in tables:
            cursor.execute(_copy(table))
            cursor.execute(f"ANALYZE {table._meta.db_table}")


def _existing(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT count(*) FROM applications_application")
    return int(cursor.fetchone()[0])


def _copy(table: type[models.Model]) -> str:
    """The INSERT … SELECT that copies ``table``: keys reckoned anew, all else as it is but for `_CHANGED`."""
    name = table._meta.db_table
    columns, values = [], []
    for column in table._meta.concrete_fields:
        value = None if column.generated else _value(table, column)
        if value is not None:
            columns.append(f'"{column.column}"')
            values.append(value)
    joins = _road(table)
    return f"INSERT INTO {name} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {name} AS row {joins}"


def _value(table: type[models.Model], column: "models.Field[object, object]") -> str | None:
    """The SQL of a copied column; None for a number that the database gives."""
    mine = f'row."{column.column}"'
    changed = _CHANGED.get((table, column.name))
    if changed is not None:
        return changed
    if column.primary_key:
        return f"md5({mine}::text || '/' || copies.n)::uuid" if isinstance(column, models.UUIDField) else None
    target = column.related_model if column.is_relation else None
    if target in OF_AN_APPLICATION:
        if isinstance(target._meta.pk, models.UUIDField):
            return f"md5({mine}::text || '/' || copies.n)::uuid"
        return "other.id"
    if isinstance(column, models.DateTimeField):
        return f"{mine} + copies.n %% 400 * interval '1 minute'".replace("%%", "%")
    return mine


def _road(table: type[models.Model]) -> str:
    """The joins that lead from a row to the copies of its application."""
    for column in table._meta.concrete_fields:
        target = column.related_model if column.is_relation else None
        if table is Application:
            return "JOIN copies ON copies.original = row.id"
        if target is Application:
            return f"JOIN copies ON copies.original = row.{column.column}"
    return _ROADS[table._meta.object_name or ""]


_VIA_ENGAGEMENT = (
    "JOIN consultants_engagement AS engagement ON engagement.id = row.engagement_id "
    "JOIN copies ON copies.original = engagement.application_id"
)
_ROADS = {
    "WorkplaceContact": (
        "JOIN applications_workplace AS workplace ON workplace.id = row.workplace_id "
        "JOIN copies ON copies.original = workplace.application_id"
    ),
    # An answer points to a version by a number that the database gave: the copy's version is found by its own number.
    "Answer": (
        "JOIN applications_applicationversion AS version ON version.id = row.version_id "
        "JOIN copies ON copies.original = version.application_id "
        "JOIN applications_applicationversion AS other "
        "ON other.application_id = copies.id AND other.number = version.number"
    ),
    "Assignment": _VIA_ENGAGEMENT,
    "EngagementContact": _VIA_ENGAGEMENT,
    "Meeting": _VIA_ENGAGEMENT,
    "CooperationAgreement": _VIA_ENGAGEMENT,
    "Note": _VIA_ENGAGEMENT,
    "EngagementEvent": _VIA_ENGAGEMENT,
    "FollowUpVisit": _VIA_ENGAGEMENT,
}

_IN_TURN = "ARRAY(SELECT id FROM applications_municipality ORDER BY code)"
# Thirteen places further for each copy. The list does not depend on the row, so it is read once.
_ELSEWHERE = f"""({_IN_TURN})[
    1 + (copies.n * 13 + array_position({_IN_TURN}, %s)) %% cardinality({_IN_TURN})
]"""
_THERE = _ELSEWHERE % "row.municipality_id"
_ALL_THERE = f"ARRAY(SELECT {_ELSEWHERE % 'here'} AS there FROM unnest(row.municipality_ids) AS here ORDER BY there)"

# Whoever said yes, and what it looked like, are the copy's own.
_KEYS_ANEW = """row.data
    || CASE WHEN row.data ? 'signatory' THEN
        jsonb_build_object('signatory', md5((row.data ->> 'signatory') || '/' || copies.n)::uuid) ELSE '{}' END
    || CASE WHEN row.data ? 'look_alikes' THEN jsonb_build_object('look_alikes', ARRAY(
        SELECT md5(each || '/' || copies.n)::uuid FROM jsonb_array_elements_text(row.data -> 'look_alikes') AS each
    )) ELSE '{}' END
"""

_CHANGED: dict[tuple[type[models.Model], str], str] = {
    (
        Application,
        "reference",
    ): "CASE WHEN row.reference IS NULL THEN NULL ELSE 'new ' || left(copies.id::text, 13) END",
    (Workplace, "municipality"): _THERE,
    # A chair moves with the workplaces; whoever speaks for no municipality in particular goes on doing so.
    (Signatory, "municipality"): _THERE,
    (Application, "municipality_ids"): _ALL_THERE,
    (Application, "look_alike_ids"): (
        "ARRAY(SELECT md5(each || '/' || copies.n)::uuid FROM unnest(row.look_alike_ids) AS each)"
    ),
    (Engagement, "municipality_ids"): _ALL_THERE,
    (Assignment, "application_id"): "copies.id",
    (ApplicationEvent, "data"): _KEYS_ANEW,
}


def number_references() -> None:
    """Give everything that was ever submitted its reference, by arrival within the Copenhagen year."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE applications_application AS application
            SET reference = 'SPARK-' || year || '-' || lpad(place::text, greatest(4, length(place::text)), '0')
            FROM (
                SELECT id, year, row_number() OVER (PARTITION BY year ORDER BY first_submitted_at, id) AS place
                FROM (
                    SELECT id, first_submitted_at,
                        extract(year FROM first_submitted_at AT TIME ZONE 'Europe/Copenhagen') AS year
                    FROM applications_application WHERE first_submitted_at IS NOT NULL
                ) AS dated
            ) AS numbered
            WHERE numbered.id = application.id
            """
        )


def last_references() -> list[tuple[int, int]]:
    """For each year the last number handed out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT extract(year FROM first_submitted_at AT TIME ZONE 'Europe/Copenhagen')::int, count(*)
            FROM applications_application WHERE first_submitted_at IS NOT NULL GROUP BY 1 ORDER BY 1
            """
        )
        return [(int(year), int(count)) for year, count in cursor.fetchall()]
