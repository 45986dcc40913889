"""The team's 26 weeks to come, as a picture, in words and as a table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from consultants.actions.workloads import Forecast
from consultants.workload import Outlook, week_number
from danish.dates import danish_date
from look.charts import BAR, INK, PALE, SPARK, drawn

# From the ground up, with the order in which they are stacked.
_PARTS = (("I gang", BAR), ("Forventet", PALE), ("Opfølgning", SPARK))


@dataclass(frozen=True)
class Line:
    """One week in whole hours."""

    number: int
    week: Outlook
    work: int
    expected: int
    follow_ups: int
    load: int
    capacity: int


@dataclass(frozen=True)
class Shown:
    """What the page tells. ``summary``: what the picture shows, in a sentence."""

    lines: list[Line]
    chart: SafeString
    summary: str
    waiting: int
    percent: int


def shown(forecast: Forecast) -> Shown | None:
    """The forecast as it stands on the page; None for a team of nobody."""
    if not forecast.weeks:
        return None
    lines = [_line(week) for week in forecast.weeks]
    return Shown(
        lines=lines,
        chart=_chart(lines),
        summary=_summary(lines),
        waiting=forecast.waiting,
        percent=round(forecast.grant_rate * 100),
    )


def _line(week: Outlook) -> Line:
    """The parts are rounded each, and the whole is their sum: the table adds up."""
    work, expected, follow_ups = round(week.work), round(week.expected), round(week.follow_ups)
    return Line(
        number=week_number(week.first),
        week=week,
        work=work,
        expected=expected,
        follow_ups=follow_ups,
        load=work + expected + follow_ups,
        capacity=round(week.capacity),
    )


def _summary(lines: list[Line]) -> str:
    over = [line for line in lines if line.load > line.capacity]
    if not over:
        return "Holdet har timer nok i alle 26 uger."
    if len(over) == len(lines):
        return "I alle 26 uger er der mere at lave, end holdet har timer til."
    first = f"uge {over[0].number}, der begynder {danish_date(over[0].week.first)}"
    if len(over) == 1:
        return f"I én af de 26 uger er der mere at lave, end holdet har timer til: {first}."
    return f"I {len(over)} af de 26 uger er der mere at lave, end holdet har timer til. Den første er {first}."


def _chart(lines: list[Line]) -> SafeString:
    bars = [
        {"week": str(line.number), "part": part, "rank": rank, "hours": hours}
        for line in lines
        for rank, ((part, _), hours) in enumerate(zip(_PARTS, (line.work, line.expected, line.follow_ups), strict=True))
    ]
    week = {"field": "week", "type": "ordinal", "sort": None, "axis": {"title": "Uge", "labelAngle": 0}}
    colour = {
        "field": "part",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": [part for part, _ in _PARTS], "range": [colour for _, colour in _PARTS]},
        "legend": {"title": None, "orient": "top"},
    }
    return drawn(
        "Søjlediagram: holdets timer uge for uge, med en streg for de timer, der er. "
        "Tallene står i tabellen under diagrammet.",
        {
            "width": 720,
            "height": 260,
            "layer": [
                {
                    "data": {"values": bars},
                    "mark": {"type": "bar"},
                    "encoding": {
                        "x": week,
                        "y": {"field": "hours", "type": "quantitative", "axis": {"title": "Timer"}},
                        "color": colour,
                        "order": {"field": "rank", "type": "quantitative"},
                    },
                },
                {
                    "data": {"values": [{"week": str(line.number), "hours": line.capacity} for line in lines]},
                    "mark": {"type": "line", "interpolate": "step", "color": INK, "strokeDash": [6, 3]},
                    "encoding": {"x": week, "y": {"field": "hours", "type": "quantitative"}},
                },
            ],
        },
    )
