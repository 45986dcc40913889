"""The facts behind a suggestion, gathered from the tables for everybody at once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Province
from consultants.actions import assigning, workloads
from consultants.lifecycle import Status
from consultants.models import Absence
from tests.consultants.desk import NOW, WEEKS_AGO, head, opened, place, profile, staff
from tests.factories import applications, consultants
from tests.factories import joint as together

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


def away(user, first, last):
    return Absence.objects.create(consultant=user, first_day=first, last_day=last, entered_at=NOW)


def suggested(application):
    return assigning.suggest(application=application, today=TODAY)


def reasons(application, user):
    return next(each.suggestion.reasons for each in suggested(application) if each.user == user)


@pytest.fixture
def application():
    return applications.submitted(at=WEEKS_AGO)


def test_only_active_consultants_are_suggested(application):
    staff("Bo Dahl", is_active=False)
    head()
    assert [each.user for each in suggested(application)] == []
    assert [each.user for each in suggested(application)] == [] == workloads.team(TODAY)
    staff()
    assert [each.user for each in suggested(application)] == [staff()]


def test_the_journey_goes_from_the_base_to_the_provinces_of_all_workplaces(application):
    here = application.workplaces.get().municipality.province
    Province.objects.filter(pk=here.pk).update(code="DK031")
    profile(staff(), base=here)
    assert reasons(application, staff())[0].endswith("samme landsdel. Omkring 45 minutter hver vej")


def test_a_joint_application_is_as_far_away_as_its_places_on_an_average():
    joint = together.submitted()
    elsewhere = place("630", "Vejle", "Sydjylland")
    Province.objects.filter(pk=elsewhere.province_id).update(code="DK032")
    joint.workplaces.filter(pk=joint.workplaces.last().pk).update(municipality=elsewhere)
    profile(staff(), base=Province.objects.get(code="DK031"))
    assert reasons(joint, staff())[0] == "Udgangspunkt: Fyn. Omkring 1 time hver vej i gennemsnit"


def test_open_engagements_weigh_and_those_paused_over_or_handed_on_do_not(application):
    consultants.active(at=WEEKS_AGO, run_by=staff())
    joint = opened(at=WEEKS_AGO, consultant=staff())
    type(joint).objects.filter(pk=joint.pk).update(kind="joint")
    paused = consultants.active(at=WEEKS_AGO, run_by=staff())
    paused.move_to(Status.PAUSED)
    paused.save()
    consultants.cancelled(at=WEEKS_AGO, run_by=staff())
    consultants.closed(at=WEEKS_AGO, closed_on=date(2026, 11, 20), wants_follow_up=False, run_by=staff())
    handed_on = opened(at=WEEKS_AGO, consultant=staff())
    handed_on.assignments.update(until=NOW)
    (member,) = workloads.team(TODAY)
    assert member.running == 2
    assert member.hours_now == pytest.approx(20)
    # Opened in the week of 2 November: 24 of the 26 weeks ahead.
    assert member.hours_ahead == pytest.approx(20 * 24 / 26)
    assert "Bruger 20 af 120 timer om måneden nu og 18 i gennemsnit" in reasons(application, staff())[1]


def test_an_engagement_of_long_ago_goes_on_for_four_weeks():
    opened(at=NOW - timedelta(days=900), consultant=staff())
    (member,) = workloads.team(TODAY)
    assert [round(week.work, 2) for week in member.weeks[:5]] == [1.54] * 4 + [0]


def test_a_follow_up_due_weighs_in_its_week_and_one_overdue_in_this():
    for due in (date(2026, 8, 3), date(2026, 12, 2), date(2027, 11, 1)):
        done = consultants.closed(at=WEEKS_AGO, closed_on=date(2026, 11, 20), run_by=staff())
        done.follow_up.due_on = due
        done.follow_up.save()
    (member,) = workloads.team(TODAY)
    assert [week.follow_ups for week in member.weeks[:4]] == [8, 0, 8, 0]
    assert sum(week.follow_ups for week in member.weeks) == 16


def test_the_night_the_week_changes_is_copenhagens():
    """Sunday 1 November, 23.30 UTC, is Monday in Copenhagen."""
    opened(at=WEEKS_AGO.replace(day=1, hour=23, minute=30), consultant=staff())
    opened(at=WEEKS_AGO.replace(day=1, hour=22, minute=30), consultant=staff())
    assert sorted(each.opened for each in workloads._on_their_desks(TODAY)[0][staff().pk]) == [
        date(2026, 10, 26),
        date(2026, 11, 2),
    ]


def test_experience_is_of_the_same_themes_held_now_or_before(application):
    theme = application.themes.get().short_title
    for _ in range(2):
        opened(at=WEEKS_AGO, consultant=staff()).assignments.update(until=NOW)
    other = opened(at=WEEKS_AGO, consultant=staff())
    other.application.themes.clear()
    called_off = consultants.cancelled(at=WEEKS_AGO, run_by=staff())
    assert called_off.application.themes.exists()
    assert reasons(application, staff())[2] == f"Har haft 2 forløb om {theme}"


def test_absence_soon_is_told_and_absence_over_or_far_away_is_not(application):
    away(staff(), date(2026, 11, 16), date(2026, 11, 20))
    away(staff(), date(2026, 12, 21), date(2026, 12, 31))
    away(staff(), date(2027, 2, 1), date(2027, 2, 5))
    assert reasons(application, staff())[3] == "Fravær fra 21. december til 31. december 2026"


def test_whoever_is_away_for_the_first_contact_comes_last(application):
    away(staff("Ane Bak"), date(2026, 11, 23), date(2026, 11, 27))
    staff("Bo Dahl")
    assert [str(each.user) for each in suggested(application)] == ["Bo Dahl", "Ane Bak"]


def test_the_same_few_questions_however_many_they_are(application):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            suggested(application)
        return len(seen)

    staff()
    few = asked()
    for number in range(12):
        someone = staff(f"Konsulent {number}")
        profile(someone, base=place("461", "Odense").province)
        opened(at=WEEKS_AGO - timedelta(days=number), consultant=someone)
        away(someone, date(2026, 12, 1), date(2026, 12, 2))
    assert asked() == few == 4


def test_room_in_the_team_is_the_first_anybody_has():
    assert workloads.room_in_team([], "individual") is None
    profile(staff(), hours=0)
    away(staff("Bo Dahl"), date(2026, 11, 23), date(2026, 12, 4))
    assert workloads.room_in_team(workloads.team(TODAY), "individual") == date(2026, 12, 7)
