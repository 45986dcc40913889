"""Each version of a cooperation agreement is told of once, to both contacts, in words that tell nothing of it."""

import pytest

from consultants.actions import agreements
from notifications.letters import Unwanted
from notifications.models import Notification
from tests.consultants.outbox import composed, owed, words
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

KIND, REWRITTEN = "agreement-awaits", "agreement-rewritten"
FIRST = agreements.Words(applications.TEXT, factory.AGREEMENT)
METTE, TOVE = "mette.holm@odense.example", "tove.riis@odense.example"


def write(engagement, words=FIRST):
    return agreements.write(engagement_id=engagement.pk, by=factory.consultant(), words=words, now=factory.OPENED)


def contacts(engagement):
    people = engagement.application.signatories.filter(is_contact=True)
    return {person.email: f"signatory:{person.pk}" for person in people}


def unwanted():
    letters = composed(KIND, factory.OPENED)
    return {key: letter.because for key, letter in letters.items() if isinstance(letter, Unwanted)}


def test_both_contacts_hear_of_a_version_once_and_nothing_of_what_it_says():
    engagement = factory.contacted()
    write(engagement)
    with pytest.raises(agreements.NothingNew):
        write(engagement)

    assert owed(KIND) == set(contacts(engagement).values())
    assert Notification.objects.filter(kind=KIND).count() == 2
    for letter in composed(KIND, factory.OPENED).values():
        told = words(letter)
        assert "Der er nyt i SPARK-2026-0001" in told
        assert f"/ansoegninger/{engagement.application_id}/forloeb/aftale/" in told
        for secret in (applications.TEXT, applications.THEME, applications.WORKPLACE, factory.AGREEMENT, "Karen"):
            assert secret not in told


def test_a_newer_version_takes_the_older_ones_letter_out():
    engagement = factory.contacted()
    write(engagement)
    write(engagement, agreements.Words("Trygge vagter", factory.AGREEMENT))

    rows = Notification.objects.filter(kind=KIND)
    assert sorted(rows.values_list("occurrence", flat=True)) == ["1", "1", "2", "2"]
    assert set(unwanted().values()) <= {"the agreement has been written anew"}


def test_whoever_has_said_yes_is_not_asked_and_the_other_is():
    engagement = factory.contacted()
    written = write(engagement)
    sides = {person.email: person.side for person in engagement.application.signatories.filter(is_contact=True)}
    first, *_ = sides
    agreements.agree(
        engagement_id=engagement.pk, by=applications.person(first), number=written.number, now=factory.OPENED
    )
    assert unwanted() == {contacts(engagement)[first]: "they have said yes"}


def test_the_consultant_hears_of_what_a_contact_wrote_and_the_writer_does_not():
    engagement = factory.contacted()
    agreements.write(engagement_id=engagement.pk, by=applications.person(TOVE), words=FIRST, now=factory.OPENED)
    keys = contacts(engagement)
    assert unwanted() == {keys[TOVE]: "they have written it"}
    [letter] = composed(REWRITTEN, factory.OPENED).values()
    told = words(letter)
    assert letter.to == "karen.lund@spark.example"
    assert "har skrevet en ny version af samarbejdsaftalen" in told
    assert f"/sekretariat/forloeb/{engagement.pk}/#aftale" in told
    for secret in (applications.TEXT, applications.THEME, applications.WORKPLACE, factory.AGREEMENT, "Tove"):
        assert secret not in told

    agreements.agree(engagement_id=engagement.pk, by=factory.consultant(), number=1, now=factory.OPENED)
    [letter] = composed(REWRITTEN, factory.OPENED).values()
    assert letter.because == "they have said yes"


def test_nothing_leaves_of_what_is_over_or_gone_or_not_theirs():
    engagement = factory.contacted()
    write(engagement)
    keys = set(contacts(engagement).values())
    engagement.application.signatories.filter(is_contact=True).update(is_contact=False)
    assert unwanted() == dict.fromkeys(keys, "the recipient has no part in the engagement any more")
    engagement.application.signatories.filter(email__in=[METTE, TOVE]).update(is_contact=True)

    engagement.agreements.all().delete()
    assert set(unwanted().values()) == {"what it was about is gone"}


def test_a_closed_engagement_asks_for_no_yes():
    engagement = factory.active()
    write(engagement)
    type(engagement).objects.filter(pk=engagement.pk).update(status="cancelled", cancel_reason="Flyttet")
    assert set(unwanted().values()) == {"the engagement has ended"}
