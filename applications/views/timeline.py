"""An application's history in words, from its events: what happened, when, and who did it.

Events hold verbs, ids and codes only. A verb without a sentence is nobody's business but the log's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.consensus import Role
from applications.models import ApplicationEvent, Signatory

SENTENCES: Mapping[str, str] = {
    "begun": "Kladden blev begyndt",
    "person_invited": "{person} blev inviteret til at skrive med",
    "person_accepted": "{person} sagde »Ja, det er mig«",
    "person_declined": "{role} svarede »det er ikke mig« eller ville ikke være med. Vi har slettet oplysningerne",
    "person_left": "{role} er ikke med længere og har fået slettet sine oplysninger",
    "asked": "Alle blev bedt om at sige ja til version {version}",
    "agreed": "{person} sagde ja til version {version}",
    "disagreed": "{person} sagde »nej, ikke endnu« til version {version}",
    "taken_back": "{person} tog sit ja tilbage",
    "submitted": "Alle havde sagt ja, og ansøgningen blev modtaget",
    "reopened": "Teksten blev åbnet igen",
    "person_corrected": "{fields} blev rettet for {person}",
    "contact_declined": "En arbejdsplads’ kontaktperson svarede »Det er ikke mig«, og oplysningerne er slettet",
    "reminded": "{person} fik en påmindelse",
    "withdrawn": "Ansøgningen blev trukket tilbage",
    "expired": "Kladden blev ikke brugt i 30 dage og er lukket",
    "information_asked": "SPARK stillede et spørgsmål",
    "information_answered": "Spørgsmålet blev besvaret",
    "set_waiting": "Ansøgningen kom på venteliste",
    "declined": "SPARK gav svar",
    "granted": "SPARK gav svar",
}
_FIELDS = {"name": "navn", "email": "e-mailadresse", "phone": "telefonnummer"}


@dataclass(frozen=True)
class Line:
    """One line of the history, as ``components/event_list.html`` shows it."""

    at: datetime
    text: str
    by: str = ""


def told(events: Iterable[ApplicationEvent], now: datetime) -> list[ApplicationEvent]:
    """The events without the decisions of which the group has not been told: held back, or taken back in time.

    ``events``: of one application, the oldest first.
    """
    known: list[ApplicationEvent] = []
    for event in events:
        if event.verb == "decision_taken_back":
            known = [each for each in known if each.pk != event.data["decision"]]
        elif not _is_held(event, now):
            known.append(event)
    return known


def _is_held(event: ApplicationEvent, now: datetime) -> bool:
    until = event.data.get("held_until")
    return until is not None and now < datetime.fromisoformat(until)


def lines(events: Iterable[ApplicationEvent], people: Iterable[Signatory]) -> list[Line]:
    """The newest first. ``events``: the oldest first, with their actors; ``people``: all who are, or were, named."""
    everybody = list(people)
    return [_line(event, everybody) for event in events if event.verb in SENTENCES][::-1]


def _line(event: ApplicationEvent, people: list[Signatory]) -> Line:
    names = {str(person.pk): person.name for person in people}
    subject = event.data.get("signatory", "")
    text = SENTENCES[event.verb].format(
        person=names.get(subject, "En person, der ikke længere er med"),
        version=event.data.get("version", ""),
        fields=_fields(event.data),
        role=_role(event.data),
    )
    return Line(event.at, text, _by(event, people, subject))


def _fields(data: Mapping[str, Any]) -> str:
    names = [_FIELDS.get(field, field) for field in data.get("fields", [])]
    return " og ".join(filter(None, (", ".join(names[:-1]), "".join(names[-1:])))).capitalize()


def _role(data: Mapping[str, Any]) -> str:
    """The place that is free now: whoever had it is erased."""
    return str(Role(data["role"]).label) if "role" in data else "En person"


def _by(event: ApplicationEvent, people: list[Signatory], subject: str) -> str:
    """Who did it, where the sentence does not say so itself. Staff are SPARK to the group."""
    if event.actor is None or event.actor.is_team:
        return ""
    doer = next((person for person in people if person.email == event.actor.email), None)
    if doer is None or str(doer.pk) == subject:
        return ""
    return doer.name
