"""What an application is found by: written when it comes, again when a name in it is another, gone when it goes."""

from datetime import timedelta

import pytest

from applications.actions import correcting, drafting, leaving, people, searching, signing, workplaces
from applications.actions.drafting import Save
from applications.consensus import Role
from applications.lifecycle import Status
from applications.models import Application, SearchRow, SearchWord
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask, named
from tests.factories import applications as make
from tests.factories import joint

pytestmark = pytest.mark.django_db

LATER = make.MORNING + timedelta(days=2)


def words(application, field="words"):
    """The words of its row, without where they stand."""
    vector = SearchRow.objects.values_list(field, flat=True).get(application=application)
    return {word.partition(":")[0].strip("'") for word in vector.split()}


def known(*asked):
    return set(SearchWord.objects.filter(word__in=asked).values_list("word", flat=True))


def test_the_last_yes_writes_what_it_is_found_by():
    application = make.draft(situation="Chikanen i marts: skriv til mette@odense.example eller ring 51 23 45 67.")
    ask(application)
    agree(application, METTE)
    agree(application, TOVE)
    assert not SearchRow.objects.exists()
    agree(application, ANDERS)
    row = SearchRow.objects.get(application=application)
    application.refresh_from_db()
    assert (row.status, row.received_at) == (Status.SUBMITTED, application.first_submitted_at)
    assert {"spark20260001", "20260001", "0001", "1"} <= words(application, "names")
    assert {"bostedet", "bosted", "laerkehoej", "mette", "holm", "odens", "odense"} <= words(application, "names")
    assert {"chikan", "udviklingshaemning"} <= words(application)
    assert not words(application) & {"example", "mette@odense.example", "51", "23", "51234567", "5123", "4551234567"}
    assert not words(application, "names") & {"example", "chikan", "51234567", "4551234567"}
    assert known("chikan", "laerkehoej", "spark20260001", "0001") == {"chikan", "laerkehoej"}


def test_a_draft_is_found_by_nothing():
    searching.write(make.draft())
    assert (SearchRow.objects.count(), SearchWord.objects.count()) == (0, 0)


def test_a_corrected_name_is_found_and_the_old_one_is_not():
    application = make.submitted()
    person = named(application, TOVE)
    correcting.correct_person(
        application_id=application.pk, signatory_id=person.pk, by=make.person(METTE), name="Tove Rüs",
        email=TOVE, phone=make.PHONE, now=LATER,
    )  # fmt: skip
    assert words(application, "names") & {"riis", "rus"} == {"rus"}
    assert known("riis", "rus", "tove") == {"rus", "tove"}


def test_a_word_that_another_application_has_stays_known():
    application, _other = make.submitted(), make.submitted()
    person = named(application, TOVE)
    correcting.correct_person(
        application_id=application.pk, signatory_id=person.pk, by=make.person(METTE), name="Tove Rüs",
        email=TOVE, phone=make.PHONE, now=LATER,
    )  # fmt: skip
    assert known("riis", "rus") == {"riis", "rus"}


def _reopened(**fields):
    application = make.submitted(**fields)
    signing.reopen(application_id=application.pk, by=make.person(METTE), now=LATER)
    return application


def test_whoever_leaves_is_found_no_more():
    application = _reopened()
    leaving.leave(application_id=application.pk, by=make.person(ANDERS), now=LATER)
    assert words(application, "names") & {"anders", "maar", "tove"} == {"tove"}
    assert known("anders", "maar", "tove") == {"tove"}


def test_whoever_is_taken_off_or_renamed_in_the_draft_is_found_no_more():
    application = _reopened()
    by = make.person(METTE)
    people.remove_person(application_id=application.pk, signatory_id=named(application, ANDERS).pk, by=by, now=LATER)
    other = people.Person(Role.UNION_REPRESENTATIVE, "Tove Kjær", TOVE, make.PHONE, is_contact=True)
    save = Save(by, Application.objects.get(pk=application.pk).edit_number, LATER)
    people.change_person(
        application_id=application.pk, signatory_id=named(application, TOVE).pk, person=other, save=save
    )
    assert words(application, "names") & {"anders", "riis", "kjaer"} == {"kjaer"}
    assert known("anders", "riis", "kjaer") == {"kjaer"}


def test_a_contact_who_declines_is_found_no_more():
    application = joint.submitted()
    assert "kim" in words(application, "names")
    workplaces.decline_contact(application_id=application.pk, by=make.person(joint.KIM), now=LATER)
    assert "kim" not in words(application, "names")
    assert known("kim") == set()


def test_a_workplace_taken_off_the_list_or_renamed_takes_its_contact_along():
    application = joint.submitted()
    by = make.person(joint.VIGGO)
    signing.reopen(application_id=application.pk, by=by, now=LATER)
    first, *_, last = application.workplaces.select_related("contact")
    save = Save(by, Application.objects.get(pk=application.pk).edit_number, LATER)
    place = workplaces.as_typed(first)
    renamed = workplaces.Place(name="Fyrtårnet", municipality=place.municipality, sector=place.sector, employees=9)
    workplaces.change(application_id=application.pk, workplace_id=first.pk, place=renamed, save=save)
    assert {"fyrtaarnet"} <= words(application, "names")
    before = words(application, "names")
    workplaces.remove(application_id=application.pk, workplace_id=last.pk, by=by, now=LATER)
    assert words(application, "names") < before


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_what_ends_is_found_by_the_text_it_ends_with(end):
    application = _reopened()
    Application.objects.filter(pk=application.pk).update(situation="Alene om natten")
    if end == "withdrawn":
        signing.withdraw(application_id=application.pk, by=make.person(METTE), now=LATER)
    else:
        drafting.expire(now=LATER + timedelta(days=40))
    assert words(application) & {"natten", "nat", "overfald", "overfaldet"} == {"nat"}
    assert SearchRow.objects.get(application=application).status == end


def test_the_row_knows_the_state_whoever_changed_it():
    application = make.waiting()
    assert SearchRow.objects.get(application=application).status == Status.WAITING


def test_a_loaded_history_is_written_at_once():
    every = make.many_submitted(3)
    SearchRow.objects.filter(application=every[0]).delete()
    SearchWord.objects.all().delete()
    searching.write_all()
    assert SearchRow.objects.count() == 3
    assert known("laerkehoej", "mette") == {"laerkehoej", "mette"}
