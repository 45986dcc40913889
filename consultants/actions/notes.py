"""The consultant's working notes; never shown to the group."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consultants.actions import running
from consultants.models import Note


class AlreadyWritten(Exception):
    """The same words stand as this person's latest note: a double click."""


@transaction.atomic
def write(*, engagement_id: UUID, by: User, text: str, now: datetime) -> Note:
    """A note, also after the engagement has ended: the follow-up needs them. Raises NotYours, AlreadyWritten."""
    engagement = running.lock_for(engagement_id, by)
    latest = engagement.notes.filter(author=by).first()
    if latest is not None and latest.text == text:
        raise AlreadyWritten
    note = Note.objects.create(engagement=engagement, text=text, author=by, written_at=now)
    running.record(engagement, "note_written", by=by, now=now, note=note.pk)
    return note
