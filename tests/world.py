"""One of everything: people of every kind, and applications and engagements in every state, that hostile tests walk by.

All of it stands in one transaction that is never committed, so one world serves a whole module: see ``world``.
Every application names the same group, with somebody invited, somebody removed and somebody whose account is closed.
"""

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler

from accounts.models import Party, Role, User
from applications.actions import reference_data, versions
from applications.consensus import Role as Seat
from applications.lifecycle import NEEDS_EVERY_YES, Status
from applications.models import CaseNote, PrioritisationRound
from consultants.actions import calendar_feeds
from consultants.actions.rounds import stamp
from consultants.models import HovedMedSetting
from consultants.precedence import Decision
from tests.factories import applications, consultants, joint, rounds, saved_views, spread
from tests.factories.accounts import staff

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)  # a Saturday, kl. 11.00 in Copenhagen

ROLES = (
    "anonymous",
    "invited",
    "signatory",
    "elsewhere",
    "removed",
    "contact",
    "own",
    "other",
    "head",
    "kl",
    "ff",
    "admin",
    "disabled",
)

ELSEWHERE = (
    ("Ella Toft", "ella.toft@vejle.example", Seat.MANAGER),
    ("Troels Ebbe", "troels.ebbe@vejle.example", Seat.UNION_REPRESENTATIVE),
    ("Asta Vig", "asta.vig@vejle.example", Seat.WORKING_ENVIRONMENT_REPRESENTATIVE),
)


# Shared, since each new one would build the chain of middleware again, for each of some ten thousand requests.
_HANDLER = ClientHandler(enforce_csrf_checks=False)

_OTHERS = (  # address, name, is removed, has said "Ja, det er mig"
    ("per.friis@odense.example", "Per Friis", False, False),
    ("rikke.dahl@odense.example", "Rikke Dahl", True, True),
    ("dan.holt@odense.example", "Dan Holt", False, True),
)


@dataclass
class World:
    """People by role, and things by name: each thing is the parameters of an address."""

    people: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)
    sessions: dict = field(default_factory=dict)
    nowhere: dict = field(default_factory=dict)
    _written: dict = field(default_factory=dict)

    def client(self, role, path="/", *, raising=True):
        """A browser of that role. A closed account is a signatory's in the applicants' room, a head's elsewhere."""
        browser = Client(raise_request_exception=raising)
        browser.handler = _HANDLER
        if role != "anonymous":
            who = "disabled signatory" if role == "disabled" and path.startswith("/ansoegninger") else role
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return browser

    def has_written(self):
        """Whether anybody has tried to write anything since this was asked last."""
        before, self._written = self._written, writes()
        return before != self._written

    def sign_in(self):
        """Once for each, closed accounts too: their sessions were there before they were closed."""
        for name, person in self.people.items():
            browser = Client()
            browser.force_login(person)
            browser.get("/was")  # notes when it began, which each first request of a session would else write down
            self.sessions[name] = browser.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, collected_static):
    """The world, at NOW, until the module is done."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        built = build()
        # Here, once: what waits for the commit would be checked anew at the end of each test.
        connection.check_constraints()
        # Thousands of times refused: only what went wrong is worth a line.
        logging.disable(logging.WARNING)
        yield built
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)


@contextmanager
def undone():
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# As in pg_stat_xact_user_tables, which counts five things more, for each of some forty thousand requests.
_WRITES = """
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid), pg_stat_get_xact_tuples_updated(oid),
           pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""

# What looking at a page writes by itself: the session's time, and who has opened the case or searched the list.
_LOOKING = {"django_session", "applications_accesslog", "applications_listread"}


