"""What can still be done about a decision while its letters wait: take it back, or write it better.

Both look at the letters under lock, so that this and the sender can never both win.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from applications import permissions
from applications.actions.record import lock, log, turn_clock, written
from applications.actions.triage import NotAtTheDesk
from applications.lifecycle import TOLD_BY_LETTER, IllegalMove, Status
from applications.models import Application, DecisionLetter
from notifications import outbox

# How long the mail about a decision waits.
WINDOW = timedelta(seconds=60)
TAKEN_BACK = "the decision has been taken back"
WAITED = "set_waiting"

# Kinds of letters, and what those that leave with the decision are about.
Letters = Mapping[str, Collection[UUID]]


class AlreadySent(Exception):
    """The letters have left, or are on their way: the decision stands as it is written."""


@transaction.atomic
def take_back(*, application_id: UUID, by: User, also: Letters, now: datetime) -> Application:
    """Undo a decision that nobody has been told of. ``also``: other letters that would leave with it.

    Raises NotAtTheDesk, IllegalMove, AlreadySent.
    """
    application = _held(application_id, by, now)
    if not outbox.take_back({**also, "decision": _mails_about(application)}, because=TAKEN_BACK, now=now):
        raise AlreadySent
    verb = WAITED if application.status == Status.WAITING else application.status
    decision = application.events.filter(verb=verb).last()
    undone = application.status
    application.take_back()
    turn_clock(application, now=now)
    application.save()
    log(application, "decision_taken_back", by=by, now=now, undone=undone, decision=decision.pk if decision else None)
    return application


@transaction.atomic
def rewrite(*, application_id: UUID, by: User, text: str, also: Letters, now: datetime) -> DecisionLetter | None:
    """Another version of the letter, and a whole window more before it leaves. None where not a word is new.

    Raises NothingWritten, NotAtTheDesk, IllegalMove, AlreadySent.
    """
    text = written(text)
    application = _held(application_id, by, now)
    standing = application.letters.latest("number")
    until = now + WINDOW
    if _plain(standing.text) == _plain(text):
        return None
    if not outbox.hold_on({**also, "decision": _mails_about(application)}, until=until, now=now):
        raise AlreadySent
    application.held_until = until
    application.save(update_fields=["held_until"])
    letter = DecisionLetter.objects.create(
        application=application,
        number=standing.number + 1,
        granted=standing.granted,
        waits=standing.waits,
        reason=standing.reason,
        text=text,
        written_by=by,
        written_at=now,
    )
    log(application, "letter_rewritten", by=by, now=now, number=letter.number, held_until=until.isoformat())
    return letter


def versions(application: Application) -> QuerySet[DecisionLetter]:
    """The letter that stands and what it read before, the first one first. Each turn on the waiting list has its own.

    A yes and a no share theirs, those that were taken back among them.
    """
    if application.status != Status.WAITING:
        return application.letters.filter(waits=False)
    began = application.events.filter(verb=WAITED).latest("pk")
    return application.letters.filter(waits=True, written_at__gte=began.at)


def _held(application_id: UUID, by: User, now: datetime) -> Application:
    if not permissions.can_triage(by):
        raise NotAtTheDesk
    application = lock(application_id)
    if application.status not in TOLD_BY_LETTER:
        raise IllegalMove(f"{application.status} is no decision")
    if not application.is_held(now):
        raise AlreadySent
    return application


def _mails_about(application: Application) -> list[UUID]:
    """The mails are about the letter that was first written; later versions send none of their own."""
    return list(versions(application).values_list("pk", flat=True))


def _plain(text: str) -> str:
    """Without the line ends that a browser writes in its own way."""
    return text.replace("\r\n", "\n")
