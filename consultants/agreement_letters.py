"""The letters about a cooperation agreement that awaits a yes: that there is something to read, and where."""

from collections.abc import Callable

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
    """To each contact, once for each version that is not their own: read it, and say whether you agree."""
    return _of_version(owed, _contacts_parts, _to_contact)


@registry.letter("agreement-rewritten")
def agreement_rewritten(owed: Owed) -> Letter | Unwanted:
    """To the consultant, once for each version that a contact has written."""
    return _of_version(owed, lambda reader: [Part.SPARK], _to_consultant)


def _of_version(
    owed: Owed, parts: Callable[[Reader], list[Part]], letter: Callable[[Reader], Letter]
) -> Letter | Unwanted:
    versions = CooperationAgreement.objects.select_related("engagement__application", "written_by").order_by("number")
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
    settled = _settled(standing, reader.address, parts(reader))
    return Unwanted(because=settled) if settled else letter(reader)


def _settled(standing: CooperationAgreement, address: str, parts: list[Part]) -> str:
    """Why there is nothing for the reader to do; nothing where there is."""
    if standing.written_by is not None and standing.written_by.email == address:
        return "they have written it"
    return "they have said yes" if standing.yeses.filter(part__in=parts).exists() else ""


def _contacts_parts(reader: Reader) -> list[Part]:
    """For whom the contact says yes."""
    return [Part.of(each.side) for each in contacts_of(reader.engagement) if each.email == reader.address]


def _to_contact(reader: Reader) -> Letter:
    path = reverse("consultants:group_agreement", args=[reader.engagement.application_id])
    return reader.letter("agreement_awaits", path=path)


def _to_consultant(reader: Reader) -> Letter:
    return reader.letter("agreement_rewritten", path=f"{reader.path}#aftale")
