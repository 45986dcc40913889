"""The consultant's working notes, and the one that is being written; never shown to the group."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from applications.actions.drafting import Save
from consultants.actions import running
from consultants.models import Engagement, Note, NoteDraft


class Overtaken(Exception):
    """Another page of the same person has saved other words since this one was made; nothing was written."""


@transaction.atomic
def write(*, engagement_id: UUID, by: User, text: str, now: datetime, save: Save | None = None) -> Note:
    """A note, also after the engagement has ended: the follow-up needs them. Raises NotYours.

    The same words once more are the double click, and give the first. ``save``: the page that it was written on, whose
    draft has served with that; what another page has begun stays.
    """
    engagement = running.lock_to_note(engagement_id, by, now)
    if save is not None:
        _clear(engagement, save)
    latest = engagement.notes.filter(author=by).first()
    if latest is not None and latest.text == text:
        return latest
    return add(engagement, by=by, text=text, now=now)


def add(engagement: Engagement, *, by: User, text: str, now: datetime) -> Note:
    """A note of a verb that holds the engagement's lock: why it did what it did."""
    note = Note.objects.create(engagement=engagement, text=text, author=by, written_at=now)
    running.record(engagement, "note_written", by=by, now=now, note=note.pk)
    return note


@transaction.atomic
def save_draft(*, engagement_id: UUID, text: str, save: Save) -> int:
    """Keep what is being written; the edit number that the page stands at from now on. Raises NotYours, Overtaken."""
    engagement = running.lock_to_note(engagement_id, save.by, save.now)
    draft = _draft(engagement, save)
    if draft.text == text:
        return draft.edit_number
    if _is_overtaken(draft, save):
        raise Overtaken
    _store(draft, text, save, order=save.order)
    return draft.edit_number


def draft_of(engagement: Engagement, author: User) -> NoteDraft | None:
    """What ``author`` has begun; None if nothing ever was."""
    return NoteDraft.objects.filter(engagement=engagement, author=author).first()


def _clear(engagement: Engagement, save: Save) -> None:
    draft = _draft(engagement, save)
    if not _is_overtaken(draft, save):
        # One further than the page has come: what it sent before, and still is on its way, comes too late.
        _store(draft, "", save, order=save.order + 1)


def _draft(engagement: Engagement, save: Save) -> NoteDraft:
    """The row, under the lock of its engagement; new and not saved where there is none."""
    return draft_of(engagement, save.by) or NoteDraft(engagement=engagement, author=save.by)


def _is_overtaken(draft: NoteDraft, save: Save) -> bool:
    if save.read >= draft.edit_number:
        return False
    return not (save.page and save.page == draft.page and draft.order <= save.order)


def _store(draft: NoteDraft, text: str, save: Save, *, order: int) -> None:
    draft.text, draft.page, draft.order, draft.saved_at = text, save.page, order, save.now
    draft.edit_number += 1
    draft.save()
