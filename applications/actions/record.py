"""What every verb begins and ends with: the application under lock, and a line in its timeline."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.transaction import TransactionManagementError

import clock
from accounts import short
from accounts.models import User
from applications import permissions
from applications.lifecycle import RANKED, Status
from applications.models import Application, ApplicationEvent, Signatory

# How long a draft, or a version that awaits answers, lives after it was last touched.
DAYS_WITH_THE_GROUP = 30

_NAMED = "WHERE application_id = %s AND removed_at IS NULL ORDER BY position, added_at, id"


class NotNamed(Exception):
    """Only those named on the application, who have said "Ja, det er mig", may do this."""


class NothingWritten(Exception):
    """The verb carries a text to somebody, and the text is empty."""


def lock(application_id: UUID) -> Application:
    """The application, nobody else's to change until the transaction ends. Raises Application.DoesNotExist."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("A lock without a transaction holds nothing.")
    # Rows that only point to it may be written meanwhile: whoever opens a round holds the round and writes candidates,
    # while a grant holds the application and waits for the round.
    found = short.first(Application, "WHERE id = %s FOR NO KEY UPDATE", [application_id])
    if found is None:
        raise Application.DoesNotExist
    return found


def people(application: Application) -> list[Signatory]:
    """Everybody named now, in order."""
    named = short.read(Signatory, _NAMED, [application.pk])
    for each in named:
        each.application = application
    return named


def member(by: User, named: list[Signatory]) -> Signatory:
    """The row of ``by``, to whom the text is open. Raises NotNamed."""
    me = permissions.own_row(by, named)
    if me is None or me.accepted_at is None:
        raise NotNamed
    return me


def log(application: Application, verb: str, *, by: User | None, now: datetime, **data: object) -> None:
    """Add a line to the timeline. ``data``: ids, codes, numbers and field names; never a text, a name or an address."""
    ApplicationEvent.objects.create(application=application, verb=verb, actor=by, at=now, data=data)


def written(text: str) -> str:
    """``text`` without the blanks around it. Raises NothingWritten."""
    text = text.strip()
    if not text:
        raise NothingWritten
    return text


def move(application: Application, status: Status, *, now: datetime) -> None:
    """Change the status, and start or stop the waiting clock with it. The caller saves. Raises IllegalMove.

    The clock runs while the application is ranked. Whatever becomes ranked is ranked anew.
    """
    application.move_to(status)
    application.answered_at = None
    turn_clock(application, now=now)


def turn_clock(application: Application, *, now: datetime) -> None:
    """Start or stop the waiting clock as the status says. The caller saves."""
    today = now.astimezone(clock.COPENHAGEN).date()
    if application.status not in RANKED:
        application.days_waited = application.waiting_days(today)
        application.waiting_since = None
        return
    if application.waiting_since is None:
        application.waiting_since = today
        application.ranked_at = None
