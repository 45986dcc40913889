"""The lists of the secretariat's room as tables: the columns of the screen, each row of the list, none left out.

Of people the names of our own consultants alone, and of free text nothing: what leaves in a file is out of our hands.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from django.db.models import Model, QuerySet

import danish
from applications.models import Application, Workplace
from consultants import deadlines
from consultants.lifecycle import Status
from consultants.models import Assignment, Engagement, FollowUpVisit, Meeting
from consultants.spreadsheets import Cell

BATCH = 1000

M = TypeVar("M", bound=Model)
R_contra = TypeVar("R_contra", contravariant=True)


@dataclass(frozen=True)
class Column(Generic[R_contra]):
    """A column of a list: what stands above it and what in it."""

    heading: str
    value: Callable[[R_contra], Cell]


@dataclass(frozen=True)
class InBatches(Generic[M]):
    """The rows of ``found`` with ``keys``, in that order, some at a time; as many as there are ``keys``.

    Whatever has left ``found`` by the time it is read is left out.
    """

    found: QuerySet[M]
    keys: Sequence[object]

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[list[M]]:
        for begin in range(0, len(self.keys), BATCH):
            batch = self.keys[begin : begin + BATCH]
            known = self.found.in_bulk(batch)
            yield [known[key] for key in batch if key in known]


def in_batches(found: QuerySet[M], order: Sequence[str]) -> InBatches[M]:
    """``found`` in its ``order``.

    One statement says which rows and in which order; so none is left out or told twice, however the rows move while
    the file is written.
    """
    return InBatches(found, list(found.order_by(*order).values_list("pk", flat=True)))


# ── The queue ───────────────────────────────────────────────────────────────────────────────────────────────────────
class Place(Protocol):
    """A workplace by the names that a line shows."""

    @property
    def name(self) -> str: ...
    @property
    def municipality(self) -> str: ...
    @property
    def sector(self) -> str: ...


class QueueLine(Protocol):
    """A line of the queue."""

    @property
    def application(self) -> Application: ...
    @property
    def waiting_days(self) -> int: ...
    @property
    def workplaces(self) -> Sequence[Place]: ...
    @property
    def themes(self) -> Sequence[str]: ...
    @property
    def main_reason(self) -> str: ...
    @property
    def is_ranked(self) -> bool: ...


def _each_once(names: Iterator[str]) -> str:
    return "; ".join(dict.fromkeys(names))


def _received(line: QueueLine) -> date | None:
    at = line.application.first_submitted_at
    return deadlines.day_of(at) if at else None


QUEUE: dict[str, Column[QueueLine]] = {
    "workplaces": Column("Arbejdspladser", lambda line: "; ".join(each.name for each in line.workplaces)),
    "reference": Column("Reference", lambda line: line.application.reference),
    "kind": Column("Forløb", lambda line: line.application.get_kind_display()),
    "themes": Column("Temaer", lambda line: "; ".join(line.themes)),
    "municipalities": Column("Kommuner", lambda line: _each_once(each.municipality for each in line.workplaces)),
    "sectors": Column("Brancher", lambda line: _each_once(each.sector for each in line.workplaces)),
    "received": Column("Modtaget", _received),
    "waited": Column("Ventet (dage)", lambda line: line.waiting_days),
    "points": Column("Point", lambda line: line.application.points if line.is_ranked else None),
    "reason": Column("Vejer mest", lambda line: line.main_reason),
    "status": Column("Tilstand", lambda line: line.application.get_status_display()),
}


# ── Engagements ─────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class EngagementLine:
    """An engagement of the list: with its workplaces and their municipalities, ``planned`` meetings, ``running_it``."""

    engagement: Engagement
    today: date

    @property
    def next_step(self) -> tuple[str, date | None]:
        """What comes next, and the day; the words of the screen."""
        engagement = self.engagement
        planned: list[Meeting] = engagement.planned  # type: ignore[attr-defined]  # prefetched by the list
        if engagement.status == Status.ASSIGNED:
            is_late = engagement.first_contact_due_on < self.today
            return "Kontakt skulle være taget" if is_late else "Kontakt senest", engagement.first_contact_due_on
        if engagement.closed_on:
            return "Sluttede", engagement.closed_on
        if planned:
            return "Møde", deadlines.day_of(planned[0].starts_at)
        return ("Intet møde planlagt" if engagement.is_open else "Aflyst"), None


def _places(engagement: Engagement) -> list[Workplace]:
    return list(engagement.application.workplaces.all())


def _names(engagement: Engagement) -> str:
    return "; ".join(each.name for each in _places(engagement))


def _municipalities(engagement: Engagement) -> str:
    return _each_once(each.municipality.name for each in _places(engagement))


def _consultant(engagement: Engagement) -> str:
    running_it: list[Assignment] = engagement.running_it  # type: ignore[attr-defined]  # prefetched by the lists
    return str(running_it[0]) if running_it else "Ingen"


ENGAGEMENTS: dict[str, Column[EngagementLine]] = {
    "workplaces": Column("Arbejdspladser", lambda line: _names(line.engagement)),
    "reference": Column("Reference", lambda line: line.engagement.application.reference),
    "opened": Column("Åbnet", lambda line: deadlines.day_of(line.engagement.opened_at)),
    "municipalities": Column("Kommuner", lambda line: _municipalities(line.engagement)),
    "next": Column("Det næste", lambda line: line.next_step[0]),
    "next_day": Column("Dato", lambda line: line.next_step[1]),
    "consultant": Column("Konsulent", lambda line: _consultant(line.engagement)),
    "status": Column("Status", lambda line: line.engagement.get_status_display()),
}


# ── Follow-ups ──────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class FollowUpLine:
    """A follow-up of the list, its engagement prefetched as for that list, and the words of its badge."""

    visit: FollowUpVisit
    standing: str

    @property
    def visited(self) -> date | datetime | None:
        """The day it ended, or the moment agreed."""
        planned = self.visit.planned_meeting
        return self.visit.ended_on or (planned.starts_at if planned else None)

    @property
    def suggested(self) -> str:
        """The days that the group has proposed, as long as none is agreed."""
        return "" if self.visited else ", ".join(danish.danish_date(day) for day in self.visit.suggested_days)


FOLLOW_UPS: dict[str, Column[FollowUpLine]] = {
    "workplaces": Column("Arbejdspladser", lambda line: _names(line.visit.engagement)),
    "reference": Column("Reference", lambda line: line.visit.engagement.application.reference),
    "municipalities": Column("Kommuner", lambda line: _municipalities(line.visit.engagement)),
    "due": Column("Senest", lambda line: line.visit.due_on),
    "visit": Column("Besøg", lambda line: line.visited),
    "suggested": Column("Gruppen foreslår", lambda line: line.suggested),
    "consultant": Column("Konsulent", lambda line: _consultant(line.visit.engagement)),
    "status": Column("Status", lambda line: line.standing),
}
