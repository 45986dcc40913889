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
