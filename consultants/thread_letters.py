"""The letter to a contact who has taken over: there is a message from the secretariat. As neutral as to all others."""

from django.urls import reverse

from applications import thread_letters
from applications.models import Message
from consultants.models import EngagementContact
from notifications import registry
from notifications.letters import Letter, Unwanted
from notifications.registry import Owed

NOT_THEIRS = Unwanted(because="the recipient has no part in the engagement any more")


@registry.letter("message-to-contact")
def message_to_contact(owed: Owed) -> Letter | Unwanted:
    """There is a new message; unwanted where they have read it, or somebody else has followed them."""
    written = Message.objects.filter(pk=owed.about_id).select_related("application").first()
    person = EngagementContact.objects.current().filter(pk=owed.recipient_id).first()
    if written is None or person is None:
        return NOT_THEIRS
    if thread_letters.has_read(written, person.email):
        return thread_letters.READ
    reference = written.application.reference
    context = {
        "path": reverse("consultants:group_messages", args=[written.application_id]),
        "reference": reference,
        "subject": f"Der er nyt i {reference}",
    }
    return Letter(to=person.email, template="applications/message", context=context)
