"""An application as the secretariat reads it: answers, consensus, timeline, each as lines for a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import danish
from accounts.models import User
from applications.lifecycle import WITH_THE_GROUP
from applications.models import Application, Workplace
from applications.models.workplaces import extent
from consultants.models import RoundCandidate
from consultants.precedence import Decision
from consultants.views.whole import Asked, Person, Place, Ranked, Said, Whole


# ── What they agreed on ─────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Line:
    """A question of the form and the group's answer."""

    label: str
    value: str


_DECLARED = {
    "municipal": "Kommunal arbejdsplads",
    "agreed": "Leder og medarbejdere er enige",
    "personnel_case": "Handler om en konkret personalesag",
    "improvement_order": "Påbud fra Arbejdstilsynet",
    "ready": "Kan begynde inden for et halvt år",
}
_SAID = {
    "yes": "ja",
    "no": "nej",
    "on_the_way": "på vej",
    "none": "nej",
    "beside": "ja, og de søger hjælp til det forebyggende ved siden af",
    "comply": "ja, og de søger hjælp til at efterkomme det",
}


def answers(case: Whole) -> list[Line]:
    """The group's text. While the application lies on the desk it can't differ from what everybody agreed on."""
    application = case.application
    lines = [
        Line("Forløb", application.get_kind_display()),
        Line("Hvem søger", application.get_body_display()),
        _workplaces(case.workplaces),
        Line("Temaer", "\n".join(case.themes)),
        Line("Situationen", application.situation),
        Line("Hvad de har prøvet", application.tried),
        Line("Hvad der skal være anderledes", application.change_wish),
        Line("Kerneopgaven", application.core_task),
        Line("Deltagere", _taking_part(application)),
        Line("Tidligste start", danish.danish_date(application.earliest_start) if application.earliest_start else ""),
        Line("Dage, der ikke passer", application.unsuitable_days or "Ingen"),
    ]
    if application.explained_absences:
        lines.append(Line("Roller, de ikke har", _absent(application)))
    lines.append(Line("Svar på forhånd", _declarations(application)))
    return lines


def _workplaces(workplaces: Sequence[Workplace | Place]) -> Line:
    """One in full; several by their number, since each has its line in the list of them."""
    if len(workplaces) != 1:
        return Line("Arbejdspladser", extent(workplaces))
    (only,) = workplaces
    return Line("Arbejdsplads", f"{only.name}, {only.municipality} · {only.sector} · {only.employees} medarbejdere")


def _taking_part(application: Application) -> str:
    managers, employees = application.managers_taking_part or 0, application.employees_taking_part or 0
    return (
        f"{managers} leder{'' if managers == 1 else 'e'} og "
        f"{employees} medarbejderrepræsentant{'' if employees == 1 else 'er'}"
    )


def _absent(application: Application) -> str:
    roles = ", ".join(str(role.label) for role in application.explained_absences)
    return f"{roles}\n{application.absence_reason}".strip()


def _declarations(application: Application) -> str:
    said = application.declarations
    return "\n".join(f"{label}: {_SAID.get(said[key], said[key])}" for key, label in _DECLARED.items() if key in said)


# ── Who agreed, to which version ────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Voice:
    """A person's answer to a version; ``answer`` is None while it is missing."""

    person: Person
    answer: Said | None

    @property
    def is_valid_yes(self) -> bool:
        """A yes that stands, from the address the person has now."""
        answer = self.answer
        return (
            answer is not None
            and answer.agrees
            and answer.taken_back_at is None
            and answer.address == self.person.email
        )

    @property
    def remark(self) -> str:
        """What the desk should know of it: nothing where all is as usual."""
        if self.person.removed_at is not None:
            no = self.answer is not None and not self.answer.agrees
            return "Fjernet efter nej" if no else "Fjernet fra ansøgningen"
        if self.answer is None:
            return ""
        if self.answer.taken_back_at is not None:
            return f"Taget tilbage {danish.danish_date(self.answer.taken_back_at)}"
        return "" if self.answer.address == self.person.email else "Svaret kom fra en tidligere e-mailadresse"


@dataclass(frozen=True)
class Version:
    """A version of the text and everybody's answer to it."""

    number: int
    asked_at: datetime
    is_current: bool
    voices: tuple[Voice, ...]


def versions(case: Whole) -> list[Version]:
    """All versions, the newest first."""
    return [_version(case, version) for version in reversed(case.versions)]


