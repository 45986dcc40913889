"""Hours of work ahead: weeks of the Danish calendar, room for one more, the team's half year to come."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultants import workload
from consultants.workload import FollowUps, Outlook, Period, Round, Waiting, Work

TODAY = date(2026, 11, 21)  # a Saturday
THIS = date(2026, 11, 16)  # its Monday
WEEK = timedelta(weeks=1)


def planned(*, today=TODAY, hours=120, work=(), follow_ups=(), absences=(), weeks=workload.PLANNED_WEEKS):
    return workload.plan(
        today=today, hours_a_month=hours, work=work, follow_ups=follow_ups, absences=absences, weeks=weeks
    )


def loads(weeks):
    return [round(week.load, 2) for week in weeks]


# ── Units ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_eighteen_engagements_at_a_time_are_the_usual_capacity():
    assert workload.a_month(18 * workload.pace("individual")) == pytest.approx(workload.USUAL_HOURS_A_MONTH)
    assert workload.pace("joint") == workload.pace("network") == 2 * workload.pace("individual")
    assert workload.a_month(workload.a_week(120)) == pytest.approx(120)


@pytest.mark.parametrize(
    ("day", "monday", "number"),
    [
        (date(2026, 12, 27), date(2026, 12, 21), 52),
        (date(2026, 12, 28), date(2026, 12, 28), 53),
        (date(2027, 1, 3), date(2026, 12, 28), 53),
        (date(2027, 1, 4), date(2027, 1, 4), 1),
        (date(2026, 10, 25), date(2026, 10, 19), 43),  # summer time ends that night
        (date(2026, 10, 26), date(2026, 10, 26), 44),
    ],
)
def test_weeks_are_those_of_the_danish_calendar(day, monday, number):
    assert workload.monday_of(day) == monday
    assert workload.week_number(day) == number


def test_no_week_is_lost_or_doubled_over_october_and_new_year():
    weeks = planned(today=date(2026, 10, 19), weeks=14)
    assert [workload.week_number(week.first) for week in weeks] == [*range(43, 54), 1, 2, 3]
    assert all(later.first - earlier.first == WEEK for earlier, later in pairwise(weeks))


# ── One consultant ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_engagement_takes_its_hours_over_26_weeks():
    weeks = planned(work=[Work("individual", THIS), Work("joint", THIS - 25 * WEEK)], weeks=30)
    assert loads(weeks[:5]) == [4.62, 4.62, 4.62, 4.62, 1.54]  # the joint one ends, and is given four weeks at least
    assert loads(weeks[25:27]) == [1.54, 0]
    assert sum(week.work for week in planned(work=[Work("individual", THIS)])) == pytest.approx(40)


def test_what_should_be_over_goes_on_for_four_weeks():
    assert loads(planned(work=[Work("individual", date(2020, 1, 6), 2)], weeks=6)) == [3.08] * 4 + [0, 0]


def test_an_engagement_opened_next_week_takes_nothing_yet():
    assert loads(planned(work=[Work("individual", THIS + WEEK)], weeks=2)) == [0, 1.54]


def test_a_follow_up_falls_in_its_week_and_one_overdue_in_this():
    due = [FollowUps(THIS + 2 * WEEK), FollowUps(date(2026, 9, 1), 2)]
    assert loads(planned(follow_ups=due, weeks=3)) == [16, 0, 8]


def test_holidays_and_absence_take_from_capacity():
    """120 hours a month are 27.69 a week, a fifth of it each working day."""
    away = [Period(date(2026, 12, 1), date(2026, 12, 2)), Period(date(2026, 12, 5), date(2026, 12, 13))]
    weeks = planned(absences=away, weeks=7)
    assert [round(week.capacity, 2) for week in weeks] == [27.69, 27.69, 16.62, 0, 27.69, 16.62, 16.62]
    assert [week.at_work for week in weeks] == [
        None,  # this week is over: today is Saturday
        date(2026, 11, 23),
        date(2026, 11, 30),
        None,
        date(2026, 12, 14),
        date(2026, 12, 21),  # until the 23rd
        date(2026, 12, 28),  # until the 30th
    ]


def test_room_begins_on_the_first_day_at_work():
    assert workload.next_free(planned(), "individual") == date(2026, 11, 23)
    assert workload.next_free(planned(today=date(2026, 11, 18)), "individual") == date(2026, 11, 18)
    away = [Period(date(2026, 11, 20), date(2027, 1, 5))]
    assert workload.next_free(planned(absences=away), "individual") == date(2027, 1, 6)


def test_room_comes_when_work_ends():
    work = [Work("individual", THIS - 16 * WEEK, 18)]  # ten weeks more at full pace
    assert workload.next_free(planned(work=work), "individual") == date(2027, 1, 25)


def test_there_may_be_no_room_at_all():
    assert workload.next_free(planned(hours=0), "individual") is None
    assert workload.next_free(planned(hours=6), "individual") is None
    assert workload.next_free(planned(hours=9), "individual") is not None
    assert workload.next_free(planned(hours=9), "joint") is None


works = st.builds(
    Work,
    kind=st.sampled_from(["individual", "joint", "network"]),
    opened=st.dates(date(2026, 4, 1), TODAY),
    count=st.integers(0, 12),
)
periods = st.builds(
    lambda first, days: Period(first, first + timedelta(days=days)),
    st.dates(date(2026, 11, 1), date(2027, 6, 1)),
    st.integers(0, 60),
)


@given(st.lists(works, max_size=5), works, st.lists(periods, max_size=3), st.integers(0, 200))
def test_more_work_never_gives_room_sooner(work, more, absences, hours):
    before = workload.next_free(planned(work=work, absences=absences, hours=hours), "individual")
    after = workload.next_free(planned(work=[*work, more], absences=absences, hours=hours), "individual")
    assert after is None or (before is not None and before <= after)


@given(st.lists(works, max_size=5), st.lists(periods, max_size=3), periods)
def test_absence_never_adds_hours_and_room_lies_on_a_day_at_work(work, absences, more):
    before, after = planned(work=work, absences=absences), planned(work=work, absences=[*absences, more])
    assert all(later.capacity <= earlier.capacity for earlier, later in zip(before, after, strict=True))
    assert loads(before) == loads(after)
    free = workload.next_free(after, "individual")
    assert free is None or (free >= TODAY and free.weekday() < 5 and not any(e.covers(free) for e in [*absences, more]))


# ── Tidligste start ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("room", "wished", "on", "in_time"),
    [
        (date(2026, 12, 1), None, date(2026, 12, 1), True),
        (date(2026, 12, 1), date(2027, 1, 4), date(2027, 1, 4), True),
        (date(2027, 2, 1), date(2027, 1, 4), date(2027, 2, 1), True),
        (date(2027, 2, 28), None, date(2027, 2, 28), True),
        (date(2027, 3, 1), None, date(2027, 3, 1), False),
        (None, date(2027, 1, 4), None, False),
    ],
)
def test_the_earliest_start_against_the_promise(room, wished, on, in_time):
    start = workload.earliest_start(room=room, wished=wished, received=date(2026, 8, 31))
    assert (start.on, start.promised, start.is_in_time) == (on, date(2027, 2, 28), in_time)


# ── The team ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_rounds_go_on_month_by_month_after_those_known():
    known = [Round(date(2027, 1, 31), 3), Round(date(2026, 12, 1), 5), Round(date(2026, 11, 3), 9)]
    assert workload.rounds_ahead(known, usual=8, today=TODAY) == [
        Round(date(2026, 12, 1), 5),
        Round(date(2027, 1, 31), 3),
        Round(date(2027, 2, 28), 8),
        Round(date(2027, 3, 31), 8),
        Round(date(2027, 4, 30), 8),
    ]
    assert workload.rounds_ahead([], usual=8, today=TODAY)[0] == Round(date(2026, 12, 21), 8)


def test_what_waits_begins_round_by_round_as_far_as_it_is_granted():
    """Twelve wait, a joint one among them, and four in five are granted: 9.6 begin, 5 in December, 4.6 in January."""
    rounds = [Round(date(2026, 12, 1), 5), Round(date(2027, 1, 5), 8)]
    waiting = [Waiting("individual", 11), Waiting("joint", 1)]
    one = planned(work=[Work("individual", THIS, 3)], follow_ups=[FollowUps(THIS)])
    two = planned(hours=60)
    weeks = workload.forecast([one, two], waiting=waiting, grant_rate=0.8, rounds=rounds)
    mean = (11 * 40 + 80) / 12 / 26
    assert len(weeks) == 26
    assert weeks[0] == Outlook(
        first=THIS, work=pytest.approx(3 * 40 / 26), expected=0, follow_ups=8, capacity=pytest.approx(180 * 12 / 52)
    )
    assert [week.expected for week in weeks[1:9]] == pytest.approx([0, *[5 * mean] * 5, *[9.6 * mean] * 2])
    assert weeks[0].load == pytest.approx(3 * 40 / 26 + 8)
    assert weeks[0].load <= weeks[0].capacity


def test_a_week_with_more_work_than_hours_says_so():
    weeks = workload.forecast([planned(hours=0, work=[Work("joint", THIS)])], waiting=[], grant_rate=1, rounds=[])
    assert weeks[0].load > weeks[0].capacity
    assert weeks[0].expected == 0


def test_nobody_at_all_has_no_weeks():
    assert workload.forecast([], waiting=[Waiting("joint", 3)], grant_rate=0.8, rounds=[]) == []


@given(st.integers(0, 60), st.floats(0, 1), st.integers(0, 12), st.integers(1, 12))
def test_never_more_begins_than_waits_and_more_room_never_means_less_work(count, rate, room, more):
    def expected(each):
        rounds = workload.rounds_ahead([Round(date(2026, 12, 1), each)], usual=each, today=TODAY)
        found = workload.forecast([planned()], waiting=[Waiting("individual", count)], grant_rate=rate, rounds=rounds)
        return [week.expected for week in found]

    few, many = expected(room), expected(room + more)
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(few))
    assert all(b >= a - 1e-9 for a, b in zip(few, many, strict=True))
    assert many[-1] <= count * rate * workload.pace("individual") + 1e-9
