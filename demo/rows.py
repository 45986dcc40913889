"""One story as rows, in the order the database wants them. Nothing is saved here."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Model

from applications.actions import drafting, record
from applications.consensus import SIDE_OF
from applications.lifecycle import FINAL, RANKED, Status
from applications.models import (
    Answer,
    Application,
    ApplicationEvent,
    ApplicationVersion,
    DecisionLetter,
    InformationRequest,
    Signatory,
    Workplace,
    WorkplaceContact,
)
from applications.models.application import DeclineReason
from clock import COPENHAGEN
from consultants import deadlines
from consultants.lifecycle import FollowUpStatus, MeetingStatus
from consultants.lifecycle import Status as EngagementStatus
from consultants.models import (
    Assignment,
    CooperationAgreement,
    Engagement,
    EngagementEvent,
    FollowUpVisit,
    Meeting,
    Note,
)
from consultants.models.meeting import MeetingKind
from demo import words
from demo.history import Course, Story
from demo.standing import last_day


@dataclass(frozen=True)
class Known:
    """The rows that stories point to: ids by code, key or day; users of the team in the order of `people`."""

    municipalities: dict[str, int]
    sectors: dict[str, int]
    themes: dict[str, int]
    rounds: dict[date, int]
    consultants: list[int]
    # Of whoever signs, by address.
    accounts: dict[str, int]
    head: int
    holidays: frozenset[date]


@dataclass
class Written:
    """The rows of one story. ``by_table``: saved in this order; themes and versions' content come after them."""

    application: Application
    themes: list[int]
    by_table: dict[type[Model], list[Any]] = field(default_factory=dict)

    def add(self, *rows: Model) -> None:
        for row in rows:
            self.by_table.setdefault(type(row), []).append(row)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A time of day in Copenhagen."""
    return datetime.combine(day, time(hour, minute), COPENHAGEN)


# When the last yes of a group comes: before lunch and after it.
_HOURS = (8, 9, 9, 10, 10, 11, 12, 13, 13, 14, 14, 15)


def received_at(story: Story, day: date) -> datetime:
    """The minute of ``day`` at which the last one said yes."""
    return moment(day, _HOURS[story.number * 5 % len(_HOURS)], story.number * 37 % 60)


def identity(*parts: object) -> UUID:
    """The same id for the same parts, so that the same seed always gives the same addresses."""
    return uuid5(NAMESPACE_URL, "/".join(str(part) for part in ("spark-demo", *parts)))


def write(story: Story, seed: int, known: Known, today: date) -> Written:
    """The application and everything that belongs to it."""
    written = Written(_application(story, seed, known, today), [known.themes[key] for key in story.themes])
    people = _people(written, story, seed, known)
    _workplaces(written, story, known)
    if story.submitted_on is None:
        _event(written, "expired", moment(story.begun_on + timedelta(days=record.DAYS_WITH_THE_GROUP + 1), 4))
        return written
    sent = received_at(story, story.submitted_on)
    _consensus(written, story, people, sent, known)
    _triage(written, story, people, sent, known)
    if story.course is not None:
        _engagement(written, story, story.course, known)
    return written


def _application(story: Story, seed: int, known: Known, today: date) -> Application:
    touched = story.decided_on or story.submitted_on or story.begun_on
    is_ranked = story.status in RANKED
    sent = story.submitted_on
    received = received_at(story, sent) if sent else None
    return Application(
        pk=identity(seed, story.number),
        # Numbered by arrival when all are in place.
        reference=f"new {story.number}" if sent else None,
        status=story.status,
        kind=story.kind,
        body=story.body,
        municipality_ids=sorted({known.municipalities[workplace.municipality] for workplace in story.workplaces}),
        sector_ids=sorted({known.sectors[workplace.sector] for workplace in story.workplaces}),
        theme_keys=sorted(story.themes),
        look_alike_ids=[identity(seed, number) for number in story.alike],
        situation=story.situation,
        tried=story.tried,
        change_wish=story.change_wish,
        core_task=story.core_task,
        managers_taking_part=1,
        employees_taking_part=len(story.people) - 1,
        earliest_start=(sent or story.begun_on) + timedelta(days=30),
        evaluation_accepted=True,
        privacy_version=drafting.PRIVACY_VERSION,
        edit_number=6,
        edited_at=moment(touched, 9, story.number % 60),
        expires_on=None if story.status in FINAL or sent else story.begun_on + timedelta(days=30),
        version_number=1 if sent else 0,
        first_submitted_at=received,
        submitted_at=received,
        decided_at=moment(story.decided_on) if story.decided_on else None,
        days_waited=0 if is_ranked or not sent else min(((story.decided_on or today) - sent).days, 400),
        waiting_since=sent if is_ranked else None,
        round_id=_round(story, known),
        urgency_reason=words.URGENCIES[story.number % len(words.URGENCIES)] if story.is_urgent else "",
        decline_reason=_decline_reason(story) if story.status is Status.DECLINED else "",
        **_priority(story, received),
    )


def _priority(story: Story, received: datetime | None) -> dict[str, Any]:
    """As of the night before it was decided, or of the minute after it came; nothing where the portal ranks it."""
    if story.priority is None or received is None:
        return {}
    reasons = [asdict(reason) for reason in story.priority.reasons]
    at = max(moment(last_day(story), 3), received + timedelta(minutes=1))
    return {"points": story.priority.points, "priority_reasons": reasons, "ranked_at": at}


def _round(story: Story, known: Known) -> int | None:
    if story.status is not Status.GRANTED or story.is_urgent or story.decided_on is None:
        return None
    return known.rounds[story.decided_on]


def _decline_reason(story: Story) -> DeclineReason:
    reasons = (DeclineReason.CAPACITY, DeclineReason.BETTER_SERVED_ELSEWHERE, DeclineReason.OUT_OF_SCOPE_PERSONNEL)
    return reasons[story.number % len(reasons)]


def address(seed: int, story: Story, place: int) -> str:
    """The e-mail address of the person so far down in the story's people."""
    return f"p{seed}-{story.number}-{place}@arbejdsplads.example.org"


