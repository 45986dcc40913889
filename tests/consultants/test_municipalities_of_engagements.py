"""Beside each engagement stand the municipalities of its workplaces: the database keeps them, whoever writes."""

import pytest

from applications.models import Workplace
from consultants.models import Engagement
from tests.factories import applications, joint
from tests.factories.consultants import engagement

pytestmark = pytest.mark.django_db


def municipalities(opened):
    return Engagement.objects.values_list("municipality_ids", flat=True).get(pk=opened.pk)


def test_they_follow_workplaces_that_come_move_and_go():
    opened, odense, vejle = engagement(), applications.municipality(), applications.municipality("630", "Vejle")
    assert municipalities(opened) == [odense.pk]
    (first,) = opened.application.workplaces.all()
    second = Workplace.objects.create(
        application=opened.application, name="Solhøj", municipality=vejle, sector=first.sector, employees=7
    )
    assert municipalities(opened) == sorted([odense.pk, vejle.pk])
    opened.application.workplaces.update(municipality=vejle)
    assert municipalities(opened) == [vejle.pk]
    second.delete()
    first.delete()
    assert municipalities(opened) == []


def test_a_joint_engagement_has_each_of_its_municipalities_once():
    opened = engagement(application=joint.granted())
    theirs = opened.application.workplaces.values_list("municipality", flat=True)
    assert municipalities(opened) == sorted(set(theirs))
    assert len(theirs) > len(set(theirs)) > 1


def test_no_hand_writes_a_municipality_that_is_not_theirs():
    opened = engagement()
    stale = Engagement.objects.get(pk=opened.pk)
    stale.municipality_ids = [applications.municipality("630", "Vejle").pk]
    stale.save()
    assert municipalities(opened) == [applications.municipality().pk]
