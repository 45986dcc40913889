"""Who reads a letter about an engagement, as of the moment it leaves; and why it may not be wanted any more."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from applications.models import Signatory
from consultants.models import Assignment, Engagement, EngagementContact
from consultants.models.contact import contact_address
from notifications.letters import Attachment, Letter, Unwanted
from notifications.registry import Owed

ERASED = Unwanted(because="what it was about is gone")
NOT_THEIRS = Unwanted(because="the recipient has no part in the engagement any more")
ENDED = Unwanted(because="the engagement has ended")


@dataclass(frozen=True)
class Reader:
    """The recipient: the bare address, and the page that is open to them."""

    address: str
    is_consultant: bool
    engagement: Engagement

    @property
    def path(self) -> str:
        """The engagement's page: the secretariat's, or the group's."""
        if self.is_consultant:
            return reverse("consultants:engagement", args=[self.engagement.pk])
        return reverse("consultants:group", args=[self.engagement.application_id])

    @property
    def link(self) -> str:
        return settings.SITE_URL + self.path

    def letter(self, template: str, *attachments: Attachment, **facts: object) -> Letter:
        """The letter in ``templates/emails/consultants/<template>/``."""
        context = {"reference": self.engagement.application.reference, "path": self.path, **facts}
        return Letter(self.address, f"consultants/{template}", context, attachments)


def reader_of(owed: Owed, engagement: Engagement, *, goes_there: bool = False) -> Reader | None:
    """The recipient as of now; None where they have no part in ``engagement`` (any more).

    ``goes_there``: what concerns everybody who runs it, also beside its consultant.
    """
    if owed.recipient_key.startswith("user:"):
        seats = Assignment.objects.running() if goes_there else Assignment.objects.current()
        theirs = seats.filter(engagement=engagement, consultant=int(owed.recipient_id))
        address = theirs.filter(consultant__is_active=True).values_list("consultant__email", flat=True).first()
    else:
        address = contact_address(owed.recipient_key, engagement)
    return Reader(address, owed.recipient_key.startswith("user:"), engagement) if address else None


def former_address(owed: Owed) -> str:
    """Where the recipient is reached who may have no part any more; nothing where they have left altogether."""
    if owed.recipient_key.startswith("user:"):
        staff = User.objects.filter(is_active=True, pk=int(owed.recipient_id))
        return staff.values_list("email", flat=True).first() or ""
    rows = EngagementContact.objects if owed.recipient_key.startswith("successor:") else Signatory.objects.named()
    return rows.filter(pk=owed.recipient_id).values_list("email", flat=True).first() or ""
