"""The fields of a workplace whose choices stand in the catalogues."""

from datetime import UTC, datetime

import pytest
from django import forms

from applications.forms import places as fields
from applications.models import Municipality, Sector

pytestmark = pytest.mark.usefixtures("places")


class Asked(forms.Form):
    municipality = fields.municipality()
    sector = fields.sector("Hvad arbejder I med?")


def test_a_place_is_chosen_by_its_key():
    there, does = Municipality.objects.get(name="Nyborg"), Sector.objects.latest("position")
    asked = Asked({"municipality": str(there.pk), "sector": str(does.pk)})
    assert asked.is_valid()
    assert asked.cleaned_data == {"municipality": there.pk, "sector": does.pk}


@pytest.mark.parametrize(
    ("typed", "told"), [("", "Vælg kommune"), ("0", "Vælg en kommune fra listen"), ("x", "Vælg en kommune fra listen")]
)
def test_what_is_not_in_the_list_can_not_be_chosen(typed, told):
    assert Asked({"municipality": typed}).errors["municipality"] == [told]


def test_a_new_name_is_read_when_a_minute_is_over(django_assert_num_queries, time_machine):
    time_machine.move_to(datetime(2026, 11, 21, 9, tzinfo=UTC), tick=False)
    there = Municipality.objects.get(name="Nyborg")
    with django_assert_num_queries(1):
        before = list(Asked().fields["municipality"].choices)
    Municipality.objects.filter(pk=there.pk).update(name="Nyborg og omegn")
    time_machine.shift(59)
    with django_assert_num_queries(0):
        assert list(Asked().fields["municipality"].choices) == before
    time_machine.shift(1)
    assert (there.pk, "Nyborg og omegn") in list(Asked().fields["municipality"].choices)
