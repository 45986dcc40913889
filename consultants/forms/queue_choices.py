"""What the queue can be narrowed by, as it stands in the catalogues today: read in one statement, once a minute."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache
from django.db.models import BigIntegerField, CharField, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, LPad

from accounts.models import Role, User
from applications.models import Municipality, Region, Sector
from themes.models import Theme

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Catalogues:
    """Key and name of every choice, by filter; and the rows that a choice of place or work stands for."""

    choices: dict[str, Choices]
    rows: dict[tuple[str, str], list[int]]


def in_catalogues(today: date) -> Catalogues:
    """Every list in its own order, and none without any.

    A minute old at most: themes, places and people change by the year, and every look at the desk asks.
    """
    return cache.get_or_set(f"queue-choices-{today}", lambda: _read(today)) or Catalogues({}, {})


def _read(today: date) -> Catalogues:
    in_force = Q(valid_to=None) | Q(valid_to__gte=today)
    consultants = User.objects.filter(is_active=True, roles__contains=[Role.CONSULTANT])
    there = Region.municipalities.through.objects.filter(region=OuterRef("pk")).order_by().values("municipality")
    regions = Region.objects.filter(in_force, valid_from__lte=today)
    every = [
        _choices("tema", Theme.objects.all(), "key", "short_title", "position"),
        _choices("kommune", Municipality.objects.all(), "code", "name", "sort_key"),
        _choices("branche", Sector.objects.all(), "key", "name", "position"),
        _choices("region", regions, "code", "name", "name", rows=there),
        _choices("konsulent", consultants, "pk", "name", "name"),
    ]
    choices: dict[str, list[tuple[str, str]]] = defaultdict(list)
    rows = {}
    for belongs_to, _rank, key, text, stands_for in (
        every[0].union(*every[1:], all=True).order_by("belongs_to", "rank", "value")
    ):
        choices[belongs_to].append((key, text))
        rows[belongs_to, key] = stands_for
    return Catalogues({name: tuple(each) for name, each in choices.items()}, rows)


def _choices(
    belongs_to: str, listed: QuerySet[Any], key: str, text: str, rank: str, *, rows: QuerySet[Any, Any] | None = None
) -> QuerySet[Any, Any]:
    """``rows``: what a choice stands for; itself where that is not said."""
    itself = Func(F("pk"), template="ARRAY[%(expressions)s]", output_field=ArrayField(BigIntegerField()))
    told = listed.order_by().annotate(
        belongs_to=Value(belongs_to),
        # Numbers, too, in the order of letters.
        rank=LPad(Cast(rank, CharField()), 5, Value("0")) if rank == "position" else F(rank),
        value=Cast(key, CharField()),
        reads=F(text),
        stands_for=itself if rows is None else ArraySubquery(rows),
    )
    values: QuerySet[Any, Any] = told.values_list("belongs_to", "rank", "value", "reads", "stands_for")
    return values
