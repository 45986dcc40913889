"""What a draft still lacks before everybody can be asked."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from applications.consensus import (
    CHAIRS,
    FEWEST_JOINT,
    Body,
    Kind,
    Role,
    Seat,
    Side,
    missing_roles,
    missing_seats,
    speaks_for,
)
from applications.models import Application, Signatory

MONTHS_TO_START = 6


class Step(IntEnum):
    """The form's pages. The last is the check page."""

    WHO = 1
    THEMES = 2
    WISH = 3
    PRACTICAL = 4
    PEOPLE = 5
    CHECK = 6


_WHOM: dict[frozenset[Role], str] = {
    frozenset({Role.MANAGER}): "en leder",
    frozenset({Role.UNION_REPRESENTATIVE}): "en tillidsrepræsentant (TR). Har I ingen, så skriv hvorfor",
    frozenset(
        {Role.WORKING_ENVIRONMENT_REPRESENTATIVE}
    ): "en arbejdsmiljørepræsentant (AMR). Har I ingen, så skriv hvorfor",
    frozenset({Role.CHAIR}): "formanden for MED-udvalget",
    frozenset({Role.VICE_CHAIR}): "næstformanden for MED-udvalget",
    frozenset(
        {Role.WORKING_ENVIRONMENT_REPRESENTATIVE, Role.EMPLOYEE_REPRESENTATIVE}
    ): "en arbejdsmiljørepræsentant (AMR) eller en anden medarbejderrepræsentant",
}
_CONTACT = {Side.MANAGEMENT: "ledelsen", Side.EMPLOYEES: "medarbejderne"}


@dataclass(frozen=True)
class MissingPart:
    """One thing to do, and the page where it is done."""

    step: Step
    sentence: str


def missing_parts(application: Application, people: Collection[Signatory], today: date) -> tuple[MissingPart, ...]:
    """All that is missing, in the order of the form; nothing means that everybody can be asked.

    ``people``: everybody named now.
    """
    sentences = {
        Step.WHO: _who(application),
        Step.THEMES: _themes(application, today),
        Step.WISH: _wish(application),
        Step.PRACTICAL: _practical(application, today),
        Step.PEOPLE: _people(application, people),
        Step.CHECK: _commitments(application),
    }
    return tuple(MissingPart(step, sentence) for step, found in sentences.items() for sentence in found)


def latest_start(today: date) -> date:
    """The last day an application may begin on: six calendar months on, or that month's last day."""
    years, month = divmod(today.month - 1 + MONTHS_TO_START, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _who(application: Application) -> Iterator[str]:
    if not application.body:
        yield "Vælg, hvem I søger som"
    workplaces = application.workplaces.count()
    if application.kind == Kind.JOINT:
        if workplaces < FEWEST_JOINT:
            yield "Et fællesforløb er for mindst to arbejdspladser. Tilføj dem"
    elif not workplaces:
        yield "Skriv, hvilken arbejdsplads det handler om"
    elif workplaces > 1:
        body = Body(application.body or Body.TRIO).label
        yield f"Som {body} søger I for én arbejdsplads. Fjern de andre, eller vælg et udvalg, der søger for flere"


def _themes(application: Application, today: date) -> Iterator[str]:
    chosen = list(application.themes.all())
    if not chosen:
        yield "Vælg mindst ét tema"
    for theme in chosen:
        if not theme.is_open_on(today):
            yield f"Temaet »{theme.short_title}« er lukket for ansøgninger. Vælg et andet"


def _wish(application: Application) -> Iterator[str]:
    if not application.situation:
        yield "Beskriv jeres situation"
    if not application.change_wish:
        yield "Skriv, hvad der skal være anderledes bagefter"
    if not application.core_task:
        yield "Beskriv jeres kerneopgave"


def _practical(application: Application, today: date) -> Iterator[str]:
    if not application.managers_taking_part:
        yield "Skriv, hvor mange ledere der deltager"
    if not application.employees_taking_part:
        yield "Skriv, hvor mange medarbejderrepræsentanter der deltager"
    start = application.earliest_start
    if start is None:
        yield "Skriv, hvornår I tidligst kan begynde"
    elif start < today:
        yield "Datoen for, hvornår I tidligst kan begynde, er passeret. Skriv en ny"
    elif start > latest_start(today):
        yield "I skal kunne begynde inden for et halvt år. Skriv en tidligere dato"


def _people(application: Application, people: Collection[Signatory]) -> Iterator[str]:
    body = Body(application.body or Body.TRIO)
    roles = {Role(person.role) for person in people}
    absent = application.explained_absences
    places = _municipalities(application) if application.kind == Kind.JOINT else {}
    if places:
        yield from _committees(people, places)
    else:
        for wanted in missing_roles(body, roles, absent):
            yield f"I mangler {_WHOM.get(wanted, 'mindst én medarbejderrepræsentant')}"
    if absent and not application.absence_reason:
        yield "Skriv, hvorfor I ikke har en TR eller en AMR"
    contacts = {Side(person.side): person for person in people if person.is_contact}
    for side, whose in _CONTACT.items():
        if side not in contacts:
            yield f"Vælg en kontaktperson fra {whose}"
        elif not contacts[side].phone:
            yield f"Skriv et telefonnummer til kontaktpersonen fra {whose}"


def _municipalities(application: Application) -> dict[int, str]:
    """Those taking part, by key, in the order of the workplaces."""
    return dict(application.workplaces.values_list("municipality", "municipality__name"))


def _committees(people: Collection[Signatory], places: Mapping[int, str]) -> Iterator[str]:
    """A joint application: chair and vice-chair of each municipality."""
    seats = {person: Seat(Role(person.role), person.municipality_id) for person in people if person.role in CHAIRS}
    for person, seat in seats.items():
        if speaks_for(seat, places.keys()) is None:
            yield f"Vælg, hvilken kommune {person.name} taler for"
    for municipality, role in missing_seats(list(seats.values()), list(places)):
        where = f" i {places[municipality]}" if len(places) > 1 else ""
        yield f"I mangler {_WHOM[frozenset({role})]}{where}"


def _commitments(application: Application) -> Iterator[str]:
    if not application.evaluation_accepted:
        yield "Bekræft, at I vil deltage i evalueringen"
    if not application.privacy_version:
        yield "Bekræft, at I har læst, hvordan vi bruger jeres oplysninger"
