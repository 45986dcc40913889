"""Reference data for tests: loaded inside the test's own transaction, so tests may change it."""

import pytest

import clock
from applications.actions import reference_data


@pytest.fixture
def places(db):
    """All reference data as delivered: municipalities, sectors, themes, periods, weights and rounds."""
    reference_data.load(today=clock.today())
