"""The steering group's charts: what is drawn, from figures whose small numbers are hidden already."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from look.charts import drawn
from steering.figures import Month, Row


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
    return drawn(
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
    return drawn(
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
