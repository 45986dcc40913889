"""The workplaces of a joint application and their contacts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from applications.actions import drafting, record, signing, versions, workplaces
from applications.actions.completeness import Step, missing_parts
from applications.actions.workplaces import Contact, Place
from applications.consensus import MOST_JOINT, Body, Kind, Role
from applications.lifecycle import Status
from applications.models import ApplicationEvent, Signatory, WorkplaceContact
from notifications.models import Notification
from tests.applications.desk import begun, fresh, last_event, save
from tests.applications.room import agree, read
from tests.factories import applications as make
from tests.factories import joint

pytestmark = pytest.mark.django_db

IB = Contact("Ib Holst", "ib.holst@odense.example", "+4520313233")


def place(name="Dagplejen Fyrtårnet", **facts):
    found = {"municipality": joint.odense().pk, "sector": make.sector().pk, "employees": 12, **facts}
    return Place(name=name, **found)


def add(application, *places, email=joint.METTE):
    workplaces.add(application_id=application.pk, places=places, by=make.person(email), now=make.MORNING)


def stored(application, name):
    return application.workplaces.select_related("contact").get(name=name)


def change(application, name, *, to, email=joint.METTE, read_at=None):
    edit = fresh(application).edit_number if read_at is None else read_at
    how = drafting.Save(by=make.person(email), read=edit, now=make.MORNING)
    workplaces.change(application_id=application.pk, workplace_id=stored(application, name).pk, place=to, save=how)


def remove(application, name, email=joint.METTE):
    pk = stored(application, name).pk
    workplaces.remove(application_id=application.pk, workplace_id=pk, by=make.person(email), now=make.MORNING)
    return pk


# ── What a body applies for ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("body", Body)
def test_choosing_a_body_sets_the_kind(body):
    application = make.draft()
    values = drafting.stored(application, Step.WHO) | {"body": body.value}
    save(application, Step.WHO, values)
    is_joint = body in {Body.CENTRE_MED, Body.AREA_MED, Body.DEPARTMENT_MED, Body.MAIN_MED}
    assert fresh(application).kind == (Kind.JOINT if is_joint else Kind.INDIVIDUAL)


def test_a_body_is_stored_without_a_workplace():
    application = begun()
    save(application, Step.WHO, {"body": "main_med"})
    assert (fresh(application).body, fresh(application).kind) == ("main_med", "joint")
    assert application.workplaces.count() == 0
    assert workplaces.are_listed(fresh(application))


def test_whoever_applies_alone_again_keeps_the_one_workplace_left():
    application = joint.draft()
    save(application, Step.WHO, {"body": "trio"})
    application = fresh(application)
    assert workplaces.are_listed(application)
    assert workplaces.municipalities(application) == []
    for name in (joint.LAERKEHOEJ, joint.BAKKEN):
        remove(application, name)
    assert not workplaces.are_listed(application)
    values = drafting.stored(application, Step.WHO)
    assert (values["workplace_name"], values["employees"]) == (joint.HAVBLIK, 31)
    save(application, Step.WHO, values | {"employees": 30})
    assert [(each.name, each.employees) for each in application.workplaces.all()] == [(joint.HAVBLIK, 30)]


# ── The list ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_workplace_is_added_with_its_contact_and_nobody_gets_mail():
    application = joint.draft()
    add(application, place(postal_code="5000", town="Odense C", production_unit="1003388394", contact=IB))
    added = application.workplaces.last()
    assert workplaces.as_typed(added) == place(
        postal_code="5000", town="Odense C", production_unit="1003388394", contact=IB
    )
    assert (added.contact.added_by.email, added.contact.told_at) == (joint.METTE, None)
    assert last_event(application).verb == "workplace_added"
    assert last_event(application).data == {"edit": 1, "workplace": str(added.pk)}
    assert Notification.objects.count() == 0


@pytest.mark.parametrize("spelling", ["bostedet lærkehøj", " BOSTEDET  LÆRKEHØJ "])
def test_the_same_workplace_is_not_there_twice(spelling):
    application = joint.draft()
    with pytest.raises(workplaces.SameWorkplace) as refused:
        add(application, place("Ny"), place(spelling))
    assert refused.value.name == joint.LAERKEHOEJ
    # All or none.
    assert application.workplaces.count() == 3


def test_twins_in_one_list_are_refused_and_namesakes_elsewhere_are_not():
    application = joint.draft()
    with pytest.raises(workplaces.SameWorkplace):
        add(application, place("Solsikken"), place("solsikken"))
    add(application, place("Solsikken"), place("Solsikken", municipality=joint.samsoe().pk))
    assert application.workplaces.count() == 5


def test_sixty_fit_and_one_more_does_not():
    application = joint.draft()
    add(application, *(place(f"Afdeling {number}") for number in range(MOST_JOINT - 3)))
    assert application.workplaces.count() == 60
    with pytest.raises(workplaces.TooManyWorkplaces):
        add(application, place())
    assert application.workplaces.count() == 60
    assert [each.position for each in application.workplaces.all()] == list(range(60))


def test_a_workplace_is_changed_and_only_what_changed_is_logged():
    application = joint.draft()
    before = workplaces.as_typed(stored(application, joint.HAVBLIK))
    change(application, joint.HAVBLIK, to=before)
    assert fresh(application).edit_number == 0
    change(application, joint.HAVBLIK, to=replace(before, employees=33, town="Tranebjerg"))
    after = stored(application, joint.HAVBLIK)
    assert (after.employees, after.town, after.contact.name) == (33, "Tranebjerg", "Ida Lund")
    assert last_event(application).data["fields"] == ["employees", "town"]
    with pytest.raises(workplaces.SameWorkplace):
        change(application, joint.BAKKEN, to=place(joint.LAERKEHOEJ))


def test_a_change_made_from_an_old_page_overwrites_nothing():
    application = joint.draft()
    before = workplaces.as_typed(stored(application, joint.HAVBLIK))
    change(application, joint.HAVBLIK, to=replace(before, employees=33), email=joint.SANNE)
    with pytest.raises(drafting.Overtaken):
        change(application, joint.HAVBLIK, to=replace(before, employees=44), read_at=0)
    # Another workplace is nobody's conflict.
    change(application, joint.BAKKEN, to=place("Skolen ved Bakken"), read_at=0)
    assert stored(application, joint.HAVBLIK).employees == 33


def test_a_contact_is_corrected_replaced_and_taken_off():
    application = joint.submitted()
    reopen(application)
    before = workplaces.as_typed(stored(application, joint.HAVBLIK))
    ida = stored(application, joint.HAVBLIK).contact
    change(application, joint.HAVBLIK, to=replace(before, contact=Contact("Ida Lunde", joint.IDA)))
    kept = stored(application, joint.HAVBLIK).contact
    assert (kept.pk, kept.name, str(kept.phone), kept.told_at) == (ida.pk, "Ida Lunde", "", make.MORNING)
    change(application, joint.HAVBLIK, to=replace(before, contact=IB))
    new = stored(application, joint.HAVBLIK).contact
    assert (new.email, new.told_at) == (IB.email, None)
    change(application, joint.HAVBLIK, to=replace(before, contact=None))
    assert not WorkplaceContact.objects.filter(workplace__name=joint.HAVBLIK).exists()


def test_a_removed_workplace_takes_its_contact_along():
    application = joint.draft()
    gone = remove(application, joint.HAVBLIK, email=joint.VIGGO)
    assert not WorkplaceContact.objects.filter(email=joint.IDA).exists()
    assert (last_event(application).verb, last_event(application).data["workplace"]) == ("workplace_removed", str(gone))
    with pytest.raises(workplaces.NoSuchWorkplace):
        workplaces.remove(
            application_id=application.pk, workplace_id=gone, by=make.person(joint.METTE), now=make.MORNING
        )


def test_only_writers_and_only_a_draft():
    application = joint.draft()
    with pytest.raises(drafting.NotTheirs):
        add(application, place(), email=joint.KIM)
    asked = joint.awaiting()
    with pytest.raises(drafting.NotADraft):
        add(asked, place())


def test_events_hold_no_names_and_no_addresses():
    application = joint.draft()
    add(application, place(contact=IB))
    remove(application, "Dagplejen Fyrtårnet")
    told = str(list(ApplicationEvent.objects.values_list("data", flat=True)))
    assert not [word for word in ("Fyrtårnet", "Ib Holst", IB.email, IB.phone) if word in told]


# ── Substance ───────────────────────────────────────────────────────────────────────────────────────────────────────
def reopen(application):
    signing.reopen(application_id=application.pk, by=make.person(joint.METTE), now=make.MORNING)


def ask(application):
    return signing.ask(application_id=application.pk, by=make.person(joint.METTE), now=make.MORNING)


@pytest.mark.parametrize("edit", ["add", "remove"])
def test_another_workplace_or_one_less_needs_everybodys_yes_again(edit):
    application = joint.submitted()
    reopen(application)
    add(application, place()) if edit == "add" else remove(application, joint.BAKKEN)
    first, second = versions.current(fresh(application)), ask(application)
    assert (second.number, second.sha256 == first.sha256) == (2, False)
    for email in (joint.METTE, joint.TOVE, joint.SANNE):
        agree(application, email)
    assert fresh(application).status == Status.AWAITING_CONSENSUS
    agree(application, joint.VIGGO)
    assert fresh(application).status == Status.SUBMITTED
    assert len(second.content["workplaces"]) == (4 if edit == "add" else 2)


def content(application):
    return versions.content_of(application, record.people(application))


def test_a_contact_is_no_part_of_the_text():
    application = joint.draft()
    before = content(application)
    WorkplaceContact.objects.update(name="Kaj Nørr", email="kaj@odense.example")
    assert content(fresh(application)) == before
    assert "Kim Falk" not in str(before)
    assert joint.KIM not in str(before)
    assert before["people"][2]["municipality"] == "Samsø"
    assert before["workplaces"][1] == {
        "name": joint.HAVBLIK,
        "municipality": {"code": "741", "name": "Samsø"},
        "sector": {"key": "eldercare", "name": "Ældreområdet (plejecenter og hjemmepleje)"},
        "employees": 31,
    }


def test_address_and_numbers_are_part_of_the_text_where_they_are_known():
    application = joint.draft()
    add(application, place(postal_code="5000", town="Odense C", production_unit="1003388394", cvr_number="35209115"))
    last = content(application)["workplaces"][-1]
    assert (last["postal_code"], last["town"], last["production_unit"], last["cvr_number"]) == (
        "5000",
        "Odense C",
        "1003388394",
        "35209115",
    )


# ── Who is missing ──────────────────────────────────────────────────────────────────────────────────────────────────
def missing(application):
    found = missing_parts(fresh(application), record.people(application), make.MORNING.date())
    return [part.sentence for part in found]


def test_a_whole_joint_draft_lacks_nothing():
    assert missing(joint.draft()) == []


def test_fewer_than_two_workplaces_are_no_joint_application():
    application = joint.draft()
    for name in (joint.HAVBLIK, joint.BAKKEN):
        remove(application, name)
    Signatory.objects.filter(email__endswith="samsoe.example").delete()
    assert missing(application) == ["Et fællesforløb er for mindst to arbejdspladser. Tilføj dem"]


def test_several_workplaces_are_too_many_for_a_trio():
    application = joint.draft()
    save(application, Step.WHO, {"body": "trio"})
    assert missing(application)[0] == (
        "Som TRIO søger I for én arbejdsplads. Fjern de andre, eller vælg et udvalg, der søger for flere"
    )


def test_each_municipality_is_asked_for_its_own_chairs():
    application = joint.draft()
    Signatory.objects.filter(email=joint.VIGGO).delete()
    Signatory.objects.filter(email=joint.TOVE).update(municipality=joint.samsoe())
    assert missing(application) == ["I mangler næstformanden for MED-udvalget i Odense"]


def test_a_chair_who_speaks_for_nobody_here_is_asked_whom_they_speak_for():
    application = joint.draft()
    Signatory.objects.filter(email=joint.SANNE).update(municipality=None)
    assert missing(application) == [
        "Vælg, hvilken kommune Sanne Krag taler for",
        "I mangler formanden for MED-udvalget i Samsø",
    ]
    remove(application, joint.HAVBLIK)
    # One municipality is left: Sanne speaks for it, Viggo for one that is not there any more.
    assert missing(application) == ["Vælg, hvilken kommune Viggo Juul taler for"]


def test_a_joint_application_without_workplaces_is_asked_for_its_chairs():
    application = begun()
    save(application, Step.WHO, {"body": "area_med"})
    assert "I mangler formanden for MED-udvalget" in missing(application)


def test_an_amg_is_asked_for_an_amr_or_another_representative():
    application = make.draft(body=Body.WORK_ENVIRONMENT_GROUP)
    assert missing(application) == []
    application.signatories.filter(role=Role.WORKING_ENVIRONMENT_REPRESENTATIVE).delete()
    assert missing(application) == [
        "I mangler en arbejdsmiljørepræsentant (AMR) eller en anden medarbejderrepræsentant"
    ]


# ── Told, and erased ────────────────────────────────────────────────────────────────────────────────────────────────
def told():
    keys = Notification.objects.filter(kind="contact-told").values_list("recipient_key", flat=True)
    return sorted(WorkplaceContact.objects.get(pk=key.partition(":")[2]).email for key in keys)


def submit(application):
    ask(application)
    version = read(application)
    for email in (joint.METTE, joint.TOVE, joint.SANNE, joint.VIGGO):
        agree(application, email, to=version)


def test_contacts_are_told_when_it_is_submitted_and_once_only():
    application = joint.draft()
    # One person at two workplaces gets one letter; who is a signatory has letters of their own.
    add(application, place(contact=Contact("Kim Falk", joint.KIM)), place("Ny", contact=Contact("Tove", joint.TOVE)))
    ask(application)
    assert told() == []
    for email in (joint.METTE, joint.TOVE, joint.SANNE, joint.VIGGO):
        agree(application, email)
    assert told() == [joint.IDA, joint.KIM]
    assert not WorkplaceContact.objects.filter(told_at=None).exists()
    reopen(application)
    add(application, place("Tangen", contact=IB))
    submit(application)
    assert told() == [IB.email, joint.IDA, joint.KIM]


def test_the_contacts_of_one_workplace_alone_are_nobody():
    application = joint.draft()
    workplaces.tell_contacts(make.draft(), [], now=make.MORNING)
    application.kind = Kind.INDIVIDUAL
    workplaces.tell_contacts(application, [], now=make.MORNING)
    assert told() == []


def test_it_is_not_me_erases_the_person_everywhere_on_the_application():
    application, other = joint.submitted(), joint.submitted()
    kim = make.person(joint.KIM)
    later = make.MORNING + timedelta(days=1)
    workplaces.decline_contact(application_id=application.pk, by=kim, now=later)
    assert not WorkplaceContact.objects.filter(workplace__application=application, email=joint.KIM).exists()
    assert WorkplaceContact.objects.filter(workplace__application=other, email=joint.KIM).exists()
    event = last_event(application)
    assert (event.verb, list(event.data)) == ("contact_declined", ["workplace"])
    assert fresh(application).status == Status.SUBMITTED
    with pytest.raises(record.NotNamed):
        workplaces.decline_contact(application_id=application.pk, by=kim, now=later)
