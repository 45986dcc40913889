"""Days away and hours: one's own are one's own to enter, everybody's are the head's; nobody is away twice at once."""

from datetime import date, timedelta

import pytest

from consultants.actions import absences
from consultants.models import Absence, ConsultantProfile
from tests.consultants.desk import NOW, head, place, staff, steering
from tests.factories import applications

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY = date(2026, 12, 7), date(2026, 12, 11)


def add(by=None, *, of=None, first=MONDAY, last=FRIDAY):
    by = by or staff()
    return absences.add(consultant_id=(of or by).pk, first_day=first, last_day=last, by=by, now=NOW)


def test_a_consultant_enters_their_own_days():
    found = add()
    assert (found.consultant, found.first_day, found.last_day) == (staff(), MONDAY, FRIDAY)
    assert (found.entered_by, found.entered_at) == (staff(), NOW)
    assert str(found) == "07.12.2026–11.12.2026"


def test_the_head_enters_everybodys_and_nobody_else_does():
    add(head(), of=staff())
    for other in (staff("Bo Dahl"), steering(), applications.person(), staff("Gone Hansen", is_active=False)):
        with pytest.raises(absences.NotYours):
            add(other, of=staff(), first=date(2027, 1, 4), last=date(2027, 1, 4))
    with pytest.raises(absences.NotYours):
        add(staff("Gone Hansen"))
    assert Absence.objects.count() == 1


def test_who_is_no_consultant_has_no_absence():
    for other in (head(), steering()):
        with pytest.raises(absences.NotYours):
            add(head(), of=other)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (FRIDAY, MONDAY),
        (date(2026, 11, 19), date(2026, 11, 20)),  # gone: today is the 21st
        (MONDAY, MONDAY + timedelta(days=367)),
    ],
)
def test_days_that_can_not_be(first, last):
    with pytest.raises(absences.ImpossibleDays):
        add(first=first, last=last)


def test_days_that_can_just_be():
    add(first=date(2026, 11, 2), last=date(2026, 11, 21))
    add(first=MONDAY, last=MONDAY + timedelta(days=366))


@pytest.mark.parametrize(
    ("first", "last"),
    [(MONDAY, FRIDAY), (FRIDAY, FRIDAY), (date(2026, 12, 1), MONDAY), (date(2026, 12, 1), date(2026, 12, 31))],
)
def test_nobody_is_away_twice_on_a_day(first, last):
    standing = add()
    with pytest.raises(absences.Overlaps) as refused:
        add(first=first, last=last)
    assert refused.value.standing == standing
    add(staff("Bo Dahl"), first=first, last=last)


def test_the_day_after_is_another_absence():
    add()
    add(first=FRIDAY + timedelta(days=1), last=date(2026, 12, 20))
    assert Absence.objects.count() == 2


def test_taking_it_back_and_taking_it_back_again():
    mine, theirs = add(), add(staff("Bo Dahl"))
    with pytest.raises(absences.NotYours):
        absences.remove(absence_id=theirs.pk, by=staff())
    absences.remove(absence_id=mine.pk, by=staff())
    with pytest.raises(absences.NotYours):
        absences.remove(absence_id=mine.pk, by=staff())
    assert Absence.objects.get() == theirs
    absences.remove(absence_id=theirs.pk, by=head())
    assert not Absence.objects.exists()


def test_the_head_settles_hours_and_base():
    base = place("461", "Odense").province

    def settle(hours, base_id, by=None):
        return absences.settle(consultant_id=staff().pk, hours_a_month=hours, base_id=base_id, by=by or head())

    assert settle(80, base.pk)
    profile = ConsultantProfile.objects.get()
    assert (profile.user, profile.hours_a_month, profile.base) == (staff(), 80, base)
    assert not settle(80, base.pk)
    assert settle(0, None)
    profile.refresh_from_db()
    assert (profile.hours_a_month, profile.base) == (0, None)
    for other in (staff(), steering()):
        with pytest.raises(absences.NotYours):
            settle(200, None, by=other)
    with pytest.raises(absences.NotYours):
        absences.settle(consultant_id=steering().pk, hours_a_month=1, base_id=None, by=head())
