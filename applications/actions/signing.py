"""From a text to a submitted application: ask, agree, say no, take back, write on, withdraw.

Each verb takes the application under lock, so double clicks and two people at once come one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, prefetch_related_objects

import clock
from accounts.models import User
from applications import emails, letter_limits, permissions, thread_letters
from applications.actions import drafting, intake, look_alikes, searching, versions, workplaces
from applications.actions.record import (
    DAYS_WITH_THE_GROUP,
    lock,
    log,
    member,
    move,
    people,
    written,
)
from applications.consensus import Named, Yes, is_reached
from applications.letter_limits import Addressed
from applications.lifecycle import AT_TRIAGE, IllegalMove, Status
from applications.models import (
    Answer,
    Application,
    ApplicationVersion,
    InformationRequest,
    Intake,
    ReferenceCounter,
    Signatory,
)


@dataclass(frozen=True)
class VersionRead:
    """The version a person had before their eyes when they answered."""

    number: int
    sha256: str


class AlreadyAsked(Exception):
    """The question has been put to everybody; a second click changes nothing."""


class AnotherVersion(Exception):
    """The text has changed since the person read it: a yes or no to it would be to something unread."""


class NothingToAnswer(Exception):
    """The application does not await answers any more, or not yet."""


class NothingToTakeBack(Exception):
    """The person has given no yes that counts now."""


class Incomplete(Exception):
    """Something is missing before anybody can be asked. ``parts``: what, and at which step."""

    def __init__(self, parts: tuple[drafting.MissingPart, ...]) -> None:
        super().__init__()
        self.parts = parts


@transaction.atomic
def ask(*, application_id: UUID, by: User, now: datetime) -> ApplicationVersion:
    """Freeze the text as the next version and ask everybody named; whoever asks still answers themself.

    Raises NotNamed, AlreadyAsked, Incomplete, IllegalMove, TooManyLetters, TooManyStrangers.
    """
    application = lock(application_id)
    named = people(application)
    _asker(application, by, named, now)
    if application.status == Status.AWAITING_CONSENSUS:
        raise AlreadyAsked
    if application.status != Status.DRAFT:
        raise IllegalMove(f"{application.status} is not to be asked about")
    today = now.astimezone(clock.COPENHAGEN).date()
    move(application, Status.AWAITING_CONSENSUS, now=now)
    prefetch_related_objects([application], *versions.PARTS)
    if parts := drafting.missing_parts(application, named, today):
        raise Incomplete(parts)
    version = versions.freeze(application, named, by=by, now=now)
    application.expires_on = today + timedelta(days=DAYS_WITH_THE_GROUP)
    application.save()
    letter_limits.count_strangers(_strangers(named, by), by=by, now=now)
    log(application, "asked", by=by, now=now, version=version.number)
    emails.post_consensus_asked(application, named, now=now)
    Signatory.objects.filter(pk__in=[each.pk for each in named], invited_at=None).update(invited_at=now)
    return version


def _asker(application: Application, by: User, named: list[Signatory], now: datetime) -> None:
    """Whoever has written the draft and stands on it has said who they are by that."""
    me = permissions.own_row(by, named)
    if me is not None and me.accepted_at is None and application.author_id == by.pk:
        me.accepted_at = now
        me.save()
    member(by, named)


def _strangers(named: list[Signatory], by: User) -> list[str]:
    """The addresses that get their first letter now."""
    return [each.email for each in named if each.invited_at is None and each.email != by.email]


@transaction.atomic
def agree(*, application_id: UUID, by: User, read: VersionRead, now: datetime) -> None:
    """ "Ja, vi er enige" to the version read. The last yes submits. Said twice, it counts once.

    While intake is closed a new application waits instead, and ``submit_held_back`` submits it.

    Raises NotNamed, NothingToAnswer, AnotherVersion.
    """
    application = lock(application_id)
    named = people(application)
    me = member(by, named)
    if _standing(me, read.number, agrees=True).exists() and read.number == application.version_number:
        return
    version = _answerable(application, read)
    Answer.objects.create(signatory=me, version=version, agrees=True, address=me.email, at=now)
    log(application, "agreed", by=by, now=now, version=version.number, signatory=str(me.pk))
    if _everybody_agrees(application, named):
        if intake.holds_back(application):
            thread_letters.post_held_back(application, named, now=now)
            return
        _submit(application, version, named, by=by, now=now)


def submit_held_back(*, now: datetime) -> int:
    """Submit what everybody agreed on while intake was closed; says how many. Does nothing while it is closed."""
    if Intake.objects.closed() is not None:
        return 0
    waiting = list(intake.held_back().order_by("edited_at", "pk").values_list("pk", flat=True))
    return sum(_submit_held_back(application_id, now) for application_id in waiting)


@transaction.atomic
def _submit_held_back(application_id: UUID, now: datetime) -> bool:
    application = lock(application_id)
    # Somebody may have taken a yes back, or closed intake again, since the list was made.
    still_waits = intake.held_back().filter(pk=application_id).exists()
    if not still_waits or intake.holds_back(application):
        return False
    _submit(application, versions.current(application), people(application), by=None, now=now)
    return True


@transaction.atomic
def disagree(*, application_id: UUID, by: User, read: VersionRead, reason: str, now: datetime) -> None:
    """ "Nej, ikke endnu": the text is open to everybody again, and each can read why. Said twice, it counts once.

    Raises NothingWritten, NotNamed, NothingToAnswer, AnotherVersion.
    """
    reason = written(reason)
    application = lock(application_id)
    named = people(application)
    me = member(by, named)
    if _standing(me, read.number, agrees=False).exists() and application.status == Status.DRAFT:
        return
    version = _answerable(application, read)
    _standing(me, version.number, agrees=True).update(taken_back_at=now)
    answer = Answer.objects.create(signatory=me, version=version, agrees=False, reason=reason, address=me.email, at=now)
    move(application, Status.DRAFT, now=now)
    _lives_on(application, now)
    application.save()
    log(application, "disagreed", by=by, now=now, version=version.number, signatory=str(me.pk))
    emails.post_answered_no(answer, named, now=now)


@transaction.atomic
def take_back(*, application_id: UUID, by: User, now: datetime) -> None:
    """A yes is taken back, as long as no decision has been made; what was submitted awaits agreement again.

    Raises NotNamed, NothingToTakeBack.
    """
    application = lock(application_id)
    named = people(application)
    me = member(by, named)
    is_open = application.status in AT_TRIAGE | {Status.AWAITING_CONSENSUS}
    if not is_open or not _standing(me, application.version_number, agrees=True).update(taken_back_at=now):
        raise NothingToTakeBack
    log(application, "taken_back", by=by, now=now, version=application.version_number, signatory=str(me.pk))
    back_to_the_group(application, [each for each in named if each != me], now=now)


@transaction.atomic
def reopen(*, application_id: UUID, by: User, now: datetime) -> None:
    """Write on: a draft again, the waiting clock stopped, every yes without effect once the text is asked about anew.

    Raises NotNamed, IllegalMove.
    """
    application = lock(application_id)
    named = people(application)
    me = member(by, named)
    back_to_the_group(application, [each for each in named if each != me], now=now)
    move(application, Status.DRAFT, now=now)
    _lives_on(application, now)
    application.save()
    log(application, "reopened", by=by, now=now, version=application.version_number)


@transaction.atomic
def withdraw(*, application_id: UUID, by: User, now: datetime) -> None:
    """The group does not apply after all; either side may say so, and whoever began a draft.

    Raises NotNamed, IllegalMove.
    """
    application = lock(application_id)
    named = people(application)
    if not (application.status == Status.DRAFT and application.author_id == by.pk):
        member(by, named)
    move(application, Status.WITHDRAWN, now=now)
    application.expires_on = None
    application.save()
    searching.write(application)
    log(application, "withdrawn", by=by, now=now)
    emails.post_withdrawn(application, named, now=now)


def back_to_the_group(
    application: Application, tell: list[Signatory], *, also: Sequence[Addressed] = (), now: datetime
) -> None:
    """What lay at the secretariat awaits the group's agreement again, and ``tell`` are told. ``also``: what else the
    verb owes, wherever it lay. Raises letter_limits.TooManyLetters.
    """
    if application.status not in AT_TRIAGE:
        letter_limits.post_all(also, now=now)
        return
    move(application, Status.AWAITING_CONSENSUS, now=now)
    _lives_on(application, now)
    application.save()
    letters = emails.of_back_with_the_group(application, tell, now=now)
    letter_limits.post_all([*also, *letters], now=now)


def _lives_on(application: Application, now: datetime) -> None:
    application.expires_on = now.astimezone(clock.COPENHAGEN).date() + timedelta(days=DAYS_WITH_THE_GROUP)


def _standing(me: Signatory, number: int, *, agrees: bool) -> QuerySet[Answer]:
    """The person's own answer to version ``number``, from their present address and not taken back."""
    given = Answer.objects.filter(signatory=me, version__application=me.application_id, version__number=number)
    return given.filter(agrees=agrees, address=me.email, taken_back_at=None)


