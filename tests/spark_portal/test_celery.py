"""The clockwork's settings, read as Celery and kombu read them."""

import pytest

from spark_portal import celery
from spark_portal.celery import app


@pytest.fixture
def queue():
    """The portal's queue, empty before and after."""
    with app.connection_for_write() as connection:
        connection.default_channel.queue_purge("celery")
        yield connection.default_channel
        connection.default_channel.queue_purge("celery")


def test_kombu_gets_what_brings_a_killed_workers_message_back_within_minutes(queue, settings):
    assert queue.visibility_timeout == 300
    assert queue.unacked_restore_throttle == 1
    assert queue.global_keyprefix == settings.REDIS_PREFIX
    assert (queue.socket_connect_timeout, queue.socket_timeout) == (1, 2)


def test_a_message_is_acknowledged_after_the_work_and_no_result_is_kept():
    assert app.conf.task_acks_late is True
    assert app.conf.task_reject_on_worker_lost is True
    assert app.conf.task_publish_retry is False
    assert app.conf.broker_connection_max_retries is None
    assert app.conf.task_ignore_result is True
    assert app.conf.timezone == "Europe/Copenhagen"


def test_beat_rings_only_for_tasks_that_exist_and_by_interval():
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["schedule"] == entry["options"]["expires"] >= 60.0


@pytest.mark.parametrize(("demo", "seconds"), [(True, 60.0), (False, 300.0)])
def test_planners_look_every_minute_in_the_demo_and_every_five_elsewhere(settings, demo, seconds):
    settings.DEMO = demo
    assert celery.planning_interval() == seconds


def test_a_worker_that_comes_up_rings_every_bell_once(queue):
    celery.ring_at_start()
    assert queue.client.llen("celery") == len(celery.beat_schedule())


def test_celery_leaves_the_log_lines_to_django():
    assert celery.leave_logging_alone() is None
