"""The draft as its writers read it: every answer in words, step by step."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

import danish
from accounts.models import User
from applications.actions.completeness import Step
from applications.consensus import Body, Kind, Role
from applications.models import Application, Signatory, Workplace
from applications.models.workplaces import extent

TITLES = {
    Step.WHO: "Hvem er I?",
    Step.THEMES: "Hvad handler det om?",
    Step.WISH: "Hvad ønsker I?",
    Step.PRACTICAL: "Det praktiske",
    Step.PEOPLE: "Hvem er med?",
    Step.CHECK: "Tjek jeres svar",
}

# What rows about the list of a joint application begin with.
LISTED = "Arbejdspladser"


@dataclass(frozen=True)
class Row:
    """One answer; ``href`` leads to where it is corrected."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class Section:
    """One step's answers."""

    step: Step
    title: str
    href: str
    rows: Sequence[Row]


def step_address(application: Application, step: Step) -> str:
    """The address of a step, the check page among them."""
    if step is Step.CHECK:
        return reverse("applications:check", args=[application.pk])
    return reverse("applications:step", args=[application.pk, step.value])


def workplaces_address(application: Application) -> str:
    """Where the workplaces of a joint application stand."""
    return reverse("applications:workplaces", args=[application.pk])


def contact_address(application: Application) -> str:
    """Where the contact of one of its workplaces reads along."""
    return reverse("applications:contact", args=[application.pk])


def status_address(application: Application) -> str:
    """Where it can be seen how far the application has come."""
    return reverse("applications:status", args=[application.pk])


def sections(application: Application, people: Sequence[Signatory]) -> list[Section]:
    """Every step but the last, in order."""
    return [
        Section(step, TITLES[step], step_address(application, step), rows(application, step, people))
        for step in Step
        if step is not Step.CHECK
    ]


def rows(application: Application, step: Step, people: Sequence[Signatory] = ()) -> list[Row]:
    """The answers of one step, each with the way back to it."""
    found = _ROWS[step](application) if step in _ROWS else _people(application, people)
    href = step_address(application, step)
    listed = workplaces_address(application)
    return [Row(label, value, listed if label.startswith(LISTED) else href) for label, value in found]


def name_of(user: User | None, people: Iterable[Signatory]) -> str:
    """What the others call ``user``: the name on the application, else their own; nothing if no name is known. An
    address that was corrected since is no name."""
    if user is None:
        return ""
    return next((person.name for person in people if person.email == user.email), user.name)


def holds_cpr_number(application: Application) -> bool:
    """Whether a text looks as if it held somebody's civil registration number; a warning, no refusal."""
    texts = (application.situation, application.tried, application.change_wish, application.core_task)
    return any(danish.holds_cpr_number(text) for text in texts)


def _who(application: Application) -> list[tuple[str, str]]:
    places = list(application.workplaces.select_related("municipality", "sector"))
    body = Body(application.body).label if application.body else ""
    if application.kind == Kind.JOINT or len(places) > 1:
        return [("Søger som", body), (LISTED, extent(places)), *_by_municipality(places)]
    if not places:
        return [("Søger som", body), ("Arbejdsplads", "")]
    return [("Søger som", body), *_place(places[0])]


def _place(workplace: Workplace) -> list[tuple[str, str]]:
    return [
        ("Arbejdsplads", workplace.name),
        ("Kommune", workplace.municipality.name),
        ("Område", workplace.sector.name),
        ("Medarbejdere", str(workplace.employees)),
        *((label, value) for label, value in _more(workplace) if value),
    ]


def _more(workplace: Workplace) -> list[tuple[str, str]]:
    return [
        ("Postnummer og by", f"{workplace.postal_code} {workplace.town}".strip()),
        ("P-nummer", workplace.production_unit),
        ("CVR-nummer", workplace.cvr_number),
    ]


def _by_municipality(places: Sequence[Workplace]) -> Iterator[tuple[str, str]]:
    """One row a municipality, one line a workplace."""
    for municipality in dict.fromkeys(each.municipality for each in places):
        there = [each for each in places if each.municipality_id == municipality.pk]
        yield f"{LISTED} i {municipality.name}", "\n".join(map(line_of, there))


def line_of(workplace: Workplace) -> str:
    """A workplace in one line, without its municipality."""
    sector = workplace.sector.name.partition(" (")[0]
    facts = [workplace.name, sector, f"{workplace.employees} medarbejdere"]
    return ", ".join([*facts, *(value for _, value in _more(workplace)[:1] if value)])


def place_rows(workplace: Workplace) -> list[Row]:
    """A workplace by itself, without its contact."""
    return [Row(label, value) for label, value in _place(workplace)]


def _themes(application: Application) -> list[tuple[str, str]]:
    return [("Temaer", "\n".join(theme.title for theme in application.themes.all()))]


def _wish(application: Application) -> list[tuple[str, str]]:
    return [
        ("Jeres situation", application.situation),
        ("Hvad I har prøvet", application.tried or "Ingenting skrevet"),
        ("Hvad der skal være anderledes", application.change_wish),
        ("Jeres kerneopgave", application.core_task),
    ]


def _practical(application: Application) -> list[tuple[str, str]]:
    start = application.earliest_start
    return [
        ("Ledere, der deltager", _number(application.managers_taking_part)),
        ("Medarbejderrepræsentanter, der deltager", _number(application.employees_taking_part)),
        ("Tidligste start", danish.danish_date(start) if start else ""),
        ("Dage, der ikke passer", application.unsuitable_days or "Ingen"),
    ]


def _people(application: Application, people: Sequence[Signatory]) -> list[tuple[str, str]]:
    found = [(_seat(person), _described(person)) for person in people] or [("Personer", "")]
    absent = ", ".join(role.label for role in application.explained_absences)
    return [*found, ("Har vi ikke", f"{absent}\n{application.absence_reason}")] if absent else found


def _seat(person: Signatory) -> str:
    return f"{Role(person.role).label} i {person.municipality}" if person.municipality else Role(person.role).label


def _described(person: Signatory) -> str:
    contact = " (kontaktperson)" if person.is_contact else ""
    reach = ", ".join(filter(None, (person.email, phone_of(person))))
    return f"{person.name}{contact}\n{reach}"


def phone_of(person: Signatory) -> str:
    """The number in one piece, so that no line breaks inside it."""
    return str(person.phone or "").replace(" ", "\N{NO-BREAK SPACE}")


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


_ROWS = {Step.WHO: _who, Step.THEMES: _themes, Step.WISH: _wish, Step.PRACTICAL: _practical}
