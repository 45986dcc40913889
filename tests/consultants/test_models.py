"""What a thing is called where only its name is shown."""

import pytest

from consultants.models import ConsultantProfile
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
