"""The letters of writing together: what they say, and when they have lost their reason."""

from datetime import timedelta

import pytest

from applications.actions import drafting, people
from applications.lifecycle import Status
from notifications import registry
from notifications.letters import Unwanted, word
from notifications.models import Notification
from notifications.registry import Owed
from tests.applications.desk import METTE, TOVE, fresh, typed
from tests.applications.room import named
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

MARKERS = (make.THEME, make.WORKPLACE, make.TEXT, "Odense", "Tillidsrepræsentant", "Vold og trusler")


def composed(kind, application, recipient, occurrence="", now=make.MORNING):
    return registry.compose(
        kind, Owed(about_id=application.pk, recipient_key=recipient, occurrence=occurrence, now=now)
    )


def invitation(application, email=TOVE):
    return composed("invitation", application, f"signatory:{named(application, email).pk}")


def test_the_first_letter_says_who_gave_the_data_and_how_to_say_no():
    application = make.draft(accepted=False)
    letter = invitation(application)
    words = word(letter)
    assert letter.to == TOVE
    assert words.subject == "Du er nævnt i en ansøgning til SPARK"
    for text in (words.text, words.html):
        assert f"{METTE} har givet os dit navn, din rolle og dine kontaktoplysninger." in text
        assert "Slet mine oplysninger" in text
        assert "klage til Datatilsynet" in text
        assert f"http://localhost:8000/ansoegninger/{application.pk}/" in text
        assert not [marker for marker in MARKERS if marker in text]


def test_an_unknown_giver_is_one_of_those_who_apply():
    application = make.draft(accepted=False)
    application.signatories.update(added_by=None)
    assert (
        "Vi har fået dit navn, din rolle og dine kontaktoplysninger af en af dem" in word(invitation(application)).text
    )


def test_an_invitation_loses_its_reason():
    application = make.draft(accepted=False)
    tove = named(application, TOVE)
    people.accept(application_id=application.pk, by=make.person(TOVE), now=make.MORNING)
    assert invitation(application) == Unwanted(because="it has been answered")
    tove.accepted_at, tove.removed_at = None, make.MORNING
    tove.save()
    assert invitation(application) == Unwanted(because="the person is no longer named")
    tove.removed_at = None
    tove.save()
    application = fresh(application)
    application.move_to(Status.WITHDRAWN)
    application.save()
    assert invitation(application) == Unwanted(because="the application has moved on")


def test_a_removed_person_is_told_that_nothing_is_to_be_done():
    application = make.draft()
    tove = named(application, TOVE)
    key = f"signatory:{tove.pk}"
    assert composed("person-removed", application, key) == Unwanted(because="the person is no longer named")
    people.remove_person(application_id=application.pk, signatory_id=tove.pk, by=make.person(METTE), now=make.MORNING)
    letter = composed("person-removed", application, key)
    words = word(letter)
    assert (letter.to, words.subject) == (TOVE, "Du er ikke længere nævnt i en ansøgning til SPARK")
    assert "Du skal ikke gøre noget." in words.text
    assert not [marker for marker in MARKERS if marker in words.text + words.html]


def test_who_is_named_again_is_not_told_of_the_removal():
    application = make.draft()
    tove = named(application, TOVE)
    mette = make.person(METTE)
    people.remove_person(application_id=application.pk, signatory_id=tove.pk, by=mette, now=make.MORNING)
    people.add_person(application_id=application.pk, person=typed(email=TOVE), by=mette, now=make.MORNING)
    assert composed("person-removed", application, f"signatory:{tove.pk}") == Unwanted(
        because="the person has been named again"
    )


def test_writers_are_warned_of_the_day():
    application = make.draft()
    drafting.warn(now=make.MORNING + timedelta(days=25))
    addresses = set()
    for owed in Notification.objects.filter(kind="draft-ends"):
        letter = composed("draft-ends", application, owed.recipient_key, owed.occurrence)
        words = word(letter)
        addresses.add(letter.to)
        assert words.subject == "Jeres kladde hos SPARK udløber 3. december 2026"
        assert f"http://localhost:8000/ansoegninger/{application.pk}/" in words.text
        assert not [marker for marker in MARKERS if marker in words.text + words.html]
    assert addresses == {email for _, email, _ in make.TRIO}


def test_a_warning_loses_its_reason():
    application = make.draft()
    tove, mette = named(application, TOVE), make.person(METTE)
    moved_on = Unwanted(because="the application has moved on")
    not_named = Unwanted(because="the person is no longer named")
    assert composed("draft-ends", application, f"user:{mette.pk}", "2026-12-02") == moved_on
    tove.removed_at = make.MORNING
    tove.save()
    assert composed("draft-ends", application, f"signatory:{tove.pk}", "2026-12-03") == not_named
    mette.is_active = False
    mette.save()
    assert composed("draft-ends", application, f"user:{mette.pk}", "2026-12-03") == not_named
