"""Overlaps and the road between landsdele: rules that hold for any two meetings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.actions.reference_data import PROVINCES
from consultants import travel
from consultants.travel import Visit, clashes, time_between

CODES = [code for code, *_ in PROVINCES]
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

moments = st.integers(0, 40).map(lambda quarters: NINE + timedelta(minutes=15 * quarters))
visits = st.builds(
    lambda starts_at, quarters, province: Visit(starts_at, starts_at + timedelta(minutes=15 * quarters), province),
    moments,
    st.integers(1, 20),
    st.sampled_from([*CODES, ""]),
)


def visit(begins, hours, province="DK031"):
    starts_at = NINE.replace(hour=begins)
    return Visit(starts_at, starts_at + timedelta(hours=hours), province)


def test_the_table_knows_every_landsdel_of_the_country():
    for here, there in product(CODES, CODES):
        assert timedelta(minutes=30) <= time_between(here, there) <= travel.LONGEST == timedelta(minutes=465)


def test_the_way_there_is_the_way_back_and_no_detour_is_shorter():
    for here, there, over in product(CODES, CODES, CODES):
        assert time_between(here, there) == time_between(there, here)
        assert time_between(here, there) <= time_between(here, over) + time_between(over, there)


@pytest.mark.parametrize(
    ("here", "there", "minutes"),
    [
        ("DK011", "DK012", 30),
        ("DK031", "DK031", 45),
        ("DK031", "DK050", 180),
        ("DK014", "DK050", 465),
        ("", "DK031", 60),
        ("", "", 60),
    ],
)
def test_some_ways(here, there, minutes):
    assert time_between(here, there) == timedelta(minutes=minutes)


def test_a_meeting_in_the_middle_of_another_overlaps():
    (clash,) = clashes(visit(10, 1), [visit(9, 3)])

    assert clash.is_overlap
    assert clash.other == visit(9, 3)


def test_two_meetings_back_to_back_do_not_overlap_but_leave_no_time():
    (clash,) = clashes(visit(12, 3), [visit(9, 3)])

    assert (clash.is_overlap, clash.gap, clash.needed) == (False, timedelta(0), timedelta(minutes=45))


def test_exactly_the_time_of_the_road_is_enough():
    wanted = visit(13, 1)
    before = Visit(NINE, wanted.starts_at - timedelta(minutes=45), "DK031")

    assert clashes(wanted, [before]) == ()
    assert len(clashes(wanted, [replace(before, ends_at=before.ends_at + timedelta(minutes=1))])) == 1


@given(visits, visits)
def test_two_meetings_clash_in_both_directions_alike(one, other):
    there, back = clashes(one, [other]), clashes(other, [one])

    assert [(clash.gap, clash.needed) for clash in there] == [(clash.gap, clash.needed) for clash in back]


@given(visits, visits)
def test_an_overlap_is_told_as_one_and_nothing_else_is(one, other):
    shares_a_moment = one.starts_at < other.ends_at and other.starts_at < one.ends_at

    assert any(clash.is_overlap for clash in clashes(one, [other])) == shares_a_moment


@given(visits, visits)
def test_beyond_the_longest_way_nothing_clashes(one, other):
    later = one.ends_at + travel.LONGEST
    far = Visit(later, later + (other.ends_at - other.starts_at), other.province)

    assert clashes(one, [far]) == ()


@given(visits, visits, st.integers(1, 30))
def test_more_time_between_never_makes_it_worse(one, other, quarters):
    later = timedelta(minutes=15 * quarters)
    near = Visit(one.ends_at, one.ends_at + (other.ends_at - other.starts_at), other.province)
    further = replace(near, starts_at=near.starts_at + later, ends_at=near.ends_at + later)

    assert len(clashes(one, [further])) <= len(clashes(one, [near]))


@given(visits, st.lists(visits, max_size=6))
def test_every_clash_is_one_of_the_others_in_the_order_of_time(wanted, others):
    found = [clash.other for clash in clashes(wanted, others)]

    assert all(each in others for each in found)
    assert [each.starts_at for each in found] == sorted(each.starts_at for each in found)
