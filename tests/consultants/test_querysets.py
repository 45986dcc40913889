"""Who finds which engagements, meetings and follow-ups; and the questions the rooms above ask."""

from datetime import date

import pytest

from accounts.models import User
from applications.consensus import Role
from applications.models import Message
from applications.models.messages import Sender
from consultants.models import Engagement, FollowUpVisit, Meeting
from consultants.querysets import awaiting_reply
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    engagement = factory.closed()
    engagement.assignments.create(
        consultant=factory.consultant("frida@spark.example", "Frida"), since=factory.OPENED, until=factory.OPENED
    )
    return engagement


def finds(user):
    """How many of each kind ``user`` may open."""
    return [model.objects.visible_to(user).count() for model in (Engagement, Meeting, FollowUpVisit)]


def test_the_head_the_consultant_and_the_group_find_each_thing_once(closed):
    trio = (applications.person(email) for _, email, _ in applications.TRIO)
    for user in (factory.head(), factory.consultant(), *trio):
        assert finds(user) == [1, 1, 1], user


def test_nobody_else_finds_anything(closed):
    others = [
        factory.consultant("frida@spark.example", "Frida"),
        factory.consultant("otto@spark.example", "Otto"),
        applications.person("fremmed@odense.example"),
        User.objects.create_user(email="styregruppe@spark.example", roles=["steering"], party="kl"),
        User.objects.create_user(email="administrator@spark.example", roles=["admin"]),
    ]
    for user in others:
        assert finds(user) == [0, 0, 0], user


def test_whoever_has_left_finds_nothing(closed):
    for user in (factory.head(), factory.consultant(), applications.person()):
        user.is_active = False
        assert finds(user) == [0, 0, 0], user
    closed.application.signatories.filter(name="Tove Riis").update(removed_at=factory.OPENED)
    assert finds(applications.person("tove.riis@odense.example")) == [0, 0, 0]


def test_staff_who_are_named_themselves_have_no_page_as_a_group():
    stine = User.objects.create_user(email="stine.vang@spark.example", roles=["steering"], party="ff")
    people = (*applications.TRIO[:2], ("Stine Vang", stine.email, Role.WORKING_ENVIRONMENT_REPRESENTATIVE))
    factory.closed(application=applications.granted(people=people))

    assert finds(stine) == [0, 0, 0]


def test_what_was_called_off_never_began(closed):
    factory.cancelled(application=applications.granted())

    assert list(Engagement.objects.begun()) == [closed]


def test_the_first_contact_is_overdue_from_the_day_after_its_last(closed):
    waiting = factory.engagement(application=applications.granted())

    assert list(Engagement.objects.overdue_first_contact(date(2026, 11, 10))) == []
    assert list(Engagement.objects.overdue_first_contact(date(2026, 11, 11))) == [waiting]


def test_whoever_is_invited_and_has_not_said_who_they_are_reads_nothing_yet(closed):
    tove = closed.application.signatories.get(name="Tove Riis")
    tove.accepted_at = None
    tove.save()

    assert finds(applications.person(tove.email)) == [0, 0, 0]


def test_messages_that_wait_are_the_secretariats_alone():
    asked = applications.submitted()
    facts = {"sender": Sender.GROUP, "text": "Hvornår hører vi fra jer?", "at": factory.OPENED, "token": asked.pk}
    message = Message.objects.create(application=asked, **facts)
    for reader in (factory.consultant(), factory.head()):
        assert list(awaiting_reply(reader)) == [message]
    steering = User.objects.create_user(email="styregruppe@spark.example", roles=["steering"], party="kl")
    for other in (steering, applications.person()):
        assert list(awaiting_reply(other)) == []
