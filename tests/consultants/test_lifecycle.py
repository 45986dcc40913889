"""Every move in the tables is allowed, every other is refused by code and by the database."""

from datetime import date
from itertools import product

import pytest
from django.db import InternalError, connection, transaction

from consultants.lifecycle import (
    FOLLOW_UP_MOVES,
    MEETING_MOVES,
    MOVES,
    OPEN,
    FollowUpStatus,
    IllegalMove,
    MeetingStatus,
    Status,
)
from consultants.models import Engagement, FollowUpVisit, Meeting
from tests.factories import consultants as factory

TABLES = (
    (Status, MOVES, Engagement, "consultants_engagement"),
    (MeetingStatus, MEETING_MOVES, Meeting, "consultants_meeting"),
    (FollowUpStatus, FOLLOW_UP_MOVES, FollowUpVisit, "consultants_followupvisit"),
)


@pytest.mark.parametrize(("statuses", "moves", "make", "_table"), TABLES)
def test_the_code_makes_the_moves_of_the_table_and_no_other(statuses, moves, make, _table):
    assert set(moves) == set(statuses)
    for old, new in product(statuses, repeat=2):
        thing = make()
        thing.status = old
        if new in moves[old]:
            thing.move_to(new)
            assert thing.status == new
        else:
            with pytest.raises(IllegalMove):
                thing.move_to(new)
            assert thing.status == old


def test_open_is_what_can_go_on():
    assert {Status.ASSIGNED, Status.CONTACTED, Status.ACTIVE, Status.PAUSED} == OPEN


# What the table's own constraints want together with a status.
TOGETHER = {
    "consultants_engagement": "closed_on = CASE WHEN %(new)s = 'closed' THEN DATE '2027-03-01' END, "
    "wants_follow_up = TRUE, cancel_reason = CASE WHEN %(new)s = 'cancelled' THEN 'x' ELSE '' END",
    "consultants_meeting": "cancel_reason = CASE WHEN %(new)s = 'cancelled' THEN 'x' ELSE '' END",
    "consultants_followupvisit": "ended_on = CASE WHEN %(new)s <> 'due' THEN DATE '2027-09-01' END, "
    "void_reason = CASE WHEN %(new)s = 'voided' THEN 'x' ELSE '' END",
}


def sql(table, new, pk):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET status = %(new)s, {TOGETHER[table]} WHERE id = %(pk)s", {"new": new, "pk": pk}
        )


def walk(table, moves, start, pk, goal):
    """Bring the row from ``start`` to ``goal`` by legal moves."""
    paths = {start: []}
    waiting = [start]
    while goal not in paths:
        here = waiting.pop(0)
        for onward in sorted(moves[here] - set(paths)):
            paths[onward] = [*paths[here], onward]
            waiting.append(onward)
    for step in paths[goal]:
        sql(table, step, pk)


@pytest.mark.django_db
@pytest.mark.parametrize(("statuses", "moves", "_make", "table"), TABLES)
def test_the_database_makes_the_same_moves_and_no_other(statuses, moves, _make, table):
    engagement = factory.engagement()
    begin, pk = {
        "consultants_engagement": lambda: (Status.ASSIGNED, engagement.pk),
        "consultants_meeting": lambda: (MeetingStatus.PLANNED, factory.meeting(engagement).pk),
        "consultants_followupvisit": lambda: (
            FollowUpStatus.DUE,
            FollowUpVisit.objects.create(engagement=engagement, due_on=date(2027, 9, 1), entered_at=factory.OPENED).pk,
        ),
    }[table]()
    for old, new in product(statuses, repeat=2):
        point = transaction.savepoint()
        walk(table, moves, begin, pk, old)
        if new in moves[old] or new == old:  # writing the same status again is no move
            sql(table, new, pk)
        else:
            with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
                sql(table, new, pk)
        transaction.savepoint_rollback(point)


@pytest.mark.django_db
def test_an_engagement_begins_assigned():
    engagement = factory.engagement()
    with pytest.raises(InternalError), transaction.atomic():
        Engagement.objects.create(
            application=engagement.application,
            kind="individual",
            opened_at=factory.OPENED,
            first_contact_due_on=date(2026, 11, 10),
            status=Status.ACTIVE,
        )
