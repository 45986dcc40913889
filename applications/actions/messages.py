"""The thread between a group and the secretariat: write, read, and see off what needs no answer.

What is marked is what the person had before their eyes: ``seen`` is the newest message on their page, so nothing that
came meanwhile is taken for read.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from applications import permissions, thread_letters
from applications.actions.record import lock, log, member, people, written
from applications.actions.triage import NotAtTheDesk
from applications.lifecycle import Status
from applications.models import Application, Message, Sender, ThreadReading
from applications.querysets import MessageQuerySet

# Nobody waits for an answer about these; what was written can still be read.
CLOSED = frozenset({Status.WITHDRAWN, Status.EXPIRED})


class ThreadClosed(Exception):
    """The secretariat does not know of the application yet, it has ended, or somebody else has followed the person."""


def is_open(application: Application) -> bool:
    """Whether messages can be written: from the first submission on, as long as the application has not ended."""
    return application.first_submitted_at is not None and application.status not in CLOSED


@transaction.atomic
def write_as_group(
    *, application_id: UUID, by: User, text: str, token: UUID, seen: UUID | None, now: datetime
) -> Message:
    """Somebody named writes to the secretariat. The same token again finds the same message.

    Raises NothingWritten, NotNamed, ThreadClosed.
    """
    text = written(text)
    application = lock(application_id)
    if member(by, people(application)).followed_at is not None:
        raise ThreadClosed
    return write_for_group(application, by=by, text=text, token=token, seen=seen, now=now)


def write_for_group(
    application: Application, *, by: User, text: str, token: UUID, seen: UUID | None, now: datetime
) -> Message:
    """The same in the locked ``application``, by somebody who may speak for the group. Raises ThreadClosed."""
    message, is_new = _write(application, Sender.GROUP, by=by, text=text, token=token, now=now)
    if is_new:
        note_read(application, by, seen)
    return message


@transaction.atomic
def write_as_spark(
    *, application_id: UUID, by: User, text: str, token: UUID, seen: UUID | None, now: datetime
) -> Message:
    """The secretariat writes, and everybody named gets a neutral mail. What its writer had seen is answered by it.

    Raises NothingWritten, NotAtTheDesk, ThreadClosed.
    """
    text = written(text)
    application = _at_the_desk(application_id, by)
    message, is_new = _write(application, Sender.SPARK, by=by, text=text, token=token, now=now)
    if is_new:
        _shown(application, seen).unhandled().update(handled_at=now, handled_by=by)
        awaited = [person for person in people(application) if person.followed_at is None]
        thread_letters.post_message(message, awaited, now=now)
    return message


@transaction.atomic
def see_off(*, application_id: UUID, by: User, seen: UUID | None, now: datetime) -> None:
    """What ``by`` had before their eyes needs no answer. Raises NotAtTheDesk."""
    application = _at_the_desk(application_id, by)
    if _shown(application, seen).unhandled().update(handled_at=now, handled_by=by):
        log(application, "messages_seen_off", by=by, now=now)


@transaction.atomic
def mark_read(*, application_id: UUID, by: User, seen: UUID | None) -> None:
    """Somebody named has read as far as ``seen``. Raises NotNamed."""
    application = lock(application_id)
    member(by, people(application))
    note_read(application, by, seen)


def unread(application: Application, reader: User, among: QuerySet[Message]) -> QuerySet[Message]:
    """What others have written of ``among`` since ``reader`` last said they had read."""
    mark = ThreadReading.objects.filter(application=application, reader=reader).values_list("read_to", flat=True)
    theirs = among.exclude(author=reader)
    read_to = mark.first()
    return theirs.filter(at__gt=read_to) if read_to else theirs


def _at_the_desk(application_id: UUID, by: User) -> Application:
    if not permissions.can_triage(by):
        raise NotAtTheDesk
    return lock(application_id)


def _write(
    application: Application, sender: Sender, *, by: User, text: str, token: UUID, now: datetime
) -> tuple[Message, bool]:
    known = Message.objects.filter(application=application, token=token).first()
    if known is not None:
        return known, False
    if not is_open(application):
        raise ThreadClosed
    message = Message.objects.create(application=application, sender=sender, author=by, text=text, token=token, at=now)
    log(application, "message_written", by=by, now=now, message=str(message.pk))
    return message, True


def _shown(application: Application, seen: UUID | None) -> MessageQuerySet:
    """What stood on a page whose newest message was ``seen``."""
    newest = _newest(application, seen)
    mine = Message.objects.filter(application=application)
    return mine.filter(at__lte=newest.at) if newest else mine.none()


def _newest(application: Application, seen: UUID | None) -> Message | None:
    return Message.objects.filter(application=application, pk=seen).first() if seen else None


def note_read(application: Application, reader: User, seen: UUID | None) -> None:
    """``reader`` has read as far as ``seen``; nothing where there is no such message."""
    newest = _newest(application, seen)
    if newest is None:
        return
    mark, _ = ThreadReading.objects.get_or_create(
        application=application, reader=reader, defaults={"read_to": newest.at}
    )
    if mark.read_to < newest.at:
        mark.read_to = newest.at
        mark.save()
