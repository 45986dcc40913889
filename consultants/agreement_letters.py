"""The letter about a cooperation agreement that awaits a yes: that there is something to read, and where."""

from django.urls import reverse

from consultants.letter_readers import ENDED, ERASED, NOT_THEIRS, Reader, reader_of
from consultants.models import CooperationAgreement
from consultants.models.agreement_yes import Part
from consultants.models.contact import contacts_of
from notifications import registry
from notifications.letters import Letter, Unwanted
from notifications.registry import Owed


@registry.letter("agreement-awaits")
def agreement_awaits(owed: Owed) -> Letter | Unwanted:
    """To each contact, once for each version: read it, and say whether you agree."""
    versions = CooperationAgreement.objects.select_related("engagement__application").order_by("number")
    standing = versions.filter(engagement=owed.about_id).last()
    if standing is None:
        return ERASED
    if str(standing.number) != owed.occurrence:
        return Unwanted(because="the agreement has been written anew")
    if not standing.engagement.is_open:
        return ENDED
    reader = reader_of(owed, standing.engagement)
    if reader is None:
        return NOT_THEIRS
    if standing.yeses.filter(part__in=_parts(reader)).exists():
        return Unwanted(because="they have said yes")
    path = reverse("consultants:group_agreement", args=[standing.engagement.application_id])
    return reader.letter("agreement_awaits", path=path)


def _parts(reader: Reader) -> list[Part]:
    """For whom the contact says yes."""
    return [Part.of(each.side) for each in contacts_of(reader.engagement) if each.email == reader.address]
