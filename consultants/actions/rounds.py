"""The monthly round: open it, decide on its candidates, and begin to close it. Carrying it out is next door."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import Role, User
from applications import priority
from applications.actions import rounds as planning
from applications.models import Application, PrioritisationRound
from applications.models.application import DeclineReason
from consultants.actions import queue, running
from consultants.actions.engagements import NotAConsultant
from consultants.deadlines import day_of
from consultants.models import RoundCandidate
from consultants.precedence import Decision, against_the_order, unexplained


class NotTheHead(Exception):
    """Rounds are decided by the head of the secretariat."""


class NotPlanned(Exception):
    """The round has been opened already."""


class AnotherIsOpen(Exception):
    """An earlier round has to be closed first."""


class NotOpened(Exception):
    """The round is not open for decisions: not opened yet, being closed, or closed."""


class NothingToDecide(Exception):
    """None of those chosen can be decided."""


class ChangedMeanwhile(Exception):
    """What was decided, or the applications themselves, changed after the page was shown."""


class NoRoom(Exception):
    """More would be granted than the round has room for."""


class AgainstTheOrder(Exception):
    """Somebody less urgent would go before somebody more urgent, and nobody has said why. ``ranks``: which."""

    def __init__(self, ranks: Collection[int]) -> None:
        super().__init__(", ".join(map(str, ranks)))
        self.ranks = tuple(ranks)


@dataclass(frozen=True)
class Verdict:
    """What is decided on some candidates. ``consultants``: by candidate, where it is a grant."""

    decision: Decision
    text: str = ""
    decline_reason: DeclineReason | None = None
    override_reason: str = ""
    consultants: Mapping[int, User] = field(default_factory=dict)


@transaction.atomic
def open(*, round_id: int, by: User, now: datetime) -> int:  # noqa: A001 — the verb's own name
    """Freeze all that is ranked, in order, with its reasons and the weights in force; says how many.

    Raises NotTheHead, NotPlanned, AnotherIsOpen.
    """
    planned = _locked(round_id, by)
    if planned.opened_at is not None or planned.closed_at is not None:
        raise NotPlanned
    if PrioritisationRound.objects.unclosed().exclude(opened_at=None).exists():
        raise AnotherIsOpen
    planned.opened_at = now
    planned.weights = queue.weights_in_force(day_of(now))
    try:
        with transaction.atomic():
            planned.save(update_fields=["opened_at", "weights"])
    except IntegrityError:
        # Two rounds were opened at the same moment.
        raise AnotherIsOpen from None
    candidates = frozen(planned, Application.objects.ranked(), day_of(now))
    return len(RoundCandidate.objects.bulk_create(candidates, batch_size=500))


@transaction.atomic
def change(*, round_id: int, meets_on: date, capacity: int, by: User, today: date) -> None:
    """As ``planning.change`` has it, with no fewer seats than are given away in a round that is opened.

    Raises NotTheHead, and planning.change's refusals.
    """
    each = _locked(round_id, by)
    if each.is_opened and capacity < each.capacity - room_left(each, candidates(each)):
        raise planning.MoreGranted
    planning.change(round_id=round_id, meets_on=meets_on, capacity=capacity, by=by, today=today)


def weights_of(each: PrioritisationRound) -> priority.Weights:
    """What the round's candidates were ranked by."""
    return each.weights.as_weights() if each.weights else priority.Weights()


def frozen(each: PrioritisationRound, applications: QuerySet[Application], today: date) -> list[RoundCandidate]:
    """The candidates of a round as they stand ``today``, in its order by its weights; nothing is stored."""
    weights = weights_of(each)
    known = [
        (application, facts, priority.rank(facts, weights))
        for application, facts in queue.known_of(applications, today)
    ]
    known.sort(key=lambda each: _order(each[2].points, each[0]))
    return [
        RoundCandidate(
            round=each,
            application=application,
            rank=rank,
            points=ranked.points,
            reasons=[{"points": reason.points, "sentence": reason.sentence} for reason in ranked.reasons],
            facts=priority.stored(facts),
            version_number=application.version_number,
        )
        for rank, (application, facts, ranked) in enumerate(known, start=1)
    ]


def _order(points: int, application: Application) -> tuple[int, datetime | None, UUID]:
    """As the queue's: who asked first comes first among equals."""
    return -points, application.first_submitted_at, application.pk


@transaction.atomic
def decide(
    *, round_id: int, candidate_ids: Collection[int], seen: str, verdict: Verdict, by: User, now: datetime
) -> int:
    """Decide on the chosen candidates, instead of what was decided before; says how many. Nothing leaves yet.

    ``seen``: the ``stamp`` of them as they were shown. Whoever can't be decided any more is passed over.
    Raises NotTheHead, NotOpened, NothingToDecide, ChangedMeanwhile, NoRoom, AgainstTheOrder, NotAConsultant.
    """
    opened = _opened(round_id, by)
    every = candidates(opened)
    chosen = [each for each in every if each.pk in candidate_ids and each.obstacle is None]
    if not chosen:
        raise NothingToDecide
    if stamp(chosen) != seen:
        raise ChangedMeanwhile
    for each in chosen:
        _put(each, verdict, by=by, now=now)
    if room_left(opened, every) < 0:
        raise NoRoom
    _explain(chosen, every, verdict.override_reason)
    _store(chosen)
    return len(chosen)


