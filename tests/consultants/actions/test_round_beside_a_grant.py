"""The head opens a round while a consultant grants at the desk: neither waits for the other for ever."""

import threading

import pytest
from django.db import connection, transaction

from applications.actions import record
from consultants.models import RoundCandidate
from tests.factories import applications
from tests.factories import rounds as make

pytestmark = pytest.mark.django_db(transaction=True)


def test_opening_a_round_does_not_wait_for_whoever_holds_one_of_its_candidates():
    """Whoever grants holds the application and then asks for the round, which is the opener's by then."""
    application = applications.submitted()
    applications.round_on()

    def open_it():
        try:
            make.opened()
        finally:
            connection.close()

    opening = threading.Thread(target=open_it)
    with transaction.atomic():
        record.lock(application.pk)
        opening.start()
        opening.join(timeout=30)
        is_done = not opening.is_alive()
    opening.join(timeout=30)

    assert is_done
    assert RoundCandidate.objects.get().application == application
