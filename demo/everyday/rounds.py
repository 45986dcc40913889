"""The latest round as it was closed, and the next one, opened and half decided."""

from datetime import timedelta
from uuid import UUID

from applications.lifecycle import Status
from applications.models import Application, PrioritisationRound
from consultants.actions import queue
from consultants.actions import rounds as verbs
from consultants.models import RoundCandidate
from consultants.precedence import Decision, unexplained
from demo import words as history_words
from demo.everyday import words
from demo.everyday.world import World

_LEFT_WAITING = 4
_GRANTED_SO_FAR = 3


def load(world: World) -> None:
    """Both rounds; with nothing on the desk there is nothing to open one for."""
    closed = PrioritisationRound.objects.exclude(closed_at=None).exclude(granted=None)
    for latest in closed.distinct().order_by("-meets_on")[:1]:
        _closed(world, latest)
    coming = PrioritisationRound.objects.filter(closed_at=None, meets_on__gte=world.today).order_by("meets_on").first()
    if coming is not None and Application.objects.ranked().exists():
        _opened(world, coming)


# ── The latest ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _closed(world: World, latest: PrioritisationRound) -> None:
    """What it granted, and some that went on waiting; whoever went before somebody more urgent has a reason."""
    assert latest.closed_at is not None  # noqa: S101 - that is how it was found
    waiting = Application.objects.filter(status=Status.WAITING, first_submitted_at__lt=latest.closed_at)
    let_wait = set(waiting.order_by("first_submitted_at").values_list("pk", flat=True)[:_LEFT_WAITING])
    candidates = _decided(world, latest, let_wait)
    silent = set(unexplained(each.standing for each in candidates))
    for each in candidates:
        if each.rank in silent:
            each.override_reason = words.OVERRIDE
    RoundCandidate.objects.bulk_create(candidates)
    latest.opened_at = latest.closed_at - timedelta(days=5)
    latest.closing_started_at = latest.closed_at - timedelta(minutes=2)
    latest.weights, latest.closed_by = queue.weights_in_force(latest.meets_on), world.head
    latest.save()


def _decided(world: World, latest: PrioritisationRound, let_wait: set[UUID]) -> list[RoundCandidate]:
    """Everybody in the order of the round, each with its answer."""
    assert latest.closed_at is not None  # noqa: S101 - that is how it was found
    granted = set(latest.granted.values_list("pk", flat=True))
    runs = dict(
        Application.objects.filter(pk__in=granted, engagement__assignments__is_co=False).values_list(
            "pk", "engagement__assignments__consultant"
        )
    )
    found = verbs.frozen(latest, Application.objects.filter(pk__in=granted | let_wait), latest.meets_on)
    for each in found:
        is_granted = each.application_id in granted
        each.decision = Decision.GRANT if is_granted else Decision.WAIT
        each.text = history_words.DECISION_YES if is_granted else ""
        each.consultant_id = runs.get(each.application_id)
        each.decided_by, each.decided_at = world.head, latest.closed_at - timedelta(hours=1)
        each.applied_at = latest.closed_at
    return found


# ── The next ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _opened(world: World, coming: PrioritisationRound) -> None:
    """The most urgent are granted already, one waits; the rest is for the meeting itself."""
    verbs.open(round_id=coming.pk, by=world.head, now=world.now)
    every = [each for each in verbs.candidates(coming) if each.obstacle is None]
    first, then = every[:_GRANTED_SO_FAR], every[_GRANTED_SO_FAR : _GRANTED_SO_FAR + 1]
    grant = verbs.Verdict(
        Decision.GRANT,
        text=history_words.DECISION_YES,
        consultants={each.pk: world.consultants[place] for place, each in enumerate(first)},
    )
    for chosen, verdict in ((first, grant), (then, verbs.Verdict(Decision.WAIT))):
        if chosen:
            verbs.decide(
                round_id=coming.pk,
                candidate_ids=[each.pk for each in chosen],
                seen=verbs.stamp(chosen),
                verdict=verdict,
                by=world.head,
                now=world.now,
            )
