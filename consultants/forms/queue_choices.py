"""What the queue can be narrowed by, as it stands in the catalogues today: read in one statement, once a minute."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, LPad

from accounts.models import Role, User
from applications.models import Municipality, Region, Sector
from themes.models import Theme

Choices = tuple[tuple[str, str], ...]


def in_catalogues(today: date) -> dict[str, Choices]:
    """Key and name of every choice, by filter; each list in its own order, and none without any.

    A minute old at most: themes, places and people change by the year, and every look at the desk asks.
    """
    return cache.get_or_set(f"queue-choices-{today}", lambda: _read(today)) or {}


def _read(today: date) -> dict[str, Choices]:
    in_force = Q(valid_to=None) | Q(valid_to__gte=today)
    consultants = User.objects.filter(is_active=True, roles__contains=[Role.CONSULTANT])
    every = [
        _choices("tema", Theme.objects.all(), "key", "short_title", "position"),
        _choices("kommune", Municipality.objects.all(), "code", "name", "sort_key"),
        _choices("branche", Sector.objects.all(), "key", "name", "position"),
        _choices("region", Region.objects.filter(in_force, valid_from__lte=today), "code", "name", "name"),
        _choices("konsulent", consultants, "pk", "name", "name"),
    ]
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for belongs_to, _rank, key, text in every[0].union(*every[1:], all=True).order_by("belongs_to", "rank", "value"):
        found[belongs_to].append((key, text))
    return {name: tuple(choices) for name, choices in found.items()}


def _choices(belongs_to: str, rows: QuerySet[Any], key: str, text: str, rank: str) -> QuerySet[Any, Any]:
    told = rows.order_by().annotate(
        belongs_to=Value(belongs_to),
        # Numbers, too, in the order of letters.
        rank=LPad(Cast(rank, CharField()), 5, Value("0")) if rank == "position" else F(rank),
        value=Cast(key, CharField()),
        reads=F(text),
    )
    listed: QuerySet[Any, Any] = told.values_list("belongs_to", "rank", "value", "reads")
    return listed
