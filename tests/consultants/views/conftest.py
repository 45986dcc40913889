"""The desk towards noon on 21 November 2026, opened by somebody."""

import pytest

from tests.consultants.desk import frozen, head, staff


@pytest.fixture
def at_noon():
    """Kl. 11 in Copenhagen."""
    with frozen:
        yield


@pytest.fixture
def desk(client, db):
    """A consultant's browser."""
    client.force_login(staff())
    return client


@pytest.fixture
def leader(client, db):
    """The browser of the head of the secretariat."""
    client.force_login(head())
    return client
