"""What every test stands on: real PostgreSQL and Valkey, no network but loopback."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="also run the proofs that take minutes")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="a long proof: run with --long"))


@pytest.fixture(scope="session", autouse=True)
def collected_static(tmp_path_factory):
    """The static files as production serves them, hashed and compressed, collected once for the run."""
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    call_command("collectstatic", verbosity=0, interactive=False)
    return settings.STATIC_ROOT
