"""The letters of what comes after the last yes: a message from the secretariat, and word that submission waits.

As neutral as the rest (``applications.emails``): they say that there is something to read, and where.
"""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from applications.lifecycle import Status
from applications.models import Application, Message, Signatory, ThreadReading
from notifications import outbox, registry
from notifications.letters import Letter, Unwanted
from notifications.outbox import Post
from notifications.registry import Owed

NOT_NAMED = Unwanted(because="the person is no longer named")
READ = Unwanted(because="the person has read it")
MOVED_ON = Unwanted(because="the application has moved on")


def post_message(message: Message, people: Iterable[Signatory], *, now: datetime) -> None:
    """The secretariat has written: everybody named can read it behind the sign-in."""
    outbox.post_all([Post("message", message.pk, each.key) for each in people], now=now)


def post_held_back(application: Application, people: Iterable[Signatory], *, now: datetime) -> None:
    """Everybody agrees, and the application is submitted by itself when intake opens."""
    time = f"v{application.version_number}:{now:%Y%m%dT%H%M%S}"
    outbox.post_all([Post("held-back", application.pk, each.key, time) for each in people], now=now)


@registry.letter("message")
def message(owed: Owed) -> Letter | Unwanted:
    """There is a new message; unwanted where the person has read it already, or can't read anything any more."""
    person = _named(owed)
    written = Message.objects.filter(pk=owed.about_id).first()
    if person is None or written is None or person.accepted_at is None or person.followed_at is not None:
        return NOT_NAMED
    if has_read(written, person.email):
        return READ
    return _letter(person, "message", "messages")


def has_read(written: Message, email: str) -> bool:
    """Whether the person with that address has said that they have read as far."""
    marks = ThreadReading.objects.filter(application=written.application_id, reader__email=email)
    return marks.filter(read_to__gte=written.at).exists()


@registry.letter("held-back")
def held_back(owed: Owed) -> Letter | Unwanted:
    """Nothing more to do than to wait for intake to open."""
    person = _named(owed)
    if person is None:
        return NOT_NAMED
    application = person.application
    is_stale = owed.occurrence.partition(":")[0] != f"v{application.version_number}"
    if application.status != Status.AWAITING_CONSENSUS or is_stale:
        return MOVED_ON
    return _letter(person, "held_back", "status")


def _named(owed: Owed) -> Signatory | None:
    named = Signatory.objects.named().select_related("application")
    return named.filter(pk=owed.recipient_id).first()


def _letter(person: Signatory, template: str, page: str) -> Letter:
    reference = person.application.reference or ""
    context = {
        "path": reverse(f"applications:{page}", args=[person.application_id]),
        "reference": reference,
        "subject": f"Der er nyt i {reference or 'jeres ansøgning til SPARK'}",
    }
    return Letter(to=person.email, template=f"applications/{template}", context=context)
