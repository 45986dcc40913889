"""Small numbers stay hidden, also from somebody who can subtract."""

from hypothesis import given
from hypothesis import strategies as st

from steering.suppression import at_least, suppress


def test_counts_from_five_and_noughts_are_shown_as_they_are():
    assert suppress({"a": 0, "b": 5, "c": 120}) == {"a": 0, "b": 5, "c": 120}


def test_a_small_count_takes_the_next_smallest_with_it():
    assert suppress({"a": 2, "b": 40, "c": 9, "d": 12}) == {"a": None, "b": 40, "c": None, "d": 12}


def test_small_counts_that_leave_too_little_between_them_take_another():
    assert suppress({"a": 1, "b": 2, "c": 30, "d": 31}) == {"a": None, "b": None, "c": None, "d": 31}


def test_a_pair_that_adds_up_to_less_than_ten_takes_another():
    assert suppress({"a": 3, "b": 5, "c": 8, "d": 50}) == {"a": None, "b": None, "c": None, "d": 50}


def test_ten_ones_would_all_be_known_from_their_sum_so_an_eleventh_is_hidden():
    ones = dict.fromkeys(range(10), 1)
    assert suppress({**ones, "large": 70, "larger": 80}) == {**dict.fromkeys(range(10)), "large": None, "larger": 80}


def test_where_nothing_else_can_protect_the_whole_table_is_hidden():
    assert suppress({"a": 1, "b": 0, "c": 2}) == {"a": None, "b": None, "c": None}


def test_ties_fall_to_the_first_in_the_tables_own_order():
    assert suppress({"a": 4, "early": 9, "late": 9}) == {"a": None, "early": None, "late": 9}


def test_an_empty_table_is_an_empty_table():
    assert suppress({}) == {}


def test_a_median_needs_five_cases():
    assert (at_least(4), at_least(5)) == (False, True)


def possible(table, total):
    """The least and the most that each hidden count can be, to somebody who knows the table and its total."""
    hidden = [key for key, shown in table.items() if shown is None]
    # A nought is hidden only with everything else: if anything is shown, what is hidden is at least one.
    least = 0 if len(hidden) == len(table) else 1
    left = total - sum(shown for shown in table.values() if shown is not None)
    return {key: (least, left - least * (len(hidden) - 1)) for key in hidden}


tables = st.dictionaries(st.integers(0, 20), st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=2, max_size=14)


@given(tables)
def test_no_count_from_one_to_four_is_ever_shown(counts):
    assert all(shown is None or shown == 0 or shown >= 5 for shown in suppress(counts).values())


@given(tables)
def test_whoever_subtracts_from_the_total_is_left_with_more_than_one_answer(counts):
    shown = suppress(counts)
    total = sum(counts.values())
    for least, most in possible(shown, total).values():
        assert most > least
        assert most >= 9 or None in set(shown.values()) == {None}


@given(tables)
def test_the_same_figures_always_give_the_same_page(counts):
    assert suppress(counts) == suppress(dict(counts))


@given(st.lists(st.integers(0, 12), min_size=2, max_size=9), st.integers(2, 5))
def test_two_tables_over_the_same_applications_give_nothing_away_together(months, regions):
    """The same applications by month and by region: one table's total, if it shows it, must not open the other."""
    total = sum(months)
    shares = {place: total // regions + (place < total % regions) for place in range(regions)}
    page = [suppress(dict(enumerate(months))), suppress(shares)]
    known = [sum(table.values()) for table in page if None not in table.values()]
    for table in page:
        for told in known:
            assert all(most > least for least, most in possible(table, told).values())
