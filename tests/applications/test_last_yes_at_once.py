"""Twenty groups whose last two members say yes at the same instant."""

import threading
from collections import Counter

import pytest
from django.db import connection

from applications.actions import signing
from applications.lifecycle import Status
from applications.models import Application, ReferenceCounter
from notifications.models import Notification
from tests.applications.room import read
from tests.factories import applications as make

GROUPS = 20


def say_yes(start, failures, application_id, user, seen):
    try:
        start.wait()
        signing.agree(application_id=application_id, by=user, read=seen, now=make.MORNING)
    except Exception as failure:
        failures.append(failure)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_last_yeses_at_the_same_instant_submit_once():
    groups = []
    for number in range(GROUPS):
        trio = [(name, f"{number}.{email}", role) for name, email, role in make.TRIO]
        application = make.awaiting(people=trio, yes=[trio[0][1]])
        groups.append((application, [make.person(email) for _, email, _ in trio[1:]], read(application)))
    start, failures = threading.Barrier(2 * GROUPS), []
    threads = [
        threading.Thread(target=say_yes, args=(start, failures, application.pk, user, seen))
        for application, users, seen in groups
        for user in users
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    applications = Application.objects.all()
    assert {each.status for each in applications} == {Status.SUBMITTED}
    assert sorted(each.reference for each in applications) == [f"SPARK-2026-{n:04d}" for n in range(1, GROUPS + 1)]
    assert ReferenceCounter.objects.get().last == GROUPS
    receipts = Notification.objects.filter(kind="submission-receipt").values_list("recipient_key", flat=True)
    assert Counter(Counter(receipts).values()) == {1: 3 * GROUPS}
    for application, _, _ in groups:
        assert application.events.filter(verb="submitted").count() == 1
