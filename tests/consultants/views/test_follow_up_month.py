"""The follow-ups of a month, week by week."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from consultants.lifecycle import FollowUpStatus
from consultants.views import follow_up_month
from tests.consultants.pages import read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 10, 6, 9, 0, tzinfo=UTC)  # a Wednesday
MONTHS = "/sekretariat/opfoelgning/maaned/"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def karen(client):
    client.force_login(factory.consultant())
    return client


def due(on, *, booked_at=None, run_by=None, **facts):
    """A follow-up due ``on`` that day."""
    visit = factory.closed(application=applications.granted(), run_by=run_by, closed_on=date(2027, 3, 1)).follow_up
    visit.due_on = on
    for name, value in facts.items():
        setattr(visit, name, value)
    if booked_at is not None:
        visit.meeting = factory.meeting(visit.engagement, starts_at=booked_at)
    visit.save()
    return visit


def shown(response):
    """By week: the days of its entries, with the reference of each."""
    return {
        week.number: [(entry.day, entry.row.visit.engagement.application.reference) for entry in week.entries]
        for week in response.context["weeks"]
        if week.entries
    }


def spans(response):
    return [(week.number, week.first, week.last) for week in response.context["weeks"]]


def reference(visit):
    return visit.engagement.application.reference


def test_october_has_every_visit_on_its_day(karen):
    late = due(date(2027, 10, 1))
    last = due(date(2027, 10, 31))
    # The night in which summer time ends, and the last hour of the month.
    booked = due(date(2027, 12, 24), booked_at=datetime(2027, 10, 31, 22, 30, tzinfo=UTC))
    after_midnight = due(date(2027, 10, 2), booked_at=datetime(2027, 10, 31, 23, 0, tzinfo=UTC))  # 1 November
    before = due(date(2027, 10, 3), booked_at=datetime(2027, 9, 30, 21, 59, tzinfo=UTC))  # 30 September, 23.59
    first_hour = due(date(2027, 1, 1), booked_at=datetime(2027, 9, 30, 22, 0, tzinfo=UTC))  # 1 October, midnight

    october = karen.get(f"{MONTHS}2027-10/")

    assert shown(october) == {
        39: [(date(2027, 10, 1), reference(first_hour)), (date(2027, 10, 1), reference(late))],
        43: [(date(2027, 10, 31), reference(last)), (date(2027, 10, 31), reference(booked))],
    }
    assert shown(karen.get(f"{MONTHS}2027-11/")) == {44: [(date(2027, 11, 1), reference(after_midnight))]}
    assert shown(karen.get(f"{MONTHS}2027-09/")) == {39: [(date(2027, 9, 30), reference(before))]}
    page = read(october)
    assert "<strong>fredag 1. oktober 2027</strong>" in page
    assert "Opfølgning i oktober 2027</h1>" in page
    assert page.count("Ingen opfølgninger</p>") == 3
    assert ("Uge 40 – nu" in page, page.count("– nu")) == (True, 1)


def test_what_was_held_stays_on_its_day_and_what_came_to_nothing_is_gone(karen):
    held, declined = due(date(2027, 10, 20)), due(date(2027, 10, 21))
    for visit, status in ((held, FollowUpStatus.HELD), (declined, FollowUpStatus.DECLINED)):
        visit.ended_on = date(2027, 9, 8)
        visit.move_to(status)
        visit.save()

    assert shown(karen.get(f"{MONTHS}2027-09/")) == {36: [(date(2027, 9, 8), reference(held))]}
    assert shown(karen.get(f"{MONTHS}2027-10/")) == {}


def test_a_visit_called_off_stands_on_the_day_it_is_due_again(karen):
    visit = due(date(2027, 10, 20), booked_at=datetime(2027, 11, 3, 9, tzinfo=UTC))
    visit.meeting.move_to("cancelled")
    visit.meeting.cancel_reason = "Syg"
    visit.meeting.save()

    assert shown(karen.get(f"{MONTHS}2027-10/")) == {42: [(date(2027, 10, 20), reference(visit))]}
    assert shown(karen.get(f"{MONTHS}2027-11/")) == {}


def test_the_year_turns(karen):
    december = karen.get(f"{MONTHS}2026-12/")
    january = karen.get(f"{MONTHS}2027-01/")

    assert spans(december)[-1] == (53, date(2026, 12, 28), date(2026, 12, 31))
    assert spans(january)[:2] == [
        (53, date(2027, 1, 1), date(2027, 1, 3)),
        (1, date(2027, 1, 4), date(2027, 1, 10)),
    ]
    assert december.context["next"] == ("januar 2027", f"{MONTHS}2027-01/")
    assert january.context["previous"] == ("december 2026", f"{MONTHS}2026-12/")


def test_a_month_that_begins_on_a_monday_has_its_weeks_whole(karen):
    assert spans(karen.get(f"{MONTHS}2027-11/")) == [
        (44, date(2027, 11, 1), date(2027, 11, 7)),
        (45, date(2027, 11, 8), date(2027, 11, 14)),
        (46, date(2027, 11, 15), date(2027, 11, 21)),
        (47, date(2027, 11, 22), date(2027, 11, 28)),
        (48, date(2027, 11, 29), date(2027, 11, 30)),
    ]
    assert len(spans(karen.get(f"{MONTHS}2027-02/"))) == 4


def _span(first, last):
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


@pytest.mark.parametrize("year", range(2016, 2033))
def test_every_day_of_a_year_lies_in_one_week(year):
    for month in range(1, 13):
        shown_month = follow_up_month.Month(date(year, month, 1))
        weeks = list(follow_up_month._weeks(shown_month, (), NOW.date()))
        days = [day for week in weeks for day in _span(week.first, week.last)]
        assert days == list(follow_up_month._days(shown_month))
        assert len({week.number for week in weeks}) == len(weeks)


def test_the_way_ends_where_the_portal_does(karen):
    first, last = karen.get(f"{MONTHS}2016-01/"), karen.get(f"{MONTHS}2099-12/")

    assert (first.context["previous"], first.context["next"][0]) == (None, "februar 2016")
    assert (last.context["previous"][0], last.context["next"]) == ("november 2099", None)
    assert karen.get(f"{MONTHS}2027-10/").context["now"] == ""
    assert last.context["now"] == f"{MONTHS}2027-10/"
    assert 'rel="prev"' not in read(first)
    assert 'rel="next"' not in read(last)


@pytest.mark.parametrize(
    "month", ["2027-13", "2027-00", "2015-12", "2100-01", "2027-1", "oktober", "0000-10", "2027-10-01"]
)
def test_a_month_that_is_none_is_not_there(karen, month):
    assert karen.get(f"{MONTHS}{month}/").status_code == 404


def test_the_head_sees_whose_and_can_ask_for_one(client):
    otto = factory.consultant("otto@spark.example", "Otto Bang")
    due(date(2027, 10, 5))
    theirs = due(date(2027, 10, 12), run_by=otto, wish="yes", answered_at=NOW, suggested_dates="2027-10-19")
    client.force_login(factory.head())

    everybody = client.get(f"{MONTHS}2027-10/")
    assert "· Karen Lund" in read(everybody)
    assert sum(map(len, shown(everybody).values())) == 2

    one = client.get(f"{MONTHS}2027-10/?konsulent={otto.pk}")
    assert shown(one) == {41: [(date(2027, 10, 12), reference(theirs))]}
    assert one.context["next"] == ("november 2027", f"{MONTHS}2027-11/?konsulent={otto.pk}")
    assert f"/sekretariat/opfoelgning/{theirs.pk}/aftal/?dag=2027-10-19" in read(one)

    client.force_login(otto)
    own = client.get(f"{MONTHS}2027-10/?konsulent={factory.consultant().pk}")
    assert shown(own) == shown(one)
    assert "Karen Lund" not in read(own)


def test_a_month_with_more_than_anybody_can_visit_says_so(karen, monkeypatch):
    monkeypatch.setattr(follow_up_month, "MOST", 2)
    for day in (5, 6):
        due(date(2027, 10, day))
    assert "Der er flere, end siden kan vise." not in read(karen.get(f"{MONTHS}2027-10/"))

    due(date(2027, 10, 7))

    page = read(karen.get(f"{MONTHS}2027-10/"))
    assert "Der er flere, end siden kan vise." in page
    assert len(re.findall(r"<strong>\w+dag \d+\. oktober 2027</strong>", page)) == 2


def test_the_page_asks_the_same_of_two_and_of_two_hundred(karen, django_assert_num_queries):
    factory.many_closed(2, closed_on=date(2027, 4, 5))
    karen.get(f"{MONTHS}2027-10/")
    with django_assert_num_queries(6):
        karen.get(f"{MONTHS}2027-10/")
    factory.many_closed(198, closed_on=date(2027, 4, 5))
    with django_assert_num_queries(6):
        page = read(karen.get(f"{MONTHS}2027-10/"))
    assert page.count("tirsdag 5. oktober 2027") == 200