def writes():
    """How often each table was written to in this transaction, the attempts that were taken back among them."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITES)
        return {name: counts for name, *counts in cursor.fetchall() if name not in _LOOKING and any(counts)}


def build():
    """Everything, in a second or so."""
    reference_data.load(today=NOW.date())
    world = World()
    world.people.update(_people())
    world.things.update(_applications())
    world.things.update(_engagements(world.people))
    HovedMedSetting.objects.create(is_on=True, at=NOW)
    world.things["feed"] = {"token": calendar_feeds.make(by=world.people["other"], now=NOW)}
    # Everything granted here is granted in one round, which must have room for more.
    PrioritisationRound.objects.filter(closed_at=None).update(capacity=60)
    world.things.update(_rounds(world.people))
    world.things["newcomer"] = _parameters(_around(applications.submitted()))
    world.things.update(_team(world.people))
    world.things["letter"] = {"kind": "decision"}
    world.things["question text"] = {"pk": consultants.question_text().pk}
    world.sign_in()
    return world


def _people():
    closed = {"is_active": False}
    return {
        "invited": applications.person("per.friis@odense.example", "Per Friis"),
        "signatory": applications.person("tove.riis@odense.example", "Tove Riis"),
        "elsewhere": applications.person("ella.toft@vejle.example", "Ella Toft"),
        "removed": applications.person("rikke.dahl@odense.example", "Rikke Dahl"),
        "contact": applications.person(joint.KIM, "Kim Falk"),
        "own": consultants.consultant(),
        "other": consultants.consultant("otto.bang@spark.example", "Otto Bang"),
        "head": consultants.head(),
        "kl": staff(Role.STEERING, email="kirsten@kl.example", party=Party.KL),
        "ff": staff(Role.STEERING, email="frede@ff.example", party=Party.FF),
        "admin": staff(Role.ADMIN, email="ada@spark.example"),
        "disabled": staff(*Role, email="henrik@spark.example", **closed),
        "disabled signatory": User.objects.create_user("dan.holt@odense.example", name="Dan Holt", **closed),
    }


def _around(application):
    """The others on the application, whom the rules would not let there in every state."""
    for email, name, is_removed, is_accepted in _OTHERS:
        row = applications.name_too(application, email, name=name)
        row.invited_at = applications.MORNING
        row.accepted_at = applications.MORNING if is_accepted else None
        row.removed_at = applications.MORNING if is_removed else None
        row.save()
    if application.status in NEEDS_EVERY_YES:
        # The database itself refuses a granted application with somebody unasked on it.
        applications.say_yes(application, versions.current(application), only=[each for each, *_ in _OTHERS])
    return application


def _parameters(application, email="anders.maar@odense.example"):
    person = application.signatories.get(email=email)
    return {
        "pk": application.pk,
        "person": person.pk,
        "workplace": application.workplaces.last().pk,
        "reference": application.reference or "SPARK-2026-9999",
    }


def _applications():
    expired = applications.draft()
    expired.move_to(Status.EXPIRED)
    expired.save()
    every = {
        "draft": applications.draft(),
        "awaiting": applications.awaiting(yes=["mette.holm@odense.example"]),
        "submitted": applications.submitted(),
        "needs information": applications.needs_information(),
        "waiting": applications.waiting(),
        "declined": applications.declined(),
        "withdrawn": applications.withdrawn(),
        "expired": expired,
    }
    found = {name: _parameters(_around(application)) for name, application in every.items()}
    for thing, readers in (("noted", "team"), ("noted for the head", "head")):
        note = CaseNote.objects.create(
            application_id=found["submitted"]["pk"], text="En note", readers=readers, written_at=NOW
        )
        found[thing] = {"pk": found["submitted"]["pk"], "note": note.pk}
    theirs = applications.draft(people=ELSEWHERE)
    together = {"joint draft": joint.draft(), "joint": joint.submitted(), "joint granted": joint.granted()}
    found |= {name: _parameters(_around(application), joint.VIGGO) for name, application in together.items()}
    return found | {"draft elsewhere": _parameters(theirs, "asta.vig@vejle.example")}


def _engagements(people):
    running = consultants.active(application=_granted(), run_by=people["own"])
    assigned = consultants.engagement(application=_granted(), run_by=people["own"])
    closed = consultants.closed(application=_granted(), run_by=people["own"], closed_on=date(2026, 11, 16))
    theirs = consultants.active(application=applications.granted(people=ELSEWHERE), run_by=people["other"])
    meetings = {each: consultants.meeting(each, starts_at=NOW + timedelta(days=10)) for each in (running, theirs)}
    beside = consultants.active(application=_granted(), run_by=people["own"])
    consultants.beside(beside, people["other"])
    handed = {days: consultants.engagement(application=_granted(), run_by=people["own"]) for days in (7, 15)}
    for days, each in handed.items():
        consultants.handed_over(each, people["other"], at=NOW - timedelta(days=days))
    taken_over = consultants.active(application=_granted(), run_by=people["own"])
    consultants.successor(taken_over, email=people["elsewhere"].email, at=NOW - timedelta(days=3))
    consultants.agreement(running)
    trial = consultants.trial(running)
    consultants.note(running)
    task = consultants.task(running, owner=people["own"])
    return {
        "running": {"pk": running.pk, "meeting": meetings[running].pk, "task": task.pk, "trial": trial.pk},
        "running elsewhere": {"pk": theirs.pk, "meeting": meetings[theirs].pk},
        "assigned": {"pk": assigned.pk},
        "beside": {"pk": beside.pk, "person": people["other"].pk},
        "handed over": {"pk": handed[7].pk},
        "handed over long ago": {"pk": handed[15].pk},
        "closed": {"pk": closed.pk},
        "visit": {"pk": closed.follow_up.pk},
        "granted": _parameters(running.application) | {"meeting": meetings[running].pk},
        "taken over": {"pk": taken_over.application_id},
        "granted elsewhere": {"pk": theirs.application.pk, "meeting": meetings[theirs].pk},
        "granted and over": _parameters(closed.application),
    }


def _rounds(people):
    """The next round, open with one decision, and the one after it. Whoever comes now is no candidate."""
    soon, later, *_ = PrioritisationRound.objects.open()
    opened = rounds.opened(meets_on=soon.meets_on, by=people["head"], now=NOW)
    rounds.decide(opened, Decision.WAIT, 1, by=people["head"], now=NOW)
    decided, candidate = rounds.at(opened, 1, 2)
    return {
        "round": {
            "pk": opened.pk,
            "candidate": candidate.pk,
            "stamp": stamp([candidate]),
            "seen": stamp([decided]),
        },
        "round ahead": {"pk": later.pk},
    }


def _team(people):
    absence = consultants.absence(people["own"], date(2026, 12, 21), date(2026, 12, 23))
    return {
        "colleague": {"pk": people["own"].pk},
        "view": {"pk": saved_views.view(people["own"]).pk},
        "shared view": {"pk": saved_views.view(people["own"], "Fælles", is_shared=True).pk},
        "absence": {"pk": absence.pk},
        "call": {"pk": spread.call().pk},
        "outreach": {"pk": spread.outreach().pk},
        "municipality": {"pk": applications.municipality().pk},
        "story": {"pk": spread.story().pk},
        "told story": {"pk": spread.story(consent_by="Lederen", consent_on=NOW.date(), published_at=NOW).pk},
    }


def _granted():
    return _around(applications.granted())
