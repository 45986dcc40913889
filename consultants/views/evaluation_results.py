"""What the groups answered: by whole quarters, and nothing of fewer than five."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from consultants.actions.evaluations import ENOUGH
from consultants.deadlines import quarter_of
from consultants.models import Evaluation, EvaluationAnswer
from consultants.models.evaluation import Agreement, Occasion

# The year and which of its four quarters.
Quarter = tuple[int, int]

STATEMENTS = {
    "would_recommend": "Vil anbefale SPARK",
    "stronger_cooperation": "Har fået et stærkere samarbejde",
    "clearer_roles": "Har fået klarere roller",
    "would_apply_again": "Vil søge igen",
}


@dataclass(frozen=True)
class Block:
    """A run of whole quarters with at least five answers between them; no two blocks share an answer.

    A block is fixed once its last quarter is over, and the next one begins after it. So nobody learns from two
    looks at the page, or from two blocks, what fewer than five have answered.
    """

    first: Quarter
    last: Quarter
    answers: Sequence[EvaluationAnswer]

    @property
    def name(self) -> str:
        first, last = (f"{quarter}. kvartal {year}" for year, quarter in (self.first, self.last))
        return first if first == last else f"{first} – {last}"

    @property
    def satisfaction(self) -> str:
        """The mean, "4,3"."""
        mean = sum(answer.satisfaction for answer in self.answers) / len(self.answers)
        return f"{mean:.1f}".replace(".", ",")

    @property
    def shares(self) -> list[tuple[str, int]]:
        """Of each statement: the share of yes, in whole tens of percent."""
        return [(label, self._share(field)) for field, label in STATEMENTS.items()]

    def _share(self, field: str) -> int:
        agreed = len([answer for answer in self.answers if getattr(answer, field) == Agreement.YES])
        return 10 * round(10 * agreed / len(self.answers))

    @property
    def words(self) -> list[str]:
        """What was written, in the order of the random keys: no order at all."""
        return [answer.words for answer in sorted(self.answers, key=lambda each: each.key) if answer.words]


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def results(request: AuthenticatedRequest) -> HttpResponse:
    """Each occasion by itself, so that a group that answers twice is not counted as two groups."""
    answers = EvaluationAnswer.objects.filter(month__lt=_quarter_begins(clock.today())).defer("engagement")
    by_occasion: defaultdict[str, list[EvaluationAnswer]] = defaultdict(list)
    for answer in answers:
        by_occasion[answer.occasion].append(answer)
    facts = {
        "occasions": [(occasion.label, list(blocks(by_occasion[occasion]))[::-1]) for occasion in Occasion],
        "rate": _rate(),
        "crumbs": [("Opfølgning", reverse("consultants:follow_ups"))],
    }
    return render(request, "consultants/evaluation_results.html", facts)


def blocks(answers: Iterable[EvaluationAnswer]) -> Iterator[Block]:
    """The answers in blocks, the earliest first; what is left over waits for more."""
    by_quarter: defaultdict[Quarter, list[EvaluationAnswer]] = defaultdict(list)
    for answer in answers:
        by_quarter[quarter_of(answer.month)].append(answer)
    held: list[EvaluationAnswer] = []
    first: Quarter | None = None
    for quarter in sorted(by_quarter):
        first, held = first or quarter, [*held, *by_quarter[quarter]]
        if len(held) >= ENOUGH:
            yield Block(first, quarter, held)
            first, held = None, []


def _quarter_begins(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _rate() -> int | None:
    """Of a hundred who were asked, how many answered; of what is over only, and where enough have."""
    counts = Evaluation.objects.filter(is_over=True).aggregate(invited=Sum("invited"), answered=Sum("answered"))
    invited, answered = counts["invited"] or 0, counts["answered"] or 0
    return round(100 * answered / invited) if answered >= ENOUGH else None
