"""Who may run an engagement, and who speaks for its group."""

import pytest

from consultants import permissions
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db


def test_an_engagement_is_run_by_its_consultant_of_today_and_by_the_head():
    engagement = factory.engagement()
    otto = factory.consultant("otto@spark.example", "Otto")

    assert permissions.can_run(factory.consultant(), engagement)
    assert permissions.can_run(factory.head(), engagement)
    assert not permissions.can_run(otto, engagement)
    assert not permissions.can_run(applications.person(), engagement)

    engagement.assignments.update(until=factory.OPENED)
    engagement.assignments.create(consultant=otto, since=factory.OPENED)
    assert permissions.can_run(otto, engagement)
    assert not permissions.can_run(factory.consultant(), engagement)


def test_a_closed_account_runs_nothing_and_speaks_for_nobody():
    visit = factory.closed().follow_up
    for user in (factory.head(), factory.consultant(), applications.person()):
        user.is_active = False
        assert not permissions.can_run(user, visit.engagement)
        assert not permissions.can_answer_follow_up(user, visit)
        assert not permissions.had_part(user, visit.engagement.application_id)


def test_a_consultant_who_lost_the_role_runs_nothing():
    engagement = factory.engagement()
    karen = factory.consultant()
    karen.roles = ["steering"]

    assert not permissions.can_run(karen, engagement)


def test_the_contacts_speak_for_the_group():
    visit = factory.closed().follow_up
    mette, tove, anders = (applications.person(email) for _, email, _ in applications.TRIO)

    assert [permissions.is_named(user, visit.engagement) for user in (mette, tove, anders)] == [True] * 3
    assert [permissions.can_answer_follow_up(user, visit) for user in (mette, tove, anders)] == [True, True, False]
    for other in (factory.consultant(), applications.person("fremmed@odense.example")):
        assert not permissions.is_named(other, visit.engagement)


def test_whoever_was_removed_speaks_no_more():
    visit = factory.closed().follow_up
    visit.engagement.application.signatories.filter(name="Tove Riis").update(removed_at=factory.OPENED)

    assert not permissions.can_answer_follow_up(applications.person("tove.riis@odense.example"), visit)


def test_whoever_has_not_said_who_they_are_speaks_for_nobody():
    visit = factory.closed().follow_up
    visit.engagement.application.signatories.filter(name="Tove Riis").update(accepted_at=None)
    tove = applications.person("tove.riis@odense.example")

    assert not permissions.is_named(tove, visit.engagement)
    assert not permissions.can_answer_follow_up(tove, visit)
