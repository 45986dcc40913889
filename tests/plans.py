"""How PostgreSQL goes about a page's questions: read after ANALYZE, on tables big enough to matter."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Small: reading them whole is the right thing to do.
SMALL = {
    "accounts_user",
    "applications_municipality",
    "applications_prioritisationround",
    "applications_province",
    "applications_sector",
    "django_session",  # as small as the test
    "consultants_consultantprofile",
    "consultants_savedview",
    "consultants_shortcutsoff",
    "themes_theme",
}


def read_whole(ask):
    """The growing tables that the statements of ``ask()`` read from end to end, with the statement's beginning."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    found = []
    for query in asked:
        if query["sql"].lstrip().startswith(("SELECT", "WITH")):
            found += [(table, query["sql"][:4000]) for table in _whole(_plan(query["sql"])) if table not in SMALL]
    return found


def _plan(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (told,) = cursor.fetchone()
    return (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]


def _whole(plan, stops_after=None):
    if plan["Node Type"] == "Seq Scan" and (stops_after is None or stops_after * 5 > plan["Plan Rows"]):
        yield plan["Relation Name"]
    # A scan that a LIMIT ends where one row in five at most has been read is no reading of the whole table.
    rows = plan["Plan Rows"] if plan["Node Type"] == "Limit" else None
    for part in plan.get("Plans", ()):
        yield from _whole(part, rows)


def analyze():
    """Tell the planner how much there is; in our tables only, since other tests' servers share the catalogue's."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(connection.introspection.table_names(cursor))}")
