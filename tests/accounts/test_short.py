"""What is read by a short statement is what Django would have read."""

from datetime import date

import pytest
from django.db.transaction import TransactionManagementError

from accounts import short
from applications.actions import record
from applications.models import Application, Signatory, Workplace
from tests.factories import applications as make
from tests.factories import joint

WHOLE = "WHERE application_id = %s ORDER BY position, id"


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.django_db
@pytest.mark.parametrize("built", [make.draft, make.waiting, make.granted, make.declined, joint.granted])
def test_each_field_has_the_value_that_django_gives_it(built):
    key = built().pk
    (application,) = short.read(Application, "WHERE id = %s", [key])
    assert values(application) == values(Application.objects.get(pk=key))
    assert type(application.declarations) is dict
    workplaces = short.read(Workplace, WHOLE, [key])
    assert [values(each) for each in workplaces] == [values(each) for each in Workplace.objects.filter(application=key)]
    named = record.people(application)
    assert [values(each) for each in named] == [
        values(each) for each in Signatory.objects.named().filter(application=key)
    ]
    assert {each.phone.as_e164 for each in named} == {make.PHONE}
    assert all(each.application is application for each in named)


@pytest.mark.django_db
def test_what_was_read_is_saved_as_any_other_row():
    application = record.lock(make.draft().pk)
    application.earliest_start = date(2027, 2, 1)
    application.save()
    assert Application.objects.values_list("earliest_start", flat=True).get() == date(2027, 2, 1)
    assert application.get_deferred_fields() == set()


@pytest.mark.django_db
def test_nothing_is_found_by_a_key_of_nobody():
    with pytest.raises(Application.DoesNotExist):
        record.lock(make.uuid4())


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction():
    with pytest.raises(TransactionManagementError):
        record.lock(make.draft().pk)
