import gc

import pytest
from django.core.handlers.wsgi import WSGIHandler


@pytest.fixture(autouse=True)
def _as_collected_before():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_gunicorn_finds_the_portal():
    from spark_portal import wsgi  # it looks for the collected files when it is imported

    assert isinstance(wsgi.application, WSGIHandler)
    assert gc.get_threshold()[0] == 20_000
    assert gc.get_freeze_count() > 0
