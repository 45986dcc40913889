"""How form widgets become HTML: as Django writes them, but a list of choices without two templates per choice.

A page of the desk has 150 choices in its filter, the form's first step 110; drawn by templates they cost more than
the rest of the page. What is written here says what Django's ``select.html`` and ``text.html`` say, in fewer bytes:
the end of a choice, and the quotes around a number, are the reader's to supply (HTML, 13.1.2.4 and 13.1.2.3).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

_SELECT = "django/forms/widgets/select.html"
_OPTION = "django/forms/widgets/select_option.html"
_TEXT = "django/forms/widgets/text.html"

Widget = Mapping[str, Any]


class Renderer(DjangoTemplates):
    """Django's own, faster for the plain ``select`` and ``input``. Named by the setting FORM_RENDERER."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """The HTML of ``template_name``; a widget with a template of its own goes through it."""
        if template_name == _SELECT and _is_plain(context["widget"]):
            return _select(context["widget"])
        if template_name == _TEXT:
            return _input(context["widget"])
        return SafeString(super().render(template_name, context, request))


def _is_plain(widget: Widget) -> bool:
    return all(option["template_name"] == _OPTION for _, options, _ in widget["optgroups"] for option in options)


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else f' value="{_escaped(widget["value"])}"'
    name = _escaped(widget["name"])
    return mark_safe(f'<input type="{widget["type"]}" name="{name}"{value}{_attributes(widget)}>')  # noqa: S308 - escaped above


def _select(widget: Widget) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    name = _escaped(widget["name"])
    return mark_safe(f'<select name="{name}"{_attributes(widget)}>{groups}</select>')  # noqa: S308 - escaped above


def _group(name: str | None, options: Iterable[Widget]) -> str:
    drawn = "".join(_option(option) for option in options)
    return f'<optgroup label="{_escaped(name)}">{drawn}</optgroup>' if name else drawn


def _option(option: Widget) -> str:
    attributes = _attributes(option) if option["attrs"] else ""
    return f"<option value={_quoted(option['value'])}{attributes}>{_known(option['label'])}"


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {_escaped(name)}" + ("" if value is True else f'="{_escaped(value)}"')
        for name, value in widget["attrs"].items()
        if value is not False
    )


@lru_cache(maxsize=1024, typed=True)
def _quoted(value: object) -> str:
    """A value as HTML wants it: in quotes, where it isn't a word or a number."""
    text = _escaped(value)
    return text if text.isascii() and text.isalnum() else f'"{text}"'


@lru_cache(maxsize=1024, typed=True)
def _known(text: object) -> str:
    """What can be chosen is the same on every page; what somebody has typed is never kept."""
    return _escaped(text)


def _escaped(text: object) -> str:
    """Django's ``conditional_escape``, without asking twice whether a text is translated: a page has 600 of them."""
    return str(text.__html__()) if hasattr(text, "__html__") else escape(str(text))
