"""What every test stands on: real PostgreSQL and Valkey, no network but loopback."""

import gc
import os

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

from launcher import browser

pytest_plugins = ["tests.factories.places"]

# A busy machine draws slowly; that says nothing about the code.
hypothesis.settings.register_profile(
    "gate", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], max_examples=25
)
hypothesis.settings.register_profile("long", hypothesis.settings.get_profile("gate"), max_examples=1000)


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="also run the proofs that take minutes")


def pytest_configure(config):
    # A million rounds for each code and password would be a sixth of the gate. The journeys' processes do them all.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Else each test's client looks at every static file anew, which would be a third of the gate.
    settings.WHITENOISE_AUTOREFRESH = True
    # One Valkey serves the whole run; each of its processes counts the rings in a queue of its own.
    settings.REDIS_PREFIX += f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}:"
    os.environ["REDIS_PREFIX"] = settings.REDIS_PREFIX
    # `spark.py test` has made the tables once; the database of each process is a copy. pytest alone makes them itself.
    if template := os.environ.get("SPARK_TEMPLATE"):
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "gate")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    # pytest-cov 7.1 counts twice in a process of xdist. The lower count is never read, and would go on where `no_cover`
    # pauses the upper one: an eighth of the gate.
    counting = session.config.pluginmanager.get_plugin("_cov")
    if hasattr(session.config, "workerinput") and counting and counting.cov_controller:
        counting.cov_controller.pause()


def pytest_collection_modifyitems(config, items):
    # Whoever drives a browser says nothing of single lines: all is counted where there is none, too.
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker("no_cover")
    if not config.getoption("--long"):
        _skip(items, "long", "a long proof: run with --long")
    if any(item.get_closest_marker("browser") for item in items) and not browser.find(os.environ):
        _skip(items, "browser", browser.REASON)


def pytest_collection_finish(session):
    # Seven thousand tests stay till the end: to look through them for rubbish again and again is a tenth of the gate.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _skip(items, marker, reason):
    for item in items:
        if item.get_closest_marker(marker):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def nothing_kept():
    """What a process keeps for a minute (`django.core.cache`) is of its own test only."""
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def collected_static(tmp_path_factory):
    """The static files as production serves them, hashed and compressed.

    ``spark.py test`` has collected them and says where; whoever starts pytest alone gets them collected for the run.
    """
    from django.core.management import call_command

    if "STATIC_ROOT" not in os.environ:
        settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
        call_command("collectstatic", verbosity=0, interactive=False)
    return settings.STATIC_ROOT


@pytest.fixture(scope="session")
def chromium_path():
    """The browser of the journeys; a test that asks for it carries the marker ``browser``."""
    return browser.find(os.environ)
