"""Letters about who is named, neutral like all others: no name, no address, no role; and whether letters arrive."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import User
from applications import letter_limits
from applications.letter_limits import Addressed
from applications.lifecycle import WITH_THE_GROUP
from applications.models import Application, Signatory
from notifications import registry
from notifications.letters import Letter, Unwanted
from notifications.models import Notification, State
from notifications.outbox import Post
from notifications.registry import Owed


def post_person_declined(application: Application, people: Iterable[Signatory], *, gone: str, now: datetime) -> None:
    """Tell everybody who writes that somebody is erased. ``gone``: the id that the person had."""
    writers = {person.email: person.key for person in people if person.accepted_at is not None}
    author = application.author
    if author is not None:
        writers.setdefault(author.email, f"user:{author.pk}")
    kind, about = "person-declined", application.pk
    letters = [Addressed(address, Post(kind, about, key, gone)) for address, key in writers.items()]
    letter_limits.post_all(letters, now=now)


@registry.letter("person-declined")
def person_declined(owed: Owed) -> Letter | Unwanted:
    """Somebody is not with us any more; who, the page says by the role that is free now."""
    application = Application.objects.select_related("author").filter(pk=owed.about_id).first()
    if application is None or application.status not in WITH_THE_GROUP:
        return Unwanted(because="the application has moved on")
    address = _address(owed)
    if not address:
        return Unwanted(because="the person is no longer named")
    facts = {
        "subject": f"Der er nyt i {application.reference or 'jeres ansøgning til SPARK'}",
        "path": reverse("applications:status", args=[application.pk]),
    }
    return Letter(to=address, template="applications/person_declined", context=facts)


def _address(owed: Owed) -> str:
    if owed.recipient_key.startswith("user:"):
        author = User.objects.filter(pk=owed.recipient_id, is_active=True).first()
        return author.email if author else ""
    person = Signatory.objects.named().filter(pk=owed.recipient_id).first()
    return person.email if person else ""


@dataclass(frozen=True)
class Trouble:
    """Why somebody's latest letter is not with them: refused by their mail server, or waiting until ``leaves_at``."""

    is_refused: bool
    leaves_at: datetime | None


def troubles(people: Collection[Signatory], *, now: datetime) -> Mapping[UUID, Trouble]:
    """Those of ``people`` whose latest letter, to the address they have now, has not reached them."""
    named = {person.key: person for person in people}
    is_settled, is_held = Q(sent_at__isnull=False) | Q(refused_at__isnull=False), Q(state=State.OWED, due_at__gt=now)
    letters = Notification.objects.filter(is_settled | is_held, recipient_key__in=named)
    # What tells an old address that it is not used any more says nothing about the new one.
    letters = letters.exclude(kind="address-changed").order_by(Coalesce("refused_at", "sent_at", "due_at"))
    found = {}
    for letter in letters.only("recipient_key", "owed_at", "refused_at", "sent_at", "due_at"):
        person = named[letter.recipient_key]
        if person.invited_at is None or letter.owed_at >= person.invited_at:
            is_waiting = letter.sent_at is None and letter.refused_at is None
            found[person.pk] = Trouble(letter.refused_at is not None, letter.due_at if is_waiting else None)
    return {pk: trouble for pk, trouble in found.items() if trouble.is_refused or trouble.leaves_at}
