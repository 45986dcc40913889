"""The evaluation: a group is asked after its closing and again three months later, once reminded, and answers unseen.

What is owed stands in rows, so a day or a month without this planner loses nothing and doubles nothing.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from consultants import deadlines
from consultants.lifecycle import Status
from consultants.models import (
    Engagement,
    EngagementContact,
    Evaluation,
    EvaluationAnswer,
    EvaluationInvitation,
)
from consultants.models.evaluation import Occasion, hash_of, month_of, token_of
from consultants.querysets import in_the_group
from notifications import outbox
from notifications.outbox import Post

OPEN_FOR = timedelta(days=60)
REMINDED_AFTER = timedelta(days=14)
# Where fewer were asked, an answer does not know its engagement: a TRIO has three people.
ENOUGH = 5
ALL_AT_ONCE = 200


class NoSuchLink(Exception):
    """The link was never ours, or its evaluation is over."""


class AlreadyAnswered(Exception):
    """The link has been used."""


@dataclass(frozen=True)
class Answers:
    """What was answered. ``satisfaction``: 1 to 5; the rest as ``models.evaluation.Agreement``."""

    satisfaction: int
    would_recommend: str
    stronger_cooperation: str
    clearer_roles: str
    would_apply_again: str
    words: str = ""


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def plan(*, now: datetime) -> None:
    """Owe whatever letter's day has come, and forget whom was asked where it is over. Twice is the same as once."""
    today = deadlines.day_of(now)
    _note_closings(today)
    waiting = Evaluation.objects.filter(invited_on=None, due_on__range=(today - OPEN_FOR, today))
    for pk in waiting.values_list("pk", flat=True)[:ALL_AT_ONCE]:
        with transaction.atomic():
            _invite(_lock(pk), now)
    asked = Evaluation.objects.filter(is_over=False, invited_on__isnull=False)
    for pk in asked.filter(is_reminded=False, invited_on__lte=today - REMINDED_AFTER).values_list("pk", flat=True):
        with transaction.atomic():
            _remind(_lock(pk), now)
    for pk in asked.filter(closes_on__lt=today).values_list("pk", flat=True):
        with transaction.atomic():
            _end(_lock(pk))
    shuffle()


def _note_closings(today: date) -> None:
    """The rows of what was closed since the last look, with the days on which its group is asked."""
    earliest = deadlines.add_months(today - OPEN_FOR, -deadlines.EVALUATION_MONTHS)
    closed = Engagement.objects.filter(status=Status.CLOSED, closed_on__gte=earliest)
    # What was closed before anybody was asked about it counts as a yes: the application has promised to evaluate.
    closed = closed.exclude(evaluation_asked=False)
    known = Evaluation.objects.filter(closed_on__gte=earliest).values_list("engagement", "closed_on")
    new = set(closed.values_list("pk", "closed_on")) - set(known)
    rows = [
        Evaluation(engagement_id=pk, occasion=occasion, closed_on=closed_on, due_on=due_on)
        for pk, closed_on in sorted(new)
        if closed_on is not None
        for occasion, due_on in (
            (Occasion.CLOSING, closed_on),
            (Occasion.THREE_MONTHS, deadlines.add_months(closed_on, deadlines.EVALUATION_MONTHS)),
        )
    ]
    Evaluation.objects.bulk_create(rows, ignore_conflicts=True)


def _lock(pk: UUID) -> Evaluation:
    return Evaluation.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=pk)


def _invite(evaluation: Evaluation, now: datetime) -> None:
    """Ask everybody of the group, from eight in the morning of the first working day on."""
    engagement = evaluation.engagement
    stands = engagement.status == Status.CLOSED and engagement.closed_on == evaluation.closed_on
    if evaluation.invited_on is not None or not stands:
        return
    if deadlines.Reminder("", evaluation.due_on).leaves_at > now:
        return
    invitations = [_invitation(evaluation, key) for key in _group(engagement)]
    EvaluationInvitation.objects.bulk_create(invitations)
    evaluation.invited = len(invitations)
    evaluation.invited_on = deadlines.day_of(now)
    evaluation.closes_on = evaluation.invited_on + OPEN_FOR
    evaluation.save(update_fields=["invited", "invited_on", "closes_on"])
    _post("evaluation-invitation", invitations, now)


