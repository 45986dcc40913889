"""Charts drawn on the server as SVG: no script, no style attribute, nothing fetched, good in print."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import vl_convert as vlc
from django.utils.safestring import SafeString, mark_safe

from steering.figures import Month, Row

_INK, _LINE, _BAR = "#1d2b36", "#d5dde3", "#1b5e6b"
_CONFIG: dict[str, Any] = {
    "font": "IBM Plex Sans, sans-serif",
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": _INK,
        "titleColor": _INK,
        "gridColor": _LINE,
        "domainColor": _LINE,
        "tickColor": _LINE,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelLimit": 420,
    },
    "bar": {"color": _BAR},
}


# Vega describes every mark in English. The picture gets one Danish name instead, and the table tells the numbers.
_ENGLISH = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')


@lru_cache(maxsize=64)
def _svg(spec: str, name: str) -> str:
    drawn = _ENGLISH.sub("", vlc.vegalite_to_svg(spec, vl_version="5.20"))
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{name}" ', 1)


def _drawn(name: str, spec: dict[str, Any]) -> SafeString:
    # Safe: drawn by us from numbers and our own reference texts, which Vega escapes; no text of an application.
    return mark_safe(_svg(json.dumps({**spec, "config": _CONFIG}, sort_keys=True), name))  # noqa: S308


def _has_bars(counts: Iterable[int | None]) -> bool:
    """Whether a picture would show anything: hidden counts and noughts draw nothing."""
    return any(counts)


def by_month(months: list[Month]) -> SafeString | None:
    """Applications per month as bars; a hidden month leaves a gap, which the table below explains.

    None where nothing would be seen.
    """
    if not _has_bars(month.count for month in months):
        return None
    values = [
        {
            "month": month.first.isoformat(),
            "n": month.count,
        }
        for month in months
        if month.count is not None
    ]
    return _drawn(
        "Søjlediagram: ansøgninger pr. måned. Tallene står i tabellen under diagrammet.",
        {
            "width": 640,
            "height": 220,
            "data": {"values": values},
            "mark": {"type": "bar"},
            "encoding": {
                "x": {
                    "field": "month",
                    "type": "temporal",
                    "timeUnit": "yearmonth",
                    "axis": {"title": None, "format": "%m.%Y", "grid": False, "labelOverlap": True},
                },
                "y": {"field": "n", "type": "quantitative", "axis": {"title": "Ansøgninger", "tickMinStep": 1}},
            },
        },
    )


def by_theme(rows: list[Row]) -> SafeString | None:
    """Mentions of each theme as horizontal bars, the most wanted first; hidden counts are left out.

    None where nothing would be seen.
    """
    if not _has_bars(row.count for row in rows):
        return None
    values = [{"label": row.label, "n": row.count} for row in rows if row.count is not None]
    return _drawn(
        "Søjlediagram: ansøgninger efter tema. Tallene står i tabellen under diagrammet.",
        {
            "width": 400,
            "height": {"step": 34},
            "data": {"values": values},
            "mark": {"type": "bar"},
            "encoding": {
                "y": {"field": "label", "type": "nominal", "sort": "-x", "axis": {"title": None}},
                "x": {"field": "n", "type": "quantitative", "axis": {"title": "Ansøgninger", "tickMinStep": 1}},
            },
        },
    )
