"""What every template may ask for: dates in Danish, the doors of a person's rooms, and what a form has to say.

Built into the template engine (settings.TEMPLATES), so no page has to load it.
"""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from django import forms, template
from django.conf import settings
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.template.context import Context
from django.utils.safestring import SafeString

import danish

register = template.Library()

AnyForm: TypeAlias = "forms.BaseForm | BaseFormSet[forms.BaseForm]"


def house(_request: HttpRequest | None = None) -> dict[str, str]:
    """What the footer of every page shows. A context processor; error pages without a request call it themselves."""
    return {"contact_mail": settings.CONTACT_MAIL, "contact_phone": settings.CONTACT_PHONE}


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@register.filter
def danish_date(moment: date | None) -> str:
    """``21. november 2026``; nothing for no date."""
    return danish.danish_date(moment) if moment else ""


@register.filter
def danish_time(moment: datetime | None) -> str:
    """``kl. 14.02``; nothing for no moment."""
    return danish.danish_time(moment) if moment else ""


@register.filter
def thousands(number: int) -> str:
    """``1.234``."""
    return f"{number:,}".replace(",", ".")


@register.filter
def the_one_or_all(count: object) -> str:
    """``den ene`` of one, else ``alle 7``: what stands behind "Se"."""
    return "den ene" if str(count) == "1" else f"alle {count}"


# ── Doors ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Room:
    """A part of the portal: its name, its first page, who may enter (role codes; nobody in particular = everybody).

    ``narrow``: the doors that stand open to one role alone, by their addresses. ``behind``: pages that belong behind
    a door although their addresses don't begin with it, by how those begin.
    """

    name: str
    home: str
    roles: frozenset[str]
    doors: tuple[tuple[str, str], ...]
    narrow: Mapping[str, str] = dataclasses.field(default_factory=dict)
    behind: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def doors_for(self, roles: Collection[str]) -> tuple[tuple[str, str], ...]:
        """The doors that a person with ``roles`` may go through."""
        return tuple(door for door in self.doors if self.narrow.get(door[1]) in {None, *roles})

    def is_open_to(self, roles: Iterable[str]) -> bool:
        """Whether a person with ``roles`` may enter."""
        return not self.roles or not self.roles.isdisjoint(roles)


@dataclass(frozen=True)
class Door:
    """A link in the header. ``current`` is the value of aria-current: "page", "true" (a page below it) or ""."""

    label: str
    href: str
    current: str = ""


@dataclass(frozen=True)
class Header:
    """Where the person is (``room``), the pages of that room (``doors``) and the person's other rooms."""

    room: str
    doors: tuple[Door, ...]
    rooms: tuple[Door, ...]


PUBLIC = Room("", "/", frozenset(), (("Temaer", "/temaer/"), ("Ansøg", "/ansoeg/")))
OWN_APPLICATIONS = ("Mine ansøgninger", "/ansoegninger/")
STAFF_ROOMS = (
    Room(
        "Sekretariatet",
        "/sekretariat/",
        frozenset({"consultant", "head"}),
        (
            ("Min dag", "/sekretariat/"),
            ("Ansøgninger", "/sekretariat/ansoegninger/"),
            ("Runder", "/sekretariat/runder/"),
            ("Forløb", "/sekretariat/forloeb/"),
            ("Opfølgning", "/sekretariat/opfoelgning/"),
            ("Holdet", "/sekretariat/holdet/"),
            ("Udbredelse", "/sekretariat/udbredelse/"),
            ("Indstillinger", "/sekretariat/indstillinger/"),
        ),
        narrow={"/sekretariat/indstillinger/": "head"},
        behind={
            "/sekretariat/adgang/": "/sekretariat/indstillinger/",
            "/sekretariat/evaluering/": "/sekretariat/opfoelgning/",
        },
    ),
    Room("Styregruppen", "/styregruppe/", frozenset({"steering", "head"}), (("Overblik", "/styregruppe/"),)),
    Room("Administration", "/administration/", frozenset({"admin"}), ()),
)


@register.simple_tag(takes_context=True)
def header(context: Context) -> Header:
    """The header of this page for this person; signed out, or without a request, it is the public one."""
    path = getattr(context.get("request"), "path", "")
    roles = getattr(context.get("user"), "roles", ())
    rooms = [room for room in STAFF_ROOMS if room.is_open_to(roles)]
    here = next((room for room in rooms if path.startswith(room.home)), PUBLIC)
    doors = here.doors_for(roles) if here.name or roles else (*here.doors, OWN_APPLICATIONS)
    return Header(
        room=here.name,
        doors=tuple(_mark_current(doors, path, here.behind)),
        rooms=tuple(Door(room.name, room.home) for room in rooms if room is not here),
    )


