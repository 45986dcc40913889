"""Signs in to a seeded portal by rows, and finds the addresses to time; prints them as JSON.

Runs in the portal's own environment: the head of the secretariat for the desk, the author of a draft for the form.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
QUEUE = "/sekretariat/ansoegninger/"
DRAFT = UUID("00000000-0000-4000-8000-00000000be1c")


def session_of(user):
    """A session row as a sign-in would leave it; the cookie that goes with it."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "accounts.signed_in.People"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def deep_address(rows, **asked):
    """The page of the queue that begins after nine tenths of ``rows``, the values of its order."""
    marks = rows[len(rows) * 9 // 10]
    after = "~".join(each.isoformat() if hasattr(each, "isoformat") else str(each) for each in marks)
    return f"{QUEUE}?{urlencode({**asked, 'efter': after})}"


def facts():
    """The cookies, addresses and keys that `subjects.portal` asks for."""
    import clock
    from accounts.models import User
    from applications.actions import drafting
    from applications.lifecycle import Status
    from applications.models import Application, Municipality, Sector, Workplace
    from consultants.forms.queue import BY_PRIORITY
    from consultants.models import Engagement
    from themes.models import Theme

    now = clock.now()
    start = clock.today() + timedelta(days=30)
    head = User.objects.filter(roles__contains=["head"]).earliest("pk")
    author, _ = User.objects.get_or_create(email="writer@benchmark.example", defaults={"joined_at": now})
    draft = drafting.begin(by=author, declarations={}, begun_with=DRAFT, now=now)
    place = [name.removeprefix("-") for name in BY_PRIORITY]
    desk = list(Application.objects.at_triage().order_by(*BY_PRIORITY).values_list(*place))
    granted = Application.objects.filter(status=Status.GRANTED, first_submitted_at__isnull=False)
    decided = list(granted.order_by("-first_submitted_at", "id").values_list("first_submitted_at", "id"))
    return {
        "applications": Application.objects.count(),
        "on_the_desk": len(desk),
        "head": session_of(head),
        "author": session_of(author),
        "deep": deep_address(desk),
        "decided": deep_address(decided, tilstand=Status.GRANTED),
        "filters": {name: f"{QUEUE}?{urlencode(asked)}" for name, asked in filters().items()},
        # A word as somebody remembers it: the end forgotten.
        "search": f"{QUEUE}?{urlencode({'q': Workplace.objects.earliest('pk').name.split()[0][:-1]})}",
        "engagement": f"/sekretariat/forloeb/{Engagement.objects.open().earliest('opened_at').pk}/",
        "case": f"{QUEUE}{desk[len(desk) // 2][2]}/",
        "writer": author.email,
        "steps": f"/ansoegninger/{draft.pk}/trin/",
        "theme": Theme.objects.open_on(clock.today()).earliest("position").pk,
        "start": [start.day, start.month, start.year],
        "municipality": Municipality.objects.earliest("pk").pk,
        "sector": Sector.objects.earliest("pk").pk,
    }


def filters():
    """What the desk is narrowed to, one filter at a time, as it stands in the address."""
    from applications.models import Municipality, Region, Sector
    from consultants.models import Assignment
    from themes.models import Theme

    return {
        "theme": {"tema": Theme.objects.earliest("position").key},
        "municipality": {"kommune": Municipality.objects.earliest("pk").code},
        "sector": {"branche": Sector.objects.earliest("pk").key},
        "region": {"region": Region.objects.filter(valid_to=None).earliest("valid_from").code},
        "waited": {"ventet": 60},
        "alike": {"ligner": "ja"},
        "consultant": {"konsulent": Assignment.objects.current().latest("pk").consultant_id},
    }


def vacuum():
    """What autovacuum would have done by tomorrow, done now: no run is hit by it, and the planner knows the rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    if sys.argv[1:] == ["vacuum"]:
        vacuum()
    else:
        print(json.dumps(facts()))
