from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import Count, Q

from applications.actions import reference_data
from applications.models import (
    AgreementPeriod,
    Municipality,
    PrioritisationRound,
    PriorityWeights,
    Province,
    Region,
    Sector,
)
from applications.priority import Weights
from danish.holidays import danish_holidays
from themes.models import GuidanceLink, Theme

TODAY = date(2026, 11, 21)


@pytest.fixture
def loaded(db):
    reference_data.load(today=TODAY)


@pytest.mark.usefixtures("loaded")
def test_98_municipalities_stand_in_danish_order():
    names = list(Municipality.objects.values_list("name", flat=True))
    assert len(names) == 98
    assert names[:3] == ["Albertslund", "Allerød", "Assens"]
    assert names[-4:] == ["Ærø", "Aabenraa", "Aalborg", "Aarhus"]
    assert names.index("Høje-Taastrup") < names.index("Hørsholm")


@pytest.mark.usefixtures("loaded")
def test_eleven_provinces_divide_the_municipalities():
    counts = Province.objects.order_by("code").annotate(n=Count("municipalities")).values_list("n", flat=True)
    assert list(counts) == [4, 13, 11, 1, 5, 12, 10, 12, 8, 11, 11]


@pytest.mark.usefixtures("loaded")
def test_two_regions_become_one_on_new_years_day_2027():
    def regions(day):
        existing = Region.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
        return existing.annotate(n=Count("municipalities"))

    before, after = regions(date(2026, 12, 31)), regions(date(2027, 1, 1))
    assert {region.name: region.n for region in before} == {
        "Nordjylland": 11,
        "Midtjylland": 19,
        "Syddanmark": 22,
        "Hovedstaden": 29,
        "Sjælland": 17,
    }
    assert {region.name: region.n for region in after} == {
        "Nordjylland": 11,
        "Midtjylland": 19,
        "Syddanmark": 22,
        "Østdanmark": 46,
    }


@pytest.mark.usefixtures("loaded")
def test_sectors_periods_and_weights():
    assert Sector.objects.count() == 13
    assert [period.name for period in AgreementPeriod.objects.all()] == ["OK-15", "OK-18", "OK-21", "OK-24"]
    assert AgreementPeriod.objects.get(name="OK-24").ends_on is None
    assert AgreementPeriod.objects.get(name="OK-21").ends_on == date(2024, 3, 31)
    assert PriorityWeights.objects.get().as_weights() == Weights()


@pytest.mark.usefixtures("loaded")
def test_four_themes_opened_with_spark_and_two_in_october_2018():
    assert list(Theme.objects.open_on(date(2018, 9, 30)).values_list("key", flat=True)) == [
        "change",
        "cooperation",
        "violence",
        "work_content",
    ]
    assert Theme.objects.open_on(date(2018, 10, 1)).count() == 6
    assert all(theme.about and theme.typical_situations and theme.what_spark_can_do for theme in Theme.objects.all())
    assert GuidanceLink.objects.values("theme").distinct().count() == 6


@pytest.mark.usefixtures("loaded")
def test_twelve_rounds_lie_ahead_on_second_tuesdays():
    days = list(PrioritisationRound.objects.values_list("meets_on", flat=True))
    assert len(days) == 12
    assert days[0] == date(2026, 12, 8)
    assert days[-1] == date(2027, 11, 9)
    assert set(PrioritisationRound.objects.values_list("capacity", flat=True)) == {12}


def test_a_second_tuesday_is_never_a_holiday():
    years = range(2016, 2060)
    holidays = danish_holidays(years)
    tuesdays = [reference_data.second_tuesday(year, month) for year in years for month in range(1, 13)]
    assert {day.weekday() for day in tuesdays} == {1}
    assert not holidays.intersection(tuesdays)


def test_this_months_round_counts_while_it_is_still_to_come(db):
    reference_data.top_up_rounds(today=date(2026, 11, 9))
    assert PrioritisationRound.objects.order_by("meets_on").first().meets_on == date(2026, 11, 10)
    assert PrioritisationRound.objects.count() == 12


def test_a_later_top_up_adds_what_is_missing_and_keeps_what_was_moved(db):
    reference_data.top_up_rounds(today=TODAY)
    december = PrioritisationRound.objects.get(meets_on=date(2026, 12, 8))
    december.meets_on, december.capacity = date(2026, 12, 10), 5
    december.save()
    reference_data.top_up_rounds(today=date(2026, 11, 30))
    reference_data.top_up_rounds(today=date(2026, 12, 9))
    assert PrioritisationRound.objects.filter(meets_on__year=2026).get().capacity == 5
    assert PrioritisationRound.objects.order_by("meets_on").last().meets_on == date(2027, 12, 14)
    assert PrioritisationRound.objects.count() == 13


@pytest.mark.usefixtures("loaded")
def test_loading_again_keeps_what_the_administrator_edited(capsys):
    Theme.objects.filter(key="change").update(title="Store forandringer")
    GuidanceLink.objects.filter(theme__key="change").delete()
    Municipality.objects.filter(code="480").update(name="Nordfyn")
    Region.objects.get(name="Østdanmark").municipalities.clear()
    Sector.objects.filter(key="other").delete()
    call_command("load_reference_data")
    assert Theme.objects.get(key="change").title == "Store forandringer"
    assert not GuidanceLink.objects.filter(theme__key="change").exists()
    assert Municipality.objects.get(code="480").name == "Nordfyn"
    assert Region.objects.get(name="Østdanmark").municipalities.count() == 0
    assert Sector.objects.count() == 13
    assert Municipality.objects.count() == 98
    assert capsys.readouterr().out == "Stamdata er på plads.\n"
