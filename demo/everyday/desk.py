"""What lies on the desk: questions and answers, notes, messages, and who has read what."""

from datetime import timedelta

from accounts.models import User
from applications.lifecycle import AT_TRIAGE, Status
from applications.models import (
    AccessLog,
    Application,
    ApplicationEvent,
    CaseNote,
    InformationRequest,
    Message,
    Purpose,
    Readers,
    Sender,
)
from consultants.lifecycle import Status as EngagementStatus
from consultants.models import AccessAlert, Engagement
from demo.everyday import words
from demo.everyday.world import World, by_day


def load(world: World) -> None:
    """The most urgent applications are those that people have worked on."""
    urgent = list(Application.objects.filter(status__in=AT_TRIAGE).order_by("-points", "pk")[:24])
    submitted = [each for each in urgent if each.status == Status.SUBMITTED]
    for place, application in enumerate(submitted[: len(words.ANSWERS)]):
        _answer(world, application, place)
    _notes(world, urgent)
    _messages(world, urgent)
    _reads(world, urgent)


def _answer(world: World, application: Application, place: int) -> None:
    """Asked some days ago, answered since: it stands at the top again."""
    asked, answered = world.ago(days=6 - place), world.ago(hours=20 - 3 * place)
    asked = max(asked, (application.first_submitted_at or asked) + timedelta(minutes=30))
    answered = max(answered, asked + timedelta(minutes=30))
    InformationRequest.objects.create(
        pk=world.token(),
        application=application,
        question=words.QUESTIONS[place],
        asked_by=world.consultants[place],
        asked_at=asked,
        answer=words.ANSWERS[place],
        answered_by=_contact(application),
        answered_at=answered,
    )
    application.answered_at = answered
    application.save(update_fields=["answered_at"])
    ApplicationEvent.objects.create(
        application=application, verb="information_asked", actor=world.consultants[place], at=asked
    )
    ApplicationEvent.objects.create(
        application=application, verb="information_answered", actor=_contact(application), at=answered
    )


def _notes(world: World, urgent: list[Application]) -> None:
    for place, application in enumerate(urgent[: len(words.CASE_NOTES)]):
        text, is_for_head = words.CASE_NOTES[place]
        CaseNote.objects.create(
            application=application,
            text=text,
            readers=Readers.HEAD if is_for_head else Readers.TEAM,
            author=world.head if is_for_head else world.consultants[place % 6],
            written_at=world.ago(hours=26 + 5 * place),
        )


def _messages(world: World, urgent: list[Application]) -> None:
    """Two groups before the decision and one in the middle of its engagement wait for a word."""
    running = Engagement.objects.filter(
        status=EngagementStatus.ACTIVE, assignments__consultant=world.consultants[0], assignments__until=None
    ).select_related("application")
    places = [*urgent[2:6], *(each.application for each in running.order_by("opened_at")[:2])]
    for place, (application, thread) in enumerate(zip(places, words.THREADS, strict=False)):
        _thread(world, application, thread, place)


def _thread(world: World, application: Application, thread: tuple[str, ...], place: int) -> None:
    """The group and the secretariat by turns; what stands last is answered by nobody yet."""
    for step, text in enumerate(thread):
        is_theirs = step % 2 == 0
        at = world.ago(hours=4 + 9 * place + 20 * (len(thread) - step))
        is_answered = is_theirs and step + 1 < len(thread)
        author = _contact(application) if is_theirs else world.consultants[0]
        message = Message.objects.create(
            pk=world.token(),
            application=application,
            sender=Sender.GROUP if is_theirs else Sender.SPARK,
            author=author,
            text=text,
            at=at,
            token=world.token(),
            handled_at=by_day(at + timedelta(hours=20)) if is_answered else None,
            handled_by=world.consultants[0] if is_answered else None,
        )
        ApplicationEvent.objects.create(
            application=application, verb="message_written", actor=author, at=at, data={"message": str(message.pk)}
        )


def _contact(application: Application) -> User:
    """The account of the group's first contact."""
    person = application.signatories.filter(is_contact=True).order_by("position")[0]
    return User.objects.get_or_create(email=person.email, defaults={"name": person.name})[0]


def _reads(world: World, urgent: list[Application]) -> None:
    """Each consultant has opened some cases of late; one of them many within an hour."""
    readers = [*world.consultants, world.head]
    AccessLog.objects.bulk_create(
        AccessLog(
            application=world.random.choice(urgent),
            reader=readers[count % len(readers)],
            purpose=Purpose.MESSAGES if count % 6 == 0 else Purpose.TRIAGE,
            page="messages" if count % 6 == 0 else "application",
            at=world.ago(minutes=37 * (90 - count)),
        )
        for count in range(90)
        if urgent
    )
    at = world.ago(days=4, hours=1)
    AccessAlert.objects.create(
        pk=world.token(),
        reader=world.consultants[4],
        cases=63,
        at=at,
        hour=at.replace(minute=0, second=0, microsecond=0),
    )
