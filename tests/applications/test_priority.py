"""The priority explains itself, to the point and in whole sentences."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.priority import (
    Facts,
    MunicipalityFacts,
    NothingToRank,
    Priority,
    Reason,
    SectorFacts,
    Weights,
    rank,
)

WEIGHTS = Weights()
SCHOOLS = SectorFacts("Skole", share=Fraction(1, 4), fair=Fraction(1, 4))
CARE = SectorFacts("Ældreområdet", share=Fraction(0), fair=Fraction(1, 13))
NEVER = MunicipalityFacts("Læsø", None)
LATELY = MunicipalityFacts("Aarhus", 3)


def facts(municipality=LATELY, sector=SCHOOLS, waiting_days=0):
    return Facts(municipalities=(municipality,), sectors=(sector,), waiting_days=waiting_days)


def points_and_sentence(number, told):
    return rank(told, WEIGHTS).reasons[number]


# ── Each term and its sentence ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("months", "points", "sentence"),
    [
        (None, 30, "Kommunen har aldrig haft et forløb"),
        (0, 0, "Kommunen har haft et forløb inden for 24 måneder"),
        (23, 0, "Kommunen har haft et forløb inden for 24 måneder"),
        (24, 15, "Kommunen har ikke haft et forløb i 24 måneder"),
        (120, 15, "Kommunen har ikke haft et forløb i 24 måneder"),
    ],
)
def test_a_municipality_counts_by_its_last_engagement(months, points, sentence):
    told = facts(municipality=MunicipalityFacts("Læsø", months))
    assert points_and_sentence(0, told) == Reason(points, sentence)


@pytest.mark.parametrize(
    ("share", "fair", "points", "sentence"),
    [
        (Fraction(0), Fraction(1, 13), 20, "Skole har fået 0 % af forløbene; en lige andel er 8 %"),
        (Fraction(1, 26), Fraction(1, 13), 10, "Skole har fået 4 % af forløbene; en lige andel er 8 %"),
        (Fraction(1, 13), Fraction(1, 13), 0, "Skole har fået 8 % af forløbene; en lige andel er 8 %"),
        (Fraction(3, 5), Fraction(1, 13), 0, "Skole har fået 60 % af forløbene; en lige andel er 8 %"),
        # 19,5 points are twenty: a half goes up, never to the even neighbour.
        (Fraction(1, 40), Fraction(1), 20, "Skole har fået 3 % af forløbene; en lige andel er 100 %"),
        (Fraction(1), Fraction(0), 0, "Skole har fået 100 % af forløbene; en lige andel er 0 %"),
    ],
)
def test_a_sector_counts_by_what_it_lacks_of_an_even_share(share, fair, points, sentence):
    told = facts(sector=SectorFacts("Skole", share=share, fair=fair))
    assert points_and_sentence(1, told) == Reason(points, sentence)


@pytest.mark.parametrize(
    ("days", "points", "sentence"),
    [
        (-3, 0, "0 ugers ventetid"),
        (0, 0, "0 ugers ventetid"),
        (6, 0, "0 ugers ventetid"),
        (7, 1, "1 uges ventetid"),
        (13, 1, "1 uges ventetid"),
        (14, 2, "2 ugers ventetid"),
        (188, 26, "26 ugers ventetid"),
        (189, 26, "27 ugers ventetid, højst 26 tæller"),
        (3650, 26, "521 ugers ventetid, højst 26 tæller"),
    ],
)
def test_every_full_week_of_waiting_counts_one_up_to_half_a_year(days, points, sentence):
    assert points_and_sentence(2, facts(waiting_days=days)) == Reason(points, sentence)


def test_the_sum_is_the_sum_of_its_reasons():
    assert rank(facts(municipality=NEVER, sector=CARE, waiting_days=21), WEIGHTS) == Priority(
        points=53,
        reasons=(
            Reason(30, "Kommunen har aldrig haft et forløb"),
            Reason(20, "Ældreområdet har fået 0 % af forløbene; en lige andel er 8 %"),
            Reason(3, "3 ugers ventetid"),
        ),
    )


def test_a_joint_application_gets_the_mean_and_every_part_of_it_is_told():
    told = Facts(municipalities=(NEVER, LATELY), sectors=(CARE, SCHOOLS), waiting_days=0, is_joint=True)
    assert rank(told, WEIGHTS) == Priority(
        points=35,
        reasons=(
            Reason(
                15,
                "Gennemsnit for 2 kommuner: Aarhus har haft et forløb inden for 24 måneder (0), "
                "Læsø har aldrig haft et forløb (30)",
            ),
            Reason(
                10,
                "Gennemsnit for 2 brancher: Skole har fået 25 % af forløbene (0), "
                "Ældreområdet har fået 0 % af forløbene (20)",
            ),
            Reason(0, "0 ugers ventetid"),
            Reason(10, "Fællesforløb, der når flere arbejdspladser"),
        ),
    )


def test_the_mean_is_rounded_once_and_a_half_goes_up():
    long_ago = MunicipalityFacts("Samsø", 30)
    told = Facts(municipalities=(LATELY, long_ago), sectors=(SCHOOLS,), waiting_days=0)
    assert rank(told, WEIGHTS).reasons[0].points == 8


def test_the_parties_weights_decide_the_points():
    weights = Weights(municipality_never=7, sector_at_most=40, per_week=3, weeks_at_most=2, joint=1)
    told = Facts(municipalities=(NEVER,), sectors=(CARE,), waiting_days=700, is_joint=True)
    assert [reason.points for reason in rank(told, weights).reasons] == [7, 40, 6, 1]


@pytest.mark.parametrize("gap", [{"municipalities": ()}, {"sectors": ()}])
def test_nothing_is_ranked_where_no_workplace_is_named(gap):
    with pytest.raises(NothingToRank):
        rank(replace(facts(), **gap), WEIGHTS)


# ── What holds for whatever facts ───────────────────────────────────────────────────────────────────────────────────
names = st.text(alphabet="abcæøåÅ ", min_size=1, max_size=6)
municipalities = st.builds(MunicipalityFacts, names, st.none() | st.integers(0, 200))
shares = st.fractions(min_value=0, max_value=1, max_denominator=500)
sectors = st.builds(SectorFacts, names, share=shares, fair=shares)
anything = st.builds(
    Facts,
    municipalities=st.lists(municipalities, min_size=1, max_size=5),
    sectors=st.lists(sectors, min_size=1, max_size=5),
    waiting_days=st.integers(0, 1000),
    is_joint=st.booleans(),
)
weights = st.builds(
    Weights, **dict.fromkeys(["municipality_never", "municipality_long_ago"], st.integers(0, 100)),
    sector_at_most=st.integers(0, 100), per_week=st.integers(0, 5), weeks_at_most=st.integers(0, 60),
    joint=st.integers(0, 50),
)  # fmt: skip


@given(anything, weights)
def test_the_same_facts_give_the_same_priority(told, by):
    assert rank(told, by) == rank(replace(told, sectors=tuple(told.sectors)), by)


@given(anything, weights)
def test_the_points_are_the_sum_of_what_is_explained(told, by):
    priority = rank(told, by)
    assert priority.points == sum(reason.points for reason in priority.reasons)
    assert all(reason.points >= 0 and reason.sentence for reason in priority.reasons)


@given(anything, weights, st.integers(1, 400))
def test_waiting_longer_never_lowers_the_priority(told, by, more):
    longer = replace(told, waiting_days=told.waiting_days + more)
    assert rank(longer, by).points >= rank(told, by).points


@given(anything, weights, st.randoms(use_true_random=False))
def test_the_order_of_workplaces_does_not_matter(told, by, random):
    shuffled_municipalities, shuffled_sectors = list(told.municipalities), list(told.sectors)
    random.shuffle(shuffled_municipalities)
    random.shuffle(shuffled_sectors)
    assert rank(replace(told, municipalities=shuffled_municipalities, sectors=shuffled_sectors), by) == rank(told, by)


@given(anything, weights)
def test_a_joint_mean_lies_between_its_parts(told, by):
    each = [
        rank(Facts([municipality], [told.sectors[0]], 0), by).reasons[0].points for municipality in told.municipalities
    ]
    assert min(each) <= rank(told, by).reasons[0].points <= max(each)
