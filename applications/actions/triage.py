"""What the secretariat does to an application: rank, ask, let wait, decline, grant. The pages are upstairs."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from applications import emails, permissions
from applications.actions.record import lock, log, member, move, people, written
from applications.lifecycle import IllegalMove, Status
from applications.models import Application, DecisionLetter, InformationRequest, PrioritisationRound
from applications.models.application import DeclineReason
from applications.priority import Priority
from notifications import outbox

# The same for everybody, and shown wherever somebody is about to send it.
WAITING_LETTER = """Kære alle

Tak for jeres ansøgning. Vi har læst den grundigt, og I står nu på venteliste til et forløb.

I bliver vurderet igen i hver af de kommende runder, og jo længere I har ventet, jo mere tæller det. I behøver ikke \
gøre noget imens. Ændrer noget sig hos jer, så skriv eller ring endelig til os."""


class NotAtTheDesk(Exception):
    """Only consultants and the head of the secretariat triage."""


class RoundOrUrgency(Exception):
    """A grant names an open round, or else the reason why it can't wait for one."""


class RoundFull(Exception):
    """The round has granted as many engagements as it may."""


@transaction.atomic
def rank(*, priorities: Mapping[UUID, Priority], now: datetime) -> int:
    """Store points, reasons and their moment; says how many. Whoever left the ranking meanwhile is passed over.

    So is an application that somebody is changing at this instant: it keeps its old moment, and the next ranking
    sees that. Nobody who decides a case ever waits for the ranking of all others.
    """
    placed = Application.objects.ranked().filter(pk__in=priorities).order_by("pk")
    ranked = list(placed.select_for_update(skip_locked=True).only("pk"))
    for application in ranked:
        priority = priorities[application.pk]
        application.points = priority.points
        application.priority_reasons = [asdict(reason) for reason in priority.reasons]
        application.ranked_at = now
    Application.objects.bulk_update(ranked, ["points", "priority_reasons", "ranked_at"], batch_size=500)
    return len(ranked)


@transaction.atomic
def ask_for_information(*, application_id: UUID, by: User, question: str, now: datetime) -> InformationRequest:
    """Ask everybody named; the waiting clock stands still until they answer. Raises NothingWritten, IllegalMove."""
    question = written(question)
    application = _at_the_desk(application_id, by)
    move(application, Status.NEEDS_INFORMATION, now=now)
    application.save()
    request = InformationRequest.objects.create(application=application, question=question, asked_by=by, asked_at=now)
    log(application, "information_asked", by=by, now=now, request=str(request.pk))
    emails.post_information_asked(request, people(application), now=now)
    return request


@transaction.atomic
def answer_request(*, application_id: UUID, by: User, answer: str, now: datetime) -> None:
    """The group's plain answer; what they agreed on stands. Raises NothingWritten, NotNamed, IllegalMove."""
    answer = written(answer)
    application = lock(application_id)
    member(by, people(application))
    if application.status != Status.NEEDS_INFORMATION:
        raise IllegalMove(f"{application.status} has no open question")
    request = application.requests.get(answered_at=None)
    request.answer, request.answered_by, request.answered_at = answer, by, now
    request.save()
    move(application, Status.SUBMITTED, now=now)
    application.answered_at = now
    application.save()
    log(application, "information_answered", by=by, now=now, request=str(request.pk))


@transaction.atomic
def set_waiting(*, application_id: UUID, by: User, now: datetime, hold: timedelta = timedelta(0)) -> None:
    """On the waiting list: assessed, ranked again in the rounds to come, and everybody named is told so once.

    For ``hold`` nobody is told, and ``decisions.take_back`` undoes it. Raises IllegalMove.
    """
    application = _at_the_desk(application_id, by)
    _answer(application, Status.WAITING, now=now, hold=hold)
    application.save()
    letter = _letter(application, by=by, now=now, granted=False, waits=True, text=WAITING_LETTER)
    log(application, "set_waiting", by=by, now=now, **_held(application))
    outbox.post_all(emails.decision_posts(letter, people(application), hold=hold), now=now)


