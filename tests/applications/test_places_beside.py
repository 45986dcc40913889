"""Beside each application stands where its workplaces lie and what they do: the database keeps it, whoever writes."""

import pytest

from applications.models import Application, Municipality, Sector, Workplace
from tests.at_once import behind
from tests.factories import applications as make


def beside(application):
    """The codes and keys of what stands beside it, as the database has it now."""
    told = Application.objects.get(pk=application.pk)
    codes = Municipality.objects.filter(pk__in=told.municipality_ids).values_list("code", flat=True)
    keys = Sector.objects.filter(pk__in=told.sector_ids).values_list("key", flat=True)
    return sorted(codes), sorted(keys)


def build(application, municipality, sector, name="Børnehuset"):
    return Workplace.objects.create(
        application=application, name=name, municipality=municipality, sector=sector, employees=12
    )


HOME = (["461"], ["social_and_disability"])


@pytest.mark.django_db
def test_it_follows_workplaces_that_come_and_move_and_go():
    application, vejle, school = make.draft(), make.municipality("630", "Vejle"), make.sector("school", "Skole")
    assert beside(application) == HOME
    added = build(application, vejle, school)
    assert beside(application) == (["461", "630"], ["school", "social_and_disability"])
    added.municipality = make.municipality()
    added.save()
    assert beside(application) == (["461"], ["school", "social_and_disability"])
    added.delete()
    assert beside(application) == HOME


@pytest.mark.django_db
def test_a_workplace_that_changes_its_application_leaves_one_and_comes_to_the_other():
    first, second = make.draft(), make.draft(author=make.person("per.friis@vejle.example"))
    moved = build(first, make.municipality("630", "Vejle"), make.sector("school", "Skole"))
    moved.application = second
    moved.save()
    assert beside(first) == HOME
    assert beside(second) == (["461", "630"], ["school", "social_and_disability"])


@pytest.mark.django_db
def test_what_was_read_before_takes_no_place_away():
    application = make.draft()
    stale = Application.objects.get(pk=application.pk)
    build(application, make.municipality("630", "Vejle"), make.sector())
    stale.situation = "Vi er blevet færre."
    stale.save()
    assert beside(application) == (["461", "630"], ["social_and_disability"])


@pytest.mark.django_db
def test_no_hand_writes_a_place_where_no_workplace_lies():
    application, vejle = make.draft(), make.municipality("630", "Vejle")
    Application.objects.filter(pk=application.pk).update(municipality_ids=[vejle.pk], sector_ids=[])
    assert beside(application) == HOME


@pytest.mark.django_db
def test_a_workplace_that_only_changes_its_name_writes_nothing_beside():
    application = make.draft()
    Workplace.objects.filter(application=application).update(name="Bostedet Åkanden")
    before = Application.objects.filter(pk=application.pk).extra(select={"row": "ctid::text"}).get().row
    Workplace.objects.get(application=application).save()
    assert Application.objects.filter(pk=application.pk).extra(select={"row": "ctid::text"}).get().row == before


@pytest.mark.django_db(transaction=True)
def test_two_workplaces_added_at_once_both_stand_beside():
    application, sector = make.draft(), make.sector()
    vejle, aarhus = make.municipality("630", "Vejle"), make.municipality("751", "Aarhus")
    raised = behind(lambda: build(application, vejle, sector), lambda: build(application, aarhus, sector))
    assert raised is None
    assert beside(application) == (["461", "630", "751"], ["social_and_disability"])
