"""The letter to the head that somebody has opened unusually many cases. It says neither who nor which."""

from django.urls import reverse

from accounts.models import Role, User
from consultants.letter_readers import ERASED
from consultants.models import AccessAlert
from notifications import registry
from notifications.letters import Letter, Unwanted
from notifications.registry import Owed

NOT_THE_HEAD = Unwanted(because="the recipient is not the head any more")


@registry.letter("access-alert")
def access_alert(owed: Owed) -> Letter | Unwanted:
    """There is something to look at, and where."""
    if not AccessAlert.objects.filter(pk=owed.about_id).exists():
        return ERASED
    head = User.objects.filter(pk=owed.recipient_id, is_active=True, roles__contains=[Role.HEAD]).first()
    if head is None:
        return NOT_THE_HEAD
    return Letter(head.email, "consultants/access_alert", {"path": reverse("consultants:access")})