@transaction.atomic
def decline(
    *,
    application_id: UUID,
    by: User,
    reason: DeclineReason,
    text: str,
    now: datetime,
    hold: timedelta = timedelta(0),
) -> DecisionLetter:
    """A no with its reason and the secretariat's words, and a neutral mail to everybody named.

    For ``hold`` nobody is told, and ``decisions.take_back`` undoes it. Raises NothingWritten, IllegalMove.
    """
    text = written(text)
    application = _at_the_desk(application_id, by)
    _decide(application, Status.DECLINED, now=now, hold=hold)
    application.decline_reason = reason
    application.save()
    letter = _letter(application, by=by, now=now, granted=False, reason=reason, text=text)
    log(application, "declined", by=by, now=now, reason=reason.value, **_held(application))
    outbox.post_all(emails.decision_posts(letter, people(application), hold=hold), now=now)
    return letter


@transaction.atomic
def grant(  # noqa: PLR0913 — who, what, in which round or why not, in which words, when, and how long it can be undone
    *,
    application_id: UUID,
    by: User,
    round_id: int | None,
    urgency_reason: str,
    text: str,
    now: datetime,
    hold: timedelta = timedelta(0),
    is_closing: bool = False,
) -> DecisionLetter:
    """A yes: in a round with room that is not opened, or for a reason of urgency. The engagement's verb writes mails.

    ``is_closing``: what the round itself has decided, now that it is being closed; nobody else gets a seat in it then.
    Raises NothingWritten, IllegalMove, RoundOrUrgency, RoundFull.
    """
    text, urgency_reason = written(text), urgency_reason.strip()
    if (round_id is None) == (not urgency_reason):
        raise RoundOrUrgency
    # The round before the application, as whoever opens it takes them.
    chosen = _locked_round(round_id, is_closing=is_closing) if round_id is not None else None
    application = _at_the_desk(application_id, by)
    _decide(application, Status.GRANTED, now=now, hold=hold)
    application.round = _with_room(chosen) if round_id is not None else None
    application.urgency_reason = urgency_reason
    application.save()
    letter = _letter(application, by=by, now=now, granted=True, text=text)
    log(application, "granted", by=by, now=now, round=round_id, **_held(application))
    return letter


def _decide(application: Application, status: Status, *, now: datetime, hold: timedelta) -> None:
    _answer(application, status, now=now, hold=hold)
    application.decided_at = now


def _answer(application: Application, status: Status, *, now: datetime, hold: timedelta) -> None:
    before = application.status
    move(application, status, now=now)
    if hold:
        application.held_until, application.decided_from = now + hold, before


def _held(application: Application) -> dict[str, str]:
    """For the timeline: the group is not told before that moment."""
    return {"held_until": application.held_until.isoformat()} if application.held_until else {}


def _at_the_desk(application_id: UUID, by: User) -> Application:
    if not permissions.can_triage(by):
        raise NotAtTheDesk
    return lock(application_id)


def _locked_round(round_id: int, *, is_closing: bool) -> PrioritisationRound | None:
    rounds = PrioritisationRound.objects
    possible = rounds.being_closed() if is_closing else rounds.before_their_meeting()
    return possible.select_for_update().filter(pk=round_id).first()


def _with_room(chosen: PrioritisationRound | None) -> PrioritisationRound:
    if chosen is None:
        raise RoundOrUrgency
    if chosen.granted.count() >= chosen.capacity:
        raise RoundFull
    return chosen


def _letter(  # noqa: PLR0913 — what a letter holds
    application: Application,
    *,
    by: User,
    now: datetime,
    granted: bool,
    text: str,
    waits: bool = False,
    reason: str = "",
) -> DecisionLetter:
    return DecisionLetter.objects.create(
        application=application,
        number=application.letters.count() + 1,
        granted=granted,
        waits=waits,
        reason=reason,
        text=text,
        written_by=by,
        written_at=now,
    )
