"""A round is closed by real processes that are killed with -9 in the middle, and by two at once: one answer each."""

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from applications.models import Application, DecisionLetter
from consultants.actions import round_closing
from consultants.models import Engagement, RoundCandidate
from consultants.precedence import Decision
from launcher.steps import nap
from notifications.models import Notification
from tests.factories import applications
from tests.factories import rounds as make

pytestmark = pytest.mark.django_db(transaction=True)

NOW = applications.MORNING
GRANTS, WAITS, DECLINES = 6, 4, 4


@pytest.fixture
def decided():
    """Fourteen decisions, to be carried out."""
    for number in range(GRANTS + WAITS + DECLINES):
        applications.submitted(at=NOW - timedelta(weeks=number))
    opened = make.opened(capacity=GRANTS)
    make.decide(opened, Decision.GRANT, *range(1, 7))
    make.decide(opened, Decision.WAIT, *range(7, 11))
    make.decide(opened, Decision.DECLINE, *range(11, 15))
    make.begin_to_close(opened)
    return opened


@pytest.fixture
def closer():
    """Start a process of its own that carries rounds out in the test database."""
    started = []

    def start():
        base = connection.settings_dict
        host, name = base["HOST"].replace("/", "%2F"), base["NAME"]
        port = f":{base['PORT']}" if base["PORT"] else ""
        secret = f":{base['PASSWORD']}" if base["PASSWORD"] else ""
        environment = os.environ | {"DATABASE_URL": f"postgres://{base['USER']}{secret}@{host}{port}/{name}"}
        command = [sys.executable, "manage.py", "carry_out_rounds"]
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def whoever_waits_for_us():
    """The sessions that stand still because of a lock of ours."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")  # in a transaction the list of sessions is taken but once
        cursor.execute(
            "select pid from pg_stat_activity"
            " where datname = current_database() and pg_backend_pid() = any(pg_blocking_pids(pid))"
        )
        return [pid for (pid,) in cursor.fetchall()]


def kill_at(closer, opened, rank):
    """Let a process come as far as that place, and kill it and its database session in the middle of it."""
    candidate = RoundCandidate.objects.get(round=opened, rank=rank)
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=candidate.application_id)
        process = closer()
        while not (waiting := whoever_waits_for_us()):
            assert process.poll() is None
            nap()
        process.kill()
        process.wait()
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pid) from unnest(%s) as pid", [waiting])
    return RoundCandidate.objects.filter(round=opened, applied_at__isnull=False).count()


def then_each_has_one_answer(opened):
    opened.refresh_from_db()
    assert opened.closed_at is not None
    assert Counter(Application.objects.values_list("status", flat=True)) == {
        "granted": GRANTS, "waiting": WAITS, "declined": DECLINES,
    }  # fmt: skip
    assert not RoundCandidate.objects.filter(applied_at=None).exists()
    assert Engagement.objects.count() == GRANTS
    assert DecisionLetter.objects.count() == GRANTS + WAITS + DECLINES
    # Three are named on each: of a grant the contacts hear who comes, the third that there is an answer.
    assert Counter(Notification.objects.values_list("kind", flat=True)) == {
        "decision": GRANTS + 3 * (WAITS + DECLINES), "engagement-opened": 2 * GRANTS, "engagement-assigned": GRANTS,
    }  # fmt: skip


def test_killed_twice_in_the_middle_it_goes_on_where_it_was(decided, closer):
    assert kill_at(closer, decided, rank=3) == 2
    assert kill_at(closer, decided, rank=12) == 11
    decided.refresh_from_db()
    assert decided.is_closing
    assert closer().wait(timeout=60) == 0
    then_each_has_one_answer(decided)


def test_two_workers_at_once_share_the_work(decided):
    start, settled = threading.Barrier(2), []

    def work():
        try:
            start.wait()
            settled.append(round_closing.carry_out(now=NOW))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert sum(settled) == GRANTS + WAITS + DECLINES
    then_each_has_one_answer(decided)
