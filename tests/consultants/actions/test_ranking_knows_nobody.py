"""The order of the queue stays the same whoever the people are, whatever they have written, and whoever looks."""

import inspect
from datetime import timedelta

import pytest

from applications.models import Application, Signatory, Workplace
from consultants.actions import queue
from consultants.deadlines import day_of
from tests.consultants.desk import place
from tests.factories import applications, joint

pytestmark = pytest.mark.django_db

NOW = applications.MORNING


def places_in_the_queue():
    queue.rank_all(NOW)
    return list(
        Application.objects.ranked()
        .order_by("-points", "first_submitted_at", "id")
        .values_list("pk", "points", "priority_reasons")
    )


def test_other_people_other_words_the_same_order():
    for weeks, where in ((1, None), (9, place("741", "Samsø")), (30, place("492", "Ærø"))):
        applications.submitted(at=NOW - timedelta(weeks=weeks), place=where)
    joint.submitted()
    before = places_in_the_queue()
    Signatory.objects.update(name="Bo Ko", phone="")
    Application.objects.ranked().update(
        situation="Det haster!", tried="Alt", change_wish="Nu", core_task="Andet", managers_taking_part=9,
        employees_taking_part=99, unsuitable_days="Aldrig", earliest_start=NOW.date(), author=None, points=0,
    )  # fmt: skip
    Workplace.objects.update(name="Rådhuset", employees=4000)
    assert places_in_the_queue() == before


def test_the_facts_hold_no_word_that_anybody_wrote():
    application = applications.submitted()
    ((_, facts),) = queue.known_of(Application.objects.filter(pk=application.pk), day_of(NOW))
    told = repr(facts)
    people = [*Signatory.objects.values_list("name", flat=True), *Signatory.objects.values_list("email", flat=True)]
    for private in (applications.TEXT, applications.WORKPLACE, applications.THEME, applications.PHONE, *people):
        assert private not in told


def test_nobody_is_asked_who_looks():
    for verb in (queue.rank_all, queue.rank_unranked, queue.known_of):
        assert {"user", "by", "request"}.isdisjoint(inspect.signature(verb).parameters)