def _invitation(evaluation: Evaluation, key: str) -> EvaluationInvitation:
    invitation = EvaluationInvitation(evaluation=evaluation, recipient_key=key)
    invitation.token_hash = hash_of(token_of(invitation.pk))
    return invitation


def _group(engagement: Engagement) -> list[str]:
    """Everybody of the group once, as the outbox names them."""
    named = in_the_group().filter(application=engagement.application_id).exclude(accepted_at=None)
    people = {email: f"signatory:{pk}" for email, pk in named.values_list("email", "pk")}
    for successor in EngagementContact.objects.current().filter(engagement=engagement):
        people.setdefault(successor.email, successor.key)
    return sorted(people.values())


def _remind(evaluation: Evaluation, now: datetime) -> None:
    if evaluation.is_reminded or evaluation.invited_on is None:
        return
    if deadlines.Reminder("", evaluation.invited_on + REMINDED_AFTER).leaves_at > now:
        return
    _post("evaluation-reminder", evaluation.invitations.filter(is_used=False), now)
    evaluation.is_reminded = True
    evaluation.save(update_fields=["is_reminded"])


def _post(kind: str, invitations: Iterable[EvaluationInvitation], now: datetime) -> None:
    outbox.post_all([Post(kind, each.pk, each.recipient_key) for each in invitations], now=now)


def _end(evaluation: Evaluation) -> None:
    """The counts stay; that this person answered and that one did not is nobody's business any more."""
    evaluation.invitations.all().delete()
    evaluation.is_over = True
    evaluation.save(update_fields=["is_over"])


# ── Answering ───────────────────────────────────────────────────────────────────────────────────────────────────────
def invited(token: str, *, today: date) -> EvaluationInvitation:
    """The invitation that the link belongs to; looking uses nothing up. Raises NoSuchLink."""
    found = EvaluationInvitation.objects.select_related("evaluation").filter(token_hash=hash_of(token)).first()
    closes_on = found.evaluation.closes_on if found is not None else None
    if found is None or closes_on is None or today > closes_on:
        raise NoSuchLink
    return found


@transaction.atomic
def answer(*, token: str, answers: Answers, now: datetime) -> None:
    """Use the link up, and store the answer beside it, with nothing in common. Raises NoSuchLink, AlreadyAnswered."""
    today = deadlines.day_of(now)
    evaluation = invited(token, today=today).evaluation
    # Asked again under lock: of two who press at once, one is told.
    mine = EvaluationInvitation.objects.filter(token_hash=hash_of(token), is_used=False)
    if not mine.update(is_used=True):
        raise AlreadyAnswered
    Evaluation.objects.filter(pk=evaluation.pk).update(answered=F("answered") + 1)
    EvaluationAnswer.objects.create(
        occasion=evaluation.occasion,
        month=month_of(today),
        engagement_id=evaluation.engagement_id if evaluation.invited >= ENOUGH else None,
        **vars(answers),
    )


@transaction.atomic
def shuffle() -> None:
    """Write all answers again, in an order of chance, if any has come since the last time.

    An answer and the used-up link were written by one transaction, and PostgreSQL keeps its number with each row.
    Afterwards all answers carry one number, and lie on the disk as if shaken. What remains: backups and the database's
    own log from before, for as long as they are kept, and whoever reads along while somebody answers.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE consultants_evaluationanswer IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM consultants_evaluationanswer")
        (transactions,) = cursor.fetchone()
    if transactions < 2:
        return
    answers = list(EvaluationAnswer.objects.all())
    secrets.SystemRandom().shuffle(answers)
    EvaluationAnswer.objects.all().delete()
    EvaluationAnswer.objects.bulk_create(answers)
