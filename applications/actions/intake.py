"""Closing and opening intake. While it is closed drafts are written and agreed on, and submission waits."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Role, User
from applications.actions.record import written
from applications.lifecycle import Status
from applications.models import Answer, Application, Intake, Signatory


class NotTheHead(Exception):
    """Only the head of the secretariat opens and closes intake."""


@transaction.atomic
def set_intake(*, is_open: bool, message: str, by: User, now: datetime) -> bool:
    """Open intake, or close it with a ``message`` to everybody; says whether anything is new.

    Raises NotTheHead, NothingWritten.
    """
    if not (by.is_active and by.has_role(Role.HEAD)):
        raise NotTheHead
    message = "" if is_open else written(message)
    current = Intake.objects.current()
    stands = (current.is_open, current.message) if current else (True, "")
    if stands == (is_open, message):
        return False
    Intake.objects.create(is_open=is_open, message=message, changed_by=by, at=now)
    return True


def holds_back(application: Application) -> bool:
    """Whether ``application``, once everybody agrees, waits for intake to open. What was received before never does."""
    return application.first_submitted_at is None and Intake.objects.closed() is not None


def held_back() -> QuerySet[Application]:
    """Never received, and everybody named has said yes, from their address, to the current version.

    While intake is open there are none, or they are submitted within a minute.
    """
    given = Answer.objects.filter(
        signatory=OuterRef("pk"),
        address=OuterRef("email"),
        version__application=OuterRef("application"),
        version__number=OuterRef("application__version_number"),
        agrees=True,
        taken_back_at=None,
    )
    missing = Signatory.objects.named().filter(~Exists(given), application=OuterRef("pk"))
    asked = Application.objects.filter(status=Status.AWAITING_CONSENSUS, first_submitted_at=None)
    return asked.filter(~Exists(missing))
