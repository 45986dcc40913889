"""Keeping for half an hour what somebody sent when they were no longer signed in, and giving it back to them alone."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts import sealing
from accounts.models import KeptPost, User

GOOD_FOR = timedelta(minutes=30)
LONGEST = 200_000  # characters as sent; our longest step, every letter of it outside ASCII, stays far below
MOST_A_PERSON = 5


class NotKept(Exception):
    """It is longer than any page of ours sends, or the person is gone."""


@transaction.atomic
def keep(*, writer_id: int, page: str, body: str, replacing: UUID | None, now: datetime) -> KeptPost:
    """Keep ``body`` for ``writer_id`` until they come back to ``page``. Raises NotKept.

    What this browser sent before (``replacing``) is forgotten, and of one person only the last few are kept.
    """
    writer = User.objects.select_for_update().filter(pk=writer_id, is_active=True).first()
    if writer is None or len(body) > LONGEST:
        raise NotKept
    if replacing is not None:
        KeptPost.objects.filter(pk=replacing).delete()
    kept = KeptPost.objects.create(
        writer=writer, page=page, sealed_body=sealing.seal(body), kept_at=now, expires_at=now + GOOD_FOR
    )
    newest = KeptPost.objects.filter(writer=writer).order_by("-kept_at")[:MOST_A_PERSON]
    KeptPost.objects.filter(writer=writer).exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return kept


def body_of(kept: KeptPost, *, by: User, now: datetime) -> str | None:
    """What was sent, for the one who wrote it while the half hour lasts; for everybody else, nothing."""
    if kept.writer_id != by.pk or now >= kept.expires_at:
        return None
    try:
        return sealing.unseal(kept.sealed_body)
    except sealing.NotOurs:  # the secret key was changed meanwhile
        return None


def forget(kept: KeptPost) -> None:
    """Delete it. Harmless when it is gone already."""
    KeptPost.objects.filter(pk=kept.pk).delete()