@transaction.atomic
def take_back(*, round_id: int, candidate_ids: Collection[int], by: User) -> int:
    """Leave the chosen candidates undecided again; says how many. Raises NotTheHead, NotOpened."""
    opened = _opened(round_id, by)
    chosen = [each for each in candidates(opened) if each.pk in candidate_ids and each.decision]
    for each in chosen:
        each.decision = each.text = each.decline_reason = each.override_reason = ""
        each.consultant = each.decided_by = each.decided_at = None
    _store(chosen)
    return len(chosen)


@transaction.atomic
def close(*, round_id: int, seen: str, by: User, now: datetime) -> None:
    """From here on the decisions stand, and are carried out by whoever comes by: see round_closing.carry_out.

    ``seen``: the ``stamp`` of all decided candidates as they were shown.
    Raises NotTheHead, NotOpened, ChangedMeanwhile, NoRoom, AgainstTheOrder.
    """
    opened = _opened(round_id, by)
    every = candidates(opened)
    if stamp(each for each in every if each.decision) != seen:
        raise ChangedMeanwhile
    if room_left(opened, every) < 0:
        raise NoRoom
    if silent := unexplained(each.standing for each in every if each.obstacle is None):
        raise AgainstTheOrder(silent)
    gone = [each for each in every if not each.decision and each.obstacle]
    for each in gone:
        each.failed_because = each.obstacle or ""
    RoundCandidate.objects.bulk_update(gone, ["failed_because"], batch_size=500)
    opened.closing_started_at, opened.closed_by = now, by
    opened.save(update_fields=["closing_started_at", "closed_by"])


def candidates(of: PrioritisationRound) -> list[RoundCandidate]:
    """All candidates of the round in order, with no more than the rules ask of them. One statement."""
    found = of.candidates.select_related("application").order_by("rank")
    return list(
        found.only(
            "round", "rank", "points", "version_number", "decision", "decline_reason", "override_reason", "decided_at",
            "applied_at", "failed_because", "consultant", "application__reference", "application__kind",
            "application__status", "application__version_number",
        )
    )  # fmt: skip


def room_left(of: PrioritisationRound, every: Iterable[RoundCandidate]) -> int:
    """How many more may be granted, those decided and not carried out yet among the granted. Below 0: too many."""
    planned = sum(each.decision == Decision.GRANT and each.applied_at is None and not each.away for each in every)
    return of.capacity - of.granted.count() - planned


def stamp(shown: Iterable[RoundCandidate]) -> str:
    """Tells whether candidates still are as somebody saw them."""
    return running.mark(*(f"{each.pk} {each.decided_at} {each.obstacle}" for each in shown))


def _put(each: RoundCandidate, verdict: Verdict, *, by: User, now: datetime) -> None:
    is_grant, is_decline = verdict.decision == Decision.GRANT, verdict.decision == Decision.DECLINE
    each.decision = verdict.decision
    each.text = verdict.text if is_grant or is_decline else ""
    each.decline_reason = verdict.decline_reason or "" if is_decline else ""
    each.consultant = verdict.consultants[each.pk] if is_grant else None
    each.override_reason = ""
    each.decided_by, each.decided_at = by, now
    if each.consultant and not (each.consultant.is_active and each.consultant.has_role(Role.CONSULTANT)):
        raise NotAConsultant


def _explain(chosen: list[RoundCandidate], every: list[RoundCandidate], reason: str) -> None:
    """Store the reason where the order asks for one."""
    against = against_the_order(each.standing for each in every if each.obstacle is None)
    needing = [each for each in chosen if each.rank in against]
    if needing and not reason.strip():
        raise AgainstTheOrder([each.rank for each in needing])
    for each in needing:
        each.override_reason = reason.strip()


_DECIDED = (
    "decision", "text", "decline_reason", "override_reason", "consultant", "decided_by", "decided_at",
)  # fmt: skip


def _store(chosen: list[RoundCandidate]) -> None:
    RoundCandidate.objects.bulk_update(chosen, _DECIDED, batch_size=500)


def _locked(round_id: int, by: User) -> PrioritisationRound:
    if not (by.is_active and by.has_role(Role.HEAD)):
        raise NotTheHead
    return PrioritisationRound.objects.select_for_update(of=("self",)).select_related("weights").get(pk=round_id)


def _opened(round_id: int, by: User) -> PrioritisationRound:
    opened = _locked(round_id, by)
    if not opened.is_opened:
        raise NotOpened
    return opened
