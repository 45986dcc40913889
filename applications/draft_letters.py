"""The letter with the way back to a draft. Neutral as all of them: no theme, no workplace, no word typed by anybody."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from applications import letter_limits, permissions
from applications.letter_limits import Addressed
from applications.lifecycle import Status
from applications.models import Application
from notifications import registry
from notifications.letters import Letter, Unwanted
from notifications.outbox import Post
from notifications.registry import Owed


def post_draft_link(application_id: UUID, to: User, *, now: datetime) -> None:
    """Owed once for each time the draft is put aside."""
    post = Post("draft-link", application_id, f"user:{to.pk}", f"{now:%Y%m%dT%H%M%S}")
    letter_limits.post_all([Addressed(to.email, post)], now=now)


@registry.letter("draft-link")
def draft_link(owed: Owed) -> Letter | Unwanted:
    """ "Here is the way back"; unwanted where the person may not write on it any more."""
    application = Application.objects.filter(pk=owed.about_id, status=Status.DRAFT).first()
    if application is None:
        return Unwanted(because="the application has moved on")
    writer = User.objects.filter(pk=owed.recipient_id).first()
    if writer is None or not permissions.can_write(writer, application, application.signatories.named()):
        return Unwanted(because="the person does not write on it")
    context = {
        "path": reverse("applications:check", args=[application.pk]),
        "last_day": application.expires_on,
    }
    return Letter(to=writer.email, template="applications/draft_link", context=context)
