"""Who has to agree, and when everybody has."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.consensus import (
    CHAIRS,
    JOINT_BODIES,
    MAY_BE_ABSENT,
    REQUIRED,
    SIDE_OF,
    Body,
    Kind,
    Named,
    Role,
    Seat,
    Side,
    Yes,
    explained,
    is_reached,
    kind_of,
    missing_roles,
    missing_seats,
    speaks_for,
    still_missing,
)

MANAGER, TR, AMR = Role.MANAGER, Role.UNION_REPRESENTATIVE, Role.WORKING_ENVIRONMENT_REPRESENTATIVE
CHAIR, VICE, OTHER = Role.CHAIR, Role.VICE_CHAIR, Role.EMPLOYEE_REPRESENTATIVE

EMPLOYEES = frozenset({TR, AMR, VICE, OTHER})
LEADER, SAFETY = Named(UUID(int=1), "leder@roskilde.dk"), Named(UUID(int=2), "amr@roskilde.dk")


def yes(person, number, address=None):
    return Yes(person.id, address or person.address, number)


# ── Who is needed ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_role_has_its_side_and_every_body_its_minimum():
    assert set(SIDE_OF) == set(Role)
    assert set(REQUIRED) == set(Body)
    assert {role for role, side in SIDE_OF.items() if side is Side.EMPLOYEES} == EMPLOYEES


@pytest.mark.parametrize(("body", "counts"), [(Body.TRIO, [TR, AMR]), (Body.LOCAL_MED, []), (Body.STAFF_MEETING, [])])
def test_only_a_trio_explains_that_it_has_no_representative(body, counts):
    assert explained(body, [AMR.value, TR.value]) == counts


@pytest.mark.parametrize("body", Body)
def test_every_body_needs_somebody_from_both_sides(body):
    sides = [{SIDE_OF[role] for role in wanted} for wanted in REQUIRED[body]]
    assert {Side.MANAGEMENT} in sides
    assert {Side.EMPLOYEES} in sides


@pytest.mark.parametrize(
    ("body", "roles", "absent", "missing"),
    [
        (Body.TRIO, [], [], [{MANAGER}, {TR}, {AMR}]),
        (Body.TRIO, [MANAGER, TR, AMR], [], []),
        (Body.TRIO, [MANAGER, MANAGER, TR, TR, AMR], [], []),
        (Body.TRIO, [MANAGER, TR], [], [{AMR}]),
        (Body.TRIO, [MANAGER, TR], [AMR], []),
        (Body.TRIO, [MANAGER, AMR], [TR], []),
        (Body.TRIO, [MANAGER, TR, OTHER], [], [{AMR}]),
        # Neither TR nor AMR: somebody still speaks for the employees.
        (Body.TRIO, [MANAGER], [TR, AMR], [EMPLOYEES]),
        (Body.TRIO, [MANAGER, OTHER], [TR, AMR], []),
        (Body.TRIO, [TR, AMR], [], [{MANAGER}]),
        (Body.LOCAL_MED, [CHAIR], [], [{VICE}]),
        (Body.LOCAL_MED, [VICE], [TR], [{CHAIR}]),
        (Body.LOCAL_MED, [CHAIR, VICE, TR], [], []),
        (Body.WORK_ENVIRONMENT_GROUP, [MANAGER, AMR], [], []),
        (Body.WORK_ENVIRONMENT_GROUP, [MANAGER, OTHER], [AMR], []),
        (Body.WORK_ENVIRONMENT_GROUP, [MANAGER], [AMR], [{AMR, OTHER}]),
        (Body.STAFF_MEETING, [MANAGER, TR], [], [{AMR, OTHER}]),
        (Body.MAIN_MED, [MANAGER, TR], [], [{CHAIR}, {VICE}]),
    ],
)
def test_the_minimum_of_each_body(body, roles, absent, missing):
    assert missing_roles(body, roles, absent) == tuple(frozenset(wanted) for wanted in missing)


@pytest.mark.parametrize("role", sorted(set(Role) - MAY_BE_ABSENT))
def test_only_a_tr_or_an_amr_can_be_absent(role):
    for body in Body:
        assert missing_roles(body, [], [role]) == REQUIRED[body]


# ── Several municipalities together ─────────────────────────────────────────────────────────────────────────────────
def test_the_body_decides_what_is_applied_for():
    assert {body for body in Body if kind_of(body) is Kind.JOINT} == {
        Body.CENTRE_MED,
        Body.AREA_MED,
        Body.DEPARTMENT_MED,
        Body.MAIN_MED,
    }
    assert kind_of("") is Kind.INDIVIDUAL
    assert all(set().union(*REQUIRED[body]) == set(CHAIRS) for body in JOINT_BODIES)


def test_each_municipality_needs_its_own_chair_and_vice_chair():
    seats = [Seat(CHAIR, 461), Seat(VICE, 461), Seat(CHAIR, 741)]
    assert missing_seats(seats, [461, 741]) == ((741, VICE),)
    assert missing_seats([*seats, Seat(VICE, 741)], [461, 741, 461]) == ()
    assert missing_seats([], [741, 461]) == ((741, CHAIR), (741, VICE), (461, CHAIR), (461, VICE))


def test_a_chair_from_elsewhere_speaks_for_nobody_here():
    assert missing_seats([Seat(CHAIR, 101), Seat(VICE, 461)], [461]) == ((461, CHAIR),)
    assert speaks_for(Seat(CHAIR, 101), [461, 741]) is None


def test_where_there_is_one_municipality_it_need_not_be_said():
    assert missing_seats([Seat(CHAIR, None), Seat(VICE, 461)], [461]) == ()
    assert missing_seats([Seat(CHAIR, None), Seat(VICE, None)], [461, 741]) == missing_seats([], [461, 741])


keys = st.integers(min_value=1, max_value=6)
seats = st.lists(st.builds(Seat, st.sampled_from(CHAIRS), st.none() | keys), max_size=16)
places = st.lists(keys, min_size=1, max_size=8)


@given(seats, places)
def test_nothing_is_missing_exactly_when_both_speak_for_every_municipality(named, there):
    full = {(speaks_for(seat, there), seat.role) for seat in named} >= {
        (each, role) for each in there for role in CHAIRS
    }
    assert (missing_seats(named, there) == ()) is full


@given(seats, places)
def test_whoever_is_said_to_be_missing_is_all_that_is_missing(named, there):
    missing = missing_seats(named, there)
    assert len(set(missing)) == len(missing)
    assert missing_seats([*named, *(Seat(role, municipality) for municipality, role in missing)], there) == ()
    for left_out in missing:
        others = [Seat(role, municipality) for municipality, role in missing if (municipality, role) != left_out]
        assert missing_seats([*named, *others], there) == (left_out,)


@given(seats, places, st.builds(Seat, st.sampled_from(CHAIRS), st.none() | keys))
def test_one_more_person_never_makes_more_missing(named, there, another):
    assert set(missing_seats([*named, another], there)) <= set(missing_seats(named, there))


@given(seats, places, st.randoms())
def test_neither_order_nor_how_many_workplaces_lie_there_matters(named, there, random):
    mixed, twice = list(named), [*there, *there]
    random.shuffle(mixed)
    random.shuffle(twice)
    assert set(missing_seats(mixed, twice)) == set(missing_seats(named, there))


@given(seats, places, keys)
def test_another_municipality_needs_its_own_two(named, there, another):
    if another in there or any(seat.municipality in (another, None) for seat in named):
        return
    assert {(another, role) for role in CHAIRS} <= set(missing_seats(named, [*there, another]))


# ── When they have agreed ───────────────────────────────────────────────────────────────────────────────────────────
def test_the_last_yes_to_the_current_version_reaches_consensus():
    first, both = [yes(LEADER, 2)], [yes(LEADER, 2), yes(SAFETY, 2)]
    assert still_missing([LEADER, SAFETY], first, 2) == (SAFETY,)
    assert not is_reached([LEADER, SAFETY], first, 2)
    assert still_missing([LEADER, SAFETY], both, 2) == ()
    assert is_reached([LEADER, SAFETY], both, 2)


@pytest.mark.parametrize("number", [1, 3])
def test_a_yes_to_another_version_counts_for_nothing(number):
    assert still_missing([LEADER], [yes(LEADER, number)], 2) == (LEADER,)


def test_a_yes_from_an_earlier_address_counts_for_nothing():
    moved = [yes(LEADER, 2), yes(SAFETY, 2, address="amr@gammel.dk")]
    assert still_missing([LEADER, SAFETY], moved, 2) == (SAFETY,)


def test_a_yes_of_somebody_no_longer_named_does_not_stand_in():
    assert still_missing([LEADER], [yes(SAFETY, 2)], 2) == (LEADER,)


def test_nobody_named_is_no_consensus():
    assert still_missing([], [], 1) == ()
    assert not is_reached([], [], 1)


def test_a_draft_that_was_never_asked_about_is_not_agreed_on():
    assert not is_reached([LEADER], [yes(LEADER, 0)], 0)
