"""Other applications that may come from the same workplace, at triage and nowhere else."""

from datetime import timedelta
from functools import partial

import pytest

from applications.actions import signing, versions
from applications.lifecycle import Status
from applications.models import Application, Workplace
from consultants.views.whole import whole
from tests.consultants.desk import NOW, head, place
from tests.factories import applications, joint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

# Everybody of the factory's TRIO but the one who says the last yes.
OTHERS = ["anders.maar@odense.example", "tove.riis@odense.example"]


def at(name, *, make=applications.submitted, where=None):
    """An application of the workplace ``name``."""
    application = make(place=where) if where else make()
    application.workplaces.update(name=name)
    return application


def received(name, **facts):
    """An application of that name whose last yes has just been said."""
    waits = at(name, make=partial(applications.awaiting, yes=OTHERS), **facts)
    version = versions.current(waits)
    read = signing.VersionRead(version.number, version.sha256)
    signing.agree(application_id=waits.pk, by=applications.person(), read=read, now=NOW)
    waits.refresh_from_db()
    assert waits.status == Status.SUBMITTED
    return waits


def names(application):
    """What stands in the record of its arrival, by name."""
    found = application.events.get(verb="submitted").data["look_alikes"]
    return [Workplace.objects.get(application=each).name for each in found]


def found_alike(application, *others, hours):
    """As if it had been received again, so much later."""
    received_at = NOW + timedelta(hours=hours)
    facts = {"look_alike_ids": [each.pk for each in others], "submitted_at": received_at}
    Application.objects.filter(pk=application.pk).update(**facts)


def case_of(application):
    return whole(Application.objects.get(pk=application.pk), head())


def shown(browser, application):
    return browser.get(f"/sekretariat/ansoegninger/{application.pk}/").content.decode()


def test_a_name_spelled_otherwise_is_found_and_the_most_alike_stands_first():
    at("Børnehaven Solsikken")
    at("Børnehuset Solsiken")
    at("Børnehuset Solsikken", make=applications.declined)
    assert names(received("Børnehuset Solsikken")) == [
        "Børnehuset Solsikken",
        "Børnehuset Solsiken",
        "Børnehaven Solsikken",
    ]


def test_what_shares_no_more_than_its_kind_is_another_workplace():
    at("Børnehuset Mælkebøtten")
    assert names(received("Børnehuset Solsikken")) == []


def test_the_same_name_in_another_municipality_is_another_workplace():
    at("Børnehuset Solsikken", where=place("751", "Aarhus"))
    assert names(received("Børnehuset Solsikken")) == []


def test_what_nobody_has_submitted_tells_nothing():
    at("Børnehuset Solsikken", make=applications.draft)
    at("Børnehuset Solsikken", make=applications.awaiting)
    assert names(received("Børnehuset Solsikken")) == []


def test_one_workplace_of_several_is_enough():
    theirs = joint.submitted()
    last = theirs.workplaces.last()
    ours = received(last.name, where=last.municipality)
    assert ours.events.get(verb="submitted").data["look_alikes"] == [str(theirs.pk)]


def test_no_more_than_five_are_found():
    for _ in range(6):
        at("Børnehuset Solsikken")
    assert len(names(received("Børnehuset Solsikken"))) == 5


def test_the_desk_shows_them_and_the_group_never_learns(desk, client):
    theirs, ours = at("Børnehuset Solsikken"), received("Børnehuset Solsikken")
    page = shown(desk, ours)
    assert "Måske samme arbejdsplads" in page
    assert theirs.reference in page
    client.force_login(applications.person())
    page = client.get(f"/ansoegninger/{ours.pk}/").content.decode()
    assert theirs.reference not in page
    assert "samme arbejdsplads" not in page


def test_whoever_opens_the_older_one_sees_the_newer_too(desk, client):
    theirs = at("Børnehuset Solsikken")
    other, ours = at("Børnehuset Solsiken"), received("Børnehuset Solsikken")
    for older in (theirs, other):
        page = shown(desk, older)
        assert "Måske samme arbejdsplads" in page
        assert ours.reference in page
    # The two were never found to be alike: a pair is read from its two sides, and no further.
    assert theirs.reference not in shown(desk, other)
    client.force_login(applications.person())
    assert ours.reference not in client.get(f"/ansoegninger/{theirs.pk}/").content.decode()


def test_what_is_no_more_alike_when_it_comes_again_is_forgotten_on_both_sides(desk):
    theirs, ours = at("Børnehuset Solsikken"), received("Børnehuset Solsikken")
    assert "Måske samme arbejdsplads" in shown(desk, theirs)
    found_alike(ours, hours=1)
    assert "Måske samme arbejdsplads" not in shown(desk, theirs)
    assert "Måske samme arbejdsplads" not in shown(desk, ours)


def test_two_that_found_one_another_are_shown_once_and_of_many_newer_ones_the_newest_five(desk):
    theirs, ours = at("Børnehuset Solsikken"), received("Børnehuset Solsikken")
    found_alike(theirs, ours, hours=1)
    assert case_of(theirs).look_alikes == [str(ours.pk)]
    newer = [applications.submitted() for _ in range(6)]
    for hours, each in enumerate(newer, start=2):
        found_alike(each, theirs, hours=hours)
    newest_first = [str(each.pk) for each in reversed(newer)]
    assert case_of(theirs).look_alikes == [str(ours.pk), *newest_first[:5]]


def test_a_granted_one_is_shown_to_the_head_and_not_to_another_consultant(desk, client):
    theirs, ours = at("Børnehuset Solsikken", make=applications.granted), received("Børnehuset Solsikken")
    assert "Måske samme arbejdsplads" not in shown(desk, ours)
    client.force_login(head())
    assert theirs.reference in shown(client, ours)


def test_without_a_likeness_the_desk_says_nothing(desk):
    assert "Måske samme arbejdsplads" not in shown(desk, received("Børnehuset Solsikken"))
