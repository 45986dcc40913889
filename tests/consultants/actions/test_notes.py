"""Notes are the consultant's own, also after the end."""

import pytest

from applications.actions.drafting import Save
from consultants.actions import notes, running
from consultants.models import EngagementEvent
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db


def write(engagement, text=factory.NOTE, by=None):
    return notes.write(engagement_id=engagement.pk, by=by or factory.consultant(), text=text, now=factory.OPENED)


def test_a_note_is_kept_and_the_timeline_holds_none_of_it():
    engagement = factory.closed()

    note = write(engagement)

    assert (note.text, note.author) == (factory.NOTE, factory.consultant())
    assert list(EngagementEvent.objects.values_list("verb", "data")) == [("note_written", {"note": note.pk})]


def test_a_double_click_keeps_one_note():
    engagement = factory.engagement()
    write(engagement)

    assert write(engagement) == engagement.notes.get()
    write(engagement, "En anden note")

    assert engagement.notes.count() == 2


def test_nobody_else_writes_notes():
    engagement = factory.engagement()

    for other in (factory.consultant("otto@spark.example", "Otto"), applications.person()):
        with pytest.raises(running.NotYours):
            write(engagement, by=other)


def test_a_draft_is_named_by_its_day():
    engagement = factory.engagement()
    save = Save(factory.consultant(), 0, factory.OPENED)
    assert notes.save_draft(engagement_id=engagement.pk, text="Halv", save=save) == 1
    assert str(notes.draft_of(engagement, factory.consultant())) == "Påbegyndt note 03.11.2026"
