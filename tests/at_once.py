"""Two people, or two presses, at the same instant, each on a connection of their own."""

import threading

from django.db import connection, transaction

from launcher.steps import nap


def at_once(*acts):
    """What each of ``acts`` raised, or None, when all begin at the same moment."""
    start, raised = threading.Barrier(len(acts)), [None] * len(acts)

    def press(number, act):
        start.wait()
        raised[number] = _raised(act)

    threads = [threading.Thread(target=press, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


def behind(first, second):
    """What ``second`` raised, or None, when it has done all it can before ``first`` is committed."""
    raised = []
    thread = threading.Thread(target=lambda: raised.append(_raised(second)))
    with transaction.atomic():
        first()
        thread.start()
        for _ in range(200):
            if _somebody_waits() or not thread.is_alive():
                break
            nap()
    thread.join(timeout=60)
    return raised[0]


def kinds(raised):
    """The names of what was raised."""
    return sorted(type(each).__name__ for each in raised if each is not None)


def _raised(act):
    try:
        act()
    except Exception as failure:
        return failure
    finally:
        connection.close()


def _somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0
