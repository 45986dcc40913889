"""Who has to agree, and when everybody has."""

from uuid import UUID

import pytest

from applications.consensus import (
    MAY_BE_ABSENT,
    REQUIRED,
    SIDE_OF,
    Body,
    Named,
    Role,
    Side,
    Yes,
    is_reached,
    missing_roles,
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
