"""What the demo lays over its history: life on the secretariat's pages, and nothing that its verbs would not do."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from applications.models import AccessLog, CaseNote, Message, Readers
from clock import COPENHAGEN
from consultants.actions.evaluations import ENOUGH
from consultants.lifecycle import MeetingStatus, Status
from consultants.models import (
    Absence,
    ContactEntry,
    CooperationAgreement,
    Engagement,
    Evaluation,
    EvaluationAnswer,
    FollowUpVisit,
    Meeting,
    Outreach,
    PhoneCall,
    RoundCandidate,
    Story,
    Task,
    TrialAction,
)
from consultants.precedence import Decision, unexplained
from demo import seeding
from demo.everyday.world import by_day
from demo.people import by_slug
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def _seeded(places):
    with time_machine.travel(NOW, tick=False):
        applications.round_on()
        seeding.seed(applications=500, seed=1, now=NOW)
        yield


def somebody(slug):
    return User.objects.get(email=by_slug(slug).email)


def signed_in(slug):
    browser = Client()
    browser.force_login(somebody(slug))
    return browser


def _every_page_shows_life():
    head = signed_in("sekretariatsleder")
    for name in (
        "day", "queue", "new_messages", "rounds", "engagements", "follow_ups", "team", "absences", "spread", "phone",
        "outreach", "stories", "public_stories", "access", "hovedmed_settings", "evaluation_results", "settings",
    ):  # fmt: skip
        assert head.get(reverse(f"consultants:{name}")).status_code == 200, name
    one_of_each = Engagement.objects.order_by("status", "pk").distinct("status")
    assert {Status.ACTIVE, Status.CANCELLED, Status.CLOSED, Status.PAUSED} <= {each.status for each in one_of_each}
    for each in one_of_each:
        assert head.get(reverse("consultants:engagement", args=[each.pk])).status_code == 200, each.status
    for table in (Absence, PhoneCall, Outreach, Story, TrialAction, Task, ContactEntry, CaseNote, AccessLog):
        assert table.objects.count() > 3, table
    assert Message.objects.unhandled().exists()
    assert CaseNote.objects.filter(readers=Readers.HEAD).count() == 1
    assert FollowUpVisit.objects.due().exclude(wish="").exists()
    assert FollowUpVisit.objects.due().filter(meeting__status=MeetingStatus.PLANNED).exists()


def _the_first_consultant_has_work_and_empty_pages():
    karen = somebody("konsulent")
    mine = Engagement.objects.run_by(karen)
    today = Meeting.objects.run_by(karen).planned().filter(starts_at__date=TODAY)
    assert {str(each.engagement.assignments.current().get()) for each in today} == {"Karen Ravnsborg"}
    assert mine.filter(status=Status.PAUSED).exclude(pause_reason="").count() == 1
    assert mine.filter(status=Status.ACTIVE, trial_actions=None).exists()
    assert mine.filter(status=Status.ACTIVE).exclude(trial_actions=None).exists()


def _what_the_verbs_promise_holds():
    now = Engagement.objects.filter(status=Status.CANCELLED)
    assert not Meeting.objects.filter(engagement__in=now, status=MeetingStatus.PLANNED).exists()
    assert not Meeting.objects.filter(status=MeetingStatus.HELD, starts_at__gt=NOW).exists()
    assert not Message.objects.filter(at__gt=NOW).exists()
    assert not ContactEntry.objects.filter(on__gt=TODAY).exists()
    for opened_on, on in ContactEntry.objects.values_list("engagement__opened_at", "on"):
        assert opened_on.date() <= on
    numbers = CooperationAgreement.objects.order_by("engagement", "number").values_list("engagement", "number")
    assert len(set(numbers)) == len(numbers)
    asked = Evaluation.objects.filter(is_over=True)
    assert sum(asked.values_list("answered", flat=True)) == EvaluationAnswer.objects.count() > 10
    assert (
        not EvaluationAnswer.objects.exclude(engagement=None)
        .filter(engagement__in=asked.filter(invited__lt=ENOUGH).values("engagement"))
        .exists()
    )
    assert not EvaluationAnswer.objects.filter(month__gt=TODAY + timedelta(days=30)).exists()


def _one_round_is_closed_and_the_next_half_decided():
    closed, coming = RoundCandidate.objects.order_by("round__meets_on").values_list("round", flat=True).distinct()
    theirs = list(RoundCandidate.objects.filter(round=closed).select_related("application"))
    assert {each.decision for each in theirs} <= {Decision.GRANT, Decision.WAIT}
    assert all(each.applied_at for each in theirs)
    assert list(unexplained(each.standing for each in theirs)) == []
    decided = RoundCandidate.objects.filter(round=coming).exclude(decision="").order_by("rank")
    assert list(decided.values_list("decision", flat=True)) == ["grant", "grant", "grant", "wait"]
    assert RoundCandidate.objects.filter(round=coming, decision="").exists()


@pytest.mark.usefixtures("_seeded")
def test_the_secretariats_days_are_full_and_true_to_the_rules():
    """One seeding, which takes seconds, and all that is asked of it."""
    _every_page_shows_life()
    _the_first_consultant_has_work_and_empty_pages()
    _what_the_verbs_promise_holds()
    _one_round_is_closed_and_the_next_half_decided()


def test_a_larger_history_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(seeding, "TEMPLATES", 20)
    seeding.seed(applications=30, seed=1, now=NOW)
    assert not PhoneCall.objects.exists()


def test_a_small_history_without_a_round_to_come_has_its_days_too():
    seeding.seed(applications=5, seed=7, now=NOW)
    assert PhoneCall.objects.exists()
    assert not RoundCandidate.objects.filter(round__closed_at=None).exists()


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-11-20 08:00", "2026-11-20 08:00"),
        ("2026-11-20 15:59", "2026-11-20 15:59"),
        ("2026-11-20 16:32", "2026-11-20 16:02"),
        ("2026-11-21 00:00", "2026-11-20 16:30"),
        ("2026-11-21 07:44", "2026-11-20 16:59"),
    ],
)
def test_nobody_of_the_made_up_days_writes_at_night(at, told):
    def copenhagen(text):
        return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)

    assert by_day(copenhagen(at)) == copenhagen(told)
