"""Who would be right for an engagement: near, with hours left, knowing the theme, at work; and it says why."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultants import assigning, travel
from consultants.assigning import Consultant, Task
from consultants.workload import Period

TASK = Task(provinces=["DK031"], hours=6.7, contact_from=date(2026, 11, 23), contact_by=date(2026, 11, 27))
KAREN = Consultant(
    key=1,
    name_key="karen lund",
    base="DK031",
    base_name="Fyn",
    hours_now=60,
    hours_ahead=40,
    capacity=120,
    experience={},
    absences=[],
)


def order(*consultants, task=TASK):
    return [each.key for each in assigning.suggest(consultants, task)]


def alone(consultant, task=TASK):
    return assigning.suggest([consultant], task)[0]


# ── Journeys ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_several_municipalities_count_once_for_each_province():
    assert assigning.mean_minutes("DK031", ["DK031", "DK031", "DK032"]) == 60
    assert assigning.mean_minutes("DK031", ["DK041"]) == 120


# ── The order ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_near_comes_before_far():
    assert order(replace(KAREN, base="DK050"), replace(KAREN, key=2)) == [2, 1]


def test_free_hours_come_before_few():
    assert order(replace(KAREN, hours_ahead=90), replace(KAREN, key=2)) == [2, 1]


def test_experience_comes_before_none():
    assert order(KAREN, replace(KAREN, key=2, experience={"Chikane": 1})) == [2, 1]


def test_whoever_is_full_comes_after_all_with_room_and_whoever_is_away_last():
    full = replace(KAREN, key=2, hours_now=115, experience={"Chikane": 9})
    away = replace(KAREN, key=3, absences=[Period(date(2026, 11, 20), date(2026, 11, 29))], experience={"Chikane": 9})
    far = replace(KAREN, key=4, base="DK014", hours_ahead=110)
    assert order(away, full, far) == [4, 2, 3]
    assert (alone(full).is_full, alone(away).is_away) == (True, True)


def test_a_day_at_work_is_enough_for_the_first_contact():
    assert not alone(replace(KAREN, absences=[Period(date(2026, 11, 24), date(2027, 2, 1))])).is_away
    assert not alone(replace(KAREN, absences=[Period(date(2026, 11, 1), date(2026, 11, 26))])).is_away


def test_of_two_who_have_too_much_the_one_who_has_less_comes_first():
    assert order(replace(KAREN, hours_now=280), replace(KAREN, key=2, hours_now=207)) == [2, 1]


def test_equals_come_by_name():
    assert order(replace(KAREN, key=1, name_key="bo"), replace(KAREN, key=2, name_key="ane")) == [2, 1]
    assert order(replace(KAREN, key=7), replace(KAREN, key=4)) == [4, 7]


# ── The reasons ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_reasons_in_sentences():
    known = replace(
        KAREN,
        experience={"Alenearbejde": 1, "Chikane": 3, "Forandringer": 0},
        absences=[Period(date(2026, 12, 21), date(2027, 1, 3)), Period(date(2027, 1, 11), date(2027, 1, 11))],
    )
    assert alone(known).reasons == (
        "Udgangspunkt: Fyn, samme landsdel. Omkring 45 minutter hver vej",
        "Bruger 60 af 120 timer om måneden nu og 40 i gennemsnit det næste halve år",
        "Har haft 3 forløb om Chikane og 1 forløb om Alenearbejde",
        "Fravær fra 21. december 2026 til 3. januar 2027, den 11. januar 2027",
    )
    assert alone(known).points == round(40 * (1 - 45 / 240) + 20 + 16)


def test_the_reasons_against():
    against = replace(KAREN, base="DK050", base_name="Nordjylland", hours_now=118.4)
    assert alone(against).reasons == (
        "Udgangspunkt: Nordjylland. Omkring 3 timer hver vej",
        (
            "Bruger 118 af 120 timer om måneden nu og 40 i gennemsnit det næste halve år, "
            "så der er ikke plads til et forløb mere"
        ),
        "Har ikke haft forløb om temaet",
        "Intet fravær de næste to måneder",
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"base": "", "base_name": ""}, "Har intet udgangspunkt, så rejsen er ikke regnet med"),
        ({"capacity": 0}, "Har ingen timer til forløb"),
    ],
)
def test_what_is_not_known_is_said(changed, sentence):
    assert sentence in alone(replace(KAREN, **changed)).reasons


@pytest.mark.parametrize(
    ("provinces", "told"),
    [
        (["DK031", "DK032"], "Udgangspunkt: Fyn. Omkring 1 time hver vej i gennemsnit"),
        (["DK041"], "Udgangspunkt: Fyn. Omkring 2 timer hver vej"),
    ],
)
def test_the_journey_of_a_task(provinces, told):
    assert alone(KAREN, replace(TASK, provinces=provinces)).reasons[0] == told


def test_a_journey_of_hours_and_minutes():
    assert (
        alone(KAREN, replace(TASK, provinces=["DK022"])).reasons[0].endswith("Omkring 1 time og 15 minutter hver vej")
    )


# ── Whatever the team looks like ────────────────────────────────────────────────────────────────────────────────────
hours = st.integers(0, 200)
consultants = st.builds(
    Consultant,
    key=st.integers(1, 50),
    name_key=st.sampled_from(["ane", "bo", "åse"]),
    base=st.sampled_from(["", *travel._ORDER]),
    base_name=st.just("Et sted"),
    hours_now=hours,
    hours_ahead=hours,
    capacity=hours,
    experience=st.dictionaries(st.sampled_from(["Chikane", "Alenearbejde"]), st.integers(0, 9)),
    absences=st.lists(st.just(Period(date(2026, 11, 20), date(2026, 12, 4))), max_size=1),
)
teams = st.lists(consultants, max_size=6, unique_by=lambda each: each.key)


def place_of(key, team):
    return order(*team).index(key)


@given(teams, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_given_does_not_matter(team, chance):
    shuffled = list(team)
    chance.shuffle(shuffled)
    assert assigning.suggest(shuffled, TASK) == assigning.suggest(team, TASK)
    assert sorted(order(*team)) == sorted(each.key for each in team)


@given(teams, consultants, st.integers(1, 60))
def test_nobody_falls_behind_for_fewer_hours_or_more_experience_or_less_absence(team, one, less):
    others = [each for each in team if each.key != one.key]
    before = place_of(one.key, [*others, one])
    better = (
        replace(one, hours_now=max(one.hours_now - less, 0), hours_ahead=max(one.hours_ahead - less, 0)),
        replace(one, experience={**one.experience, "Vold": less}),
        replace(one, absences=[]),
        replace(one, base="DK031"),
    )
    for each in better:
        assert place_of(one.key, [*others, each]) <= before


@given(consultants)
def test_points_are_never_negative_and_each_term_has_its_sentence(one):
    found = alone(one)
    assert 0 <= found.points <= 100
    assert len(found.reasons) == 4
    assert all(reason and reason[0].isupper() for reason in found.reasons)
