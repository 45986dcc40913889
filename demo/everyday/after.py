"""After the closing: what was learned, what the groups think of it, and their answers about the visit."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q

from clock import COPENHAGEN
from consultants import deadlines
from consultants.actions.evaluations import ENOUGH, OPEN_FOR
from consultants.lifecycle import FollowUpStatus, Status
from consultants.models import Engagement, Evaluation, EvaluationAnswer, FollowUpVisit, Meeting
from consultants.models.engagement import StoryConsent
from consultants.models.evaluation import Agreement, Occasion, month_of
from consultants.models.follow_up import Wish
from consultants.models.meeting import MeetingKind
from demo.everyday import words
from demo.everyday.world import World

_CONSENTS = (StoryConsent.YES, StoryConsent.LATER, StoryConsent.NO)
_LATEST = 150


def load(world: World) -> None:
    """The closings of the last two years or so, and the visits that are due."""
    people = Count("application__signatories", filter=Q(application__signatories__removed_at=None))
    closed = list(
        Engagement.objects.filter(status=Status.CLOSED).annotate(people=people).order_by("-closed_on", "pk")[:_LATEST]
    )
    for place, engagement in enumerate(closed):
        engagement.learning = words.LEARNING[place % len(words.LEARNING)]
        engagement.story_consent = _CONSENTS[place % len(_CONSENTS)]
        engagement.evaluation_asked = True
    Engagement.objects.bulk_update(closed, ["learning", "story_consent", "evaluation_asked"])
    asked = [
        each
        for engagement in closed
        for each in _asked(world, engagement, engagement.people)  # type: ignore[attr-defined]  # annotated
    ]
    Evaluation.objects.bulk_create(asked)
    EvaluationAnswer.objects.bulk_create(
        _answer(world, evaluation) for evaluation in asked for _ in range(evaluation.answered)
    )
    _visits(world)


# ── The evaluation ──────────────────────────────────────────────────────────────────────────────────────────────────
def _asked(world: World, engagement: Engagement, people: int) -> list[Evaluation]:
    """Both times that are over by now; what is not, the clockwork asks of its own accord."""
    if engagement.closed_on is None or engagement.closed_on + OPEN_FOR >= world.today:
        return []
    later = deadlines.add_months(engagement.closed_on, deadlines.EVALUATION_MONTHS)
    return [
        _evaluation(world, engagement, occasion, due_on, people)
        for occasion, due_on in ((Occasion.CLOSING, engagement.closed_on), (Occasion.THREE_MONTHS, later))
    ]


def _evaluation(world: World, engagement: Engagement, occasion: Occasion, due_on: date, people: int) -> Evaluation:
    assert engagement.closed_on is not None  # noqa: S101 - that is how it was found
    facts = Evaluation(
        pk=world.token(), engagement=engagement, occasion=occasion, closed_on=engagement.closed_on, due_on=due_on
    )
    if due_on + OPEN_FOR < world.today:
        facts.invited_on, facts.closes_on = due_on, due_on + OPEN_FOR
        facts.is_reminded = facts.is_over = True
        facts.invited, facts.answered = people, min(people, world.random.choice((0, 1, 2, 3, 3)))
    return facts


def _answer(world: World, evaluation: Evaluation) -> EvaluationAnswer:
    def agrees(share: float) -> Agreement:
        return (
            Agreement.YES if world.random.random() < share else world.random.choice((Agreement.NO, Agreement.DONT_KNOW))
        )

    return EvaluationAnswer(
        key=world.token(),
        occasion=evaluation.occasion,
        month=month_of(evaluation.due_on + timedelta(days=world.random.randrange(30))),
        engagement_id=evaluation.engagement_id if evaluation.invited >= ENOUGH else None,
        satisfaction=world.random.choices((2, 3, 4, 5), (5, 15, 40, 40))[0],
        would_recommend=agrees(0.9),
        stronger_cooperation=agrees(0.8),
        clearer_roles=agrees(0.7),
        would_apply_again=agrees(0.85),
        words=world.random.choice(words.EVALUATIONS),
    )


# ── The visit ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _visits(world: World) -> None:
    """Of those due one group has given days, one is booked, the rest wait; one wants it no longer."""
    due = list(FollowUpVisit.objects.due().select_related("engagement__application").order_by("due_on", "pk")[:6])
    for visit in due[1::3]:
        visit.wish, visit.answered_at = Wish.YES, world.ago(days=1, hours=2)
        visit.suggested_dates = ",".join(world.working(count).isoformat() for count in (9, 14, 21))
        visit.save(update_fields=["wish", "answered_at", "suggested_dates"])
    for visit in due[2::3]:
        starts_at = datetime.combine(world.working(6), time(10), COPENHAGEN)
        visit.meeting = Meeting.objects.create(
            pk=world.token(),
            engagement=visit.engagement,
            kind=MeetingKind.FOLLOW_UP,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place=visit.engagement.application.workplaces.all()[0].name,
        )
        visit.save(update_fields=["meeting"])
    declined = FollowUpVisit.objects.filter(status=FollowUpStatus.DECLINED).order_by("-due_on", "pk").first()
    if declined is not None:
        declined.wish = Wish.NOT_ANY_MORE
        declined.answered_at = datetime.combine(declined.due_on, time(11), COPENHAGEN)
        declined.save(update_fields=["wish", "answered_at"])