def _version(case: Whole, version: Asked) -> Version:
    is_current = version.number == case.application.version_number
    return Version(version.number, version.asked_at, is_current, tuple(_voices(case, version, is_current)))


def _voices(case: Whole, version: Asked, is_current: bool) -> list[Voice]:  # noqa: FBT001 — private
    given: dict[object, list[Said]] = {}
    for answer in case.answers:
        if answer.version == version.pk:
            given.setdefault(answer.person, []).append(answer)
    voices = []
    for person in case.people:
        theirs = [Voice(person, answer) for answer in given.get(person.pk, [])]
        voices += theirs
        if is_current and person.removed_at is None and not any(voice.is_valid_yes for voice in theirs):
            voices.append(Voice(person, None))
    return voices


# ── What happened ───────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Event:
    """A line of the timeline, as components/event_list.html wants it."""

    at: datetime
    text: str
    by: str


_TOLD = {
    "begun": "Ansøgningen blev begyndt",
    "person_invited": "En person blev inviteret til at skrive med",
    "person_accepted": "En person sagde: Ja, det er mig",
    "person_corrected": "{fields} blev rettet for en person",
    "person_removed": "En person blev taget af ansøgningen",
    "person_declined": "En person svarede »det er ikke mig« eller ville ikke være med",
    "person_left": "En person fik slettet sine oplysninger",
    "asked": "Alle blev spurgt, om de er enige",
    "agreed": "Sagde ja",
    "disagreed": "Sagde: Nej, ikke endnu",
    "taken_back": "Tog sit ja tilbage",
    "contact_declined": "En arbejdsplads’ kontaktperson svarede: Det er ikke mig",
    "reminded": "En person blev mindet om at svare",
    "submitted": "Ansøgningen blev modtaget",
    "reopened": "Gruppen begyndte at rette i ansøgningen",
    "information_asked": "Gruppen blev bedt om oplysninger",
    "information_answered": "Gruppen svarede",
    "message_written": "En besked blev skrevet",
    "messages_seen_off": "Beskederne blev lagt til side uden svar",
    "set_waiting": "Sat på venteliste",
    "granted": "Bevilget",
    "declined": "Afslået",
    "decision_taken_back": "Afgørelsen blev fortrudt, før brevet blev sendt",
    "letter_rewritten": "Brevet blev rettet, før det blev sendt",
    "withdrawn": "Trukket tilbage",
    "expired": "Udløbet",
}


def events(case: Whole) -> list[Event]:
    """What the desk has a word for, the newest first."""
    names = _names(case)
    by: dict[int | None, str] = {key: _by(actor, names) for key, actor in case.actors.items()}
    told = [event for event in reversed(case.events) if event.verb in _TOLD]
    return [Event(event.at, what(event.verb, event.details), by.get(event.actor, "")) for event in told]


def what(verb: str, details: Mapping[str, Any]) -> str:
    """What happened, in the desk's words; nothing for what it has no word for."""
    return _TOLD[verb].format(fields=_fields(details)) if verb == "person_corrected" else _TOLD.get(verb, "")


_FIELDS = {"name": "navn", "email": "e-mailadresse", "phone": "telefonnummer"}


def _fields(details: Mapping[str, Any]) -> str:
    """What was corrected, by the names of the fields."""
    names = [_FIELDS[field] for field in details.get("fields", ())]
    return " og ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))).capitalize()


def _names(case: Whole) -> Mapping[str, str]:
    """By address. Whoever signs in by code has no name but the one the group gave them; its draft is its own."""
    if case.application.status in WITH_THE_GROUP:
        return {}
    return {person.email: person.name for person in case.people}


def _by(actor: User, names: Mapping[str, str]) -> str:
    return str(actor) if actor.is_team else names.get(actor.email, "")


def in_round(candidate: RoundCandidate) -> str:
    """That the round which is opened decides on it, or has decided, and what can be done about that."""
    return ranked_in(Ranked(candidate.rank, candidate.decision, candidate.round.meets_on))


def ranked_in(ranked: Ranked) -> str:
    """The same, of what has been read with the case."""
    day = danish.danish_date(ranked.meets_on)
    if ranked.decision:
        return (
            f"Runden {day} har besluttet: {Decision(ranked.decision).label}. Svaret bliver sendt, når runden lukkes."
            " Sekretariatslederen kan ændre det på rundens side."
        )
    return (
        f"Ansøgningen er nummer {ranked.rank} i runden {day}, som er åbnet, og bliver afgjort der."
        " Haster det, kan den bevilges nu med en grund."
    )
