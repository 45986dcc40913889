import pytest

from applications.actions import drafting, people, record
from applications.consensus import Role
from applications.models import Signatory
from notifications.models import Notification
from tests.applications.desk import ANDERS, METTE, TOVE, begun, fresh, last_event, typed
from tests.applications.room import named, owed, snapshot, verbs
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def add(application, person, *, email=METTE):
    return people.add_person(application_id=application.pk, person=person, by=make.person(email), now=make.MORNING)


def change(application, who, person, *, email=METTE, read=None):
    read = fresh(application).edit_number if read is None else read
    save = drafting.Save(by=make.person(email), read=read, now=make.MORNING)
    people.change_person(application_id=application.pk, signatory_id=who.pk, person=person, save=save)


def remove(application, who, *, email=METTE):
    people.remove_person(application_id=application.pk, signatory_id=who.pk, by=make.person(email), now=make.MORNING)


def invite(application, who, *, email=METTE):
    people.invite(application_id=application.pk, signatory_id=who.pk, by=make.person(email), now=make.MORNING)


def test_naming_somebody_mails_nobody():
    application = begun()
    bente = add(application, typed())
    assert (bente.side, bente.position, bente.added_by) == ("employees", 1, make.person(METTE))
    assert (bente.accepted_at, bente.invited_at) == (None, None)
    assert last_event(application).data == {"edit": 1, "signatory": str(bente.pk)}
    assert Notification.objects.count() == 0


def test_the_side_follows_from_the_role():
    application = begun()
    chair = add(application, typed(role=Role.CHAIR))
    assert chair.side == "management"
    change(application, chair, typed(role=Role.VICE_CHAIR))
    chair.refresh_from_db()
    assert chair.side == "employees"
    assert last_event(application).data == {"edit": 2, "signatory": str(chair.pk), "fields": ["role"]}


def test_who_writes_already_need_not_say_who_they_are():
    application = make.draft(people=make.TRIO[1:], author=make.person(METTE))
    by_oneself = add(application, typed(email=METTE, role=Role.MANAGER))
    assert by_oneself.accepted_at == make.MORNING


def test_the_author_named_by_somebody_else_has_begun_it_after_all():
    application = make.draft(people=make.TRIO[1:], author=make.person(METTE))
    assert add(application, typed(email=METTE, role=Role.MANAGER), email=TOVE).accepted_at == make.MORNING


def test_an_application_whose_author_is_gone_takes_people_all_the_same():
    application = make.draft()
    application.author = None
    application.save()
    assert add(application, typed(), email=TOVE).accepted_at is None


def test_the_same_address_is_refused_and_changes_nothing():
    application = make.draft()
    before = snapshot()
    with pytest.raises(people.AlreadyNamed):
        add(application, typed(email=TOVE))
    with pytest.raises(people.AlreadyNamed):
        change(application, named(application, ANDERS), typed(email=TOVE))
    assert snapshot() == before


def test_a_form_is_no_mailing_list():
    application = begun()
    for number in range(people.MOST_PEOPLE):
        add(application, typed(email=f"person-{number}@odense.example"))
    with pytest.raises(people.TooManyPeople):
        add(application, typed())
    assert application.signatories.count() == people.MOST_PEOPLE


def test_the_newest_choice_of_a_contact_holds_on_its_side_only():
    application = make.draft()
    add(application, typed(is_contact=True, phone="+4551234567"))
    contacts = Signatory.objects.filter(application=application, is_contact=True).order_by("side")
    assert [person.email for person in contacts] == ["bente.dahl@odense.example", METTE]


def test_contacts_change_places_between_the_sides():
    application = make.draft()
    mette = named(application, METTE)
    change(
        application, mette, typed(email=METTE, role=Role.EMPLOYEE_REPRESENTATIVE, is_contact=True, phone="+4551234567")
    )
    assert [person.email for person in application.signatories.filter(is_contact=True)] == [METTE]


def test_saving_a_person_unchanged_is_no_edit():
    application = make.draft()
    before = snapshot()
    tove = named(application, TOVE)
    change(application, tove, people.as_typed(tove))
    assert snapshot() == before


def test_the_second_to_change_a_person_is_told():
    application = make.draft()
    tove = named(application, TOVE)
    change(application, tove, typed(email=TOVE, role=Role.UNION_REPRESENTATIVE, name="Tove Riis Bo"), email=ANDERS)
    with pytest.raises(drafting.Overtaken):
        change(application, tove, typed(email=TOVE, name="Tove R."), read=0)
    tove.refresh_from_db()
    assert tove.name == "Tove Riis Bo"


def test_changes_of_different_people_never_stand_in_each_others_way():
    application = make.draft()
    tove, anders = named(application, TOVE), named(application, ANDERS)
    change(application, tove, typed(email=TOVE, name="Tove Bo"), email=ANDERS)
    change(application, anders, typed(email=ANDERS, name="Anders Bo"), read=0)
    assert {person.name for person in application.signatories.all()} == {"Mette Holm", "Tove Bo", "Anders Bo"}


