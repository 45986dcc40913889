"""One application with all that its page on the desk tells of it, in a few short statements.

In SQL and as plain values, since every row of each table hangs on one and the same key: Django would put these
statements together anew at each reading, and that took longer than answering them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection

from accounts.models import User
from applications.consensus import Kind, Role
from applications.models import Application, Workplace

T = TypeVar("T")


class Person(NamedTuple):
    """Somebody named, or taken off since. ``place``: the municipality they speak for, on a joint application."""

    pk: UUID
    role: str
    name: str
    email: str
    is_contact: bool
    removed_at: datetime | None
    place: str | None

    @property
    def role_name(self) -> str:
        """In words."""
        return str(Role(self.role).label)


class Place(NamedTuple):
    """The one workplace of an application that has no more."""

    name: str
    employees: int
    municipality_id: int
    municipality: str
    sector: str


class Asked(NamedTuple):
    """A version of the text, without the text."""

    pk: int
    number: int
    asked_at: datetime


class Said(NamedTuple):
    """An answer of a person to a version."""

    version: int
    person: UUID
    agrees: bool
    reason: str
    address: str
    at: datetime
    taken_back_at: datetime | None


class Happened(NamedTuple):
    """A line of the timeline, with who did it; ``data`` is JSON."""

    pk: int
    verb: str
    actor: int | None
    at: datetime
    data: str
    email: str | None
    name: str | None
    roles: list[str] | None

    @property
    def details(self) -> Mapping[str, Any]:
        """What it says beside the verb."""
        return dict(json.loads(self.data))


class Question(NamedTuple):
    """What the secretariat asked, and the group's answer once there is one."""

    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


_PEOPLE = """
    SELECT s.id, s.role, s.name, s.email, s.is_contact, s.removed_at, m.name
    FROM applications_signatory s LEFT JOIN applications_municipality m ON m.id = s.municipality_id
    WHERE s.application_id = %s ORDER BY s.position, s.added_at, s.id
"""
_ASKED = """
    SELECT v.id, v.number, v.asked_at, a.signatory_id, a.agrees, a.reason, a.address, a.at, a.taken_back_at
    FROM applications_applicationversion v LEFT JOIN applications_answer a ON a.version_id = v.id
    WHERE v.application_id = %s ORDER BY v.number, a.at, a.id
"""
_THEMES = """
    SELECT title FROM themes_theme
    WHERE id IN (SELECT theme_id FROM applications_application_themes WHERE application_id = %s) ORDER BY position, id
"""
_HAPPENED = """
    SELECT e.id, e.verb, e.actor_id, e.at, e.data, u.email, u.name, u.roles
    FROM applications_applicationevent e LEFT JOIN accounts_user u ON u.id = e.actor_id
    WHERE e.application_id = %s ORDER BY e.at, e.id
"""
_QUESTIONS = """
    SELECT question, asked_at, answer, answered_at FROM applications_informationrequest
    WHERE application_id = %s ORDER BY asked_at
"""
_PLACE = """
    SELECT w.name, w.employees, m.id, m.name, s.name FROM applications_workplace w
    JOIN applications_municipality m ON m.id = w.municipality_id JOIN applications_sector s ON s.id = w.sector_id
    WHERE w.application_id = %s ORDER BY w.position, w.id
"""


@dataclass(frozen=True)
class Whole:
    """An application and what belongs to it, each in the order in which it is told; ``actors`` by their key."""

    application: Application
    people: list[Person]
    versions: list[Asked]
    answers: list[Said]
    workplaces: Sequence[Workplace | Place]
    themes: list[str]
    events: list[Happened]
    actors: Mapping[int, User]
    requests: list[Question]

    @property
    def look_alikes(self) -> list[str]:
        """The keys of the applications that looked alike when this one was last received, the most alike first."""
        received = [event.details.get("look_alikes", []) for event in self.events if event.verb == "submitted"]
        return received[-1] if received else []


def whole(application: Application) -> Whole:
    """Six statements, however much there is."""
    key = application.pk
    events, consensus = _read(Happened, _HAPPENED, key), _read(_asked, _ASKED, key)
    return Whole(
        application=application,
        people=_read(Person, _PEOPLE, key),
        versions=list(dict.fromkeys(version for version, _ in consensus)),
        answers=[answer for _, answer in consensus if answer is not None],
        workplaces=_workplaces(application),
        themes=_read(str, _THEMES, key),
        events=events,
        actors={event.actor: _actor(event) for event in events if event.actor is not None},
        requests=_read(Question, _QUESTIONS, key),
    )


def _read(made: Callable[..., T], statement: str, key: UUID) -> list[T]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        return [made(*row) for row in cursor]


def _asked(pk: int, number: int, asked_at: datetime, *said: object) -> tuple[Asked, Said | None]:
    """A version, and one of the answers to it if there is any."""
    return Asked(pk, number, asked_at), Said._make((pk, *said)) if said[0] else None


def _actor(event: Happened) -> User:
    # In the order of the model.
    return User.from_db(None, ("id", "email", "name", "roles"), (event.actor, event.email, event.name, event.roles))


def _workplaces(application: Application) -> Sequence[Workplace | Place]:
    """Whom to ask at each of them, and how to reach it, is shown of several alone.

    A group that changes a joint application into one for itself may still have several on its list.
    """
    only = _read(Place, _PLACE, application.pk) if application.kind == Kind.INDIVIDUAL else []
    if len(only) == 1:
        return only
    return list(Workplace.objects.shown().filter(application=application))
