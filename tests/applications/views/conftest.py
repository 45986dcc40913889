import pytest

from tests.factories import applications as make


@pytest.fixture(autouse=True)
def morning(time_machine):
    """Every story is told on the factories' morning."""
    time_machine.move_to(make.MORNING)


@pytest.fixture
def as_person(client):
    """The client, signed in as the person with that address."""

    def sign_in(email):
        client.force_login(make.person(email))
        return client

    return sign_in
