"""20,000 applications with all that belongs to them, written in a few statements past the guards of the tables."""

from hashlib import md5

from django.db import connection

from accounts.models import Role, User
from applications.actions import searching
from applications.models import Application, SearchWord, Sector
from tests import plans
from tests.consultants.desk import NOW, place
from tests.factories import applications
from themes.models import Theme

_GUARDED = (
    "applications_application",
    "applications_application_themes",
    "applications_workplace",
    "consultants_engagement",
    "consultants_assignment",
    "consultants_meeting",
    "consultants_followupvisit",
)


def fill():
    """A tenth on the desk, six tenths granted, the rest declined, over nine years and all municipalities."""
    with connection.cursor() as cursor:
        # What earlier tests took back has left empty pages, and the planner counts pages.
        cursor.execute("TRUNCATE applications_application CASCADE")
        for table in _GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    _reference_data()
    words = "Vi vil gerne kunne tale sammen om det, der er svært, før det bliver til sygefravær."
    template = Application.objects.create(
        edited_at=NOW,
        first_submitted_at=NOW,
        reference="SPARK-2026-0000",
        situation=words,
        tried=words,
        change_wish=words,
    )
    names = [field.column for field in Application._meta.concrete_fields if not field.generated]
    changed = {
        "id": "gen_random_uuid()",
        "reference": "'SPARK-2020-' || lpad(n::text, 5, '0')",
        "status": (
            "CASE WHEN n % 30 = 0 THEN 'waiting' WHEN n % 30 = 10 THEN 'needs_information' "
            "WHEN n % 10 = 0 THEN 'submitted' WHEN n % 10 < 7 THEN 'granted' ELSE 'declined' END"
        ),
        "urgency_reason": "CASE WHEN n % 10 BETWEEN 1 AND 6 THEN 'Haster' ELSE '' END",
        "decline_reason": "CASE WHEN n % 10 > 6 THEN 'capacity' ELSE '' END",
        "theme_keys": "CASE n % 6 WHEN 0 THEN '{theme-0}' ELSE ARRAY['theme-' || n % 6 - 1, 'theme-' || n % 6] END",
        "kind": "CASE WHEN n % 11 = 0 THEN 'joint' ELSE 'individual' END",
        "points": "n % 87",
        "first_submitted_at": "first_submitted_at - n * interval '4 hours'",
        "ranked_at": "NULL",
    }
    values = ", ".join(changed.get(name, name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO applications_application ({', '.join(names)}) "
            f"SELECT {values} FROM applications_application, generate_series(1, 20000) AS n WHERE id = '{template.pk}'"
        )
        for statement in (*_APPLICATIONS, *_ENGAGEMENTS):
            cursor.execute(statement)
    searching.write_all()
    _words()
    plans.analyze()


def _reference_data():
    for number in range(98):
        place(f"{100 + number}", f"Kommune {number}")
    for number in range(13):
        Sector.objects.create(key=f"sector-{number}", name=f"Branche {number}")
    for number in range(6):
        applications.theme(f"theme-{number}", f"Tema {number}")
    User.objects.bulk_create(
        User(email=f"konsulent-{number}@spark.example", roles=[Role.CONSULTANT.value]) for number in range(6)
    )
    assert Theme.objects.count() == 6


def _words():
    """As many words as so many groups would write, none of them like another."""
    made = [md5(str(number).encode(), usedforsecurity=False).hexdigest()[:12] for number in range(20_000)]
    SearchWord.objects.bulk_create(SearchWord(word=word, flat=word) for word in made)


# A row's number, again and again the same, from its reference.
_N = "right(reference, 5)::int"

_APPLICATIONS = (
    f"""
    INSERT INTO applications_workplace (
        id, position, name, employees, application_id, municipality_id, sector_id,
        postal_code, town, production_unit, cvr_number
    )
    SELECT gen_random_uuid(), 0, 'Arbejdsplads ' || reference, 40, application.id, municipality.id, sector.id,
        '', '', '', ''
    FROM applications_application AS application
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS r FROM applications_municipality) AS municipality
      ON municipality.r = 1 + {_N} * 7 % 98
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS r FROM applications_sector) AS sector
      ON sector.r = 1 + {_N} * 5 % 13
    """,
    """
    UPDATE applications_application SET municipality_ids = ARRAY[workplace.municipality_id],
        sector_ids = ARRAY[workplace.sector_id]
    FROM applications_workplace AS workplace WHERE workplace.application_id = applications_application.id
    """,
    f"""
    INSERT INTO applications_application_themes (application_id, theme_id)
    SELECT application.id, theme.id
    FROM applications_application AS application
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS r FROM themes_theme) AS theme ON theme.r <= 1 + {_N} % 6
     AND theme.r >= {_N} % 6
    """,
    # One in a hundred looked like the one before it when it was received.
    f"""
    INSERT INTO applications_applicationevent (application_id, verb, at, data)
    SELECT application.id, 'submitted', first_submitted_at,
        CASE WHEN {_N} % 100 = 0 THEN jsonb_build_object('look_alikes', jsonb_build_array(
               lag(application.id, 1, application.id) OVER (ORDER BY reference)))
             ELSE '{{}}'::jsonb END
    FROM applications_application AS application WHERE first_submitted_at IS NOT NULL
    """,
    """
    UPDATE applications_application
    SET look_alike_ids = ARRAY(SELECT jsonb_array_elements_text(data -> 'look_alikes')::uuid)
    FROM applications_applicationevent AS event
    WHERE event.application_id = applications_application.id AND data ? 'look_alikes'
    """,
    # One message in five hundred waits for an answer.
    f"""
    INSERT INTO applications_message (id, application_id, sender, text, at, token, handled_at)
    SELECT gen_random_uuid(), application.id, 'group', 'Hvornår hører vi fra jer?', first_submitted_at,
        gen_random_uuid(), CASE WHEN {_N} % 500 <> 0 THEN first_submitted_at END
    FROM applications_application AS application WHERE first_submitted_at IS NOT NULL
    """,
)
_ENGAGEMENTS = (
    f"""
    INSERT INTO consultants_engagement
      (id, application_id, kind, status, opened_at, first_contact_due_on, closed_on, outcome, wants_follow_up,
       cancel_reason, place_in_calendar, workplace_to_hovedmed, municipality_ids)
    SELECT gen_random_uuid(), id, 'individual', CASE WHEN {_N} < 60 THEN 'assigned' ELSE 'closed' END,
           first_submitted_at, first_submitted_at::date + 7, CASE WHEN {_N} >= 60 THEN first_submitted_at::date END,
           '', true, '', false, false,
           ARRAY(SELECT municipality_id FROM applications_workplace WHERE application_id = applications_application.id)
    FROM applications_application WHERE status = 'granted'
    """,
    """
    INSERT INTO consultants_assignment (engagement_id, application_id, consultant_id, since)
    SELECT engagement.id, application_id, consultant.id, opened_at
    FROM (SELECT *, 1 + row_number() OVER (ORDER BY id) % 6 AS n FROM consultants_engagement) AS engagement
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS r FROM accounts_user) AS consultant ON consultant.r = n
    """,
    # One task in fifty is still to do.
    """
    INSERT INTO consultants_task (engagement_id, title, due_on, owner_id, written_at, done_at)
    SELECT engagement_id, 'Ring til gruppen', since::date + 9, consultant_id, since,
           CASE WHEN id % 50 <> 0 THEN since END
    FROM consultants_assignment
    """,
    """
    INSERT INTO consultants_meeting
      (id, engagement_id, kind, status, starts_at, ends_at, place, agenda, homework, summary, edit_number, sequence,
       cancel_reason)
    SELECT gen_random_uuid(), id, 'working',
           CASE WHEN opened_at > now() - interval '300 days' THEN 'planned' ELSE 'held' END,
           opened_at + n * interval '20 days', opened_at + n * interval '20 days 3 hours', '', '', '', '', 0, 0, ''
    FROM consultants_engagement, generate_series(1, 3) AS n
    """,
    """
    INSERT INTO consultants_followupvisit
      (id, engagement_id, due_on, entered_at, status, wish, suggested_dates, ended_on)
    SELECT gen_random_uuid(), id, closed_on + 182, opened_at,
           CASE WHEN opened_at > now() - interval '200 days' THEN 'due' ELSE 'held' END, '', '',
           CASE WHEN opened_at > now() - interval '200 days' THEN NULL ELSE closed_on + 190 END
    FROM consultants_engagement WHERE status = 'closed'
    """,
)
