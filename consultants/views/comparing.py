"""Why one application ranks above another: both sums term by term, and the difference in plain words."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

import clock
import danish
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.actions import access
from applications.lifecycle import FINAL, RANKED
from applications.models import Application, Purpose
from consultants.forms.comparing import CompareForm
from consultants.views.crumbs import crumbs_below

# The terms of the formula, in its order.
TERMS = ("Kommune", "Branche", "Ventetid", "Fællesforløb")
_NOTHING: dict[str, Any] = {"points": 0, "sentence": "Giver ingen point"}


@dataclass(frozen=True)
class Term:
    """One term for both: the points and the sentence of each."""

    title: str
    points: int
    sentence: str
    other_points: int
    other_sentence: str

    @property
    def difference(self) -> int:
        """How many points the first has more."""
        return self.points - self.other_points


def terms(first: Application, second: Application) -> list[Term]:
    """Both sums side by side. A term that only one of them has gives the other nothing."""
    pairs = zip_longest(first.priority_reasons, second.priority_reasons, fillvalue=_NOTHING)
    return [
        Term(title, int(a["points"]), str(a["sentence"]), int(b["points"]), str(b["sentence"]))
        for title, (a, b) in zip(TERMS, pairs, strict=False)
    ]


def verdict(first: Application, second: Application, terms: list[Term]) -> str:
    """Why the one goes before the other, in a sentence or two."""
    told = _by_points(first, second, terms)
    answered = [each for each in (first, second) if each.answered_at]
    if len(answered) == 1:
        told += f" I køen står {answered[0]} øverst lige nu, fordi gruppen har svaret på jeres spørgsmål."
    return told


def _by_points(first: Application, second: Application, terms: list[Term]) -> str:
    above, below = sorted((first, second), key=lambda each: (-each.points, each.first_submitted_at, each.pk))
    lead = above.points - below.points
    if not lead:
        day = danish.danish_date(above.first_submitted_at) if above.first_submitted_at else ""
        return f"Begge har {above.points} point. {above} går forud, fordi den blev modtaget først, {day}."
    sign = 1 if above is first else -1
    most = max(terms, key=lambda term: term.difference * sign)
    against = [term.title.lower() for term in terms if term.difference * sign < 0]
    told = f"{above} står over {below} med {lead} point mere."
    told += f" Mest betyder {most.title.lower()} (+{most.difference * sign})."
    return f"{told} {below} får flere point for {' og '.join(against)}." if against else told


def unranked(first: Application, second: Application) -> str:
    """That one of them has no points, and whether it will have some; nothing where both have."""
    found = next((each for each in (first, second) if each.ranked_at is None), None)
    if found is None:
        return ""
    if found.status in FINAL:
        return f"{found} fik ingen point, mens den lå på bordet."
    when = " inden for et par minutter" if found.status in RANKED else ", når gruppen har svaret"
    return f"{found} har ingen point endnu. De bliver regnet{when}."


def _found(form: CompareForm, others: QuerySet[Application]) -> Application | None:
    """The one that was meant; without one, or with several, the form says so."""
    found = list(others.filter(reference__in=form.references(clock.today().year)).order_by("-reference"))
    if len(found) == 1:
        return found[0]
    if found:
        form.add_error("med", f"Flere har det nummer: {', '.join(map(str, found))}. Skriv også året")
    else:
        form.add_error("med", "Der er ingen anden ansøgning med den reference, som du kan læse")
    return None


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Any other application that the person may read, by its reference."""
    seen = Application.objects.visible_to(request.user)
    first = get_object_or_404(seen, pk=pk)
    form = CompareForm(request.GET if "med" in request.GET else None)
    second = None
    if form.is_valid():
        second = _found(form, seen.exclude(pk=pk))
    context = {"application": first, "form": form, "crumbs": crumbs_below(request, first)}
    if second is not None:
        now = clock.now()
        # Two cases are shown on one page.
        access.note(user=request.user, case=access.Case(second.pk), purpose=Purpose.TRIAGE, page="compare", now=now)
        missing, side_by_side = unranked(first, second), terms(first, second)
        context |= {
            "second": second,
            "terms": side_by_side,
            "verdict": "" if missing else verdict(first, second, side_by_side),
            "unranked": missing,
        }
    return render(request, "consultants/compare.html", context, status=422 if form.errors else 200)