def _answerable(application: Application, read: VersionRead) -> ApplicationVersion:
    if application.status != Status.AWAITING_CONSENSUS:
        raise NothingToAnswer
    version = versions.current(application)
    if (read.number, read.sha256) != (version.number, version.sha256):
        raise AnotherVersion
    return version


def _everybody_agrees(application: Application, named: list[Signatory]) -> bool:
    given = Answer.objects.filter(version__application=application, agrees=True, taken_back_at=None).select_related(
        "version"
    )
    answers = [Yes(each.signatory_id, each.address, each.version.number) for each in given]
    return is_reached([Named(each.pk, each.email) for each in named], answers, application.version_number)


def _submit(
    application: Application, version: ApplicationVersion, named: list[Signatory], *, by: User | None, now: datetime
) -> None:
    move(application, Status.SUBMITTED, now=now)
    application.submitted_at = now
    application.expires_on = None
    application.look_alike_ids = look_alikes.look_alikes(application)
    alike = [str(each) for each in application.look_alike_ids]
    log(application, "submitted", by=by, now=now, version=version.number, look_alikes=alike)
    emails.post_submission_receipts(application, named, now=now)
    workplaces.tell_contacts(application, named, now=now)
    if application.first_submitted_at is None:
        application.first_submitted_at = now
        application.reference = _next_reference(now)
    application.save()
    # After the reference's counter, like every other lock.
    searching.write(application)
    _settle_question(application, version, by=by, now=now)


def _settle_question(application: Application, version: ApplicationVersion, *, by: User | None, now: datetime) -> None:
    """A newer text answers the secretariat's open question; the same text leaves it open, and the clock still."""
    question = InformationRequest.objects.filter(application=application, answered_at=None).first()
    if question is None:
        return
    if version.asked_at > question.asked_at:
        question.answer = f"Svaret er skrevet ind i ansøgningen, version {version.number}."
        question.answered_by, question.answered_at = by, now
        question.save()
        return
    move(application, Status.NEEDS_INFORMATION, now=now)
    application.save()


def _next_reference(now: datetime) -> str:
    """The year's next number, never handed out twice. Locks the counter, so it comes after every other lock."""
    year = now.astimezone(clock.COPENHAGEN).year
    counters = ReferenceCounter.objects.filter(year=year)
    if not counters.update(last=F("last") + 1):
        ReferenceCounter.objects.bulk_create([ReferenceCounter(year=year)], ignore_conflicts=True)
        counters.update(last=F("last") + 1)
    return f"SPARK-{year}-{counters.values_list('last', flat=True).get():04d}"
