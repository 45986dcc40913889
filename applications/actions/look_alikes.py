"""Earlier applications that may come from the same workplace, found once: when an application is received.

For the secretariat only: a form must never tell who has asked for help. Reckoned here and not where it is read,
because likeness of names is the one question whose cost grows with all that was ever received. Found by the newer of
a pair, and read from either side.
"""

from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Max, Value
from django.db.models.functions import Greatest

from applications.models import Application, Workplace

MOST = 5
# Below it are names that share little more than "Børnehuset".
ALIKE_FROM = 0.55


def look_alikes(application: Application) -> list[UUID]:
    """No more than five others that were received, with a workplace in the same municipality and a name much like ours.

    The most alike first, the newest first among equals.
    """
    own = list(application.workplaces.all())
    likeness = Greatest(Value(0.0), *(TrigramSimilarity("name", each.name) for each in own))
    found = (
        Workplace.objects.filter(municipality__in=[each.municipality_id for each in own])
        .exclude(application=application)
        .exclude(application__first_submitted_at=None)
        .annotate(likeness=likeness)
        .filter(likeness__gte=ALIKE_FROM)
        .values("application")
        .annotate(most=Max("likeness"))
        .order_by("-most", "-application__first_submitted_at", "application")
    )
    return list(found.values_list("application", flat=True)[:MOST])