def _mark_current(doors: tuple[tuple[str, str], ...], path: str, behind: Mapping[str, str]) -> Iterator[Door]:
    below = next((door for start, door in behind.items() if path.startswith(start)), path)
    nearest = max((href for _, href in doors if below.startswith(href)), key=len, default="")
    for label, href in doors:
        yield Door(label, href, "page" if href == path else "true" if href == nearest else "")


# ── Forms ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class FormError:
    """One line of the error summary: the very text that stands at the field, and the field's address (or "")."""

    text: str
    href: str


@register.simple_tag(takes_context=True)
def form_errors(context: Context) -> list[FormError]:
    """What is wrong on this page, in the order of its fields: of ``form``, ``formset`` and every one in ``forms``."""
    shown = [context.get("form"), context.get("formset"), *(context.get("forms") or ())]
    return [error for form in shown if form is not None for error in _errors_of(form)]


def _errors_of(form: AnyForm) -> Iterator[FormError]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from (FormError(str(text), "") for text in form.non_form_errors())
        for each in form.forms:
            yield from _errors_of(each)
        return
    yield from (FormError(str(text), "") for text in form.non_field_errors())
    for field in form:
        if field.errors:
            yield FormError(error_text(field), f"#{first_control(field)}" if not field.is_hidden else "")


@register.filter
def error_text(field: forms.BoundField) -> str:
    """Everything wrong with ``field`` in one text."""
    return " ".join(str(error) for error in field.errors)


@register.filter
def first_control(field: forms.BoundField) -> str:
    """The id to send a person to: of the field, of a group's first option, of a date's first wrong part."""
    if isinstance(field.field.widget, danish.DateParts):
        return f"{field.auto_id}_{danish.wrong_part(field)}"
    if kind(field) == "group":
        return next((option.id_for_label for option in field.subwidgets), "")
    return str(field.id_for_label)


@register.filter
def kind(field: forms.BoundField) -> str:
    """How the template pack draws ``field``: "date", "group", "checkbox" or "single"."""
    widget = field.field.widget
    if isinstance(widget, danish.DateParts):
        return "date"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "single"


@register.filter
def limit(field: forms.BoundField) -> int | None:
    """The most characters that a long text may have, to be said in words under it."""
    is_long = isinstance(field.field.widget, forms.Textarea)
    return getattr(field.field, "max_length", None) if is_long else None


@register.filter
def holds_cpr_number(field: forms.BoundField) -> bool:
    """Whether what stands in the field looks like somebody's civil registration number; a warning, no refusal."""
    return danish.holds_cpr_number(str(field.value() or ""))


@register.filter
def described_by(field: forms.BoundField) -> str:
    """The ids that aria-describedby names: hint, error, limit, and the warning of a CPR number where there is one."""
    ids = [
        (field.help_text, "helptext"),
        (field.errors, "error"),
        (limit(field), "limit"),
        (limit(field) and holds_cpr_number(field), "cpr"),
    ]
    return " ".join(f"{field.auto_id}_{suffix}" for present, suffix in ids if present)


@register.filter
def control(field: forms.BoundField) -> SafeString:
    """The input, select or textarea itself, wired to its hint, error and limit."""
    widget = field.field.widget
    own = widget.attrs.get("class", "")
    # No maxlength on a long text: the browser would cut what is pasted without a word.
    attrs: dict[str, Any] = {"maxlength": False} if limit(field) else {}
    attrs["class"] = f"{'form-select' if isinstance(widget, forms.Select) else 'form-input'} {own}".strip()
    if ids := described_by(field):
        attrs["aria-describedby"] = ids
    return field.as_widget(attrs=attrs)


@dataclass(frozen=True)
class DatePart:
    """One of a date's three fields."""

    name: str
    id: str
    label: str
    value: str
    length: int
    is_wrong: bool


@register.filter
def date_parts(field: forms.BoundField) -> list[DatePart]:
    """Day, month and year of a DanishDateField as typed."""
    value = field.value()
    typed = value if isinstance(value, list) else danish.DateParts().decompress(value)
    wrong = danish.wrong_part(field) if field.errors else None
    return [
        DatePart(
            name=f"{field.html_name}_{part}",
            id=f"{field.auto_id}_{part}",
            label=label,
            value="" if text is None else str(text),
            length=length,
            is_wrong=part == wrong,
        )
        for part, label, length, text in zip(danish.PARTS, ("Dag", "Måned", "År"), (2, 2, 4), typed, strict=True)
    ]
