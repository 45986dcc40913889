"""The thread of an engagement: its contacts who have taken over from a signatory read and write in it, too; and word to
its consultant that the group has written.

They read what was written from the opening of the engagement on; what came before was said to those who signed.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat

from accounts.models import User
from applications.actions import messages
from applications.actions.record import lock, written
from applications.models import Message
from applications.querysets import MessageQuerySet
from consultants.actions.contacts import NotAContact
from consultants.models import Engagement, EngagementContact
from notifications import outbox
from notifications.models import Notification
from notifications.outbox import Post

KIND = "message-from-group"


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Owe each engagement's consultant of today a letter for each message that awaits an answer; says how many.

    May run any number of times: who has been told of a message is not told again. A consultant who takes over is.
    """
    key = Concat(Value("user:"), Cast("consultant", CharField()), output_field=CharField())
    told = Notification.objects.filter(kind=KIND, about_id=OuterRef("pk"), recipient_key=OuterRef("key"))
    run = Message.objects.unhandled().filter(
        application__engagement__assignments__until=None, application__engagement__assignments__is_co=False
    )
    waiting = run.annotate(consultant=F("application__engagement__assignments__consultant")).annotate(key=key)
    found = list(waiting.filter(~Exists(told)).values_list("pk", "key"))
    outbox.post_all([Post(KIND, message, recipient) for message, recipient in found], now=now)
    return len(found)


# ── A contact who has taken over ────────────────────────────────────────────────────────────────────────────────────
def thread_of(engagement: Engagement) -> MessageQuerySet:
    """What of the thread is open to a contact who has taken over."""
    return Message.objects.filter(application=engagement.application_id, at__gte=engagement.opened_at)


def part_of(user: User, application_id: UUID) -> EngagementContact | None:
    """The part that ``user`` has taken over in the engagement of that application; None where they have none now."""
    if not user.is_active or user.is_team:
        return None
    mine = EngagementContact.objects.current().filter(engagement__application=application_id, email=user.email)
    return mine.select_related("engagement__application").first()


@transaction.atomic
def write_as_contact(
    *, application_id: UUID, by: User, text: str, token: UUID, seen: UUID | None, now: datetime
) -> Message:
    """They write to the secretariat. The same token again finds the same message.

    Raises NothingWritten, NotAContact, ThreadClosed.
    """
    text = written(text)
    application = lock(application_id)
    if part_of(by, application_id) is None:
        raise NotAContact
    return messages.write_for_group(application, by=by, text=text, token=token, seen=seen, now=now)


@transaction.atomic
def mark_read(*, application_id: UUID, by: User, seen: UUID | None) -> None:
    """They have read as far as ``seen``. Raises NotAContact."""
    application = lock(application_id)
    part = part_of(by, application_id)
    if part is None:
        raise NotAContact
    if seen is None or thread_of(part.engagement).filter(pk=seen).exists():
        messages.note_read(application, by, seen)


@transaction.atomic
def write_as_spark(
    *, application_id: UUID, by: User, text: str, token: UUID, seen: UUID | None, now: datetime
) -> Message:
    """As ``applications.actions.messages`` has it, with the same mail to whoever has taken over a contact's part."""
    message = messages.write_as_spark(application_id=application_id, by=by, text=text, token=token, seen=seen, now=now)
    named = message.application.signatories.named().filter(followed_at=None)
    successors = EngagementContact.objects.current().filter(engagement__application=application_id)
    others = successors.exclude(email__in=named.values("email"))
    outbox.post_all([Post("message-to-contact", message.pk, each.key) for each in others], now=now)
    return message
