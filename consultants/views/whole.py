"""One application with all that its page on the desk tells of it, in one statement.

In SQL and as plain values, since every row of each table hangs on one and the same key: Django would put a statement
together for each table anew at each reading, and that took longer than answering them all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints
from uuid import UUID
from weakref import WeakSet

from django.db import connection

from accounts.models import Role as StaffRole
from accounts.models import User
from applications.consensus import Kind, Role
from applications.lifecycle import RANKED
from applications.models import Application, Workplace

L = TypeVar("L", bound=NamedTuple)


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
    """A line of the timeline, with who did it; ``details`` is what it says beside the verb."""

    pk: int
    verb: str
    actor: int | None
    at: datetime
    details: Mapping[str, Any]
    email: str | None
    name: str | None
    roles: list[str] | None


class Question(NamedTuple):
    """What the secretariat asked, and the group's answer once there is one."""

    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class Ranked(NamedTuple):
    """The place that the round opened now has given it, and what that has decided, if anything."""

    rank: int
    decision: str
    meets_on: date


class Note(NamedTuple):
    """A working note that the reader may read, and who wrote it."""

    text: str
    readers: str
    written_at: datetime
    name: str | None
    email: str | None

    @property
    def author(self) -> str:
        """As everywhere: by name, else by address; nothing of somebody whose account is gone."""
        return self.name or self.email or ""


# Each gives its lines as JSON, in the order in which they are told.
_PEOPLE = """
    SELECT json_build_array(s.id, s.role, s.name, s.email, s.is_contact, s.removed_at, m.name)
    FROM applications_signatory s LEFT JOIN applications_municipality m ON m.id = s.municipality_id
    WHERE s.application_id = %(case)s ORDER BY s.position, s.added_at, s.id
"""
_ASKED = """
    SELECT json_build_array(id, number, asked_at) FROM applications_applicationversion
    WHERE application_id = %(case)s ORDER BY number
"""
_SAID = """
    SELECT json_build_array(v.id, a.signatory_id, a.agrees, a.reason, a.address, a.at, a.taken_back_at)
    FROM applications_applicationversion v JOIN applications_answer a ON a.version_id = v.id
    WHERE v.application_id = %(case)s ORDER BY v.number, a.at, a.id
"""
_THEMES = """
    SELECT to_json(title) FROM themes_theme
    WHERE id IN (SELECT theme_id FROM applications_application_themes WHERE application_id = %(case)s)
    ORDER BY position, id
"""
_HAPPENED = """
    SELECT json_build_array(e.id, e.verb, e.actor_id, e.at, e.data, u.email, u.name, u.roles)
    FROM applications_applicationevent e LEFT JOIN accounts_user u ON u.id = e.actor_id
    WHERE e.application_id = %(case)s ORDER BY e.at, e.id
"""
_QUESTIONS = """
    SELECT json_build_array(question, asked_at, answer, answered_at) FROM applications_informationrequest
    WHERE application_id = %(case)s ORDER BY asked_at
"""
_PLACES = """
    SELECT json_build_array(w.name, w.employees, m.id, m.name, s.name) FROM applications_workplace w
    JOIN applications_municipality m ON m.id = w.municipality_id JOIN applications_sector s ON s.id = w.sector_id
    WHERE w.application_id = %(case)s ORDER BY w.position, w.id LIMIT 2
"""
# Those that ``CaseNote.objects.visible_to`` finds for somebody of the team.
_NOTES = """
    SELECT json_build_array(n.text, n.readers, n.written_at, u.name, u.email)
    FROM applications_casenote n LEFT JOIN accounts_user u ON u.id = n.author_id
    WHERE n.application_id = %(case)s AND (%(is_head)s OR n.readers = 'team' OR n.author_id = %(reader)s)
    ORDER BY n.id DESC LIMIT 3
"""
# Received later, and found to look like this one.
_ALIKE_SINCE = """
    SELECT to_json(id) FROM applications_application
    WHERE look_alike_ids @> ARRAY[%(case)s]::uuid[] AND look_alike_ids <> '{}'
    ORDER BY submitted_at DESC, id DESC LIMIT 5
"""
# As ``candidacy.standing`` finds it.
_RANKED_IN = """
    SELECT json_build_array(c.rank, c.decision, r.meets_on) FROM consultants_roundcandidate c
    JOIN applications_prioritisationround r ON r.id = c.round_id
    WHERE c.application_id = %(case)s AND c.version_number = %(ranked_version)s
      AND r.opened_at IS NOT NULL AND r.closing_started_at IS NULL AND r.closed_at IS NULL
"""
_PARTS = (_PEOPLE, _ASKED, _SAID, _PLACES, _THEMES, _HAPPENED, _QUESTIONS, _NOTES, _ALIKE_SINCE, _RANKED_IN)
_WHOLE = f"SELECT {', '.join(f'ARRAY({part})' for part in _PARTS)}"
# To plan so many questions takes three times as long as to answer them: each connection plans them once.
_PREPARE = "PREPARE case_whole (uuid, bigint, boolean, integer) AS " + _WHOLE % {
    "case": "$1", "reader": "$2", "is_head": "$3", "ranked_version": "$4",
}  # fmt: skip
_EXECUTE = "EXECUTE case_whole (%(case)s, %(reader)s, %(is_head)s, %(ranked_version)s)"
_prepared_on: WeakSet[object] = WeakSet()


