"""The agreement is rewritten as a new number; the words that stood are kept."""

import pytest

from consultants.actions import agreements, running
from consultants.models import EngagementEvent
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

FIRST = agreements.Words("Trygge vagter", factory.AGREEMENT)
SECOND = agreements.Words("Trygge vagter", factory.AGREEMENT, "AMR følger op")


def write(engagement, words=FIRST, by=None):
    return agreements.write(engagement_id=engagement.pk, by=by or factory.consultant(), words=words, now=factory.OPENED)


def test_each_writing_is_a_new_number_and_the_old_words_stand():
    engagement = factory.contacted()

    assert [write(engagement).number, write(engagement, SECOND).number] == [1, 2]

    assert list(engagement.agreements.values_list("number", "who_does_what")) == [(1, ""), (2, "AMR følger op")]
    events = EngagementEvent.objects.values_list("verb", "data")
    assert list(events) == [("agreement_written", {"number": 1}), ("agreement_written", {"number": 2})]


def test_the_same_words_twice_are_one_agreement():
    engagement = factory.contacted()
    write(engagement)

    with pytest.raises(agreements.NothingNew):
        write(engagement)

    assert engagement.agreements.count() == 1


def test_only_its_own_people_write_it_and_only_while_it_runs():
    with pytest.raises(running.NotYours):
        write(factory.contacted(), by=factory.consultant("otto@spark.example", "Otto"))
    with pytest.raises(running.Ended):
        write(factory.closed())
