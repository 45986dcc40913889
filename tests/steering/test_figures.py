"""The figures: counted right, small numbers hidden, nothing of a single case."""

from datetime import UTC, date, datetime, timedelta

import pytest

import danish
from applications.models import AgreementPeriod, Municipality
from steering import figures
from tests.factories import applications, consultants, joint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

TODAY = date(2026, 11, 21)


def period(name="OK-24"):
    return AgreementPeriod.objects.get(name=name)


def trio(group):
    """Three people of their own for every group."""
    return [(name, f"{group}.{email}", role) for name, email, role in applications.TRIO]


def arrive(count, at, *, code="461"):
    """``count`` submitted applications of that moment, in that municipality."""
    place = Municipality.objects.get(code=code)
    for number in range(count):
        applications.submitted(at=at, place=place, people=trio(f"{at:%y%m%d}.{code}.{number}"))


def at(year, month, day, hour=10):
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_a_month_holds_what_arrived_in_it_by_the_clock_in_copenhagen():
    arrive(5, at(2026, 9, 30, 21))  # 23.00 on the 30th
    arrive(6, at(2026, 9, 30, 22))  # midnight: 1 October
    months = {month.first: month.count for month in figures.overview(period(), TODAY).months}
    assert (months[date(2026, 9, 1)], months[date(2026, 10, 1)], months[date(2026, 8, 1)]) == (5, 6, 0)
    assert (min(months), max(months)) == (date(2024, 4, 1), date(2026, 11, 1))


def test_a_period_counts_only_its_own():
    arrive(5, at(2024, 3, 31))
    arrive(7, at(2024, 4, 1))
    of = {
        name: sum(month.count for month in figures.overview(period(name), TODAY).months) for name in ("OK-21", "OK-24")
    }
    assert of == {"OK-21": 5, "OK-24": 7}


def test_a_small_month_is_hidden_and_takes_another_with_it():
    arrive(2, at(2026, 7, 7))
    arrive(9, at(2026, 8, 5))
    arrive(20, at(2026, 9, 5))
    shown = {
        month.first.month: month.count for month in figures.overview(period(), TODAY).months if month.first.year == 2026
    }
    assert (shown[7], shown[8], shown[9], shown[10]) == (None, None, 20, 0)


def test_a_state_is_where_the_application_stands_today():
    arrive(5, at(2026, 9, 1))
    shown = {row.label: row.count for row in figures.overview(period(), TODAY).states}
    assert shown == {
        "Bevilget": 0,
        "Afslået": 0,
        "På venteliste": 0,
        "Under vurdering": 5,
        "Trukket tilbage eller hos arbejdspladsen igen": 0,
    }


def test_drafts_that_were_never_submitted_count_nowhere():
    applications.draft(at=at(2026, 9, 1))
    assert {row.count for row in figures.overview(period(), TODAY).states} == {0}


def test_a_theme_counts_every_application_that_mentions_it():
    arrive(6, at(2026, 9, 1))
    shown = {row.label: row.count for row in figures.overview(period(), TODAY).themes}
    assert len(shown) == 6
    assert shown[applications.THEME] == 6


def test_a_region_is_the_one_of_the_day():
    arrive(6, at(2026, 12, 30), code="101")
    arrive(7, at(2027, 1, 2), code="101")
    shown = {row.label: row.count for row in figures.overview(period(), date(2027, 2, 1)).regions}
    assert (shown["Hovedstaden"], shown["Østdanmark"], shown["Syddanmark"]) == (6, 7, 0)


def test_a_region_that_had_ceased_before_the_period_is_not_listed():
    names = {row.label for row in figures.overview(period("OK-21"), TODAY).regions}
    assert names == {"Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland"}


@pytest.fixture
def engagements():
    """Builds active engagements of different groups: (days from submission to the first meeting, …)."""

    def build(waits):
        for number, days in enumerate(waits):
            people = [(name, f"{number}.{email}", role) for name, email, role in applications.TRIO]
            made = consultants.active(
                application=applications.granted(at=at(2026, 6, 1), people=people), at=at(2026, 6, 1)
            )
            sent = made.application.first_submitted_at
            made.meetings.update(starts_at=sent + timedelta(days=days), ends_at=sent + timedelta(days=days, hours=3))

    return build


