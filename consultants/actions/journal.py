"""The contact log and the tasks of an engagement; also after its end, since the follow-up needs both.

The timeline says that something was written, by its number, and never a word of it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consultants import deadlines, permissions
from consultants.actions import running
from consultants.models import ContactEntry, Engagement, Task
from consultants.models.journal import Channel


class NotPossibleThen(Exception):
    """The day lies in the future, or before the engagement was opened."""


class NotTheirOwner(Exception):
    """Whoever is to do it does not run the engagement."""


@dataclass(frozen=True)
class Contact:
    """What is to be logged; ``minutes`` is how long it took."""

    channel: Channel
    on: date
    minutes: int
    text: str


@dataclass(frozen=True)
class ToDo:
    """What is to be done, by whom and by which day."""

    title: str
    due_on: date
    owner: User


@transaction.atomic
def log_contact(*, engagement_id: UUID, by: User, contact: Contact, now: datetime) -> ContactEntry:
    """A line of the contact log; the same once more is the double click, and gives the first.

    Raises NotYours, NotPossibleThen.
    """
    engagement = running.lock_for(engagement_id, by)
    if not deadlines.day_of(engagement.opened_at) <= contact.on <= deadlines.day_of(now):
        raise NotPossibleThen
    latest = engagement.contacts.filter(written_by=by).order_by("-id").first()
    if latest is not None and all(getattr(latest, name) == value for name, value in vars(contact).items()):
        return latest
    entry = ContactEntry.objects.create(engagement=engagement, **vars(contact), written_by=by, written_at=now)
    running.record(engagement, "contact_logged", by=by, now=now, entry=entry.pk)
    return entry


@transaction.atomic
def add_task(*, engagement_id: UUID, by: User, to_do: ToDo, now: datetime) -> Task:
    """Something to do; the same once more while it is open gives the first. Raises NotYours, NotTheirOwner."""
    engagement = running.lock_for(engagement_id, by)
    _ensure_owner(engagement, to_do.owner)
    return write_task(engagement, to_do, by=by, now=now)


def write_task(engagement: Engagement, to_do: ToDo, *, by: User, now: datetime) -> Task:
    """Put ``to_do`` on the list of the locked ``engagement``, unless it stands there."""
    standing = engagement.tasks.open().filter(**vars(to_do)).first()
    if standing is not None:
        return standing
    task = Task.objects.create(engagement=engagement, **vars(to_do), written_by=by, written_at=now)
    running.record(engagement, "task_added", by=by, now=now, task=task.pk)
    return task


def mark(task: Task) -> str:
    """Tells whether a task still is as somebody saw it."""
    return running.mark(task.title, task.due_on, task.owner_id)


@transaction.atomic
def change_task(*, engagement_id: UUID, task_id: int, by: User, to_do: ToDo, read: str, now: datetime) -> None:
    """Other words, another day or another owner. ``read``: the mark of the task on the page.

    Raises NotYours, NotTheirOwner, Overtaken, Task.DoesNotExist.
    """
    engagement = running.lock_for(engagement_id, by)
    task = engagement.tasks.get(pk=task_id)
    changed = [name for name, value in vars(to_do).items() if getattr(task, name) != value]
    if changed and mark(task) != read:
        raise running.Overtaken
    if "owner" in changed:
        _ensure_owner(engagement, to_do.owner)
    for name in changed:
        setattr(task, name, getattr(to_do, name))
    if changed:
        task.save(update_fields=changed)
        running.record(engagement, "task_changed", by=by, now=now, task=task.pk, fields=changed)


@transaction.atomic
def set_done(*, engagement_id: UUID, task_id: int, by: User, done: bool, now: datetime) -> None:
    """It is done, or it was not after all; the same twice is the same as once. Raises NotYours, Task.DoesNotExist."""
    engagement = running.lock_for(engagement_id, by)
    task = engagement.tasks.get(pk=task_id)
    if (task.done_at is not None) == done:
        return
    task.done_at, task.done_by = (now, by) if done else (None, None)
    task.save(update_fields=["done_at", "done_by"])
    running.record(engagement, "task_done" if done else "task_reopened", by=by, now=now, task=task.pk)


def _ensure_owner(engagement: Engagement, owner: User) -> None:
    if not permissions.can_run(owner, engagement):
        raise NotTheirOwner
