"""Makes the floor's tables and fills them; prints what the driver must know as JSON."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "floorsite.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - after setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 - after setup
from django.core.management import call_command  # noqa: E402 - after setup
from django.db import connection  # noqa: E402 - after setup
from floorsite.models import CASES, SIZES  # noqa: E402 - after setup

# Skewed like life: a few themes and municipalities hold most cases; 70 % decided; spread over six years.
_CASES = """
    INSERT INTO {table}
        (number, title, summary, status, theme_id, municipality_id, handler_id, created_at, decided_at)
    SELECT 'S' || lpad(i::text, 9, '0'), 'Sag om ' || md5(i::text), repeat(md5((i * 7)::text) || ' ', 20),
           (1 + floor(power(r1, 2) * 8))::int, 1 + floor(power(r2, 2) * 12)::int, 1 + floor(power(r3, 1.5) * 98)::int,
           (SELECT min(id) FROM auth_user) + floor(r1 * 20)::int, d,
           CASE WHEN r2 < 0.7 THEN d + (2 + r3 * 90) * interval '1 day' END
    FROM (
        SELECT i, random() r1, random() r2, random() r3,
               timestamptz '2020-01-01' + (i::float / %s) * interval '2100 days' d
        FROM generate_series(1, %s) i
    ) AS made
"""
_PLACES = """
    INSERT INTO floorsite_region (name) SELECT 'Region ' || i FROM generate_series(1, 5) i;
    INSERT INTO floorsite_municipality (name, region_id)
        SELECT 'Kommune ' || i, 1 + i % 5 FROM generate_series(1, 98) i;
    INSERT INTO floorsite_theme (name) SELECT 'Tema ' || i FROM generate_series(1, 12) i;
"""


def fill():
    """Twenty handlers, the places, and the cases of every size."""
    # Apps without migrations would be made first otherwise, before auth_user.
    for app in ("contenttypes", "auth", "sessions"):
        call_command("migrate", app, verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    users = get_user_model()
    if users.objects.exists():
        return
    users.objects.bulk_create(users(username=f"handler{i}", email=f"h{i}@example.org") for i in range(20))
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE case_number")
        cursor.execute(_PLACES)
        for label, rows in SIZES.items():
            table = CASES[label]._meta.db_table
            cursor.execute(_CASES.format(table=table), [rows, rows])
            cursor.execute(f"VACUUM ANALYZE {table}")


def session_of(user):
    """A session row as a sign-in would leave it; the cookie that goes with it."""
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


if __name__ == "__main__":
    fill()
    print(json.dumps({"cookie": session_of(get_user_model().objects.order_by("pk").first())}))
