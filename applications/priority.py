"""How urgent an application is, and why, in sentences. Pure: facts in, points and reasons out.

Source: applications are assessed monthly "so that SPARK reaches widely over municipalities and branches"; the
weights are a versioned decision of the parties. No personal data enters, and it does not matter who looks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Weights:
    """One version of the parties' weights, in points."""

    municipality_never: int = 30
    municipality_long_ago: int = 15
    sector_at_most: int = 20
    per_week: int = 1
    weeks_at_most: int = 26
    joint: int = 10


@dataclass(frozen=True)
class MunicipalityFacts:
    """``months_since``: whole months since an engagement last began there; None if there never was one."""

    name: str
    months_since: int | None


@dataclass(frozen=True)
class SectorFacts:
    """``share``: the sector's part of all earlier engagements; ``fair``: what an even spread would give. 0 to 1."""

    name: str
    share: Fraction
    fair: Fraction


@dataclass(frozen=True)
class Facts:
    """What the ranking may know of an application. ``waiting_days``: pauses for missing information left out."""

    municipalities: Sequence[MunicipalityFacts]
    sectors: Sequence[SectorFacts]
    waiting_days: int
    is_joint: bool = False


@dataclass(frozen=True)
class Reason:
    """One term of the sum with its Danish sentence."""

    points: int
    sentence: str


@dataclass(frozen=True)
class Priority:
    """The sum and its terms, in the order of the formula."""

    points: int
    reasons: tuple[Reason, ...]


LONG_AGO_MONTHS = 24


class NothingToRank(ValueError):
    """The application names no workplace."""


def rank(facts: Facts, weights: Weights) -> Priority:
    """The priority of an application.

    Deterministic, and waiting longer never lowers it. For a joint application the terms of municipality and
    sector are means over its municipalities and sectors, each counted once, in whatever order they are given.
    Raises NothingToRank where no municipality or no sector is given: a mean of nothing would pass for a reason.
    """
    if not facts.municipalities or not facts.sectors:
        raise NothingToRank
    reasons = (
        _municipalities(facts.municipalities, weights),
        _sectors(facts.sectors, weights),
        _waiting(facts.waiting_days, weights),
        *((Reason(weights.joint, "Fællesforløb, der når flere arbejdspladser"),) if facts.is_joint else ()),
    )
    return Priority(points=sum(reason.points for reason in reasons), reasons=reasons)


def stored(facts: Facts) -> dict[str, Any]:
    """The facts as JSON, to rank by other weights later what was known then; ``restored`` reads them back."""
    return {
        "municipalities": [[each.name, each.months_since] for each in facts.municipalities],
        "sectors": [[each.name, str(each.share), str(each.fair)] for each in facts.sectors],
        "waiting_days": facts.waiting_days,
        "is_joint": facts.is_joint,
    }


def restored(told: Mapping[str, Any]) -> Facts:
    """The facts that ``stored`` wrote down."""
    return Facts(
        municipalities=[MunicipalityFacts(name, months_since) for name, months_since in told["municipalities"]],
        sectors=[SectorFacts(name, Fraction(share), Fraction(fair)) for name, share, fair in told["sectors"]],
        waiting_days=told["waiting_days"],
        is_joint=told["is_joint"],
    )


def _whole(points: Fraction) -> int:
    return int((Decimal(points.numerator) / Decimal(points.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


def _mean(points: Sequence[Fraction]) -> int:
    return _whole(sum(points, Fraction(0)) / len(points))


def _percent(share: Fraction) -> str:
    return f"{_whole(share * 100)} %"


def _municipality(facts: MunicipalityFacts, weights: Weights) -> Reason:
    if facts.months_since is None:
        return Reason(weights.municipality_never, "har aldrig haft et forløb")
    if facts.months_since >= LONG_AGO_MONTHS:
        return Reason(weights.municipality_long_ago, f"har ikke haft et forløb i {LONG_AGO_MONTHS} måneder")
    return Reason(0, f"har haft et forløb inden for {LONG_AGO_MONTHS} måneder")


def _municipalities(facts: Sequence[MunicipalityFacts], weights: Weights) -> Reason:
    each = [(municipality.name, _municipality(municipality, weights)) for municipality in facts]
    if len(each) == 1:
        reason = each[0][1]
        return Reason(reason.points, f"Kommunen {reason.sentence}")
    told = ", ".join(sorted(f"{name} {reason.sentence} ({reason.points})" for name, reason in each))
    points = _mean([Fraction(reason.points) for _, reason in each])
    return Reason(points, f"Gennemsnit for {len(each)} kommuner: {told}")


def _sector(facts: SectorFacts, weights: Weights) -> Fraction:
    if facts.fair <= 0:
        return Fraction(0)
    return weights.sector_at_most * max(Fraction(0), 1 - facts.share / facts.fair)


def _sectors(facts: Sequence[SectorFacts], weights: Weights) -> Reason:
    each = [(sector, _sector(sector, weights)) for sector in facts]
    points = _mean([reached for _, reached in each])
    if len(each) == 1:
        sector = facts[0]
        told = f"{sector.name} har fået {_percent(sector.share)} af forløbene; en lige andel er {_percent(sector.fair)}"
        return Reason(points, told)
    told = ", ".join(
        sorted(
            f"{sector.name} har fået {_percent(sector.share)} af forløbene ({_whole(reached)})"
            for sector, reached in each
        )
    )
    return Reason(points, f"Gennemsnit for {len(each)} brancher: {told}")


def _waiting(days: int, weights: Weights) -> Reason:
    weeks = max(days, 0) // 7
    counted = min(weeks, weights.weeks_at_most)
    told = "1 uges ventetid" if weeks == 1 else f"{weeks} ugers ventetid"
    return Reason(counted * weights.per_week, told if weeks == counted else f"{told}, højst {counted} tæller")
