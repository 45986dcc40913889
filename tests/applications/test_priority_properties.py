"""What holds of the priority for whatever facts: the same for everybody, fair to those who wait, blind to persons.

Forty draws each in the gate, a thousand with ``--long``.
"""

import json
import os
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications import priority
from applications.priority import Facts, MunicipalityFacts, SectorFacts, Weights, rank, restored, stored
from tests.applications.test_priority import anything, weights

lists = st.lists(anything, min_size=1, max_size=8)


def in_order(every, by):
    """The places by the queue's rule: points, then who came first, as the number of arrival tells."""
    return sorted(every, key=lambda each: (-rank(every[each], by).points, each))


# ── Blind to persons ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (Facts, {"municipalities", "sectors", "waiting_days", "is_joint"}),
        (MunicipalityFacts, {"name", "months_since"}),
        (SectorFacts, {"name", "share", "fair"}),
    ],
)
def test_the_ranking_knows_places_shares_and_days_and_nothing_else(kind, known):
    """A new fact is a decision: whoever adds one says here why it tells of no person."""
    assert {field.name for field in fields(kind)} == known


def test_what_the_ranking_needs_is_passed_in():
    for verb in (rank, stored, restored):
        assert set(verb.__annotations__) <= {"facts", "weights", "told", "return"}
    imported = {line.split()[1] for line in Path(priority.__file__).read_text().splitlines() if line.startswith("from")}
    assert imported == {"collections.abc", "dataclasses", "decimal", "fractions", "typing"}


# ── The same for everybody ──────────────────────────────────────────────────────────────────────────────────────────
@given(lists, weights, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_depend_on_the_order_it_came_in(told, by, random):
    every = dict(enumerate(told))
    shuffled = list(every.items())
    random.shuffle(shuffled)
    assert in_order(dict(shuffled), by) == in_order(every, by)


@given(lists, weights, anything)
def test_what_stands_beside_an_application_does_not_change_its_points(told, by, newcomer):
    alone = [rank(each, by) for each in told]
    assert [rank(each, by) for each in [*told, newcomer]][: len(told)] == alone


@given(anything, weights)
def test_what_is_kept_of_the_facts_ranks_as_the_facts_did(told, by):
    kept = json.loads(json.dumps(stored(told)))
    assert rank(restored(kept), by) == rank(told, by)
    assert stored(restored(kept)) == kept


def test_another_process_comes_to_the_same_points():
    asked = (
        "from fractions import Fraction as F; from applications.priority import *;"
        "places = {MunicipalityFacts(name, None) for name in ('Ærø', 'Læsø', 'Samsø')};"
        "work = {SectorFacts(name, F(1, 9), F(1, 3)) for name in ('Skole', 'Ældre')};"
        "print(rank(Facts(list(places), list(work), 40, True), Weights()))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(priority.__file__).parents[1],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


# ── Fair to those who wait ──────────────────────────────────────────────────────────────────────────────────────────
@given(lists, weights, st.data(), st.integers(1, 400))
def test_waiting_longer_never_costs_a_place(told, by, data, more):
    every = dict(enumerate(told))
    mine = data.draw(st.sampled_from(sorted(every)))
    later = every | {mine: replace(every[mine], waiting_days=every[mine].waiting_days + more)}
    assert in_order(later, by).index(mine) <= in_order(every, by).index(mine)


@given(lists, weights, st.integers(1, 400))
def test_as_long_as_everybody_waits_alike_below_the_limit_nobody_overtakes(told, by, weeks):
    by = replace(by, weeks_at_most=10_000)
    every = {key: replace(facts, waiting_days=facts.waiting_days // 7 * 7) for key, facts in enumerate(told)}
    later = {key: replace(facts, waiting_days=facts.waiting_days + 7 * weeks) for key, facts in every.items()}
    assert in_order(later, by) == in_order(every, by)


@given(anything, weights)
def test_a_municipality_that_was_never_reached_never_stands_behind_itself_reached(told, by):
    by = replace(by, municipality_never=max(by.municipality_never, by.municipality_long_ago))
    never = replace(told, municipalities=[replace(each, months_since=None) for each in told.municipalities])
    assert rank(never, by).points >= rank(told, by).points


@given(anything)
def test_with_all_weights_at_nothing_everybody_has_nothing(told):
    assert rank(told, Weights(*(0 for _ in fields(Weights)))).points == 0
