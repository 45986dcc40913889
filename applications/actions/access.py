"""Keeping account of who has opened a case, taken cases out as a file, or searched for them.

A file leaves the portal, and nobody can say who reads it there. So taking it counts as reading each case in it: one
line for every case, however many, or "who has seen the case" would be silent about the very reading that matters most;
and the watch over more than 60 cases an hour sees it without being told. On top of them one line says that it was a
file, and how many cases it held.

A search shows lines of a list, as the queue itself does, and opens no case; but it can ask whether a name or an event
stands in the groups' own words. So it leaves one line with how many it found. Its words are kept nowhere.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from accounts.models import User
from applications.models.access import AccessLog, Purpose

# In SQL, since every page of a case writes one of the first: Django takes longer to put it together than to write it.
_NOTE = """
    INSERT INTO applications_accesslog (application_id, reader_id, purpose, page, has_sent, at)
    VALUES ({case}, %s, %s, %s, %s, %s)
"""
_NOTE_LIST = "INSERT INTO applications_listread (reader_id, purpose, page, cases, at) VALUES (%s, %s, %s, %s, %s)"


class Case(NamedTuple):
    """The application of that key; or the one that ``found_by``, an expression in SQL, finds by another's key."""

    key: UUID
    found_by: str = "%s"


def note(*, user: User, case: Case, purpose: Purpose, page: str, now: datetime, has_sent: bool = False) -> None:
    """``user`` is shown ``page`` of the case. One statement. Raises IntegrityError where there is no such case."""
    _write(_NOTE.format(case=case.found_by), case.key, user.pk, purpose, page, has_sent, now)


def note_list(*, user: User, purpose: Purpose, page: str, cases: int, now: datetime) -> None:
    """``user`` takes out ``cases`` cases as a file, or is shown them as what a search found. One statement."""
    _write(_NOTE_LIST, user.pk, purpose, page, cases, now)


def _write(statement: str, *values: UUID | int | str | datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def note_each(*, user: User, application_ids: Iterable[UUID], purpose: Purpose, page: str, now: datetime) -> None:
    """``user`` takes each of these cases out in a file, or reads of it. One statement, so give them some at a time."""
    AccessLog.objects.bulk_create(
        AccessLog(application_id=each, reader=user, purpose=purpose, page=page, at=now)
        for each in sorted(set(application_ids))
    )
