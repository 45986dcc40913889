"""A frozen version as people read it, and what has changed between two of them.

Only the version's own content is shown. Names come from the people's rows: the version holds none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import danish
from applications.actions.completeness import Step
from applications.actions.versions import Content
from applications.consensus import Body, Kind, Role
from applications.models import Signatory
from applications.models.workplaces import how_many
from applications.views import word_diff
from applications.views.answers import TITLES

Names = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """One answer in words."""

    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """The answers of one step."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Change:
    """An answer that reads differently now. Empty: it was not there, or is gone."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[word_diff.Piece, ...]:
        """Both texts, word by word."""
        return word_diff.differences(self.before, self.after)


def names_of(people: Iterable[Signatory]) -> Names:
    """What to call those who are, or were, named."""
    return {str(person.pk): person.name for person in people}


def sections(content: Content, names: Names) -> tuple[Section, ...]:
    """The whole text, step by step."""
    titles = {**TITLES, Step.CHECK: "Det I har svaret og lovet"}
    return tuple(Section(titles[step], tuple(rows(content, names))) for step, rows in _STEPS.items())


def changes(before: Content, after: Content, names: Names) -> tuple[Change, ...]:
    """What reads differently in ``after``, in the order of the form."""
    old, new = (
        {row.label: row.value for section in sections(content, names) for row in section.rows}
        for content in (before, after)
    )
    labels = [*new, *(label for label in old if label not in new)]
    return tuple(
        Change(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    )


def common(content: Content) -> tuple[Section, ...]:
    """What all workplaces of a joint application have in common: no single workplace, and nobody who is named."""
    shared = (Step.THEMES, Step.WISH, Step.PRACTICAL)
    who = Section(TITLES[Step.WHO], (*_body(content), *_extent(content)))
    return (who, *(Section(TITLES[step], tuple(_STEPS[step](content, {}))) for step in shared))


def _body(content: Content) -> list[Row]:
    return [
        Row("Søger som", Body(content["body"]).label if content.get("body") else ""),
        Row("Slags forløb", Kind(content["kind"]).label),
    ]


def _extent(content: Content) -> list[Row]:
    workplaces = content.get("workplaces", [])
    return [Row("Omfang", how_many(len(workplaces), len(_municipalities(content))))]


def _municipalities(content: Content) -> list[str]:
    return list(dict.fromkeys(each["municipality"]["name"] for each in content.get("workplaces", [])))


def _who(content: Content, names: Names) -> list[Row]:
    workplaces = content.get("workplaces", [])
    if len(workplaces) < 2:
        return [*_body(content), *(Row("Arbejdsplads", _workplace(each)) for each in workplaces)]
    listed = [
        Row(
            f"Arbejdspladser i {name}",
            "\n".join(_line(each) for each in workplaces if each["municipality"]["name"] == name),
        )
        for name in _municipalities(content)
    ]
    return [*_body(content), *_extent(content), *listed]


def _workplace(workplace: Content) -> str:
    where = f"{workplace['municipality']['name']} Kommune, {workplace['sector']['name']}"
    return "\n".join([workplace["name"], where, f"{workplace['employees']} medarbejdere", *_more(workplace)])


def _line(workplace: Content) -> str:
    sector = workplace["sector"]["name"].partition(" (")[0]
    return ", ".join([workplace["name"], sector, f"{workplace['employees']} medarbejdere", *_more(workplace)])


def _more(workplace: Content) -> list[str]:
    numbers = {"P-nummer": workplace.get("production_unit"), "CVR-nummer": workplace.get("cvr_number")}
    address = f"{workplace.get('postal_code', '')} {workplace.get('town', '')}".strip()
    return [*filter(None, [address]), *(f"{label} {number}" for label, number in numbers.items() if number)]


def _themes(content: Content, names: Names) -> list[Row]:
    return [Row("Temaer", "\n".join(theme["title"] for theme in content.get("themes", [])))]


def _wish(content: Content, names: Names) -> list[Row]:
    return [
        Row("Jeres situation", content.get("situation", "")),
        Row("Hvad I har prøvet", content.get("tried") or "Ingenting skrevet"),
        Row("Hvad der skal være anderledes", content.get("change_wish", "")),
        Row("Jeres kerneopgave", content.get("core_task", "")),
    ]


def _practical(content: Content, names: Names) -> list[Row]:
    start = content.get("earliest_start")
    return [
        Row("Ledere, der deltager", _number(content.get("managers_taking_part"))),
        Row("Medarbejderrepræsentanter, der deltager", _number(content.get("employees_taking_part"))),
        Row("Tidligste start", danish.danish_date(date.fromisoformat(start)) if start else ""),
        Row("Dage, der ikke passer", content.get("unsuitable_days") or "Ingen"),
    ]


def _people(content: Content, names: Names) -> list[Row]:
    named = "\n".join(_person(person, names) for person in content.get("people", []))
    absent = ", ".join(Role(role).label for role in content.get("absent_roles", []))
    found = [Row("De, der er nævnt", named)]
    return [*found, Row("Har vi ikke", f"{absent}\n{content['absence_reason']}")] if absent else found


def _person(person: Content, names: Names) -> str:
    committee = f" i {person['municipality']}" if person["municipality"] else ""
    contact = " (kontaktperson)" if person["is_contact"] else ""
    name = names.get(person["id"], "En person, der ikke længere er med")
    return f"{name}: {Role(person['role']).label}{committee}{contact}"


_DECLARED = {
    "municipal": "I er en kommunal arbejdsplads",
    "agreed": "I er enige om at søge",
    "personnel_case": "Det handler om en konkret personalesag",
    "improvement_order": "I har fået et påbud fra Arbejdstilsynet",
    "ready": "I kan gå i gang inden for et halvt år",
}
_SAID = {
    "yes": "Ja",
    "no": "Nej",
    "on_the_way": "Ikke helt endnu, men I taler om det",
    "none": "Nej",
    "beside": "Ja, men I søger hjælp til det forebyggende arbejde ved siden af",
}


def _commitments(content: Content, names: Names) -> list[Row]:
    said = content.get("declarations", {})
    found = [Row(label, _SAID.get(said[key], said[key])) for key, label in _DECLARED.items() if key in said]
    return [*found, Row("I deltager i evalueringen", "Ja" if content.get("evaluation_accepted") else "Nej")]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


_STEPS: Mapping[Step, Callable[[Content, Names], list[Row]]] = {
    Step.WHO: _who,
    Step.THEMES: _themes,
    Step.WISH: _wish,
    Step.PRACTICAL: _practical,
    Step.PEOPLE: _people,
    Step.CHECK: _commitments,
}
