"""What happens in the engagements that go on: meetings, yeses, trials, the journal; pauses and changes of hands."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db.models import Q

from applications.consensus import Role, Side
from applications.models import Workplace
from clock import COPENHAGEN
from consultants import deadlines
from consultants.lifecycle import MeetingStatus, Status
from consultants.models import (
    AgreementYes,
    Assignment,
    ContactEntry,
    CooperationAgreement,
    Engagement,
    EngagementContact,
    EngagementEvent,
    HovedMedAddress,
    HovedMedNotice,
    HovedMedSetting,
    Meeting,
    Note,
    Task,
    TrialAction,
)
from consultants.models.agreement_yes import Part
from consultants.models.meeting import MeetingKind
from consultants.models.trial_action import Outcome
from demo.everyday import words
from demo.everyday.world import World
from notifications.models import Notification, State

# One in so many has nothing but its meetings: empty pages are pages, too.
_BARE = 6
_ENOUGH = 6


def load(world: World) -> None:
    """Every consultant's engagements, the oldest first, by turns further on and less far."""
    HovedMedSetting.objects.create(is_on=True, changed_by=world.head, at=world.ago(days=200))
    everybodys = [_run_by(consultant.pk) for consultant in world.consultants]
    _share(world, everybodys)
    for place, mine in enumerate(everybodys):
        for turn, engagement in enumerate(mine):
            if turn % _BARE != _BARE - 1:
                _work(world, engagement, place, turn)
    for place, mine in enumerate(everybodys):
        _special(world, mine, place)


def _run_by(consultant: int) -> list[Engagement]:
    active = Engagement.objects.filter(status=Status.ACTIVE, assignments__consultant=consultant)
    return list(active.order_by("opened_at", "pk"))


def _share(world: World, everybodys: list[list[Engagement]]) -> None:
    """Whom most visitors choose to be has enough to show."""
    mine, others = everybodys[0], everybodys[1:]
    while len(mine) < _ENOUGH and (busiest := max(others, key=len)):
        mine.append(busiest.pop())
        mine[-1].assignments.update(consultant=world.consultants[0])


# ── The work ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _work(world: World, engagement: Engagement, place: int, turn: int) -> None:
    _meetings(engagement)
    _agreement(world, engagement, place, turn)
    _trials(world, engagement, place)
    _journal(world, engagement, place, turn)


def _meetings(engagement: Engagement) -> None:
    held = Q(status=MeetingStatus.HELD)
    engagement.meetings.filter(held).update(
        agenda=words.AGENDA,
        homework=words.HOMEWORK,
        summary=words.SUMMARY,
        managers_came=1,
        union_representatives_came=1,
        environment_representatives_came=1,
        employees_came=9,
        edit_number=2,
    )
    engagement.meetings.filter(status=MeetingStatus.PLANNED).update(agenda=words.AGENDA, edit_number=1)


def _agreement(world: World, engagement: Engagement, place: int, turn: int) -> None:
    """A second version; by turns all three have said yes to it, SPARK alone, or nobody."""
    first = engagement.agreements.order_by("number")[0]
    written_at = first.written_at + timedelta(days=2)
    latest = CooperationAgreement.objects.create(
        engagement=engagement,
        number=first.number + 1,
        change_wish=first.change_wish,
        what_we_do=first.what_we_do,
        who_does_what=words.WHO_DOES_WHAT,
        written_by=world.consultants[place],
        written_at=written_at,
    )
    parts = ((Part.SPARK, Part.MANAGEMENT, Part.EMPLOYEES), (Part.SPARK,), ())[turn % 3]
    for step, part in enumerate(parts):
        AgreementYes.objects.create(
            agreement=latest,
            part=part,
            said_by=world.consultants[place] if part == Part.SPARK else None,
            at=written_at + timedelta(hours=5 * step + 1),
        )


def _trials(world: World, engagement: Engagement, place: int) -> None:
    for step, (text, owner) in enumerate(words.TRIALS):
        is_over = step < len(words.TRIAL_RESULTS)
        TrialAction.objects.create(
            pk=world.token(),
            engagement=engagement,
            text=text,
            owner=owner,
            due_on=world.days(8 * step - 12 + place % 3),
            is_over=is_over,
            outcome=(Outcome.HELPED, Outcome.PARTLY)[step] if is_over else "",
            result=words.TRIAL_RESULTS[step] if is_over else "",
            written_by=world.consultants[place],
            written_at=world.ago(days=24),
        )


def _journal(world: World, engagement: Engagement, place: int, turn: int) -> None:
    consultant = world.consultants[place]
    opened_on = deadlines.day_of(engagement.opened_at)
    for step, (channel, minutes, text) in enumerate(words.CONTACTS):
        ContactEntry.objects.create(
            engagement=engagement,
            channel=channel,
            on=max(opened_on, world.days(-16 + 6 * step)),
            minutes=minutes,
            text=text,
            written_by=consultant,
            written_at=world.ago(days=16 - 6 * step),
        )
    _tasks(world, engagement, place, turn)
    Note.objects.create(engagement=engagement, text=words.NOTE, author=consultant, written_at=world.ago(days=9))