@dataclass(frozen=True)
class Whole:
    """An application and what belongs to it, each in the order in which it is told; ``actors`` by their key.

    ``notes``: the newest of those that the reader may read. ``alike_since``: the newest that were found like it.
    ``ranked_in``: what the round that is opened says of it, if that has ranked it.
    """

    application: Application
    people: list[Person]
    versions: list[Asked]
    answers: list[Said]
    workplaces: Sequence[Workplace | Place]
    themes: list[str]
    events: list[Happened]
    actors: Mapping[int, User]
    requests: list[Question]
    notes: list[Note]
    alike_since: list[str]
    ranked_in: Ranked | None

    @property
    def look_alikes(self) -> list[str]:
        """The keys of the applications that looked alike when this one was last received, the most alike first; then of
        those received later that looked like it, the newest first.
        """
        found = [str(key) for key in self.application.look_alike_ids]
        return list(dict.fromkeys([*found, *self.alike_since]))


def whole(application: Application, reader: User) -> Whole:
    """All of it, for somebody of the team who may read ``application``; however much there is.

    Of several workplaces it is shown whom to ask at each, and how to reach it: they take a statement of their own.
    """
    people, asked, said, places, themes, happened, questions, notes, since, ranked = _parts(application, reader)
    # A group that changes a joint application into one for itself may still have several on its list.
    is_one = application.kind == Kind.INDIVIDUAL and len(places) == 1
    events = _lines(Happened, happened)
    return Whole(
        application=application,
        people=_lines(Person, people),
        versions=_lines(Asked, asked),
        answers=_lines(Said, said),
        workplaces=_lines(Place, places) if is_one else list(Workplace.objects.shown().filter(application=application)),
        themes=themes,
        events=events,
        actors={event.actor: _actor(event) for event in events if event.actor is not None},
        requests=_lines(Question, questions),
        notes=_lines(Note, notes),
        alike_since=since,
        ranked_in=next(iter(_lines(Ranked, ranked)), None),
    )


def _parts(application: Application, reader: User) -> tuple[list[Any], ...]:
    # No round decides on what has left the ranking.
    version = application.version_number if application.status in RANKED else None
    is_head = reader.has_role(StaffRole.HEAD)
    with connection.cursor() as cursor:
        if connection.connection not in _prepared_on:
            with connection.connection.cursor() as first:
                first.execute(_PREPARE)
            _prepared_on.add(connection.connection)
        cursor.execute(
            _EXECUTE, {"case": application.pk, "reader": reader.pk, "is_head": is_head, "ranked_version": version}
        )
        parts: tuple[list[Any], ...] = cursor.fetchone()
    return parts


def _actor(event: Happened) -> User:
    # In the order of the model.
    return User.from_db(None, ("id", "email", "name", "roles"), (event.actor, event.email, event.name, event.roles))


_FROM_JSON: Mapping[object, Callable[[str], object]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
}


def _lines(made: type[L], found: list[list[Any]]) -> list[L]:
    for line in found:
        for place, convert in _converters(made):
            line[place] = line[place] and convert(line[place])
    return [made._make(line) for line in found]


@cache
def _converters(made: type[NamedTuple]) -> list[tuple[int, Callable[[str], object]]]:
    """What has no word in JSON, by its place in the line."""
    hints = enumerate(get_type_hints(made).values())
    return [
        (place, _FROM_JSON[kind]) for place, hint in hints for kind in (hint, *get_args(hint)) if kind in _FROM_JSON
    ]
