"""The contact log and the tasks: who writes, what is one thing, and what the timeline does not tell."""

from datetime import date, timedelta

import pytest

from consultants.actions import journal, running
from consultants.actions.journal import Contact, ToDo
from consultants.models import EngagementEvent
from consultants.models.journal import Channel
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = factory.OPENED + timedelta(days=2)
CALL = Contact(Channel.PHONE, date(2026, 11, 5), 20, "Lederen fortalte om overfaldet")


def log(engagement, by=None, contact=CALL):
    return journal.log_contact(engagement_id=engagement.pk, by=by or factory.consultant(), contact=contact, now=NOW)


def to_do(owner=None, **changes):
    return ToDo(
        **{"title": "Ring til Mette", "due_on": date(2026, 11, 9), "owner": owner or factory.consultant()} | changes
    )


def add(engagement, what=None, by=None):
    return journal.add_task(engagement_id=engagement.pk, by=by or factory.consultant(), to_do=what or to_do(), now=NOW)


def told():
    return list(EngagementEvent.objects.values_list("verb", "data"))


def test_a_contact_is_logged_once_also_after_the_end_and_the_timeline_holds_none_of_it():
    engagement = factory.closed()

    entry = log(engagement)

    assert log(engagement) == entry
    assert (entry.channel, entry.on, entry.minutes, entry.written_at) == ("phone", date(2026, 11, 5), 20, NOW)
    assert told() == [("contact_logged", {"entry": entry.pk})]
    assert log(engagement, contact=Contact(Channel.MAIL, CALL.on, 5, CALL.text)) != entry
    assert str(entry) == "Telefon 05.11.2026"


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2026, 11, 6)])
def test_nobody_was_in_touch_before_the_opening_or_tomorrow(day):
    with pytest.raises(journal.NotPossibleThen):
        log(factory.engagement(), contact=Contact(Channel.PHONE, day, 20, "x"))


def test_a_task_stands_once_while_it_is_open():
    engagement = factory.engagement()

    task = add(engagement)

    assert add(engagement) == task
    assert told() == [("task_added", {"task": task.pk})]
    assert str(task) == "Opgave 09.11.2026"
    task.done_at = NOW
    task.save()
    assert add(engagement) != task


def test_done_and_undone_are_told_once_each():
    engagement = factory.engagement()
    task = add(engagement)
    facts = {"engagement_id": engagement.pk, "task_id": task.pk, "by": factory.consultant(), "now": NOW}

    for done in (True, True, False, False):
        journal.set_done(**facts, done=done)

    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (None, None)
    assert [verb for verb, _ in told()] == ["task_added", "task_done", "task_reopened"]


def test_a_change_tells_which_fields():
    engagement = factory.engagement()
    task = add(engagement)
    facts = {"engagement_id": engagement.pk, "task_id": task.pk, "by": factory.head(), "now": NOW}
    facts["read"] = journal.mark(task)

    journal.change_task(**facts, to_do=to_do())
    journal.change_task(**facts, to_do=to_do(owner=factory.head(), title="Ring til Tove"))

    assert told()[1:] == [("task_changed", {"task": task.pk, "fields": ["title", "owner"]})]
    task.refresh_from_db()
    with pytest.raises(journal.NotTheirOwner):
        journal.change_task(**facts | {"read": journal.mark(task)}, to_do=to_do(owner=applications.person()))


def test_whoever_changes_a_task_second_is_told_and_the_same_words_are_no_change():
    engagement = factory.engagement()
    task = add(engagement)
    facts = {"engagement_id": engagement.pk, "task_id": task.pk, "read": journal.mark(task), "now": NOW}
    journal.change_task(**facts, by=factory.consultant(), to_do=to_do(title="Ring til Tove"))
    journal.change_task(**facts, by=factory.head(), to_do=to_do(title="Ring til Tove"))
    with pytest.raises(running.Overtaken):
        journal.change_task(**facts, by=factory.head(), to_do=to_do(title="Skriv til Tove"))
    task.refresh_from_db()
    assert task.title == "Ring til Tove"


def test_nobody_else_writes_into_the_journal():
    engagement = factory.engagement()
    task = add(engagement)
    for other in (factory.consultant("otto@spark.example", "Otto"), applications.person()):
        with pytest.raises(running.NotYours):
            log(engagement, by=other)
        with pytest.raises(running.NotYours):
            add(engagement, by=other)
        with pytest.raises(running.NotYours):
            journal.change_task(engagement_id=engagement.pk, task_id=task.pk, by=other, to_do=to_do(), read="", now=NOW)
        with pytest.raises(running.NotYours):
            journal.set_done(engagement_id=engagement.pk, task_id=task.pk, by=other, done=True, now=NOW)


def test_nobody_else_is_given_a_task():
    with pytest.raises(journal.NotTheirOwner):
        add(factory.engagement(), to_do(owner=factory.consultant("otto@spark.example", "Otto")))
