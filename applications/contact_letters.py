"""The letters to and about a workplace's contact, neutral as every letter of the room."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from applications import letter_limits
from applications.letter_limits import Addressed
from applications.lifecycle import OPEN, WITH_THE_GROUP, Status
from applications.models import Application, Signatory, WorkplaceContact
from notifications import outbox, registry
from notifications.letters import Letter, Unwanted
from notifications.outbox import Post
from notifications.registry import Owed


def post_contact_told(application: Application, contact: WorkplaceContact, *, now: datetime) -> None:
    """The application has been submitted, and the contact may follow it."""
    outbox.post("contact-told", about=application.pk, recipient=f"contact:{contact.pk}", occurrence="", now=now)


@registry.letter("contact-told")
def contact_told(owed: Owed) -> Letter | Unwanted:
    """Somebody has given us your data: who, which, why, for how long, and how to say that it is not you."""
    contacts = WorkplaceContact.objects.select_related("workplace__application", "added_by")
    contact = contacts.filter(pk=owed.recipient_id).first()
    if contact is None:
        return Unwanted(because="the person is no longer the contact")
    application = contact.workplace.application
    if application.status in WITH_THE_GROUP | {Status.WITHDRAWN}:
        return Unwanted(because="the application has moved on")
    context = {
        "path": reverse("applications:contact", args=[application.pk]),
        "giver": contact.added_by.email if contact.added_by and contact.added_by.email != contact.email else "",
    }
    return Letter(to=contact.email, template="applications/contact_told", context=context)


def post_contact_declined(application: Application, people: Iterable[Signatory], *, gone: str, now: datetime) -> None:
    """Tell those who write the application that somebody does not want to be asked. ``gone``: the id they had."""
    kind, about = "contact-declined", application.pk
    writers = [each for each in people if each.accepted_at is not None]
    letter_limits.post_all([Addressed(each.email, Post(kind, about, each.key, gone)) for each in writers], now=now)


@registry.letter("contact-declined")
def contact_declined(owed: Owed) -> Letter | Unwanted:
    """Whom the group had named at a workplace is erased; at which, the page says by the workplace that has nobody."""
    application = Application.objects.filter(pk=owed.about_id).first()
    if application is None or application.status not in OPEN | {Status.GRANTED}:
        return Unwanted(because="the application has ended")
    person = Signatory.objects.named().filter(pk=owed.recipient_id).first()
    if person is None:
        return Unwanted(because="the person is no longer named")
    facts = {
        "subject": f"Der er nyt i {application.reference or 'jeres ansøgning til SPARK'}",
        "path": reverse("applications:status", args=[application.pk]),
    }
    return Letter(to=person.email, template="applications/contact_declined", context=facts)
