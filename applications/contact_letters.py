"""The letter to a workplace's contact: neutral as every letter of the room, with the text of article 14."""

from datetime import datetime

from django.urls import reverse

from applications.lifecycle import WITH_THE_GROUP, Status
from applications.models import Application, WorkplaceContact
from notifications import outbox, registry
from notifications.letters import Letter, Unwanted
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
