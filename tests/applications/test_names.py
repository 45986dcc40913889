"""What the administration and the logs call things."""

from applications.models import (
    AgreementPeriod,
    Application,
    PriorityWeights,
    ReferenceCounter,
    Region,
    Workplace,
    WorkplaceContact,
)


def test_things_are_called_by_what_people_know_them_by():
    assert str(Workplace(name="Bostedet Lærkehøj")) == "Bostedet Lærkehøj"
    assert str(WorkplaceContact(name="Bodil Dam")) == "Bodil Dam"
    assert str(AgreementPeriod(name="OK-24")) == "OK-24"
    assert str(Region(name="Syddanmark")) == "Syddanmark"
    assert str(PriorityWeights(version=3)) == "Version 3"
    assert str(ReferenceCounter(year=2026, last=42)) == "2026: 42"
    assert str(Application(reference="SPARK-2026-0042")) == "SPARK-2026-0042"
