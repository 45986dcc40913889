"""Word to the consultant of an engagement that the group has written."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat

from applications.models import Message
from notifications import outbox
from notifications.models import Notification

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
    for message, recipient in found:
        outbox.post(KIND, about=message, recipient=recipient, now=now)
    return len(found)
