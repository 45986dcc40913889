"""Whoever does not want to be named is erased, and the others are told."""

import pytest
from django.db import connection

from accounts.actions import keeping
from accounts.models import KeptPost, User
from applications.actions import correcting, leaving, record, signing
from applications.lifecycle import Status
from applications.models import AddressChange, Answer, Application, Signatory, WorkplaceContact
from notifications import registry
from notifications.letters import Unwanted, word
from notifications.models import Notification
from notifications.registry import Owed
from tests.applications.desk import last_event
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask, disagree, named, owed, snapshot, verbs
from tests.factories import applications as make
from tests.factories import joint

pytestmark = pytest.mark.django_db


def leave(application, email=TOVE):
    return leaving.leave(application_id=application.pk, by=make.person(email), now=make.MORNING)


def composed(kind):
    return [
        registry.compose(kind, Owed(each.about_id, each.recipient_key, each.occurrence, make.MORNING))
        for each in Notification.objects.filter(kind=kind)
    ]


def everywhere(*words):
    """The tables of the whole database in which one of ``words`` stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = set()
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(line)::text FROM "{table}" AS line')
            if any(word.lower() in line.lower() for (line,) in cursor.fetchall() for word in words):
                found.add(table)
        return found


def test_it_is_not_me_erases_the_person_and_frees_the_place():
    application = make.draft(accepted=False)
    tove = named(application, TOVE)
    assert leave(application) is True
    assert not Signatory.objects.filter(email=TOVE).exists()
    event = last_event(application)
    assert event.verb == "person_declined"
    assert event.data == {"signatory": str(tove.pk), "role": "union_representative", "edit": 1}


def test_a_version_that_named_them_is_a_draft_again_and_every_yes_is_void():
    application = make.awaiting(yes=[METTE, ANDERS])
    leave(application)
    stored = Application.objects.get()
    assert stored.status == Status.DRAFT
    assert verbs(application) == ["person_left"]
    # The minimum is asked for again: no TR, nobody can be asked.
    with pytest.raises(signing.Incomplete) as refusal:
        ask(application)
    assert [part.sentence for part in refusal.value.parts] == [
        "I mangler en tillidsrepræsentant (TR). Har I ingen, så skriv hvorfor",
        "Vælg en kontaktperson fra medarbejderne",
    ]


def test_those_who_write_and_the_author_are_told_without_a_name():
    application = make.draft(accepted=False)
    Signatory.objects.filter(email=ANDERS).update(accepted_at=make.MORNING)
    leave(application)
    assert set(Notification.objects.values_list("kind", "recipient_key")) == {
        ("person-declined", f"signatory:{named(application, ANDERS).pk}"),
        ("person-declined", f"user:{make.person(METTE).pk}"),
    }
    letters = composed("person-declined")
    assert {letter.to for letter in letters} == {ANDERS, METTE}
    text = word(letters[0]).text
    assert f"/ansoegninger/{application.pk}/" in text
    assert "Tove" not in text
    assert "illidsrepræsentant" not in text


def test_the_news_loses_its_reason():
    application = make.draft(accepted=False)
    Signatory.objects.filter(email=ANDERS).update(accepted_at=make.MORNING)
    leave(application)
    Signatory.objects.filter(email=ANDERS).delete()
    User.objects.filter(email=METTE).update(is_active=False)
    assert composed("person-declined") == [Unwanted("the person is no longer named")] * 2
    signing.withdraw(application_id=application.pk, by=make.person(METTE), now=make.MORNING)
    assert composed("person-declined") == [Unwanted("the application has moved on")] * 2


def test_what_was_received_keeps_those_who_said_yes_until_they_take_it_back():
    application = make.submitted()
    before = snapshot()
    with pytest.raises(leaving.PartOfTheCase):
        leave(application)
    assert snapshot() == before
    signing.take_back(application_id=application.pk, by=make.person(TOVE), now=make.MORNING)
    leave(application)
    stored = Application.objects.get()
    assert (stored.status, stored.reference, stored.waiting_since) == (Status.DRAFT, "SPARK-2026-0001", None)


@pytest.mark.parametrize("status", [Status.EXPIRED, Status.WITHDRAWN])
def test_what_was_never_sent_lets_everybody_go(status):
    application = make.draft()
    application.move_to(status)
    application.save()
    leave(application)
    assert not Signatory.objects.filter(email=TOVE).exists()
    assert verbs(application) == ["person_left"]
    assert owed("person-declined") == []
    assert Application.objects.get().status == status


def test_what_was_sent_and_withdrawn_is_a_case():
    with pytest.raises(leaving.PartOfTheCase):
        leave(make.withdrawn())


@pytest.mark.parametrize("email", ["fremmed@odense.example", "karen@spark.example"])
def test_strangers_and_staff_are_nobody_here(email):
    application = make.draft()
    User.objects.create_user("karen@spark.example", roles=["consultant"])
    make.name_too(application, "karen@spark.example")
    with pytest.raises(record.NotNamed):
        leave(application, email)


def test_the_author_who_leaves_has_no_back_door():
    application = make.draft()
    other = make.draft(people=[(name, f"x.{email}", role) for name, email, role in make.TRIO])
    Signatory.objects.filter(application=other, email=f"x.{METTE}").update(email=METTE)
    assert leave(application, METTE) is False
    mette = make.person(METTE)
    assert mette.is_active
    assert list(Application.objects.visible_to(mette)) == [other]
    assert Application.objects.get(pk=application.pk).author is None


def test_an_account_that_another_draft_needs_stays():
    application = make.draft()
    make.draft(people=[("Tove Riis", TOVE, make.TRIO[0][2])])
    Signatory.objects.exclude(application=application).delete()
    assert leave(application) is False
    assert make.person(TOVE).is_active


def test_whoever_comes_back_is_somebody_new():
    application = make.draft()
    old = make.person(TOVE).pk
    assert leave(application) is True
    assert make.person(TOVE).pk != old
    gone = User.objects.get(pk=old)
    assert (gone.email, gone.name, gone.is_active) == (f"{old}@slettet.invalid", "Slettet person", False)


def test_a_removed_person_and_a_wrong_address_are_erased_too():
    application = make.submitted()
    tove = named(application, TOVE)
    facts = {"name": tove.name, "email": "t.riis@odense.example", "phone": make.PHONE}
    correcting.correct_person(
        application_id=application.pk, signatory_id=tove.pk, by=make.person(METTE), now=make.MORNING, **facts
    )
    assert AddressChange.objects.filter(old=TOVE).exists()
    assert leave(application, TOVE) is True  # the old address: its holder is no longer named
    assert everywhere(TOVE) == set()
    assert named(application, "t.riis@odense.example").name == "Tove Riis"
    assert Application.objects.get().status == Status.AWAITING_CONSENSUS

    gone = make.name_too(application, "rikke@odense.example", name="Rikke Dahl")
    Signatory.objects.filter(pk=gone.pk).update(removed_at=make.MORNING)
    assert leave(application, "rikke@odense.example") is True
    assert everywhere("rikke@", "Rikke Dahl") == set()


def test_erased_means_erased_in_every_table():
    """A full life: named, asked, a yes, corrected to a new address, a no with a reason, and then enough."""
    people = (*make.TRIO[:2], ("Zorro Navnemærke", "zorro.maerke@odense.example", make.TRIO[2][2]))
    application = make.draft(people=people, accepted=False)
    Signatory.objects.update(invited_at=make.MORNING, accepted_at=make.MORNING)
    Signatory.objects.filter(name="Zorro Navnemærke").update(phone="+4599887766")
    ask(application)
    agree(application, "zorro.maerke@odense.example")
    person = named(application, "zorro.maerke@odense.example")
    correcting.correct_person(
        application_id=application.pk,
        signatory_id=person.pk,
        by=make.person(METTE),
        name="Zorro Navnemærke",
        email="nyzorro@odense.example",
        phone="+4599887755",
        now=make.MORNING,
    )
    Signatory.objects.update(accepted_at=make.MORNING)
    disagree(application, "nyzorro@odense.example", reason="Det siger Zorro nej til")
    typed = {"writer_id": make.person("nyzorro@odense.example").pk, "page": "/ansoegninger/", "body": "x"}
    keeping.keep(**typed, replacing=None, now=make.MORNING)
    assert everywhere("zorro")
    assert leave(application, "nyzorro@odense.example") is True
    assert everywhere("zorro", "99887755", "99887766") == set()
    assert KeptPost.objects.count() == 0
    assert Answer.objects.filter(reason__contains="Zorro").count() == 0
    assert verbs(application)[-2:] == ["disagreed", "person_left"]


def test_whoever_also_answers_for_a_workplace_is_erased_there_too():
    application = joint.draft(accepted=False)
    WorkplaceContact.objects.filter(email=joint.KIM).update(email=joint.TOVE, name="Tove Riis")
    leave(application, joint.TOVE)
    assert list(WorkplaceContact.objects.values_list("email", flat=True)) == [joint.IDA]
    assert everywhere(joint.TOVE) == set()
