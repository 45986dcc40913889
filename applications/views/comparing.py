"""Two texts for one field, side by side: what stands there now, what was typed, and what the person chooses."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import QueryDict

import danish

_CHOICE, _THEIRS = "valg_", "deres"


@dataclass(frozen=True)
class Difference:
    """A field that two pages filled differently. ``choice``: the name under which the person's choice is sent."""

    choice: str
    label: str
    theirs: str
    mine: str
    href: str


def differences(theirs: forms.Form, mine: forms.Form) -> Sequence[Difference]:
    """Every field whose typed value (``mine``, bound) is another than the stored one (``theirs``, unbound)."""
    pairs = ((theirs[field.name], field) for field in mine)
    return [
        Difference(
            choice=f"{_CHOICE}{typed.html_name}",
            label=str(typed.label),
            theirs=_in_words(stored),
            mine=_in_words(typed),
            href=f"#{typed.id_for_label}",
        )
        for stored, typed in pairs
        if typed.field.has_changed(stored.value(), typed.data)
    ]


def settled(typed: QueryDict, theirs: Callable[[], forms.Form]) -> QueryDict:
    """``typed``, with what stands there now in every field where the person has chosen it."""
    chosen = {name for name in typed if name.startswith(_CHOICE) and typed[name] == _THEIRS}
    if not chosen:
        return typed
    settled = typed.copy()
    for field in (each for each in theirs() if f"{_CHOICE}{each.html_name}" in chosen):
        for name, values in _as_sent(field):
            settled.setlist(name, values)
    return settled


def _in_words(field: forms.BoundField) -> str:
    widget, value = field.field.widget, field.value()
    if isinstance(widget, danish.DateParts):
        return _date_in_words(field, value)
    if isinstance(widget, forms.CheckboxInput):
        return "Ja" if value else "Nej"
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        chosen = [option for option in field.subwidgets if option.data["selected"] and option.data["value"] != ""]
        return "\n".join(str(option.data["label"]) for option in chosen)
    return "" if value is None else str(value)


def _date_in_words(field: forms.BoundField, value: list[str] | date | None) -> str:
    if not isinstance(value, list):
        return danish.danish_date(value) if value else ""
    try:
        day = field.field.to_python(value)
    except forms.ValidationError:
        return " ".join(str(part or "–") for part in value)
    return danish.danish_date(day) if day else ""


def _as_sent(field: forms.BoundField) -> Iterator[tuple[str, list[str]]]:
    """The names and values with which a browser would send the field as it stands."""
    widget, value = field.field.widget, field.value()
    if isinstance(widget, danish.DateParts):
        for part, number in zip(danish.PARTS, widget.decompress(value), strict=True):
            yield f"{field.html_name}_{part}", ["" if number is None else str(number)]
    elif isinstance(widget, forms.CheckboxInput):
        yield field.html_name, ["on"] if value else []
    elif isinstance(value, list):
        yield field.html_name, [str(each) for each in value]
    else:
        yield field.html_name, ["" if value is None else str(value)]