def _people(written: Written, story: Story, seed: int, known: Known) -> list[Signatory]:
    people = [
        Signatory(
            pk=identity(seed, story.number, "person", place),
            application=written.application,
            role=person.role,
            municipality_id=known.municipalities[person.municipality] if person.municipality else None,
            side=SIDE_OF[person.role],
            name=person.name,
            email=address(seed, story, place),
            phone=f"+4520{story.number % 1000000:06d}" if person.is_contact else "",
            is_contact=person.is_contact,
            position=place,
            added_at=moment(story.begun_on, 11),
            invited_at=moment(story.begun_on, 12),
            accepted_at=moment(story.begun_on, 14),
        )
        for place, person in enumerate(story.people)
    ]
    written.add(*people)
    return people


def _workplaces(written: Written, story: Story, known: Known) -> None:
    for place, workplace in enumerate(story.workplaces):
        row = Workplace(
            pk=identity(written.application.pk, "workplace", place),
            application=written.application,
            position=place,
            name=workplace.name,
            municipality_id=known.municipalities[workplace.municipality],
            sector_id=known.sectors[workplace.sector],
            employees=workplace.employees,
        )
        written.add(row)
        if workplace.contact:
            written.add(_contact(row, workplace.contact, story))


def _contact(workplace: Workplace, name: str, story: Story) -> WorkplaceContact:
    return WorkplaceContact(
        pk=identity(workplace.pk, "contact"),
        workplace=workplace,
        name=name,
        email=f"k{story.number}-{workplace.position}@arbejdsplads.example.org",
        added_at=moment(story.begun_on, 11),
        told_at=received_at(story, story.submitted_on) + timedelta(hours=1) if story.submitted_on else None,
    )


def _event(written: Written, verb: str, at: datetime, actor: int | None = None, **data: object) -> None:
    written.add(ApplicationEvent(application=written.application, verb=verb, at=at, actor_id=actor, data=data))


def _consensus(written: Written, story: Story, people: list[Signatory], sent: datetime, known: Known) -> None:
    asked = moment(story.begun_on, 15)
    version = ApplicationVersion(application=written.application, number=1, asked_at=asked)
    written.add(version)
    _event(written, "asked", asked, known.accounts[people[0].email], version=1)
    for place, person in enumerate(people):
        at = sent - timedelta(minutes=(7 + story.number * 11 % 50) * (len(people) - 1 - place))
        written.add(Answer(signatory=person, version=version, agrees=True, address=person.email, at=at))
        _event(written, "agreed", at, known.accounts[person.email], version=1, signatory=str(person.pk))
    alike = [str(key) for key in written.application.look_alike_ids]
    _event(written, "submitted", sent, known.accounts[people[-1].email], version=1, look_alikes=alike)


