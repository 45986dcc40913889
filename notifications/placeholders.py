"""The words of a letter as its editors see them: plain text with {felter}, found in the letter's own templates.

What a template writes by itself becomes text; a fact of the letter becomes a field of its own ({dato}, {reference});
the way back into the portal is {link}; and whatever is decided by the letter's facts (a condition, a list) is one field
{detaljer}, so that editing the words around it can lose nothing. The block ``fixed`` of a template, the text that the
law asks for, is no part of it and stays.

A field is an exact name and nothing else: no attribute, no index, no format. An edited text can therefore say no more
about a case than the letter said before.
"""

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.template import Context, Engine, Template
from django.template.base import Node, TextNode, VariableNode
from django.template.loader_tags import BlockNode, ExtendsNode

LINK, CODE, DETAILS = "link", "kode", "detaljer"
FIXED = "fixed"

_NAMES = {
    "link": LINK,
    "code": CODE,
    "reference": "reference",
    "subject": "emne",
    "contact_mail": "mail",
    "contact_phone": "telefon",
    "name": "navn",
    "consultant": "konsulent",
    "last_day": "dato",
    "starts_at|danish_time": "start",
    "ends_at|danish_time": "slut",
}
_BRACES = str.maketrans({"{": "{{", "}": "}}"})
_BY_FILTER = {"danish_date": "dato", "danish_time": "klokken"}


class NotAField(Exception):
    """A brace that does not hold the name of a field; ``told``: what it holds, if that can be said."""

    def __init__(self, told: str = "") -> None:
        super().__init__(told)
        self.told = told


# ── Texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def fields_of(text: str) -> set[str]:
    """The names in ``text``. Raises NotAField."""
    return {name for _, name in _parts(text) if name is not None}


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with each field's value, once: a value that holds braces holds braces. Raises NotAField."""
    written = []
    for literal, name in _parts(text):
        written.append(literal)
        if name is not None:
            if name not in values:
                raise NotAField(name)
            written.append(values[name])
    return "".join(written)


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    try:
        for literal, name, spec, conversion in string.Formatter().parse(text):
            if spec or conversion or name == "":
                raise NotAField(name or "")
            yield literal, name
    except ValueError:
        raise NotAField from None


# ── Templates ───────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Outline:
    """The text of one template with its fields, and the parts of the template that each field stands for."""

    text: str
    fields: Mapping[str, tuple[Node, ...]]
    template: Template

    def values(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """What each field reads for a letter with these ``facts``, as plain text."""
        context = Context(dict(facts), autoescape=False)
        with context.render_context.push_state(self.template), context.bind_template(self.template):
            return {
                name: "".join(str(node.render_annotated(context)) for node in nodes)
                for name, nodes in self.fields.items()
            }


@cache
def subject_of(template: str) -> Outline:
    """The outline of the letter's subject."""
    found = Engine.get_default().get_template(f"emails/{template}/subject.txt")
    return _outline(found, found.nodelist)


@cache
def body_of(template: str) -> Outline:
    """The outline of what stands between greeting and signature."""
    found = Engine.get_default().get_template(f"emails/{template}/body.txt")
    return _outline(found, _content(found))


def _content(template: Template) -> Iterable[Node]:
    for node in template.nodelist:
        if isinstance(node, ExtendsNode):
            return node.blocks["content"].nodelist
    return template.nodelist


def _outline(template: Template, nodes: Iterable[Node]) -> Outline:
    text, fields = "", dict[str, tuple[Node, ...]]()
    for name, group in _groups(nodes):
        if name is None:
            text += (
                "".join(node.s for node in group if isinstance(node, TextNode)).replace("{", "{{").replace("}", "}}")
            )
        else:
            text += "{" + _kept(name, group, fields) + "}"
    return Outline(text.strip(), fields, template)


def _kept(name: str, group: tuple[Node, ...], fields: dict[str, tuple[Node, ...]]) -> str:
    """The field's name in this text: with a number where another part of it has that name."""
    told = [_told(node) for node in group]
    number = 1
    while True:
        numbered = name if number == 1 else f"{name}_{number}"
        known = fields.setdefault(numbered, group)
        if known is group or (all(told) and [_told(node) for node in known] == told):
            return numbered
        number += 1


def _groups(nodes: Iterable[Node]) -> Iterator[tuple[str | None, tuple[Node, ...]]]:
    """Neighbours that make one field, or (None) text."""
    rest = [node for node in nodes if not (isinstance(node, BlockNode) and node.name == FIXED)]
    while rest:
        name, length = _next(rest)
        yield name, tuple(rest[:length])
        rest = rest[length:]


def _next(rest: list[Node]) -> tuple[str | None, int]:
    first = rest[0]
    if isinstance(first, TextNode):
        return None, 1
    if not isinstance(first, VariableNode):
        others = (number for number, node in enumerate(rest) if isinstance(node, TextNode | VariableNode))
        return DETAILS, next(others, len(rest))
    if _told(first) == "site_url":
        leads_on = len(rest) > 1 and _told(rest[1]).endswith("path")
        return (LINK, 2) if leads_on else ("portal", 1)
    expression = _told(first)
    return _NAMES.get(expression) or _BY_FILTER.get(expression.partition("|")[2], "oplysning"), 1


def _told(node: Node) -> str:
    """The expression of a variable; nothing for other parts."""
    return str(node.filter_expression.token) if isinstance(node, VariableNode) else ""
