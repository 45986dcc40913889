from datetime import date

import pytest
from django.contrib import admin

from accounts.models import Role
from applications.models import Application, Municipality, PrioritisationRound, PriorityWeights, Signatory
from tests.factories import applications as make
from tests.factories.accounts import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.fixture
def administrator(client):
    client.force_login(staff(Role.ADMIN))
    return client


def test_reference_data_have_pages_and_cases_have_none():
    registered = {model.__name__ for model in admin.site._registry if model._meta.app_label == "applications"}
    assert registered == {
        "AgreementPeriod",
        "Municipality",
        "PrioritisationRound",
        "PriorityWeights",
        "Province",
        "Region",
        "Sector",
    }
    assert Application not in admin.site._registry
    assert Signatory not in admin.site._registry


@pytest.mark.parametrize(
    "page",
    ["agreementperiod", "municipality", "prioritisationround", "priorityweights", "province", "region", "sector"],
)
def test_each_list_opens_for_the_administrator_only(administrator, page):
    assert administrator.get(f"/administration/applications/{page}/").status_code == 200
    administrator.force_login(staff(Role.HEAD))
    assert administrator.get(f"/administration/applications/{page}/").status_code == 404


def test_a_municipality_is_sorted_by_its_new_name(administrator):
    odense = Municipality.objects.get(name="Odense")
    typed = {"code": "461", "name": "Aagaard", "province": odense.province_id}
    administrator.post(f"/administration/applications/municipality/{odense.pk}/change/", typed)
    odense.refresh_from_db()
    assert odense.name == "Aagaard"
    assert list(Municipality.objects.values_list("name", flat=True))[-4:-2] == ["Aabenraa", "Aagaard"]


def test_nothing_is_deleted(administrator):
    odense = Municipality.objects.get(name="Odense")
    administrator.post(f"/administration/applications/municipality/{odense.pk}/delete/", {"post": "yes"})
    assert Municipality.objects.filter(pk=odense.pk).exists()


def test_weights_are_the_parties_to_change(administrator):
    weights = PriorityWeights.objects.get()
    administrator.post(f"/administration/applications/priorityweights/{weights.pk}/change/", {"per_week": 99})
    administrator.post("/administration/applications/priorityweights/add/", {"version": 2})
    assert PriorityWeights.objects.get().per_week == 1


def test_a_round_is_moved_while_it_is_open(administrator):
    meeting = PrioritisationRound.objects.create(meets_on=date(2030, 5, 14), capacity=12)
    address = f"/administration/applications/prioritisationround/{meeting.pk}/change/"
    administrator.post(address, {"meets_on": "15.05.2030", "capacity": 10})
    meeting.refresh_from_db()
    assert (meeting.meets_on, meeting.capacity) == (date(2030, 5, 15), 10)
    PrioritisationRound.objects.update(closed_at=make.MORNING)
    administrator.post(address, {"meets_on": "16.05.2030", "capacity": 1})
    meeting.refresh_from_db()
    assert (meeting.meets_on, meeting.capacity) == (date(2030, 5, 15), 10)