def test_days_to_the_first_meeting_are_told_from_five_cases(engagements):
    engagements([10, 20, 30, 40])
    assert figures.overview(period(), TODAY).waiting == figures.Waiting(None, None)


def test_half_and_nine_in_ten_waited_at_most(engagements):
    engagements([50, 10, 20, 40, 30])
    assert figures.overview(period(), TODAY).waiting == figures.Waiting(median=30, nine_in_ten=50)


def test_follow_ups_stand_in_the_period_they_are_due_in():
    assert {row.label: row.count for row in figures.overview(period(), TODAY).follow_ups} == {
        "Venter": 0,
        "Holdt": 0,
        "Ikke længere ønsket": 0,
        "Ingen kontakt": 0,
    }


def test_all_98_municipalities_are_there_reached_or_not(engagements):
    engagements([10, 20, 30, 40, 50, 60])
    covered = figures.coverage()
    assert (len(covered.municipalities), covered.reached, len(covered.never)) == (98, 1, 97)
    odense = next(municipality for municipality in covered.municipalities if municipality.name == "Odense")
    assert (odense.reached, odense.last_year, odense.count) == (True, 2026, 6)
    assert "Odense" not in {municipality.name for municipality in covered.never}
    # Danish order whatever the database's: Å stands last.
    names = [municipality.name for municipality in covered.municipalities]
    assert names == sorted(names, key=danish.sort_key)
    assert (names[0], names[-1]) == ("Albertslund", "Aarhus")


def test_a_municipality_reached_a_few_times_is_reached_but_not_counted(engagements):
    engagements([10, 20])
    odense = next(municipality for municipality in figures.coverage().municipalities if municipality.name == "Odense")
    assert (odense.reached, odense.count) == (True, None)


def test_nobody_can_subtract_one_table_from_another_nor_one_period_from_another():
    """Two applications that would be found if any total or any second table gave them away."""
    arrive(2, at(2023, 9, 1), code="400")
    arrive(3, at(2026, 9, 1), code="400")
    arrive(12, at(2023, 10, 1), code="461")
    arrive(15, at(2026, 10, 1), code="461")
    for name, total in (("OK-21", 14), ("OK-24", 18)):
        page = figures.overview(period(name), TODAY)
        for table in ([month.count for month in page.months], [row.count for row in page.regions]):
            hidden = [count for count in table if count is None]
            left = total - sum(count for count in table if count is not None)
            # Whoever knows the total from elsewhere is left with a sum over several cells that leaves each open.
            assert len(hidden) > 1
            assert left - (len(hidden) - 1) >= 9 or len(hidden) == len(table)


# ── Joint: one application, n workplaces, m municipalities ──────────────────────────────────────────────────────────
def together(count, *, made=joint.submitted, more=0, **fields):
    """``count`` joint applications in Odense and Samsø with three workplaces, or ``more``."""
    found = []
    for number in range(count):
        people = [(name, f"{number}.{email}", role) for name, email, role in joint.FOUR]
        application = made(people=people, at=at(2026, 6, 1), **fields)
        joint.fill(application, more, codes=(("461", "Odense"), ("741", "Samsø")))
        found.append(application)
    return found


def test_a_joint_application_is_one_application_however_many_workplaces_it_has():
    together(6, more=12)
    page = figures.overview(period(), TODAY)
    assert sum(month.count for month in page.months) == 6
    assert {row.label: row.count for row in page.states}["Under vurdering"] == 6
    assert max(row.count for row in page.themes) == 6


def test_a_joint_application_counts_once_in_each_of_its_regions():
    together(6, more=12)
    regions = {row.label: row.count for row in figures.overview(period(), TODAY).regions}
    assert (regions["Syddanmark"], regions["Midtjylland"]) == (6, 6)


def test_a_joint_engagement_reaches_each_of_its_municipalities_once():
    for application in together(6, made=joint.granted, more=12):
        consultants.active(application=application, at=at(2026, 6, 1))
    covered = figures.coverage()
    assert covered.reached == 2
    assert {each.name: each.count for each in covered.municipalities if each.reached} == {"Odense": 6, "Samsø": 6}