def _tasks(world: World, engagement: Engagement, place: int, turn: int) -> None:
    """One that is done; of the next one some days are left, and of one in seven none; at every third one more."""
    first, consultant = place + 3 * turn, world.consultants[place]
    for step, due in enumerate((-8, first % 7 - 1, 8 + first % 5)[: 3 if turn % 3 == 0 else 2]):
        Task.objects.create(
            engagement=engagement,
            title=words.TASKS[(first + step) % len(words.TASKS)],
            due_on=world.working(due),
            owner=consultant,
            done_at=world.ago(days=8) if step == 0 else None,
            done_by=consultant if step == 0 else None,
            written_by=consultant,
            written_at=world.ago(days=18),
        )


# ── What does not happen every day ──────────────────────────────────────────────────────────────────────────────────
def _special(world: World, mine: Sequence[Engagement], place: int) -> None:
    """To the first consultant happens most; ``mine``: those that go on, the oldest first."""
    if place == 0 and len(mine) >= _ENOUGH:
        _meet_today(world, mine[1])
        _take_over(world, mine[2])
        _tell_hovedmed(world, mine[0])
        _beside(world, mine[0], world.consultants[2].pk)
        _pause(world, mine[3], place)
        _cancel(world, mine[4], place)
    if place == 1 and len(mine) > 1:
        _hand_over(world, mine[0], from_place=1, to_place=0)
        _beside(world, mine[1], world.consultants[0].pk)


def _record(engagement: Engagement, verb: str, actor: int, at: datetime, **data: object) -> None:
    EngagementEvent.objects.create(engagement=engagement, verb=verb, actor_id=actor, at=at, data=data)


def _meet_today(world: World, engagement: Engagement) -> None:
    """A meeting this afternoon, or on the next day of work."""
    starts_at = datetime.combine(world.working(0), time(13), COPENHAGEN)
    met = Meeting.objects.create(
        pk=world.token(),
        engagement=engagement,
        kind=MeetingKind.WORKING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        place=f"{engagement.application.workplaces.all()[0].name}, personalestuen",
        agenda=words.AGENDA,
    )
    _record(engagement, "meeting_planned", world.consultants[0].pk, world.ago(days=14), meeting=str(met.pk))


def _take_over(world: World, engagement: Engagement) -> None:
    """The manager has named somebody else, who has not answered yet."""
    EngagementContact.objects.create(
        pk=world.token(),
        engagement=engagement,
        side=Side.MANAGEMENT,
        role=Role.MANAGER,
        name="Rikke Lyngbæk",
        email="ny-leder@arbejdsplads.example.org",
        named_at=world.ago(days=2),
    )


def _tell_hovedmed(world: World, engagement: Engagement) -> None:
    place = Workplace.objects.filter(application=engagement.application_id).select_related("municipality")[0]
    at = world.ago(days=5)
    address = HovedMedAddress.objects.create(
        municipality=place.municipality, email="hovedmed@kommune.example.org", changed_at=at
    )
    year, quarter = deadlines.quarter_of(deadlines.day_of(at))
    notice = HovedMedNotice.objects.create(
        pk=world.token(),
        engagement=engagement,
        address=address,
        themes=", ".join(theme.title for theme in engagement.application.themes.all()),
        year=year,
        quarter=quarter,
        sent_by=world.consultants[0],
        at=at,
    )
    Notification.objects.create(
        kind="hovedmed-notice",
        about_id=notice.pk,
        recipient_key=f"hovedmed:{address.pk}",
        owed_at=at,
        due_at=at,
        next_attempt_at=at,
        state=State.SENT,
        sent_at=at + timedelta(minutes=1),
    )
    _record(engagement, "hovedmed_told", world.consultants[0].pk, at)


def _beside(world: World, engagement: Engagement, person: int) -> None:
    at = world.ago(days=30)
    Assignment.objects.create(engagement=engagement, consultant_id=person, assigned_by=world.head, since=at, is_co=True)
    _record(engagement, "co_consultant_added", world.head.pk, at, consultant=person)


def _hand_over(world: World, engagement: Engagement, *, from_place: int, to_place: int) -> None:
    """Three days ago: both read on for now."""
    at = world.ago(days=3)
    engagement.assignments.filter(until=None).update(
        until=at, reads_until=deadlines.reads_until(deadlines.day_of(at)), reason=words.HANDED_OVER
    )
    to = world.consultants[to_place]
    Assignment.objects.create(engagement=engagement, consultant=to, assigned_by=world.head, since=at)
    engagement.tasks.filter(done_at=None).update(owner=to)
    _record(engagement, "handed_over", world.consultants[from_place].pk, at, consultant=to.pk)


def _pause(world: World, engagement: Engagement, place: int) -> None:
    engagement.pause_reason = words.PAUSE
    engagement.move_to(Status.PAUSED)
    engagement.save(update_fields=["pause_reason", "status"])
    _record(engagement, "paused", world.consultants[place].pk, world.ago(days=11))


def _cancel(world: World, engagement: Engagement, place: int) -> None:
    planned = engagement.meetings.filter(status=MeetingStatus.PLANNED)
    planned.update(status=MeetingStatus.CANCELLED, cancel_reason=words.CANCELLED)
    engagement.cancel_reason = words.CANCELLED
    engagement.move_to(Status.CANCELLED)
    engagement.save(update_fields=["cancel_reason", "status"])
    _record(engagement, "cancelled", world.consultants[place].pk, world.ago(days=6))
