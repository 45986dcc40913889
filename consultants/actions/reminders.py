"""The reminders that a follow-up owes: a row each, planned when its moment has come, however late that is noticed.

Whether one is still wanted is decided when it is sent (`consultants.emails`), which also keeps the reason why one did
not leave. So a day, a week or a month without this planner loses nothing and doubles nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch

from accounts.models import User
from applications.models import Signatory
from consultants import deadlines
from consultants.actions import running
from consultants.lifecycle import FollowUpStatus
from consultants.models import Assignment, FollowUpVisit
from notifications import outbox
from notifications.models import Notification

AT_A_TIME = 200

# (kind, visit, recipient, anchor date): what makes a reminder the same one
Key = tuple[str, UUID, str, str]


def plan(*, now: datetime) -> None:
    """Owe every reminder whose moment has come. Twice, or two at once, is the same as once."""
    horizon = deadlines.day_of(now) + deadlines.FIRST_REMINDER
    due = list(FollowUpVisit.objects.due().filter(due_on__lte=horizon).values_list("pk", flat=True))
    for start in range(0, len(due), AT_A_TIME):
        with transaction.atomic():
            _plan(due[start : start + AT_A_TIME], now)


def end(visit: FollowUpVisit, status: FollowUpStatus, *, on: date, by: User, now: datetime) -> None:
    """End the locked ``visit``. A reminder that was due and not yet planned is planned first, so that its row can say
    why it never left.
    """
    _plan([visit.pk], now)
    visit.ended_on = on
    visit.move_to(status)
    visit.save(update_fields=["ended_on", "status"])
    running.record(visit.engagement, f"follow_up_{status.value}", by=by, now=now)


def _plan(visit_ids: list[UUID], now: datetime) -> None:
    stored = Notification.objects.filter(about_id__in=visit_ids, kind__in=deadlines.REMINDER_KINDS)
    known: set[Key] = set(stored.values_list("kind", "about_id", "recipient_key", "occurrence"))
    # Always in the same order, so that two planners at once wait for one another instead of in a ring.
    visits = FollowUpVisit.objects.filter(pk__in=visit_ids).prefetch_related(*_recipients()).order_by("due_on", "pk")
    for visit in visits:
        for kind, about, recipient, occurrence in _due(visit, now):
            if (kind, about, recipient, occurrence) not in known:
                outbox.post(kind, about=about, recipient=recipient, occurrence=occurrence, now=now)


def _due(visit: FollowUpVisit, now: datetime) -> Iterator[Key]:
    engagement = visit.engagement
    owed = [
        *((assignment.consultant_id, "user", deadlines.consultant_reminders) for assignment in engagement.running_it),
        *((person.pk, "signatory", deadlines.contact_reminders) for person in engagement.application.contact_people),
    ]
    for recipient, sort, reminders in owed:
        for reminder in reminders(visit.due_on):
            if reminder.leaves_at <= now:
                yield reminder.kind, visit.pk, f"{sort}:{recipient}", reminder.anchor.isoformat()


def _recipients() -> "tuple[Prefetch[str], ...]":
    contacts = Signatory.objects.named().filter(is_contact=True).order_by("position", "id")
    return (
        Prefetch("engagement__assignments", queryset=Assignment.objects.current(), to_attr="running_it"),
        Prefetch("engagement__application__signatories", queryset=contacts, to_attr="contact_people"),
    )