def _triage(written: Written, story: Story, people: list[Signatory], sent: datetime, known: Known) -> None:
    application = written.application
    if story.status is Status.NEEDS_INFORMATION:
        asked, asks = sent + timedelta(hours=2), known.consultants[story.number % len(known.consultants)]
        written.add(
            InformationRequest(
                pk=identity(application.pk, "question"),
                application=application,
                question=words.QUESTION,
                asked_by_id=asks,
                asked_at=asked,
            )
        )
        _event(written, "information_asked", asked, asks)
    if story.status is Status.WAITING:
        _event(written, "set_waiting", sent + timedelta(hours=3), known.head)
    if story.status in {Status.GRANTED, Status.DECLINED} and application.decided_at:
        granted = story.status is Status.GRANTED
        written.add(
            DecisionLetter(
                pk=identity(application.pk, "letter"),
                application=application,
                granted=granted,
                reason="" if granted else application.decline_reason,
                text=words.DECISION_YES if granted else words.DECISION_NO,
                written_by_id=known.head,
                written_at=application.decided_at,
            )
        )
        _event(written, "granted" if granted else "declined", application.decided_at, known.head)
    if story.status is Status.WITHDRAWN and application.decided_at:
        _event(written, "withdrawn", application.decided_at, known.accounts[people[0].email])


def _engagement(written: Written, story: Story, course: Course, known: Known) -> None:
    opened = moment(course.opened_on, 10, 5)
    status = _engagement_status(course)
    engagement = Engagement(
        pk=identity(written.application.pk, "engagement"),
        application=written.application,
        kind=story.kind,
        status=status,
        opened_at=opened,
        first_contact_due_on=deadlines.first_contact_due_on(course.opened_on, known.holidays),
        contacted_on=course.contacted_on,
        closed_on=course.closed_on,
        outcome=words.OUTCOMES[story.number % len(words.OUTCOMES)] if course.closed_on else "",
        wants_follow_up=course.wants_follow_up if course.closed_on else None,
        municipality_ids=written.application.municipality_ids,
    )
    consultant = known.consultants[course.consultant]
    written.add(
        engagement,
        Assignment(
            engagement=engagement,
            application_id=written.application.pk,
            consultant_id=consultant,
            assigned_by_id=known.head,
            since=opened,
        ),
        EngagementEvent(engagement=engagement, verb="opened", actor_id=known.head, at=opened),
    )
    if course.contacted_on:
        _running(written, engagement, course, consultant)
    if course.closed_on and course.follow_up:
        _follow_up(written, engagement, course.closed_on, course.follow_up)


def _engagement_status(course: Course) -> EngagementStatus:
    if course.closed_on:
        return EngagementStatus.CLOSED
    if course.contacted_on is None:
        return EngagementStatus.ASSIGNED
    return EngagementStatus.ACTIVE if course.is_active else EngagementStatus.CONTACTED


def _running(written: Written, engagement: Engagement, course: Course, consultant: int) -> None:
    contacted = moment(course.contacted_on or course.opened_on, 9, 30)
    written.add(EngagementEvent(engagement=engagement, verb="contacted", actor_id=consultant, at=contacted))
    for place, day in enumerate(course.meetings):
        held = day < course.as_of
        written.add(
            Meeting(
                pk=identity(engagement.pk, "meeting", place),
                engagement=engagement,
                kind=MeetingKind.WORKING if place else MeetingKind.INTRO,
                status=MeetingStatus.HELD if held else MeetingStatus.PLANNED,
                starts_at=moment(day, 9 if place % 2 else 13),
                ends_at=moment(day, 12 if place % 2 else 15),
                place=written.by_table[Workplace][0].name,
            )
        )
        # What lies ahead was agreed on when they first spoke.
        verb, at = ("meeting_held", moment(day, 16)) if held else ("meeting_planned", contacted)
        written.add(EngagementEvent(engagement=engagement, verb=verb, actor_id=consultant, at=at))
    if course.is_active:
        written.add(
            CooperationAgreement(
                engagement=engagement,
                number=1,
                change_wish=written.application.change_wish,
                what_we_do=words.AGREEMENT,
                written_by_id=consultant,
                written_at=moment(course.meetings[0], 16, 30),
            ),
            Note(
                engagement=engagement,
                text=words.LEARNING[len(course.meetings) % len(words.LEARNING)],
                author_id=consultant,
                written_at=moment(course.meetings[0], 17),
            ),
        )
    if engagement.closed_on:
        closed = moment(engagement.closed_on, 14)
        wish = {"wants_follow_up": course.wants_follow_up}
        written.add(EngagementEvent(engagement=engagement, verb="closed", actor_id=consultant, at=closed, data=wish))


def _follow_up(written: Written, engagement: Engagement, closed_on: date, status: FollowUpStatus) -> None:
    due_on = deadlines.follow_up_due_on(closed_on)
    written.add(
        FollowUpVisit(
            pk=identity(engagement.pk, "follow-up"),
            engagement=engagement,
            due_on=due_on,
            entered_at=moment(closed_on, 14),
            status=status,
            ended_on=None if status is FollowUpStatus.DUE else due_on + timedelta(days=10),
        )
    )
