"""Views of the queue that are kept: so many, each under a name of its own."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Role
from consultants.actions import saved_views
from consultants.models import SavedView
from consultants.models.saved_view import MOST
from tests.consultants.desk import NOW, head, staff
from tests.factories.saved_views import view

pytestmark = pytest.mark.django_db


def save(by, name="På venteliste", query="tilstand=waiting", *, is_shared=False):
    return saved_views.save(name=name, query=query, is_shared=is_shared, by=by, now=NOW)


def test_a_view_takes_the_first_free_place():
    karen = staff()
    every = [save(karen, name) for name in ("Ene", "Mene", "Ming")]
    saved_views.delete(view_id=every[1].pk, by=karen)
    again = save(karen, "Mang")
    assert [(each.name, each.place) for each in SavedView.objects.all()] == [("Ene", 1), ("Mang", 2), ("Ming", 3)]
    assert (again.owner, again.query, again.is_shared, again.made_at) == (karen, "tilstand=waiting", False, NOW)
    assert str(again) == "Mang"


def test_what_is_saved_twice_is_saved_once():
    assert save(staff()) == save(staff())
    with pytest.raises(saved_views.NameTaken):
        save(staff(), query="tilstand=declined")
    with pytest.raises(saved_views.NameTaken):
        save(staff(), is_shared=True)
    assert SavedView.objects.count() == 1


def test_a_name_is_ones_own_in_capitals_or_not():
    save(staff(), "Ærø")
    with pytest.raises(saved_views.NameTaken):
        save(staff(), "ÆRØ", "tema=violence")
    save(staff("Bo Dahl"), "ÆRØ")
    assert SavedView.objects.count() == 2


def test_there_is_room_for_eight_of_ones_own_and_eight_of_the_teams():
    karen, bo = staff(), staff("Bo Dahl")
    for number in range(MOST):
        save(karen, f"Min {number}")
        save((karen, bo)[number % 2], f"Vores {number}", is_shared=True)
    for is_shared in (False, True):
        with pytest.raises(saved_views.NoRoom):
            save(karen, "En til", is_shared=is_shared)
    with pytest.raises(saved_views.NoRoom):
        save(bo, "En til", is_shared=True)
    save(bo, "Den første")
    assert MOST == 8


@pytest.mark.parametrize("facts", [{"place": 9}, {"place": 0}, {"name": "PÅ VENTELISTE", "place": 2}, {"name": "To"}])
def test_the_database_promises_the_same(facts):
    view(staff())
    with pytest.raises(IntegrityError), transaction.atomic():
        view(staff(), **facts)


def test_the_database_shares_no_place_twice():
    view(staff(), is_shared=True)
    view(staff(), "Min")
    with pytest.raises(IntegrityError), transaction.atomic():
        view(staff("Bo Dahl"), is_shared=True)


def test_only_its_owner_renames_a_view():
    mine = save(staff())
    save(staff(), "Skoler", "branche=school")
    saved_views.rename(view_id=mine.pk, name="på venteliste", by=staff())
    assert SavedView.objects.get(pk=mine.pk).name == "på venteliste"
    with pytest.raises(saved_views.NameTaken):
        saved_views.rename(view_id=mine.pk, name="SKOLER", by=staff())
    with pytest.raises(saved_views.NotYours):
        saved_views.rename(view_id=mine.pk, name="Andet", by=head())


def test_what_the_team_shares_the_head_may_delete():
    own, shared, another = save(staff()), save(staff(), "A", is_shared=True), save(staff(), "B", is_shared=True)
    for by, one in ((staff("Bo Dahl"), own), (staff("Bo Dahl"), shared), (head(), own)):
        with pytest.raises(saved_views.NotYours):
            saved_views.delete(view_id=one.pk, by=by)
    gone = staff("Ole Fri", Role.HEAD, is_active=False)
    with pytest.raises(saved_views.NotYours):
        saved_views.delete(view_id=shared.pk, by=gone)
    saved_views.delete(view_id=shared.pk, by=head())
    saved_views.delete(view_id=another.pk, by=staff())
    with pytest.raises(saved_views.NotYours):
        saved_views.delete(view_id=another.pk, by=staff())
    assert list(SavedView.objects.all()) == [own]


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_do_not_take_the_same_place():
    people = [staff(name) for name in ("Karen Lund", "Bo Dahl", "Eva Holm")]
    ready, refused = threading.Barrier(len(people)), []

    def share(person):
        try:
            ready.wait()
            save(person, is_shared=True)
        except Exception as trouble:
            refused.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=share, args=(each,)) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert refused == []
    assert sorted(SavedView.objects.values_list("place", flat=True)) == [1, 2, 3]
