"""Notes about an application, for the secretariat alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Role, User
from applications import permissions
from applications.actions.record import lock, written
from applications.actions.triage import NotAtTheDesk
from applications.models import CaseNote, Readers


class NotYourNote(Exception):
    """A note is erased by whoever wrote it, or by the head."""


@transaction.atomic
def write(*, application_id: UUID, by: User, text: str, readers: Readers, now: datetime) -> bool:
    """Whether the note is new: the same words sent twice are one note. Raises NothingWritten, NotAtTheDesk."""
    text = written(text)
    if not permissions.can_triage(by):
        raise NotAtTheDesk
    application = lock(application_id)
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
