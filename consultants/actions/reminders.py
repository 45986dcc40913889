"""The reminders that a follow-up owes: a row each, planned when its moment has come, however late that is noticed.

Whether one is still wanted is decided when it is sent (`consultants.emails`), which also keeps the reason why one did
not leave. So a day, a week or a month without this planner loses nothing and doubles nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consultants import deadlines
from consultants.actions import running
from consultants.lifecycle import FollowUpStatus
from consultants.models import Assignment, FollowUpVisit
from consultants.models.contact import contact_keys
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
    visit.save(update_fields=["ended_on", "void_reason", "status"])
    running.record(visit.engagement, f"follow_up_{status.value}", by=by, now=now)


def _plan(visit_ids: list[UUID], now: datetime) -> None:
    stored = Notification.objects.filter(about_id__in=visit_ids, kind__in=deadlines.REMINDER_KINDS)
    known: set[Key] = set(stored.values_list("kind", "about_id", "recipient_key", "occurrence"))
    # Always in the same order, so that two planners at once wait for one another instead of in a ring.
    visits = FollowUpVisit.objects.filter(pk__in=visit_ids).order_by("due_on", "pk").select_related("engagement")
    consultants = _by_engagement(visits)
    contacts = contact_keys([visit.engagement.application_id for visit in visits])
    for visit in visits:
        to_consultants = (visit, deadlines.consultant_reminders(visit.due_on), consultants[visit.engagement_id])
        to_contacts = (visit, deadlines.contact_reminders(visit.due_on), contacts[visit.engagement.application_id])
        for key in (*_due(*to_consultants, now), *_due(*to_contacts, now)):
            if key not in known:
                kind, about, recipient, occurrence = key
                outbox.post(kind, about=about, recipient=recipient, occurrence=occurrence, now=now)


def _due(
    visit: FollowUpVisit, reminders: Iterable[deadlines.Reminder], recipients: list[str], now: datetime
) -> Iterator[Key]:
    for recipient in recipients:
        for reminder in reminders:
            if reminder.leaves_at <= now:
                yield reminder.kind, visit.pk, recipient, reminder.anchor.isoformat()


def _by_engagement(visits: Iterable[FollowUpVisit]) -> defaultdict[UUID, list[str]]:
    """The consultant of today, as the outbox names them."""
    current = Assignment.objects.current().filter(engagement__in=[visit.engagement_id for visit in visits])
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for engagement, person in current.values_list("engagement_id", "consultant_id"):
        found[engagement].append(f"user:{person}")
    return found
