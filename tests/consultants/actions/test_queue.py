"""The ranking gathers what the past says, in a handful of statements however long the queue."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.consensus import Kind
from applications.lifecycle import Status
from applications.models import Application, PriorityWeights, Workplace
from consultants import tasks
from consultants.actions import queue
from consultants.lifecycle import Status as EngagementStatus
from tests.consultants.desk import NOW, WEEKS_AGO, frozen, opened, place
from tests.factories import applications, consultants, joint

pytestmark = pytest.mark.django_db


def ranked(application):
    application.refresh_from_db()
    return application.points, [(each["points"], each["sentence"]) for each in application.priority_reasons]


# ── Facts ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_first_application_ever_is_told_why_it_ranks():
    application = applications.submitted(at=WEEKS_AGO)
    assert queue.rank_all(NOW) == 1
    assert ranked(application) == (
        52,
        [
            (30, "Kommunen har aldrig haft et forløb"),
            (20, "Social og handicap har fået 0 % af forløbene; en lige andel er 100 %"),
            (2, "2 ugers ventetid"),
        ],
    )
    assert application.ranked_at == NOW


def test_the_last_engagement_of_the_municipality_counts_however_many_there_were():
    home = place("751", "Aarhus")
    for at in (datetime(2017, 3, 1, tzinfo=UTC), datetime(2024, 11, 21, 12, tzinfo=UTC)):
        opened(at=at, place=home)
    opened(at=datetime(2026, 10, 1, tzinfo=UTC), place=place("741", "Samsø"))
    application = applications.submitted(at=NOW, place=home)
    queue.rank_all(NOW)
    assert ranked(application)[1][0] == (15, "Kommunen har ikke haft et forløb i 24 måneder")
    queue.rank_all(NOW - timedelta(days=1))
    assert ranked(application)[1][0] == (0, "Kommunen har haft et forløb inden for 24 måneder")


def test_months_are_counted_on_the_wall_in_copenhagen():
    home = place("751", "Aarhus")
    # Half past midnight on 22 November in Copenhagen, still the 21st in UTC.
    opened(at=datetime(2024, 11, 21, 23, 30, tzinfo=UTC), place=home)
    application = applications.submitted(at=WEEKS_AGO, place=home)
    queue.rank_all(NOW)
    assert ranked(application)[1][0][0] == 0
    queue.rank_all(datetime(2026, 11, 21, 23, 0, tzinfo=UTC))
    assert ranked(application)[1][0][0] == 15


def test_a_cancelled_engagement_never_reached_anybody():
    engagement = opened(at=WEEKS_AGO)
    engagement.move_to(EngagementStatus.CANCELLED)
    engagement.cancel_reason = "Lederen er rejst"
    engagement.save()
    application = applications.submitted(at=WEEKS_AGO)
    queue.rank_all(NOW)
    assert ranked(application)[1][:2] == [
        (30, "Kommunen har aldrig haft et forløb"),
        (20, "Social og handicap har fået 0 % af forløbene; en lige andel er 100 %"),
    ]


def test_a_sector_is_measured_against_an_even_share():
    care, school = applications.sector("eldercare", "Ældreområdet"), applications.sector("school", "Skole")
    for _ in range(3):
        opened(at=WEEKS_AGO)
    for kind_of_work in (care, school):
        engagement = opened(at=WEEKS_AGO)
        engagement.application.workplaces.update(sector=kind_of_work)
    application = applications.submitted(at=WEEKS_AGO)
    application.workplaces.update(sector=care)
    queue.rank_all(NOW)
    # One of five is 20 %; a third would be even: 20 × (1 − 0,2 ÷ ⅓) = 8.
    assert ranked(application)[1][1] == (8, "Ældreområdet har fået 20 % af forløbene; en lige andel er 33 %")


def test_a_joint_application_is_the_mean_of_its_places():
    opened(at=WEEKS_AGO, place=place("751", "Aarhus"))
    application = applications.submitted(at=WEEKS_AGO, place=place("751", "Aarhus"), kind=Kind.JOINT)
    for name in ("Plejecenter Havblik", "Plejecenter Fyrtårnet"):
        Workplace.objects.create(
            application=application,
            name=name,
            municipality=place("825", "Læsø"),
            sector=applications.sector("eldercare", "Ældreområdet"),
            employees=30,
        )
    queue.rank_all(NOW)
    # Læsø counts once although two workplaces lie there.
    assert ranked(application) == (
        37,
        [
            (
                15,
                (
                    "Gennemsnit for 2 kommuner: Aarhus har haft et forløb inden for 24 måneder (0), "
                    "Læsø har aldrig haft et forløb (30)"
                ),
            ),
            (
                10,
                (
                    "Gennemsnit for 2 brancher: Social og handicap har fået 100 % af forløbene (0), "
                    "Ældreområdet har fået 0 % af forløbene (20)"
                ),
            ),
            (2, "2 ugers ventetid"),
            (10, "Fællesforløb, der når flere arbejdspladser"),
        ],
    )


def test_sixty_workplaces_weigh_no_more_than_their_municipalities():
    """A municipality counts once whether one workplace lies there or 58, in the mean and in what it explains."""
    opened(at=WEEKS_AGO, place=joint.odense())
    application = joint.submitted(at=WEEKS_AGO)
    joint.fill(application, 60, codes=(("461", "Odense"),))
    queue.rank_all(NOW)
    assert ranked(application)[1][0] == (
        15,
        (
            "Gennemsnit for 2 kommuner: Odense har haft et forløb inden for 24 måneder (0), "
            "Samsø har aldrig haft et forløb (30)"
        ),
    )


def test_a_joint_engagement_is_the_past_of_each_of_its_municipalities():
    consultants.engagement(application=joint.granted(at=WEEKS_AGO), at=WEEKS_AGO)
    application = applications.submitted(at=WEEKS_AGO, place=joint.samsoe())
    queue.rank_all(NOW)
    assert ranked(application)[1][:2] == [
        (0, "Kommunen har haft et forløb inden for 24 måneder"),
        # Three workplaces in two sectors: one engagement in each.
        (0, "Social og handicap har fået 50 % af forløbene; en lige andel er 50 %"),
    ]


def test_the_weights_in_force_on_the_day_decide():
    PriorityWeights.objects.create(version=1, in_force_from=date(2016, 4, 13), municipality_never=1)
    PriorityWeights.objects.create(version=2, in_force_from=date(2026, 11, 21), municipality_never=2)
    PriorityWeights.objects.create(version=3, in_force_from=date(2026, 11, 22), municipality_never=3)
    application = applications.submitted(at=WEEKS_AGO)
    queue.rank_all(NOW)
    assert ranked(application)[1][0][0] == 2


def test_only_what_is_submitted_or_waiting_is_ranked():
    submitted, waiting = applications.submitted(at=WEEKS_AGO), applications.waiting(at=WEEKS_AGO)
    others = [
        applications.draft(),
        applications.awaiting(),
        applications.needs_information(),
        applications.declined(),
        applications.withdrawn(),
        applications.granted(),
    ]
    assert queue.rank_all(NOW) == 2
    assert {each.pk for each in Application.objects.exclude(ranked_at=None)} == {submitted.pk, waiting.pk}
    assert [ranked(each) for each in others] == [(0, [])] * 6


def test_an_application_without_a_workplace_is_left_out():
    application = applications.submitted(at=WEEKS_AGO)
    application.workplaces.all().delete()
    assert queue.rank_all(NOW) == 0
    assert ranked(application) == (0, [])


def test_ranking_twice_changes_nothing():
    application = applications.submitted(at=WEEKS_AGO)
    queue.rank_all(NOW)
    before = ranked(application)
    queue.rank_all(NOW)
    assert ranked(application) == before


# ── When a place is no longer valid ─────────────────────────────────────────────────────────────────────────────────
def test_a_new_application_is_placed_and_the_others_are_left_alone():
    old = applications.submitted(at=WEEKS_AGO)
    queue.rank_all(NOW)
    new = applications.submitted(at=NOW)
    later = NOW + timedelta(minutes=1)
    assert queue.rank_unranked(later) == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.ranked_at, new.ranked_at) == (NOW, later)
    assert queue.rank_unranked(later) == 0


def test_every_day_begins_with_a_new_ranking():
    application = applications.submitted(at=WEEKS_AGO)
    last_minute = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    queue.rank_all(last_minute)
    assert queue.rank_unranked(last_minute) == 0
    assert ranked(application)[0] == 52
    midnight = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert queue.rank_unranked(midnight) == 1
    assert ranked(application)[1][2] == (3, "3 ugers ventetid")


def test_another_engagement_makes_every_place_stale():
    application = applications.submitted(at=WEEKS_AGO)
    queue.rank_all(NOW)
    opened(at=NOW + timedelta(minutes=5))
    assert queue.rank_unranked(NOW + timedelta(minutes=6)) == 1
    assert ranked(application)[1][0] == (0, "Kommunen har haft et forløb inden for 24 måneder")


def test_an_old_engagement_does_not():
    opened(at=WEEKS_AGO)
    applications.submitted(at=WEEKS_AGO)
    queue.rank_all(NOW)
    assert queue.rank_unranked(NOW) == 0


@frozen
@pytest.mark.parametrize("task", [tasks.rank_unranked, tasks.rank_all])
def test_the_doorbells_rank(task):
    application = applications.submitted(at=WEEKS_AGO)
    task()
    application.refresh_from_db()
    assert application.ranked_at == NOW


# ── Constant work ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_two_applications_and_two_hundred_take_the_same_statements():
    opened(at=WEEKS_AGO)

    def statements():
        with CaptureQueriesContext(connection) as asked:
            queue.rank_all(NOW)
        return len(asked)

    applications.many_submitted(2, at=WEEKS_AGO)
    few = statements()
    applications.many_submitted(198, at=WEEKS_AGO)
    many = statements()
    assert Application.objects.filter(status=Status.SUBMITTED, ranked_at=NOW).count() == 200
    assert many == few <= 12
