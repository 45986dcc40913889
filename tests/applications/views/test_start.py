from datetime import UTC, date, datetime

import pytest

from applications.models import PrioritisationRound

pytestmark = pytest.mark.django_db


def test_the_start_page_says_when_the_next_round_is_and_has_one_primary_action(client):
    PrioritisationRound.objects.create(meets_on=date(2026, 11, 3), capacity=8)
    PrioritisationRound.objects.create(meets_on=date(2026, 10, 13), capacity=8)
    page = client.get("/").content.decode()
    assert "Næste gang er <strong>3. november 2026</strong>" in page
    assert page.count("button-primary") == 1
    assert '<a class="button button-primary" href="/ansoeg/">Ansøg om et forløb</a>' in page
    assert 'href="/temaer/"' in page
    assert 'href="/ansoegninger/"' in page


def test_a_round_that_is_opened_takes_no_more(client):
    opened = datetime(2026, 10, 1, 8, tzinfo=UTC)
    PrioritisationRound.objects.create(meets_on=date(2026, 10, 13), capacity=8, opened_at=opened)
    PrioritisationRound.objects.create(meets_on=date(2026, 11, 10), capacity=8)
    assert "Næste gang er <strong>10. november 2026</strong>" in client.get("/").content.decode()


def test_without_a_round_to_come_it_promises_none(client):
    page = client.get("/").content.decode()
    assert "en gang om måneden." in page
    assert "Næste gang" not in page


def test_it_costs_two_queries(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/")