def test_a_new_address_nobody_has_written_to_is_simply_corrected():
    application = make.draft(accepted=False)
    tove = named(application, TOVE)
    change(application, tove, typed(email="tove.riis.ny@odense.example"))
    tove.refresh_from_db()
    assert (tove.email, tove.accepted_at) == ("tove.riis.ny@odense.example", None)
    assert Notification.objects.count() == 0


def test_a_new_address_after_a_letter_is_a_new_person():
    application = make.draft()
    tove = named(application, TOVE)
    change(application, tove, typed(email="tove.riis.ny@odense.example", role=Role.UNION_REPRESENTATIVE))
    tove.refresh_from_db()
    replacement = named(application, "tove.riis.ny@odense.example")
    assert tove.removed_at == make.MORNING
    assert (replacement.position, replacement.accepted_at, replacement.invited_at) == (tove.position, None, None)
    assert owed("person-removed") == [TOVE]
    assert verbs(application) == ["person_removed", "person_added"]


def test_a_new_address_that_somebody_else_has_changes_nothing():
    application = make.draft()
    before = snapshot()
    with pytest.raises(people.AlreadyNamed):
        change(application, named(application, TOVE), typed(email=METTE))
    assert snapshot() == before


def test_who_was_never_written_to_leaves_no_trace():
    application = make.draft(accepted=False)
    remove(application, named(application, TOVE))
    assert not Signatory.objects.filter(email=TOVE).exists()
    assert Notification.objects.count() == 0


def test_who_was_written_to_is_told_and_the_row_stays():
    application = make.draft()
    mette = named(application, METTE)
    remove(application, mette, email=TOVE)
    mette.refresh_from_db()
    assert (mette.removed_at, mette.is_contact) == (make.MORNING, False)
    assert owed("person-removed") == [METTE]
    assert last_event(application).data == {"edit": 1, "signatory": str(mette.pk)}


def test_a_removed_person_can_be_named_again():
    application = make.draft()
    remove(application, named(application, ANDERS))
    again = add(application, typed(email=ANDERS))
    assert again.accepted_at is None
    with pytest.raises(people.NobodyThere):
        remove(application, Signatory.objects.get(email=ANDERS, removed_at=make.MORNING))


def test_nobody_of_another_application_can_be_reached():
    application, other = make.draft(), make.draft(people=[("Ib Bro", "ib.bro@odense.example", Role.MANAGER)])
    stranger = named(other, "ib.bro@odense.example")
    before = snapshot()
    for verb in (remove, invite):
        with pytest.raises(people.NobodyThere):
            verb(application, stranger)
    with pytest.raises(people.NobodyThere):
        change(application, stranger, typed())
    assert snapshot() == before


@pytest.mark.parametrize("email", [TOVE, "fremmed@odense.example"])
def test_only_writers_decide_who_is_named(email):
    application = make.draft(accepted=False)
    before = snapshot()
    anders = named(application, ANDERS)
    with pytest.raises(drafting.NotTheirs):
        add(application, typed(), email=email)
    with pytest.raises(drafting.NotTheirs):
        change(application, anders, typed(), email=email)
    for verb in (remove, invite):
        with pytest.raises(drafting.NotTheirs):
            verb(application, anders, email=email)
    assert snapshot() == before


def test_what_everybody_is_asked_about_keeps_its_people():
    application = make.awaiting()
    with pytest.raises(drafting.NotADraft):
        add(application, typed())
    with pytest.raises(drafting.NotADraft):
        remove(application, named(application, TOVE))


def test_an_invitation_is_owed_once():
    application = make.draft(accepted=False)
    tove = named(application, TOVE)
    invite(application, tove)
    tove.refresh_from_db()
    assert tove.invited_at == make.MORNING
    assert owed("invitation") == [TOVE]
    with pytest.raises(people.AlreadyInvited):
        invite(application, tove)
    assert verbs(application) == ["person_invited"]


def test_yes_it_is_me_opens_the_text_and_said_twice_is_said_once():
    application = make.draft(accepted=False)
    tove = make.person(TOVE)
    people.accept(application_id=application.pk, by=tove, now=make.MORNING)
    people.accept(application_id=application.pk, by=tove, now=make.MORNING)
    assert named(application, TOVE).accepted_at == make.MORNING
    assert verbs(application) == ["person_accepted"]


def test_a_stranger_cannot_say_it_is_them():
    application = make.draft(accepted=False)
    with pytest.raises(record.NotNamed):
        people.accept(application_id=application.pk, by=make.person("fremmed@odense.example"), now=make.MORNING)


def test_it_is_too_late_once_all_is_over():
    application = make.withdrawn()
    application.signatories.update(accepted_at=None)
    with pytest.raises(record.NotNamed):
        people.accept(application_id=application.pk, by=make.person(TOVE), now=make.MORNING)
