"""What is kept no longer: applications that came to nothing before they were sent, and old lines of who read what.

Deleted is gone from the database; nothing is marked and kept.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pgtrigger
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.actions import forgetting
from accounts.models import User
from applications.lifecycle import Status
from applications.models import (
    AccessLog,
    AddressChange,
    Application,
    ApplicationEvent,
    ListRead,
    Signatory,
    WorkplaceContact,
)

# So long the group can still read what it closed, or let lie until it was closed.
AFTER_THE_END = timedelta(days=30)
# Thirteen months.
READS_KEPT = timedelta(days=396)
_ENDS = (Status.EXPIRED, Status.WITHDRAWN)
_AT_A_TIME = 200
_READS_AT_A_TIME = 5000


def erase_unsent(*, now: datetime) -> int:
    """Erase what ended unsent so long ago, and the accounts that nothing else needs; says how many. The rest waits."""
    over = list(_over(now).order_by("pk").values_list("pk", flat=True)[:_AT_A_TIME])
    return sum(_erase(application_id, now) for application_id in over)


def _over(now: datetime) -> QuerySet[Application]:
    ended = ApplicationEvent.objects.filter(application=OuterRef("pk"), verb__in=_ENDS, at__lte=now - AFTER_THE_END)
    return Application.objects.filter(Exists(ended), status__in=_ENDS, first_submitted_at=None)


@transaction.atomic
def _erase(application_id: UUID, now: datetime) -> bool:
    # Whoever else is at it has it.
    application = _over(now).select_for_update(skip_locked=True).filter(pk=application_id).first()
    if application is None:
        return False
    accounts = _accounts(application)
    with pgtrigger.ignore("applications.ApplicationEvent:append_only"):
        application.delete()
    for account in accounts:
        if not forgetting.is_held(account):
            forgetting.forget(account)
    return True


def _accounts(application: Application) -> list[User]:
    """Of everybody it names, or ever named, and of who began it; staff never."""
    named = Signatory.objects.filter(application=application)
    addresses = {
        *named.values_list("email", flat=True),
        *AddressChange.objects.filter(signatory__in=named).values_list("old", flat=True),
        *WorkplaceContact.objects.filter(workplace__application=application).values_list("email", flat=True),
        *([application.author.email] if application.author else []),
    }
    return [account for account in User.objects.filter(email__in=addresses) if not account.is_team]


def forget_reads(*, now: datetime) -> int:
    """Delete the lines of who read which case thirteen months ago; says how many. The rest waits."""
    before = now - READS_KEPT
    with pgtrigger.ignore("applications.AccessLog:append_only", "applications.ListRead:append_only"):
        return sum(_forget(table.objects.filter(at__lt=before)) for table in (AccessLog, ListRead))


def _forget(old: QuerySet[Any]) -> int:
    oldest = old.order_by("pk").values("pk")[:_READS_AT_A_TIME]
    return old.filter(pk__in=oldest).delete()[0]
