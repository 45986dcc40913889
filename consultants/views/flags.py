"""What the desk should notice about who stands behind an application. Warnings, never refusals."""

from collections import Counter
from collections.abc import Iterator

import danish
from consultants.views.whole import Person, Whole

# Boxes that several people read: a yes from one is nobody's own.
_SHARED = frozenset({
    "admin", "administration", "bestyrer", "hej", "info", "kontakt", "kontor", "leder", "ledelse", "mail", "post",
    "postkasse", "reception", "sekretariat", "skole", "team", "vagt",
})  # fmt: skip


def flags(case: Whole) -> list[str]:
    """Sentences, the gravest first."""
    named = [person for person in case.people if person.removed_at is None]
    return [*_gone_after_no(case, named), *_new_addresses(case, named), *_boxes(named)]


def _gone_after_no(case: Whole, named: list[Person]) -> Iterator[str]:
    """Read from the events: they outlast the person's rows."""
    still_here = {str(person.pk) for person in named}
    addresses = {person.email for person in named}
    everybody = {str(person.pk): person for person in case.people}
    refused = {
        event.details["signatory"]: event.details["version"]
        for event in case.events
        if event.verb == "disagreed" and event.details["signatory"] not in still_here
    }
    for key, version in refused.items():
        person = everybody.get(key)
        if person is None:
            yield f"Fjernet efter nej: En person sagde nej til version {version} og har fået slettet sine oplysninger."
        elif person.email not in addresses:
            yield f"Fjernet efter nej: {person.name} sagde nej til version {version} og er ikke længere nævnt."


def _new_addresses(case: Whole, named: list[Person]) -> Iterator[str]:
    changed = {
        event.details["signatory"]: event.at
        for event in case.events
        if event.verb == "person_corrected" and "email" in event.details["fields"]
    }
    for person in named:
        if at := changed.get(str(person.pk)):
            yield f"Ny e-mailadresse: {person.name} fik en ny adresse {danish.danish_date(at)} og har svaret fra den."


def _boxes(named: list[Person]) -> Iterator[str]:
    """Addresses that may be somebody else's, too."""
    often = Counter(_box(person.email) for person in named)
    for person in named:
        mailbox = person.email.partition("@")[0]
        if often[_box(person.email)] > 1:
            yield f"Samme postkasse: {person.name} deler postkasse med en anden i ansøgningen ({person.email})."
        elif "+" in mailbox:
            yield f"Adresse med plus: {person.name} bruger {person.email}."
        elif mailbox in _SHARED:
            yield f"Fælles postkasse: {person.name} bruger {person.email}, som flere kan læse."


def _box(address: str) -> str:
    """The box that an address with a tag ends in."""
    mailbox, _, domain = address.partition("@")
    return f"{mailbox.partition('+')[0]}@{domain}"
