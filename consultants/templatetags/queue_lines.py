"""Applications as the lines of a table; on a narrow screen each line is a card.

Written here and not in a template: a page of the desk has two hundred cells, and with a template for each they took
half of its time. So what people have typed is escaped here, in each part; references, keys and labels are ours.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from applications.consensus import Kind
from applications.lifecycle import Status
from consultants.templatetags.priority import reason_lines
from look import danish_date, thousands

if TYPE_CHECKING:
    from consultants.forms.queue_columns import Column, Columns
    from consultants.views.desk import Row

register = template.Library()
_ANY = UUID(int=0)


@register.simple_tag
def queue_lines(rows: Iterable["Row"], columns: "Columns", here: str = "", *, selectable: bool = False) -> SafeString:
    """A ``<tr>`` for each of ``rows``; ``here``: the list that the application's page leads back to."""
    # Asked once: the address of each line took longer than its text.
    address = reverse("consultants:application", args=[_ANY]) + (f"?fra={quote(here, safe='')}" if here else "")
    return mark_safe("".join(_line(row, columns, address, selectable=selectable) for row in rows))  # noqa: S308 - escaped in each part


@register.simple_tag
@lru_cache(maxsize=256)
def column_choices(columns: "Columns") -> SafeString:
    """Every column to tick and to number. Kept: the same few choices stand on each page, and are nobody's own."""
    return render_to_string("consultants/_column_choices.html", {"columns": columns})


def _line(row: "Row", columns: "Columns", address: str, *, selectable: bool) -> str:
    application = row.application
    parts = [
        _tick(row) if selectable else "",
        _name(row, address.replace(str(_ANY), str(application.pk), 1)),
        _kind(row, is_told="forloeb" not in columns.keys),
        _meta(row.extent) if row.extent else "",
        _meta(", ".join(row.themes)) if "temaer" not in columns.keys else "",
    ]
    cells = (_cell(column, row) for column in columns.shown)
    return (
        f'<tr role="row" id="{application.reference}"><th scope="row" role="rowheader" class="queue__what">'
        f"{''.join(parts)}</th>{''.join(cells)}</tr>\n"
    )


# ── What it is ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _tick(row: "Row") -> str:
    told = escape(str(row.application))
    return (
        f'<input type="checkbox" class="queue__tick" name="valgt" value="{row.application.pk}" form="samlet"'
        f' aria-label="Vælg {told}"> '
    )


def _name(row: "Row", address: str) -> str:
    name = row.workplaces[0].name if row.workplaces else ""
    more = len(row.workplaces) - 1
    others = f' <span class="queue__more">og {more} mere</span>' if more > 0 else ""
    return f'<a href="{address}">{escape(name)}</a>{others}'


def _kind(row: "Row", *, is_told: bool) -> str:
    application = row.application
    kind = f" · {application.get_kind_display()}" if is_told and application.kind != Kind.INDIVIDUAL else ""
    reference = f'<span class="queue__reference">{application.reference}</span>'
    return f' <span class="queue__meta">{reference}{kind}</span> '


def _meta(text: str) -> str:
    return f'<span class="queue__meta">{escape(text)}</span> '


# ── What is told of it ──────────────────────────────────────────────────────────────────────────────────────────────
def _cell(column: "Column", row: "Row") -> str:
    # Of columns nothing has to be escaped: their words are ours.
    shape = "number queue__days" if column.is_number else "queue__priority" if column.key == "prioritet" else ""
    return f'<td role="cell" data-label="{column.label}" class="{shape}">{_CELLS[column.key](row)}</td>'


def _place(row: "Row") -> str:
    return f'<span class="queue__place">{escape(row.places)}</span> {_meta(row.sectors)}'


def _waited(row: "Row") -> str:
    return f"{thousands(row.waiting_days)} dag{'' if row.waiting_days == 1 else 'e'}"


def _priority(row: "Row") -> str:
    """Points and why: the term that weighs most stands beside the fold, all of them behind it."""
    if not row.is_ranked:
        return f'<span class="muted">{row.without_points}</span>'
    application = row.application
    return (
        f'<details class="reasons"><summary><strong class="points">{application.points}</strong> point'
        f'<span class="sr-only"> til {application.reference}: se hvorfor</span></summary>'
        f' <ul class="reason-list no-max-width">{reason_lines(application.priority_reasons)}</ul></details>'
        f' <span class="queue__meta reasons__main">{escape(row.main_reason)}</span>'
    )


def _state(row: "Row") -> str:
    tone = "" if row.tone == "neutral" else f" badge-{row.tone}"
    answered = _meta("Svar modtaget") if row.application.answered_at else ""
    return f'<span class="badge{tone}">{Status(row.application.status).label}</span> {answered}'


def _received(row: "Row") -> str:
    return f"<span>{danish_date(row.application.first_submitted_at)}</span>"


def _themes(row: "Row") -> str:
    return f"<span>{escape(', '.join(row.themes))}</span>"


_CELLS: Mapping[str, Callable[["Row"], str]] = {
    "sted": _place,
    "ventet": _waited,
    "prioritet": _priority,
    "tilstand": _state,
    "modtaget": _received,
    "temaer": _themes,
    "forloeb": lambda row: f"<span>{row.application.get_kind_display()}</span>",
    "arbejdspladser": lambda row: thousands(len(row.workplaces)),
}
