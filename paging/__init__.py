"""Pages of long lists, found by where the last one ended: page 1 and page 3,000 cost the same.

No OFFSET, and no count of a growing table. A page's address names the row it begins after (``?efter=``) or ends
before (``?foer=``) by the values of the list's order, so it stays true while rows come and go, also under equal points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.models import Field, GeneratedField, Model, Q, QuerySet
from django.http import QueryDict

AFTER, BEFORE = "efter", "foer"
SIZE = 25
CAP = 1000

_BETWEEN = "~"

M = TypeVar("M", bound=Model)


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows, and the addresses of the pages around them ("" for none), with all other parameters kept."""

    rows: list[M]
    previous: str
    next: str


def page_of(rows: QuerySet[M], *, order: Sequence[str], asked: QueryDict, size: int = SIZE) -> Page[M]:
    """The page of ``rows`` that the address ``asked`` for, ``size`` rows long.

    ``order``: names of the model's own fields, never empty in ``rows``, "-" in front of descending ones, the last
    one unique; an index in that order carries the list. An address that leads nowhere (cut off, or its rows
    are gone) gives the first page; never an error.
    """
    terms = [_Term(rows.model, name) for name in order]
    for parameter in (AFTER, BEFORE):
        marks = _marks(asked.get(parameter, ""), terms)
        if marks is not None:
            page = _page_at(rows, terms, marks, backwards=parameter == BEFORE, asked=asked, size=size)
            if page is not None:
                return page
    found = list(rows.order_by(*order)[: size + 1])
    return _page(found[:size], terms, asked, has_previous=False, has_next=len(found) > size)


@dataclass(frozen=True)
class _Term:
    """One field of the order."""

    model: type[Model]
    told: str

    @property
    def name(self) -> str:
        return self.told.removeprefix("-")

    @property
    def field(self) -> "Field[Any, Any]":
        return cast("Field[Any, Any]", self.model._meta.get_field(self.name))

    def beyond(self, *, backwards: bool) -> str:
        """The lookup for rows that come later in the list (or earlier, ``backwards``)."""
        return "lt" if self.told.startswith("-") is not backwards else "gt"

    def turned(self, *, backwards: bool) -> str:
        """The term for ``order_by``."""
        if not backwards:
            return self.told
        return self.name if self.told.startswith("-") else f"-{self.name}"


def _page_at(
    rows: QuerySet[M], terms: list[_Term], marks: list[Any], *, backwards: bool, asked: QueryDict, size: int
) -> Page[M] | None:
    """The page beside the marked row; None if nothing lies there, or too little to fill the way back."""
    beside = rows.filter(_beside(terms, marks, backwards=backwards))
    found = list(beside.order_by(*(term.turned(backwards=backwards) for term in terms))[: size + 1])
    is_more = len(found) > size
    if backwards:
        return _page(found[:size][::-1], terms, asked, has_previous=is_more, has_next=True) if is_more else None
    return _page(found[:size], terms, asked, has_previous=True, has_next=is_more) if found else None


def _beside(terms: list[_Term], marks: list[Any], *, backwards: bool) -> Q:
    """Rows later (earlier) than the mark. The first term stands alone too, so that an index can begin there."""
    lead = terms[0]
    either, equal = Q(), Q()
    for term, mark in zip(terms, marks, strict=True):
        either |= equal & Q(**{f"{term.name}__{term.beyond(backwards=backwards)}": mark})
        equal &= Q(**{term.name: mark})
    return Q(**{f"{lead.name}__{lead.beyond(backwards=backwards)}e": marks[0]}) & either


def _page(rows: list[M], terms: list[_Term], asked: QueryDict, *, has_previous: bool, has_next: bool) -> Page[M]:
    return Page(
        rows=rows,
        previous=_address(asked, BEFORE, _told(rows[0], terms)) if has_previous else "",
        next=_address(asked, AFTER, _told(rows[-1], terms)) if has_next else "",
    )


def _told(row: Model, terms: list[_Term]) -> str:
    return _BETWEEN.join(term.field.value_to_string(row) for term in terms)


def _marks(told: str, terms: list[_Term]) -> list[Any] | None:
    """The values that ``told`` names; None unless each can be one of its field."""
    parts = told.split(_BETWEEN)
    if len(parts) != len(terms) or "\x00" in told:
        return None
    try:
        return [_mark(term, part) for term, part in zip(terms, parts, strict=True)]
    except ValidationError:
        return None


def _mark(term: _Term, told: str) -> object:
    """The value of the term's field that ``told`` is. Raises ValidationError."""
    field = term.field
    if isinstance(field, GeneratedField):
        field = cast("Field[Any, Any]", field.output_field)
    value = field.clean(told, None)
    # A moment without its zone is no moment: of a page of ours it would have one.
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValidationError(told)
    return value


def _address(asked: QueryDict, parameter: str, told: str) -> str:
    parameters = without_page(asked)
    parameters[parameter] = told
    return f"?{parameters.urlencode()}"


def without_page(asked: QueryDict) -> QueryDict:
    """The parameters of an address without the page: what a list keeps when it begins again."""
    kept = asked.copy()
    for parameter in (AFTER, BEFORE):
        kept.pop(parameter, None)
    return kept


# ── Counts ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Count:
    """How many, counted no further than ``CAP``."""

    number: int
    is_capped: bool

    def __str__(self) -> str:
        return f"{self.number:,}".replace(",", ".") + ("+" if self.is_capped else "")


def count(rows: QuerySet[Any], cap: int = CAP) -> Count:
    """How many ``rows`` there are: ``42``, or ``1.000+`` whatever lies beyond.

    Give them in the order of their list: the index that carries the list then carries the count, too.
    """
    number = rows[: cap + 1].count()
    return Count(min(number, cap), is_capped=number > cap)


def counts(*lists: QuerySet[Any], cap: int = CAP) -> list[Count]:
    """The same of several ``lists``, in one statement."""
    parts: list[str] = []
    said: list[Any] = []
    for number, rows in enumerate(lists):
        told, params = _told_in_sql(rows.values("pk")[: cap + 1])
        parts.append(f"(SELECT count(*) FROM ({told}) AS list_{number})")  # noqa: S608 - the ORM's, values apart
        said += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", said)
        found = cursor.fetchone() or ()
    return [Count(min(number, cap), is_capped=number > cap) for number in found]


def _told_in_sql(rows: QuerySet[Any, Any]) -> tuple[str, Sequence[Any]]:
    try:
        told, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 1 WHERE false", ()
    return str(told), params
