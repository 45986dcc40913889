"""What the administration and the logs call things."""

from datetime import date

from applications.models import AgreementPeriod, Application, PriorityWeights, ReferenceCounter, Region, Workplace


def test_things_are_called_by_what_people_know_them_by():
    assert str(Workplace(name="Bostedet Lærkehøj")) == "Bostedet Lærkehøj"
    assert str(AgreementPeriod(name="OK-24")) == "OK-24"
    assert str(Region(name="Syddanmark")) == "Syddanmark"
    assert str(PriorityWeights(version=3)) == "Version 3"
    assert str(ReferenceCounter(year=2026, last=42)) == "2026: 42"
    assert str(Application(reference="SPARK-2026-0042")) == "SPARK-2026-0042"


def test_a_period_holds_the_days_from_its_first_to_its_last():
    period = AgreementPeriod(name="OK-21", starts_on=date(2021, 4, 1), ends_on=date(2024, 3, 31))
    days = (date(2021, 3, 31), date(2021, 4, 1), date(2024, 3, 31), date(2024, 4, 1))
    assert [period.holds(day) for day in days] == [False, True, True, False]
    assert AgreementPeriod(name="OK-24", starts_on=date(2024, 4, 1)).holds(date(2060, 1, 1))
