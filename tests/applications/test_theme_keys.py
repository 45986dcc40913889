"""Beside each application stand the keys of the themes it names: the database keeps them, whoever writes."""

import pytest

from applications.models import Application
from tests.at_once import behind
from tests.factories import applications as make

CHANGE = ("change", "Forandringer")


def keys(application):
    return Application.objects.values_list("theme_keys", flat=True).get(pk=application.pk)


@pytest.mark.django_db
def test_the_keys_follow_what_is_named_and_what_is_named_no_more():
    application, change = make.draft(), make.theme(*CHANGE)
    assert keys(application) == ["violence"]
    application.themes.add(change)
    assert keys(application) == ["change", "violence"]
    application.themes.remove(make.theme())
    assert keys(application) == ["change"]
    application.themes.through.objects.filter(application=application).update(theme=make.theme())
    assert keys(application) == ["violence"]
    application.themes.clear()
    assert keys(application) == []


@pytest.mark.django_db
def test_what_was_read_before_takes_no_key_away():
    application = make.draft()
    stale = Application.objects.get(pk=application.pk)
    application.themes.add(make.theme(*CHANGE))
    stale.situation = "Vi er blevet færre."
    stale.save()
    assert keys(application) == ["change", "violence"]


@pytest.mark.django_db
def test_no_hand_writes_a_key_that_is_not_named():
    application = make.draft()
    Application.objects.filter(pk=application.pk).update(theme_keys=["harassment"])
    assert keys(application) == ["violence"]


@pytest.mark.django_db(transaction=True)
def test_two_themes_named_at_once_both_have_their_key():
    application, themes = make.draft(), [make.theme(*CHANGE), make.theme("harassment", "Chikane")]
    raised = behind(lambda: application.themes.add(themes[0]), lambda: application.themes.add(themes[1]))
    assert raised is None
    assert keys(application) == ["change", "harassment", "violence"]
