"""The thread as people read it, on either side of the desk."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict

import paging
from applications.actions import messages as verbs
from applications.forms.messages import MessageForm
from applications.models import Application, Message, Sender
from applications.querysets import MessageQuerySet

ORDER = ("-at", "id")


@dataclass(frozen=True)
class Line:
    """One message. ``is_new``: whoever reads has not said that they have read it, or seen it off."""

    who: str
    is_from_spark: bool
    is_new: bool
    at: datetime
    text: str


@dataclass(frozen=True)
class Thread:
    """What of a thread is open to its reader: ``messages``; ``names`` by address of those who are not named on the
    application; ``is_staff``: of the secretariat."""

    application: Application
    messages: MessageQuerySet
    names: Mapping[str, str] = field(default_factory=dict)
    is_staff: bool = False

    def page_of(self, asked: QueryDict) -> paging.Page[Message]:
        """The newest first."""
        return paging.page_of(self.messages.select_related("author"), order=ORDER, asked=asked)


def context(
    thread: Thread, page: paging.Page[Message], form: MessageForm | None, *, new: Collection[UUID]
) -> dict[str, Any]:
    """What both sides' pages show of the thread; ``new``: the messages marked as such, shown on ``page`` or not."""
    application, staff = thread.application, thread.is_staff
    newest = thread.messages.order_by(*ORDER).first()
    names = {**thread.names, **{person.email: person.name for person in application.signatories.all()}}
    return {
        "application": application,
        "lines": [_line(message, names, is_new=message.pk in new, staff=staff) for message in page.rows],
        "page": page,
        "newest": newest,
        "has_new": bool(new),
        "is_open": verbs.is_open(application),
        "form": form or _blank(newest),
    }


def _line(message: Message, names: Mapping[str, str], *, is_new: bool, staff: bool) -> Line:
    """``names``: of the group's people, by address. Staff are SPARK to the group, and themselves to each other."""
    return Line(
        who=_who(message, names, staff=staff),
        is_from_spark=message.sender == Sender.SPARK,
        is_new=is_new,
        at=message.at,
        text=message.text,
    )


def _who(message: Message, names: Mapping[str, str], *, staff: bool) -> str:
    if message.sender == Sender.SPARK:
        return f"SPARK, {message.author}" if staff and message.author else "SPARK"
    author = message.author
    # Whoever has taken over a part in the engagement is known by name upstairs.
    unknown = "En anden fra gruppen" if author and author.is_active else "En person, der ikke længere er med"
    return names.get(author.email if author else "", unknown)


def _blank(newest: Message | None) -> MessageForm:
    """An empty form, for one message, from a page whose newest message is ``newest``."""
    return MessageForm(initial={"token": uuid4(), "seen": newest.pk if newest else ""})
