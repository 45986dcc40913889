"""The factories write in a legal order: the guards, asked at once, have nothing to say."""

import pytest
from django.db import connection

from applications.consensus import Kind
from applications.lifecycle import Status
from applications.models import Application, Signatory
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("build", "status"),
    [
        (make.draft, Status.DRAFT),
        (make.awaiting, Status.AWAITING_CONSENSUS),
        (make.submitted, Status.SUBMITTED),
        (make.needs_information, Status.NEEDS_INFORMATION),
        (make.waiting, Status.WAITING),
        (make.granted, Status.GRANTED),
        (make.declined, Status.DECLINED),
        (make.withdrawn, Status.WITHDRAWN),
    ],
)
def test_every_state_is_reached_as_the_database_allows(build, status):
    application = build()
    connection.check_constraints()
    assert Application.objects.get(pk=application.pk).status == status
    assert application.kind == Kind.INDIVIDUAL


def test_many_are_submitted_with_numbers_of_their_own():
    make.submitted()
    applications = make.many_submitted(3, status=Status.WAITING)
    connection.check_constraints()
    stored = Application.objects.filter(pk__in=[each.pk for each in applications]).order_by("reference")
    assert [each.reference for each in stored] == ["SPARK-2026-0002", "SPARK-2026-0003", "SPARK-2026-0004"]
    assert {each.status for each in stored} == {Status.WAITING}
    assert Signatory.objects.filter(application__in=stored).values("email").distinct().count() == 9


def test_many_can_be_none():
    assert make.many_submitted(0) == []
