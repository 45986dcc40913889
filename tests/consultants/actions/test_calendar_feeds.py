"""The secret address of a consultant's calendar."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from accounts.models import Role
from consultants.actions import calendar_feeds
from consultants.models import CalendarFeed
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def karen():
    return factory.consultant()


def make(user):
    return calendar_feeds.make(by=user, now=NOW)


def test_the_secret_opens_and_is_kept_nowhere(karen):
    token = make(karen)

    feed = calendar_feeds.of_token(token)
    assert (feed.user, feed.made_at, feed.shows_workplace, str(feed)) == (karen, NOW, False, "Karen Lund")
    assert len(token) == 43
    assert token not in str(CalendarFeed.objects.values().get())
    assert len(feed.token_hash) == 64


def test_a_renewed_secret_kills_the_former_and_keeps_the_wish(karen):
    former = make(karen)
    calendar_feeds.show_workplace(by=karen, shown=True)

    token = make(karen)

    assert token != former
    assert calendar_feeds.of_token(former) is None
    assert calendar_feeds.of_token(token).shows_workplace is True
    assert CalendarFeed.objects.count() == 1


def test_a_shut_secret_opens_nothing(karen):
    token = make(karen)

    assert calendar_feeds.shut(by=karen)
    assert calendar_feeds.of_token(token) is None
    assert not calendar_feeds.shut(by=karen)
    assert not calendar_feeds.show_workplace(by=karen, shown=True)


@pytest.mark.parametrize("lost", [{"is_active": False}, {"roles": [Role.HEAD]}, {"roles": []}])
def test_whoever_is_no_consultant_any_more_has_no_calendar(karen, lost):
    token = make(karen)
    type(karen).objects.filter(pk=karen.pk).update(**lost)

    assert calendar_feeds.of_token(token) is None


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 5000, "æ\ud800", "\x00"])
def test_what_is_no_secret_opens_nothing(karen, token):
    make(karen)

    assert calendar_feeds.of_token(token) is None


def test_the_database_takes_nothing_but_a_hash(karen):
    with pytest.raises(IntegrityError, match="feed_keeps_a_hash"):
        CalendarFeed.objects.create(user=karen, token_hash="the secret itself", made_at=NOW)
