"""The secretariat's documents to keep: tagged PDFs (PDF/UA-1), like the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass

import danish
from applications import documents
from applications.models import PrioritisationRound
from consultants.precedence import Decision

_COLUMNS = ("Plads", "Ansøgning", "Point", "Afgørelse")


@dataclass(frozen=True)
class Line:
    """A candidate of the report: no name, no workplace and no word of its group. ``override``: the head's reason."""

    rank: int
    reference: str
    points: int
    decision: str
    failed_because: str = ""
    override: str = ""

    @property
    def told(self) -> str:
        """What was decided, and whether it came to that."""
        decided = str(Decision(self.decision).label) if self.decision else "Ikke afgjort"
        return f"{decided}. {self.failed_because}" if self.failed_because else decided


@dataclass(frozen=True)
class RoundReport:
    """What the report of a round says. ``weights``: label and points, in the order of the formula."""

    round: PrioritisationRound
    used: int
    weights: Sequence[tuple[str, int]]
    lines: Sequence[Line]


def round_report(facts: RoundReport) -> bytes:
    """The report as a PDF. The same facts give the same bytes."""
    each = facts.round
    at = each.closed_at or each.opened_at
    assert at is not None  # noqa: S101 — what was never opened has no report
    return documents.typeset("round_report.typ", _words(facts), at=at)


def _words(facts: RoundReport) -> dict[str, object]:
    each = facts.round
    overrides = [f"Plads {line.rank}, {line.reference}: {line.override}" for line in facts.lines if line.override]
    return {
        "title": f"Runden {danish.danish_date(each.meets_on)}",
        "lead": f"Lukket {documents.moment(each.closed_at)}." if each.closed_at else "Runden er ikke lukket endnu.",
        "facts": [list(pair) for pair in _facts(facts)],
        "weights_heading": f"Vægte: {each.weights or 'standard'}",
        "weights_columns": ["Vægt", "Point"],
        "weights": [[label, str(points)] for label, points in facts.weights],
        "lines_heading": "Ansøgningerne i rækkefølge",
        "columns": list(_COLUMNS),
        "lines": [[str(line.rank), line.reference, str(line.points), line.told] for line in facts.lines],
        "overrides_heading": "Imod rækkefølgen",
        "overrides": overrides or ["Ingen afgørelse gik imod rækkefølgen."],
        "contact": documents.contact(),
    }


def _facts(facts: RoundReport) -> list[tuple[str, str]]:
    each = facts.round
    opened_at = documents.moment(each.opened_at) if each.opened_at else ""
    return [
        ("Rækkefølgen er fra", opened_at),
        ("Pladser", f"{facts.used} af {each.capacity} brugt"),
        ("Ansøgninger", str(len(facts.lines))),
        *((str(label), str(_number(facts, value))) for value, label in Decision.choices),
        ("Ikke afgjort", str(_number(facts, ""))),
    ]


def _number(facts: RoundReport, decision: str) -> int:
    return sum(line.decision == decision for line in facts.lines)
