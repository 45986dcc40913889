"""The order of the queue: what the ranking must know of the past is gathered here, for all applications at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

import clock
from applications.actions import triage
from applications.consensus import Kind
from applications.models import Application, Municipality, PriorityWeights, Sector, Workplace
from applications.priority import Facts, MunicipalityFacts, Priority, SectorFacts, Weights
from applications.priority import rank as priority_of
from consultants.deadlines import day_of, whole_months
from consultants.models import Engagement

# What a round keeps of an application beside its facts.
KEPT = ("first_submitted_at", "version_number")


def rank_all(now: datetime) -> int:
    """Reckon points and reasons anew for everything that is ranked; says how many. Twice is harmless."""
    return _rank(Application.objects.ranked(), now)


def rank_unranked(now: datetime) -> int:
    """Rank what has no valid place yet; says how many.

    A place is valid for the Copenhagen day it was reckoned on, and until another engagement is opened, because
    that changes the spread. So the night's ranking and the one after a grant are facts in the database: no
    clockwork that was down can have missed them.
    """
    midnight = datetime.combine(day_of(now), time(), tzinfo=clock.COPENHAGEN)
    opened = Engagement.objects.order_by("-opened_at").values_list("opened_at", flat=True).first()
    valid_from = max(midnight, opened) if opened else midnight
    unranked = Application.objects.ranked().filter(Q(ranked_at=None) | Q(ranked_at__lt=valid_from))
    return _rank(unranked, now) if unranked.exists() else 0


def _rank(applications: QuerySet[Application], now: datetime) -> int:
    today = day_of(now)
    in_force = weights_in_force(today)
    weights = in_force.as_weights() if in_force else Weights()
    priorities: dict[UUID, Priority] = {
        application.pk: priority_of(facts, weights) for application, facts in known_of(applications, today)
    }
    return triage.rank(priorities=priorities, now=now)


def known_of(applications: QuerySet[Application], today: date) -> list[tuple[Application, Facts]]:
    """Each of ``applications`` with what its ranking may know; a fixed number of statements, however many."""
    history = _History.up_to(today)
    where = _where(applications)
    # An application always has a workplace; one that lost it meanwhile has no place in the queue either.
    known = applications.filter(pk__in=where).only("days_waited", "waiting_since", "kind", *KEPT)
    return [(application, history.facts(application, where[application.pk], today)) for application in known]


def weights_in_force(today: date) -> PriorityWeights | None:
    """The parties' newest weights whose day has come; None before their first decision."""
    return PriorityWeights.objects.filter(in_force_from__lte=today).order_by("-in_force_from").first()


@dataclass
class _Where:
    """The municipalities and sectors of one application, each once."""

    municipalities: set[int] = field(default_factory=set)
    sectors: set[int] = field(default_factory=set)


def _where(applications: QuerySet[Application]) -> Mapping[UUID, _Where]:
    places: dict[UUID, _Where] = defaultdict(_Where)
    workplaces = Workplace.objects.filter(application__in=applications).order_by()
    for application, municipality, sector in workplaces.values_list("application", "municipality", "sector"):
        places[application].municipalities.add(municipality)
        places[application].sectors.add(sector)
    return dict(places)


@dataclass(frozen=True)
class _History:
    """What earlier engagements say; cancelled ones never became any."""

    municipalities: Mapping[int, MunicipalityFacts]
    sectors: Mapping[int, SectorFacts]

    @classmethod
    def up_to(cls, today: date) -> "_History":
        return cls(municipalities=_municipalities(today), sectors=_sectors())

    def facts(self, application: Application, where: _Where, today: date) -> Facts:
        return Facts(
            municipalities=[self.municipalities[key] for key in where.municipalities],
            sectors=[self.sectors[key] for key in where.sectors],
            waiting_days=application.waiting_days(today),
            is_joint=application.kind == Kind.JOINT,
        )


def _municipalities(today: date) -> dict[int, MunicipalityFacts]:
    last = dict(
        Engagement.objects.begun().values_list("application__workplaces__municipality").annotate(last=Max("opened_at"))
    )
    return {
        key: MunicipalityFacts(name, whole_months(day_of(last[key]), today) if key in last else None)
        for key, name in Municipality.objects.values_list("pk", "name")
    }


def _sectors() -> dict[int, SectorFacts]:
    """A joint engagement counts once for each of its sectors."""
    names = dict(Sector.objects.values_list("pk", "name"))
    begun = dict(
        Engagement.objects.begun()
        .values_list("application__workplaces__sector")
        .annotate(engagements=Count("pk", distinct=True))
    )
    every = sum(begun.values())
    return {
        key: SectorFacts(
            name,
            share=Fraction(begun.get(key, 0), every) if every else Fraction(0),
            fair=Fraction(1, len(names)),
        )
        for key, name in names.items()
    }
