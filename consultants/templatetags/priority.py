"""Why an application ranks where it does, as lines of a list.

Written here and not in a template: the desk shows over a hundred reasons on a page, a fifth of its time.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def reason_lines(reasons: Iterable[Mapping[str, Any]]) -> SafeString:
    """``<li>`` for each of ``reasons`` (``points``, ``sentence``); one that adds nothing is toned down."""
    return mark_safe("".join(map(_line, reasons)))  # noqa: S308 - escaped in each line


def _line(reason: Mapping[str, Any]) -> str:
    points, sentence = int(reason["points"]), escape(reason["sentence"])
    tone = "" if points else ' class="reason-list__none"'
    return f'<li{tone}><span class="reason-list__points">+{points}</span> <span>{sentence}</span></li>'
