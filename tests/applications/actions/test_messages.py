"""The thread between a group and the secretariat."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError, InternalError

from accounts.models import Role
from applications.actions import messages
from applications.actions.record import NothingWritten, NotNamed
from applications.actions.triage import NotAtTheDesk
from applications.models import ApplicationEvent, Message, Sender, ThreadReading
from notifications.models import Notification
from tests.applications.room import METTE, TOVE, named, owed, verbs
from tests.factories import applications as make
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db

QUESTION = "Kan vi vente til februar?"


def as_group(application, email=METTE, *, text=QUESTION, token=None, seen=None, after=0):
    return messages.write_as_group(
        application_id=application.pk,
        by=make.person(email),
        text=text,
        token=token or uuid4(),
        seen=seen,
        now=make.MORNING + timedelta(minutes=after),
    )


def as_spark(application, by, *, text="Ja, det kan I.", token=None, seen=None, after=0):
    return messages.write_as_spark(
        application_id=application.pk,
        by=by,
        text=text,
        token=token or uuid4(),
        seen=seen,
        now=make.MORNING + timedelta(minutes=after),
    )


@pytest.fixture
def karen():
    return staff(email="karen@spark.example")


def test_somebody_named_writes_and_nobody_is_mailed():
    application = make.submitted()
    message = as_group(application, text=f"  {QUESTION}  ")
    assert (message.sender, message.text, message.author.email) == (Sender.GROUP, QUESTION, METTE)
    assert verbs(application) == ["message_written"]
    assert ApplicationEvent.objects.get().data == {"message": str(message.pk)}
    assert Notification.objects.count() == 0
    assert list(Message.objects.unhandled()) == [message]


def test_an_answer_mails_everybody_named_and_settles_what_was_seen(karen):
    application = make.submitted()
    first = as_group(application)
    late = as_group(application, TOVE, text="Og hvad med maj?", after=1)
    answer = as_spark(application, karen, seen=first.pk, after=2)
    assert owed("message", about_id=answer.pk) == sorted(email for _, email, _ in make.TRIO)
    assert list(Message.objects.unhandled()) == [late]
    first.refresh_from_db()
    assert (first.handled_at, first.handled_by) == (answer.at, karen)


def test_a_double_click_writes_once(karen):
    application, token = make.submitted(), uuid4()
    assert as_group(application, token=token) == as_group(application, text="Igen", token=token, after=1)
    token = uuid4()
    assert as_spark(application, karen, token=token) == as_spark(application, karen, token=token, after=1)
    assert Message.objects.count() == 2
    assert Notification.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(application=application, sender="spark", text="x", at=make.MORNING, token=token)


def test_what_needs_no_answer_is_seen_off_as_far_as_it_was_seen(karen):
    application = make.submitted()
    first, late = as_group(application), as_group(application, after=1)
    for seen in (None, uuid4()):
        messages.see_off(application_id=application.pk, by=karen, seen=seen, now=make.MORNING)
    assert Message.objects.unhandled().count() == 2
    for _ in range(2):
        messages.see_off(application_id=application.pk, by=karen, seen=first.pk, now=make.MORNING)
    assert list(Message.objects.unhandled()) == [late]
    assert verbs(application).count("messages_seen_off") == 1


def test_each_person_reads_at_their_own_pace(karen):
    application, tove, mette = make.submitted(), make.person(TOVE), make.person(METTE)
    own, answer = as_group(application), as_spark(application, karen, after=1)
    assert set(messages.unread(application, tove, Message.objects.all())) == {own, answer}
    assert list(messages.unread(application, mette, Message.objects.all())) == [answer]
    messages.mark_read(application_id=application.pk, by=tove, seen=answer.pk)
    messages.mark_read(application_id=application.pk, by=tove, seen=own.pk)
    messages.mark_read(application_id=application.pk, by=tove, seen=None)
    assert ThreadReading.objects.get().read_to == answer.at
    assert str(ThreadReading.objects.get()) == "03.11.2026"
    later = as_spark(application, karen, after=2)
    assert list(messages.unread(application, tove, Message.objects.all())) == [later]
    as_group(application, TOVE, seen=later.pk, after=3)
    assert list(messages.unread(application, tove, Message.objects.all())) == []


def test_a_message_needs_words(karen):
    application = make.submitted()
    for write, by in ((as_group, METTE), (as_spark, karen)):
        with pytest.raises(NothingWritten):
            write(application, by, text="  \n ")


@pytest.mark.parametrize("build", [make.draft, make.awaiting, make.withdrawn])
def test_before_the_first_submission_and_after_the_end_nobody_writes(karen, build):
    application = build()
    for write, by in ((as_group, METTE), (as_spark, karen)):
        with pytest.raises(messages.ThreadClosed):
            write(application, by)
    assert Message.objects.count() == 0


@pytest.mark.parametrize("build", [make.needs_information, make.waiting, make.granted, make.declined])
def test_both_sides_write_as_long_as_it_matters(karen, build):
    application = build()
    as_group(application)
    as_spark(application, karen, after=1)
    assert Message.objects.count() == 2


def test_strangers_and_those_who_have_not_said_who_they_are_do_not_write(karen):
    application = make.submitted()
    row = named(application, TOVE)
    row.accepted_at = None
    row.save()
    for email in (TOVE, "frank.fremmed@odense.example"):
        with pytest.raises(NotNamed):
            as_group(application, email)
        with pytest.raises(NotNamed):
            messages.mark_read(application_id=application.pk, by=make.person(email), seen=None)


def test_only_the_desk_writes_as_spark():
    application = make.submitted()
    for by in (make.person(METTE), staff(Role.STEERING), staff(Role.ADMIN), staff(is_active=False)):
        with pytest.raises(NotAtTheDesk):
            as_spark(application, by)
        with pytest.raises(NotAtTheDesk):
            messages.see_off(application_id=application.pk, by=by, seen=None, now=make.MORNING)
    assert Message.objects.count() == 0


def test_the_database_keeps_what_was_written():
    message = as_group(make.submitted())
    assert str(message) == "Besked 03.11.2026"
    with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
        Message.objects.update(text="Noget andet")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            application=message.application,
            sender="spark",
            text="x",
            at=message.at,
            token=uuid4(),
            handled_at=message.at,
        )
    message.delete()
