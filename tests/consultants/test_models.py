"""What a thing is called where only its name is shown."""

import pytest

from applications.models import SearchRow, SearchWord
from consultants.models import Assignment, ConsultantProfile, EngagementContact, RoundCandidate
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db


def test_everything_has_a_name_without_a_workplace_or_a_text_in_it():
    engagement = factory.closed()
    engagement.events.create(verb="closed", at=factory.OPENED)

    assert str(engagement) == engagement.application.reference
    assert str(ConsultantProfile.objects.get()) == "Karen Lund"
    assert str(engagement.assignments.get()) == "Karen Lund"
    assert str(engagement.meetings.get()) == "Indledende møde 10.11.2026"
    assert str(engagement.follow_up) == "Opfølgning 01.09.2027"
    assert str(engagement.events.get()) == "closed"
    assert str(factory.agreement(engagement)) == "Samarbejdsaftale 1"
    assert str(factory.note(engagement)) == "Note 03.11.2026"


def test_what_was_made_for_searching_and_deciding_has_a_name_too():
    key = factory.closed().application_id
    assert str(SearchRow(application_id=key)) == str(key)
    assert str(SearchWord(word="chikane")) == "chikane"
    assert str(RoundCandidate(rank=3, application_id=key)) == f"3. {key}"
    assert str(EngagementContact(name="Bente Dahl")) == "Bente Dahl"


def test_what_has_been_carried_out_stands_in_nobodys_way():
    application = factory.closed().application
    assert RoundCandidate(rank=1, application=application, applied_at=factory.OPENED).obstacle is None


def test_an_assignment_names_the_application_of_its_engagement_whatever_was_written():
    closed, other = factory.closed(), factory.engagement()
    seat = Assignment.objects.get(engagement=closed)
    assert seat.application_id == closed.application_id
    Assignment.objects.filter(pk=seat.pk).update(application_id=other.application_id)
    seat.refresh_from_db()
    assert seat.application_id == closed.application_id
