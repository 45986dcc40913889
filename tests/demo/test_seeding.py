"""The made-up history: the same for the same seed, lifelike, and true to every promise of the database."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from applications.actions import look_alikes
from applications.consensus import Seat, missing_seats
from applications.lifecycle import AT_TRIAGE, NEEDS_EVERY_YES, RANKED, Status
from applications.models import (
    Answer,
    Application,
    ApplicationEvent,
    DecisionLetter,
    InformationRequest,
    PrioritisationRound,
    ReferenceCounter,
    Signatory,
)
from consultants.lifecycle import FollowUpStatus
from consultants.models import Engagement, FollowUpVisit, Meeting
from danish.holidays import danish_holidays
from demo import guards, history, rows, scaling, seeding, standing
from demo.history import Catalogue
from demo.management.commands import seed_demo
from notifications.models import Notification
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
CATALOGUE = Catalogue(tuple(str(code) for code in range(101, 199)), danish_holidays(range(2016, 2029)))


def told(count=300, seed=1, today=TODAY):
    return list(history.stories(count, seed, today, CATALOGUE))


def test_the_same_seed_tells_the_same_history_and_another_seed_another():
    assert told(40) == told(40)
    assert told(40) != told(40, seed=2)


@pytest.mark.parametrize("today", [TODAY, date(2026, 11, 12), date(2027, 1, 11)])
def test_nothing_happens_before_it_could_have(today):
    for story in told(2500, today=today):
        assert story.begun_on >= history.FIRST_DAY.replace(day=1) or story.begun_on < story.submitted_on
        assert story.submitted_on is None or history.FIRST_DAY <= story.submitted_on < today
        assert (
            not {"harassment", "lone_work"} & set(story.themes)
            or story.submitted_on is None
            or (story.submitted_on >= history.NEW_THEMES_FROM)
        )
        if story.decided_on:
            assert story.submitted_on < story.decided_on < today
        if story.course and story.course.closed_on:
            assert story.course.opened_on < story.course.meetings[0] < story.course.closed_on < today


def test_every_story_becomes_rows_that_fit_where_it_stands():
    known = rows.Known(
        municipalities=defaultdict(int),
        sectors=defaultdict(int),
        themes=defaultdict(int),
        rounds=defaultdict(int),
        consultants=list(range(6)),
        accounts=defaultdict(int),
        head=9,
        holidays=CATALOGUE.holidays,
    )
    for story in told(2500):
        written = rows.write(story, 1, known, TODAY)
        made = {table: len(found) for table, found in written.by_table.items()}
        assert made.get(InformationRequest, 0) == (story.status is Status.NEEDS_INFORMATION)
        assert made.get(DecisionLetter, 0) == (story.status in {Status.GRANTED, Status.DECLINED})
        assert made.get(Engagement, 0) == (story.status is Status.GRANTED)
        assert made.get(Answer, 0) == (0 if story.status is Status.EXPIRED else len(story.people))


def test_everybody_is_said_to_have_agreed_from_both_sides():
    for story in told():
        assert [person.is_contact for person in story.people].count(True) == 2
        assert len(story.workplaces) == 1 or story.kind == "joint"


def test_joint_stories_name_different_workplaces_and_both_chairs_of_each_municipality():
    together = [story for story in told() if story.kind == "joint"]
    assert any(len({each.municipality for each in story.workplaces}) == 2 for story in together)
    for story in together:
        codes = [each.municipality for each in story.workplaces]
        assert len({each.name for each in story.workplaces}) == len(story.workplaces) >= 2
        assert missing_seats([Seat(each.role, each.municipality) for each in story.people], codes) == ()
        assert len(story.people) == 2 * len(set(codes))


def test_the_day_of_a_round_is_a_working_day_in_its_month():
    assert history.meeting_day(2026, 11, CATALOGUE.holidays) == date(2026, 11, 10)
    assert history.next_round(date(2026, 11, 11), CATALOGUE.holidays) == date(2026, 12, 8)


def broken_promises():
    """The same questions as the database's own guards, asked of everything at once."""
    named = Signatory.objects.named().filter(application__status__in=NEEDS_EVERY_YES)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM applications_signatory s JOIN applications_application a ON a.id = s.application_id
            WHERE a.status IN ('submitted', 'waiting', 'granted') AND s.removed_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM applications_answer r JOIN applications_applicationversion v ON v.id = r.version_id
                WHERE r.signatory_id = s.id AND v.application_id = a.id AND v.number = a.version_number
                  AND r.agrees AND r.taken_back_at IS NULL AND r.address = s.email)
            """
        )
        unanswered = cursor.fetchone()[0]
        cursor.execute(
            """
            SELECT count(*) FROM applications_application a WHERE a.theme_keys <> ARRAY(
                SELECT t.key FROM applications_application_themes n JOIN themes_theme t ON t.id = n.theme_id
                WHERE n.application_id = a.id ORDER BY t.key)
            """
        )
        without_keys = cursor.fetchone()[0]
        cursor.execute(
            """
            SELECT count(*) FROM applications_application a WHERE a.municipality_ids <> ARRAY(
                SELECT DISTINCT municipality_id FROM applications_workplace w
                WHERE w.application_id = a.id ORDER BY municipality_id)
            OR a.sector_ids <> ARRAY(
                SELECT DISTINCT sector_id FROM applications_workplace w
                WHERE w.application_id = a.id ORDER BY sector_id)
            """
        )
        without_places = cursor.fetchone()[0]
        cursor.execute(
            """
            SELECT count(*) FROM consultants_assignment s JOIN consultants_engagement e ON e.id = s.engagement_id
            WHERE s.application_id <> e.application_id
            """
        )
        with_another = cursor.fetchone()[0]
        cursor.execute(
            """
            SELECT count(*) FROM consultants_engagement e WHERE e.municipality_ids <> ARRAY(
                SELECT DISTINCT municipality_id FROM applications_workplace w
                WHERE w.application_id = e.application_id ORDER BY municipality_id)
            """
        )
        return named.exists(), unanswered, without_keys, without_places, with_another, cursor.fetchone()[0]


def test_a_seeded_portal_keeps_every_promise_and_is_lifelike():
    seeding.seed(applications=400, seed=3, now=NOW)
    assert broken_promises() == (True, 0, 0, 0, 0, 0)
    states = set(Application.objects.values_list("status", flat=True))
    assert {Status.DRAFT, Status.AWAITING_CONSENSUS, Status.GRANTED, Status.DECLINED} <= states
    assert FollowUpVisit.objects.filter(status=FollowUpStatus.DUE, due_on__range=(TODAY, date(2026, 11, 28))).exists()
    assert not Application.objects.ranked().filter(ranked_at=None).exists()
    granted = Application.objects.filter(status=Status.GRANTED)
    assert Engagement.objects.count() == granted.count()
    assert Engagement.objects.overdue_first_contact(TODAY).count() == 1
    assert not [each for each in PrioritisationRound.objects.all() if each.granted.count() > each.capacity]
    hours = Application.objects.exclude(submitted_at=None).values_list("submitted_at__hour", flat=True)
    assert len(set(hours)) >= 8
    weekdays = Counter(each.starts_at.weekday() for each in Meeting.objects.all())
    assert set(weekdays) == {0, 1, 2, 3, 4}
    assert max(weekdays.values()) < 2 * min(weekdays.values())


def test_the_latest_rounds_were_used_and_the_desk_is_not_empty():
    stories = told(1200)
    decided = Counter(story.decided_on for story in stories if story.course and not story.is_urgent)
    latest = [history.meeting_day(2026, month, CATALOGUE.holidays) for month in (8, 9, 10, 11)]
    assert min(decided[day] for day in latest) >= 1
    assert max(decided.values()) <= 20
    # Those that the bell would erase at once are left out.
    lain = [story for story in stories if story.status is Status.EXPIRED]
    assert len(lain) >= 1
    assert all(timedelta(days=31) < TODAY - story.begun_on < timedelta(days=61) for story in lain)
    left = Counter(story.status for story in stories if story.status in AT_TRIAGE)
    assert left[Status.SUBMITTED] >= 8
    assert left.total() >= 20


def test_a_workplace_has_applied_twice_and_the_desk_finds_the_pair_as_its_rule_would(client):
    users = seeding.load_people(NOW)
    seeding.seed(applications=400, seed=3, now=NOW)
    at_triage = Application.objects.at_triage().filter(kind="individual", status__in=RANKED)
    first, *_, again = at_triage.order_by("first_submitted_at")
    received = again.events.get(verb="submitted")
    assert received.data["look_alikes"] == [str(each) for each in look_alikes.look_alikes(again)] == [str(first.pk)]
    client.force_login(users["konsulent"])
    found = client.get("/sekretariat/ansoegninger/", {"ligner": "ja"}).context["rows"]
    assert {first, again} <= {row.application for row in found}


def test_whoever_did_something_is_named_and_what_is_decided_keeps_its_points():
    seeding.seed(applications=400, seed=3, now=NOW)
    # Only what happens by itself has no actor.
    assert set(ApplicationEvent.objects.filter(actor=None).values_list("verb", flat=True)) <= {"expired"}
    yes = ApplicationEvent.objects.filter(verb="agreed").latest("at")
    assert yes.actor.email == Signatory.objects.get(pk=yes.data["signatory"]).email
    decided = Application.objects.filter(status__in=[Status.GRANTED, Status.DECLINED, Status.WITHDRAWN])
    assert not decided.filter(ranked_at=None).exists()
    assert not decided.filter(ranked_at__gt=F("decided_at")).exists()
    for each in decided:
        assert each.points == sum(reason["points"] for reason in each.priority_reasons)
        weeks = (each.decided_at.date() - each.first_submitted_at.date()).days // 7
        assert each.priority_reasons[2]["points"] == min(weeks, 26)
    assert len(set(decided.values_list("points", flat=True))) > 10
    assert not Meeting.objects.filter(place="").exists()


def test_references_are_numbered_by_arrival_and_the_counters_know_the_last():
    seeding.seed(applications=60, seed=3, now=NOW)
    of_2023 = Application.objects.filter(reference__startswith="SPARK-2023-").order_by("first_submitted_at", "id")
    numbers = [int(reference[-4:]) for reference in of_2023.values_list("reference", flat=True)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert ReferenceCounter.objects.get(year=2023).last == len(numbers)
    assert not Application.objects.filter(reference__startswith="new").exists()


def test_one_trio_writes_and_another_is_halfway_through_agreeing():
    seeding.seed(applications=20, seed=3, now=NOW)
    names = {Status.DRAFT: "leder@demo.example.org", Status.AWAITING_CONSENSUS: "leder-2@demo.example.org"}
    for status, address in names.items():
        assert Application.objects.get(status=status).signatories.filter(email=address).count() == 1
    answering = Application.objects.get(status=Status.AWAITING_CONSENSUS)
    assert answering.versions.get().answers.count() == 1
    assert Notification.objects.filter(kind="consensus-asked").count() == 3


def _the_second_is_where_the_first_was(told):
    first, second, *_ = [story for story in told if story.submitted_on]
    second.workplaces = first.workplaces


def test_a_larger_history_is_made_of_copies_that_hang_together(monkeypatch):
    monkeypatch.setattr(seeding, "TEMPLATES", 40)
    monkeypatch.setattr(seeding, "_ROUND_CAPACITY", 1)
    monkeypatch.setattr(standing, "apply_twice", _the_second_is_where_the_first_was)
    seeding.seed(applications=150, seed=3, now=NOW)
    assert Application.objects.count() == 150 + 2
    assert broken_promises() == (True, 0, 0, 0, 0, 0)
    assert Engagement.objects.count() == Application.objects.filter(status=Status.GRANTED).count()
    assert Application.objects.filter(workplaces=None).count() == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM applications_answer a JOIN applications_applicationversion v "
            "ON v.id = a.version_id JOIN applications_signatory s ON s.id = a.signatory_id "
            "WHERE v.application_id <> s.application_id"
        )
        assert cursor.fetchone()[0] == 0
    for event in ApplicationEvent.objects.filter(verb="agreed"):
        assert event.application.signatories.filter(pk=event.data["signatory"]).exists()
    alike = ApplicationEvent.objects.filter(data__look_alikes__0__isnull=False)
    for event in alike.select_related("application"):
        assert [str(key) for key in event.application.look_alike_ids] == event.data["look_alikes"]
    assert alike.count() == 150 // 40 + 1
    found = [(event.application_id, key) for event in alike for key in event.data["look_alikes"]]
    assert len({key for _, key in found}) == len(found)  # none looks like another's


def test_no_copies_are_made_of_nothing_more():
    scaling.multiply(0)
    assert Application.objects.count() == 0


def test_the_guards_are_back_when_the_history_is_in_place():
    with guards.lifted([Application]):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchone()[0] == 0


def test_the_command_fills_an_empty_portal_once():
    told = StringIO()
    call_command(seed_demo.Command(), applications=5, seed=7, stdout=told)
    assert told.getvalue() == "5 applications are in place.\n"
    with pytest.raises(CommandError, match="There are applications already"):
        call_command(seed_demo.Command(), applications=5, seed=7)


def test_a_portal_in_use_is_left_alone():
    applications.draft()
    with pytest.raises(seeding.NotEmpty):
        seeding.seed(applications=5, seed=1, now=NOW)
