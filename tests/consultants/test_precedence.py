"""What goes against the order of a round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultants.precedence import Against, Decision, Standing, against_the_order, unexplained

GRANT, WAIT, DECLINE, UNDECIDED = Decision.GRANT, Decision.WAIT, Decision.DECLINE, ""


def row(*decisions, reasons=(), for_want_of_room=()):
    """Standings from the most urgent on."""
    return [
        Standing(rank, decision, rank in for_want_of_room, rank in reasons)
        for rank, decision in enumerate(decisions, start=1)
    ]


@pytest.mark.parametrize(
    "decisions",
    [
        (),
        (GRANT, GRANT, WAIT, UNDECIDED),
        (GRANT, GRANT, GRANT),
        (UNDECIDED, WAIT, DECLINE),
        # A no on the merits passes nobody by.
        (DECLINE, GRANT, DECLINE, GRANT, WAIT),
    ],
)
def test_granting_from_the_top_goes_with_the_order(decisions):
    assert against_the_order(row(*decisions)) == {}
    assert unexplained(row(*decisions)) == []


def test_whoever_goes_before_somebody_more_urgent_and_whoever_is_passed_by_are_both_named():
    assert against_the_order(row(WAIT, GRANT, UNDECIDED, GRANT, GRANT, WAIT)) == {
        1: Against(passed_by=3),
        2: Against(goes_before=1),
        3: Against(passed_by=2),
        4: Against(goes_before=2),
        5: Against(goes_before=2),
    }


def test_a_no_for_want_of_room_passes_by_as_the_waiting_list_does():
    assert against_the_order(row(DECLINE, GRANT, for_want_of_room={1})) == {
        1: Against(passed_by=1),
        2: Against(goes_before=1),
    }


@pytest.mark.parametrize(("reasons", "silent"), [((), [3, 4]), ((3,), [4]), ((1,), []), ((3, 4), []), ((2,), [3, 4])])
def test_a_reason_on_either_side_explains_it(reasons, silent):
    assert unexplained(row(WAIT, DECLINE, GRANT, GRANT, UNDECIDED, reasons=reasons)) == silent


standings = st.lists(
    st.tuples(st.sampled_from([*Decision, ""]), st.booleans(), st.booleans()), max_size=12
).map(lambda drawn: [Standing(rank, *facts) for rank, facts in enumerate(drawn, start=1)])  # fmt: skip


@given(standings, st.randoms(use_true_random=False))
def test_it_is_the_pairs_that_count_in_whatever_order_they_are_told(drawn, random):
    pairs = [
        (upper, lower)
        for upper in drawn
        for lower in drawn
        if upper.rank < lower.rank and upper.is_passed_by and lower.is_granted
    ]
    shuffled = list(drawn)
    random.shuffle(shuffled)
    found = against_the_order(shuffled)
    assert set(found) == {each.rank for pair in pairs for each in pair}
    assert sum(each.goes_before for each in found.values()) == len(pairs)
    assert sum(each.passed_by for each in found.values()) == len(pairs)
    silent = {lower.rank for upper, lower in pairs if not upper.has_reason and not lower.has_reason}
    assert set(unexplained(shuffled)) == silent
