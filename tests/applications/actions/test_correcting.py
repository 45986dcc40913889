"""A spelling voids nothing; an address is the identity."""

from datetime import timedelta

import pytest
from django.db import connection

from applications.actions import correcting
from applications.actions.record import NotNamed
from applications.lifecycle import IllegalMove, Status
from applications.models import AddressChange
from notifications.models import Notification
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask, named, owed, snapshot, verbs
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

NEW = "tove.r.nielsen@odense.example"
LATER = make.MORNING + timedelta(days=9)


def correct(application, address, *, by=METTE, now=LATER, **changes):
    person = named(application, address)
    facts = {"name": person.name, "email": person.email, "phone": make.PHONE, **changes}
    correcting.correct_person(
        application_id=application.pk, signatory_id=person.pk, by=make.person(by), now=now, **facts
    )


def test_a_name_and_a_phone_are_corrected_without_consequence():
    application = make.submitted()
    correct(application, TOVE, name="Tove Riis Nielsen ", phone="+45 51 23 45 68")
    connection.check_constraints()
    application.refresh_from_db()
    person = named(application, TOVE)
    assert application.status == Status.SUBMITTED
    assert (person.name, person.phone.as_e164) == ("Tove Riis Nielsen", "+4551234568")
    assert list(application.events.values_list("verb", "data")) == [
        ("person_corrected", {"signatory": str(person.pk), "fields": ["name", "phone"]})
    ]
    assert Notification.objects.count() == 0


def test_correcting_nothing_is_nothing():
    application = make.submitted()
    before = snapshot()
    correct(application, TOVE)
    assert snapshot() == before


def test_a_new_address_voids_that_persons_own_yes_only():
    application = make.awaiting(yes=[METTE, TOVE])
    correct(application, TOVE, email=" Tove.R.Nielsen@odense.example")
    person = named(application, NEW)
    assert (person.accepted_at, person.invited_at) == (None, LATER)
    agree(application, ANDERS)
    application.refresh_from_db()
    assert application.status == Status.AWAITING_CONSENSUS
    person.accepted_at = LATER
    person.save()
    agree(application, NEW)
    application.refresh_from_db()
    assert application.status == Status.SUBMITTED


def test_both_addresses_are_told_and_triage_can_see_it():
    application = make.awaiting(yes=[TOVE])
    correct(application, TOVE, email=NEW)
    change = AddressChange.objects.get()
    assert (change.old, change.new, change.by.email) == (TOVE, NEW, METTE)
    assert Notification.objects.filter(kind="address-changed", about_id=change.pk).count() == 1
    assert owed("consensus-asked", occurrence=f"v1:{change.pk}") == [NEW]
    assert application.events.get().data["fields"] == ["email"]


def test_a_new_address_after_submission_brings_the_application_home():
    application = make.submitted()
    correct(application, TOVE, email=NEW)
    connection.check_constraints()
    application.refresh_from_db()
    assert (application.status, application.waiting_since) == (Status.AWAITING_CONSENSUS, None)
    assert owed("back-with-the-group") == [ANDERS]
    assert verbs(application) == ["person_corrected"]


def test_an_old_address_that_returns_has_to_answer_again():
    application = make.awaiting(yes=[TOVE])
    correct(application, TOVE, email=NEW)
    correct(application, NEW, email=TOVE, now=LATER + timedelta(hours=1))
    for email in (METTE, ANDERS):
        agree(application, email)
    application.refresh_from_db()
    assert application.status == Status.AWAITING_CONSENSUS


def test_in_a_draft_a_person_who_was_never_written_to_is_not_written_to():
    application = make.draft(accepted=False)
    writer = named(application, METTE)
    writer.accepted_at = make.MORNING
    writer.save()
    correct(application, TOVE, email=NEW)
    assert Notification.objects.count() == 0
    ask(application)
    assert owed("consensus-asked", occurrence="v1:first") == [ANDERS, METTE, NEW]


def test_in_a_draft_an_invited_address_is_told_and_the_new_one_invited_with_the_question():
    application = make.draft()
    correct(application, TOVE, email=NEW)
    assert Notification.objects.filter(kind="address-changed").count() == 1
    assert owed("consensus-asked") == []
    ask(application)
    assert owed("consensus-asked", occurrence="v1:first") == [NEW]


def test_refusals_change_nothing():
    application = make.awaiting()
    other = make.submitted(people=[(n, f"x{e}", r) for n, e, r in make.TRIO])
    before = snapshot()
    with pytest.raises(correcting.AddressTaken):
        correct(application, TOVE, email=ANDERS.upper())
    with pytest.raises(NotNamed):
        correct(application, TOVE, by="frank@odense.example", name="Frank")
    with pytest.raises(correcting.NobodyThere):
        correcting.correct_person(
            application_id=application.pk,
            signatory_id=named(other, f"x{TOVE}").pk,
            by=make.person(METTE),
            name="Frank",
            email=NEW,
            phone="",
            now=LATER,
        )
    assert snapshot() == before


def test_who_stands_on_a_decided_application_stands():
    application = make.granted()
    with pytest.raises(IllegalMove):
        correct(application, TOVE, email=NEW)


def test_a_letter_still_owed_to_the_old_address_is_taken_back():
    application = make.draft(accepted=False)
    ask(application)
    correct(application, TOVE, email=NEW)
    states = Notification.objects.filter(
        recipient_key=f"signatory:{named(application, NEW).pk}", kind="consensus-asked"
    )
    assert sorted(states.values_list("state", flat=True)) == ["owed", "skipped"]
