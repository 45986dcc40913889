"""Letters about who is named, neutral like all others: no name, no address, no role; and whether letters arrive."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import User
from applications.lifecycle import WITH_THE_GROUP
from applications.models import Application, Signatory
from notifications import outbox, registry
from notifications.letters import Letter, Unwanted
from notifications.models import Notification
from notifications.registry import Owed


def post_person_declined(application: Application, people: Iterable[Signatory], *, gone: str, now: datetime) -> None:
    """Tell everybody who writes that somebody is erased. ``gone``: the id that the person had."""
    writers = [person for person in people if person.accepted_at is not None]
    keys = [f"signatory:{person.pk}" for person in writers]
    author = application.author
    if author is not None and author.email not in {person.email for person in writers}:
        keys.append(f"user:{author.pk}")
    for key in keys:
        outbox.post("person-declined", about=application.pk, recipient=key, occurrence=gone, now=now)


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


def unreached(people: Collection[Signatory]) -> frozenset[UUID]:
    """Those of ``people`` whose latest letter was refused by their mail server, at the address they have now."""
    named = {f"signatory:{person.pk}": person for person in people}
    settled = Notification.objects.filter(recipient_key__in=named).exclude(sent_at=None, refused_at=None)
    # What tells an old address that it is not used any more says nothing about the new one.
    settled = settled.exclude(kind="address-changed").order_by(Coalesce("refused_at", "sent_at"))
    latest = {}
    for key, owed_at, refused_at in settled.values_list("recipient_key", "owed_at", "refused_at"):
        asked = named[key].invited_at
        if asked is None or owed_at >= asked:
            latest[key] = refused_at is not None
    return frozenset(named[key].pk for key, was_refused in latest.items() if was_refused)
