"""Reference data as delivered: places, sectors, periods, weights and rounds.

Loading creates what is missing and touches nothing that is there: the administrator may have edited it.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

import danish
from applications.models import (
    AgreementPeriod,
    Municipality,
    PrioritisationRound,
    PriorityWeights,
    Province,
    Region,
    Sector,
)
from themes import catalogue

MUNICIPALITIES = Path(__file__).resolve().parent.parent / "data" / "municipalities.csv"

# NUTS 3, as Danmarks Statistik divides the country: code, name, codes of municipalities.
PROVINCES = (
    ("DK011", "Byen København", "101 147 155 185"),
    ("DK012", "Københavns omegn", "151 153 157 159 161 163 165 167 169 173 175 183 187"),
    ("DK013", "Nordsjælland", "190 201 210 217 219 223 230 240 250 260 270"),
    ("DK014", "Bornholm", "400"),
    ("DK021", "Østsjælland", "253 259 265 269 350"),
    ("DK022", "Vest- og Sydsjælland", "306 316 320 326 329 330 336 340 360 370 376 390"),
    ("DK031", "Fyn", "410 420 430 440 450 461 479 480 482 492"),
    ("DK032", "Sydjylland", "510 530 540 550 561 563 573 575 580 607 621 630"),
    ("DK041", "Vestjylland", "657 661 665 671 756 760 779 791"),
    ("DK042", "Østjylland", "615 706 707 710 727 730 740 741 746 751 766"),
    ("DK050", "Nordjylland", "773 787 810 813 820 825 840 846 849 851 860"),
)

_SINCE_2007 = date(2007, 1, 1)
_MERGER = date(2027, 1, 1)
# Hovedstaden and Sjælland become one region; no official code is known for it yet, so its name stands in.
_MERGING = {"1084", "1085"}
_EAST = ("østdanmark", "Østdanmark")

SECTORS = (
    ("childcare", "Dagtilbud (daginstitutioner og dagpleje)"),
    ("school", "Skole, SFO og klub (også specialskole og ungdomsskole)"),
    ("eldercare", "Ældreområdet (plejecenter og hjemmepleje)"),
    ("health", "Sundhed (sygepleje, genoptræning, sundhedspleje og tandpleje)"),
    ("social", "Social, handicap og psykiatri"),
    ("family", "Børn-, unge- og familieafdelinger (myndighed og PPR)"),
    ("employment", "Beskæftigelse og jobcenter"),
    ("administration", "Administration, stab og borgerservice"),
    ("technical", "Teknik, miljø, vej, park og beredskab"),
    ("service", "Køkken, rengøring og ejendomsservice"),
    ("culture", "Kultur, bibliotek og fritid"),
    ("cross", "På tværs af områder"),
    ("other", "Andet"),
)

PERIODS = (
    ("OK-15", date(2015, 4, 1), date(2018, 3, 31)),
    ("OK-18", date(2018, 4, 1), date(2021, 3, 31)),
    ("OK-21", date(2021, 4, 1), date(2024, 3, 31)),
    ("OK-24", date(2024, 4, 1), None),
)

# The day applications first opened: the first weights are in force over the whole history.
FIRST_DAY = date(2016, 4, 13)

ROUND_CAPACITY = 12
ROUNDS_AHEAD = 12
_TUESDAY = 1


def load(*, today: date) -> None:
    """Create whatever is missing, in one transaction; running it again changes nothing."""
    with transaction.atomic():
        _load_municipalities()
        _load_regions()
        for position, (key, name) in enumerate(SECTORS, start=1):
            Sector.objects.get_or_create(key=key, defaults={"name": name, "position": position})
        for name, starts_on, ends_on in PERIODS:
            AgreementPeriod.objects.get_or_create(name=name, defaults={"starts_on": starts_on, "ends_on": ends_on})
        PriorityWeights.objects.get_or_create(version=1, defaults={"in_force_from": FIRST_DAY})
        catalogue.load()
        top_up_rounds(today=today)


def top_up_rounds(*, today: date) -> None:
    """Plan a round in each of the next twelve months that has none: its second Tuesday, which is never a holiday."""
    with transaction.atomic():
        for year, month in _months_from(today):
            if not PrioritisationRound.objects.filter(meets_on__year=year, meets_on__month=month).exists():
                PrioritisationRound.objects.create(meets_on=second_tuesday(year, month), capacity=ROUND_CAPACITY)


def second_tuesday(year: int, month: int) -> date:
    """The month's second Tuesday, the 8th to the 14th."""
    eighth = date(year, month, 8)
    return eighth + timedelta(days=(_TUESDAY - eighth.weekday()) % 7)


def _months_from(today: date) -> Iterator[tuple[int, int]]:
    # This month counts only while its round is still to come.
    first = 0 if second_tuesday(today.year, today.month) > today else 1
    for ahead in range(first, first + ROUNDS_AHEAD):
        years, month = divmod(today.month - 1 + ahead, 12)
        yield today.year + years, month + 1


def _rows() -> list[dict[str, str]]:
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _load_municipalities() -> None:
    province_of = {code: province for province, _, codes in PROVINCES for code in codes.split()}
    provinces = {
        code: Province.objects.get_or_create(code=code, defaults={"name": name})[0] for code, name, _ in PROVINCES
    }
    there = set(Municipality.objects.values_list("code", flat=True))
    Municipality.objects.bulk_create(
        Municipality(
            code=row["code"],
            name=row["name"],
            sort_key=danish.sort_key(row["name"]),
            province=provinces[province_of[row["code"]]],
        )
        for row in _rows()
        if row["code"] not in there
    )


def _load_regions() -> None:
    members: dict[tuple[str, str], list[str]] = {}
    for row in _rows():
        members.setdefault((row["region_code"], row["region"]), []).append(row["code"])
    before = _MERGER - timedelta(days=1)
    for (code, name), municipalities in sorted(members.items()):
        _load_region(code, name, municipalities, _SINCE_2007, before if code in _MERGING else None)
    east = [code for (region, _), codes in members.items() if region in _MERGING for code in codes]
    _load_region(*_EAST, east, _MERGER, None)


def _load_region(code: str, name: str, municipalities: list[str], valid_from: date, valid_to: date | None) -> None:
    region, is_new = Region.objects.get_or_create(
        code=code, defaults={"name": name, "valid_from": valid_from, "valid_to": valid_to}
    )
    if is_new:
        region.municipalities.set(Municipality.objects.filter(code__in=municipalities))
