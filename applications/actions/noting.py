"""Notes about an application, for the secretariat alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Role, User
from applications import permissions
from applications.actions.record import written
from applications.actions.triage import NotAtTheDesk
from applications.lifecycle import Status
from applications.models import Application, CaseNote, Readers
from applications.querysets import ApplicationQuerySet

CLOSED = frozenset({Status.WITHDRAWN, Status.EXPIRED})


class CaseClosed(Exception):
    """The application has been withdrawn or has ended: nothing is noted about it any more."""


class NotYourNote(Exception):
    """A note is erased by whoever wrote it, or by the head."""


@transaction.atomic
def write(
    *, application_id: UUID, by: User, among: ApplicationQuerySet, text: str, readers: Readers, now: datetime
) -> bool:
    """Whether the note is new: the same words sent twice are one note.

    ``among``: the applications that are open to ``by``, asked under lock; a granted one is open through its engagement,
    which is known upstairs. Raises NothingWritten, NotAtTheDesk, CaseClosed.
    """
    text = written(text)
    if not permissions.can_triage(by):
        raise NotAtTheDesk
    application = Application.objects.select_for_update(of=("self",)).filter(pk=application_id).first()
    if application is None or not among.filter(pk=application_id).exists():
        raise NotAtTheDesk
    if application.status in CLOSED:
        raise CaseClosed
    latest = CaseNote.objects.filter(application=application, author=by).first()
    if latest is not None and (latest.text, latest.readers) == (text, readers):
        return False
    CaseNote.objects.create(application=application, text=text, readers=readers, author=by, written_at=now)
    return True


@transaction.atomic
def erase(*, note_id: int, by: User) -> None:
    """Gone for good; one that is gone already stays so. Raises NotYourNote."""
    note = CaseNote.objects.visible_to(by).select_for_update().filter(pk=note_id).first()
    if note is None:
        return
    if note.author_id != by.pk and not by.has_role(Role.HEAD):
        raise NotYourNote
    note.delete()
