"""A round is opened, decided and begun to be closed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Role
from applications.actions import signing, triage
from applications.models import Application, ApplicationEvent, DecisionLetter, PrioritisationRound, PriorityWeights
from applications.models.application import DeclineReason
from applications.priority import Weights, rank, restored
from consultants.actions import engagements, queue, rounds
from consultants.models import Engagement, RoundCandidate
from consultants.models.candidate import Failure
from consultants.precedence import Decision
from notifications.models import Notification
from tests.consultants.desk import staff
from tests.factories import applications, consultants
from tests.factories import rounds as make

pytestmark = pytest.mark.django_db

NOW = applications.MORNING
LONG_AGO = NOW - timedelta(days=70)
GRANT, WAIT, DECLINE = Decision.GRANT, Decision.WAIT, Decision.DECLINE


@pytest.fixture
def five():
    """Five applications, each a week older than the one before: the last is the most urgent."""
    return [applications.submitted(at=NOW - timedelta(weeks=weeks)) for weeks in range(5)]


# ── Open ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_opening_freezes_all_that_is_ranked_with_the_weights_in_force():
    newest, oldest = applications.submitted(at=NOW), applications.waiting(at=LONG_AGO)
    for gone in (applications.withdrawn, applications.needs_information, applications.draft, applications.granted):
        gone(at=LONG_AGO)
    PriorityWeights.objects.create(version=1, in_force_from=date(2026, 1, 1), per_week=2)
    PriorityWeights.objects.create(version=2, in_force_from=date(2026, 12, 1), per_week=9)
    opened = make.opened(now=NOW)
    assert (opened.opened_at, opened.weights.version, opened.is_opened) == (NOW, 1, True)
    first, second = make.at(opened, 1, 2)
    assert (first.application, second.application) == (oldest, newest)
    # One municipality, one sector; nobody was helped before; ten weeks at two points.
    assert (first.points, second.points) == (70, 50)
    assert first.reasons == [
        {"points": 30, "sentence": "Kommunen har aldrig haft et forløb"},
        {"points": 20, "sentence": "Social og handicap har fået 0 % af forløbene; en lige andel er 100 %"},
        {"points": 20, "sentence": "10 ugers ventetid"},
    ]
    assert (first.version_number, first.decision) == (1, "")
    assert rank(restored(first.facts), opened.weights.as_weights()).points == 70


def test_what_is_frozen_is_what_the_queue_ranks(five):
    queue.rank_all(NOW)
    opened = make.opened(now=NOW)
    in_order = Application.objects.order_by("-points", "first_submitted_at", "id")
    frozen = RoundCandidate.objects.filter(round=opened).order_by("rank")
    assert [(each.application_id, each.points, each.reasons) for each in frozen] == [
        (each.pk, each.points, each.priority_reasons) for each in in_order
    ]
    assert [each.rank for each in frozen] == [1, 2, 3, 4, 5]


def test_who_asked_first_comes_first_among_equals():
    late, early = applications.submitted(at=NOW), applications.submitted(at=NOW - timedelta(hours=2))
    assert [each.application for each in make.at(make.opened(), 1, 2)] == [early, late]


def test_without_any_decision_on_weights_the_defaults_rank(five):
    opened = make.opened()
    assert (opened.weights, rounds.weights_of(opened)) == (None, Weights())


def test_a_round_is_opened_once_and_only_one_at_a_time(five):
    opened = make.opened()
    with pytest.raises(rounds.NotPlanned):
        make.opened()
    later = applications.round_on(date(2027, 1, 5))
    with pytest.raises(rounds.AnotherIsOpen):
        rounds.open(round_id=later.pk, by=consultants.head(), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrioritisationRound.objects.filter(pk=later.pk).update(opened_at=NOW)
    PrioritisationRound.objects.filter(pk=opened.pk).update(closed_at=NOW)
    assert rounds.open(round_id=later.pk, by=consultants.head(), now=NOW) == 5


def test_a_closed_round_of_old_is_not_opened():
    old = applications.round_on()
    PrioritisationRound.objects.update(closed_at=NOW)
    with pytest.raises(rounds.NotPlanned):
        rounds.open(round_id=old.pk, by=consultants.head(), now=NOW)


def test_only_the_head_opens_decides_and_closes(five):
    planned = applications.round_on()
    outgoing = staff("Ulf Dam", Role.HEAD, is_active=False)
    for nobody in (consultants.consultant(), outgoing):
        with pytest.raises(rounds.NotTheHead):
            rounds.open(round_id=planned.pk, by=nobody, now=NOW)
    opened = make.opened()
    with pytest.raises(rounds.NotTheHead):
        make.decide(opened, GRANT, 1, by=consultants.consultant())
    with pytest.raises(rounds.NotTheHead):
        rounds.take_back(round_id=opened.pk, candidate_ids=[1], by=consultants.consultant())
    with pytest.raises(rounds.NotTheHead):
        make.begin_to_close(opened, by=consultants.consultant())


# ── Decide ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def told(opened):
    return [
        (each.rank, each.decision, each.text, each.decline_reason, each.override_reason)
        for each in rounds.candidates(opened)
        if each.decision
    ]


def test_decisions_are_kept_and_nothing_leaves_yet(five):
    opened, karl = make.opened(), staff("Karl Ege")
    assert make.decide(opened, GRANT, 1, 2, to=karl) == 2
    assert make.decide(opened, WAIT, 3) == 1
    assert make.decide(opened, DECLINE, 4) == 1
    assert told(opened) == [
        (1, "grant", make.YES, "", ""),
        (2, "grant", make.YES, "", ""),
        (3, "wait", "", "", ""),
        (4, "decline", make.NO, "not_municipal", ""),
    ]
    (first,) = make.at(opened, 1)
    assert (first.consultant, first.decided_by, first.decided_at) == (karl, consultants.head(), NOW)
    assert set(Application.objects.values_list("status", flat=True)) == {"submitted"}
    assert not Notification.objects.exists()
    assert not DecisionLetter.objects.exists()
    assert not Engagement.objects.exists()


def test_a_later_decision_replaces_the_earlier_one_with_all_that_belonged_to_it(five):
    opened = make.opened()
    make.decide(opened, GRANT, 1)
    make.decide(opened, DECLINE, 1)
    (first,) = make.at(opened, 1)
    assert (first.consultant, first.text, first.decline_reason) == (None, make.NO, "not_municipal")
    make.decide(opened, WAIT, 1)
    assert told(opened) == [(1, "wait", "", "", "")]


def test_a_decision_is_taken_back(five):
    opened = make.opened()
    make.decide(opened, GRANT, 1, 2)
    ids = [each.pk for each in make.at(opened, 1, 3)]
    assert rounds.take_back(round_id=opened.pk, candidate_ids=ids, by=consultants.head()) == 1
    assert told(opened) == [(2, "grant", make.YES, "", "")]
    assert make.at(opened, 1)[0].decided_at is None


def test_going_against_the_order_needs_a_reason_which_is_kept_where_it_is_needed(five):
    opened = make.opened()
    with pytest.raises(rounds.AgainstTheOrder) as refused:
        make.decide(opened, GRANT, 1, 3, 4)
    assert (refused.value.ranks, str(refused.value)) == ((3, 4), "3, 4")
    assert told(opened) == []
    make.decide(opened, GRANT, 1, 3, reason=" De kan begynde straks ")
    assert told(opened) == [
        (1, "grant", make.YES, "", ""),
        (3, "grant", make.YES, "", "De kan begynde straks"),
    ]
    # Whoever is passed by later needs a reason of their own.
    with pytest.raises(rounds.AgainstTheOrder):
        make.decide(opened, WAIT, 1, reason=" ")
    with pytest.raises(rounds.AgainstTheOrder):
        make.decide(opened, DECLINE, 1, because=DeclineReason.CAPACITY)
    make.decide(opened, DECLINE, 1)


def test_no_more_is_granted_than_there_is_room_for(five):
    opened = make.opened(capacity=2)
    assert rounds.room_left(opened, rounds.candidates(opened)) == 2
    with pytest.raises(rounds.NoRoom):
        make.decide(opened, GRANT, 1, 2, 3)
    make.decide(opened, GRANT, 1)
    applications.granted(round=opened)  # at the desk, in the same round
    assert rounds.room_left(opened, rounds.candidates(opened)) == 0
    with pytest.raises(rounds.NoRoom):
        make.decide(opened, GRANT, 2)


def test_whoever_has_changed_since_cannot_be_decided_and_the_others_can(five):
    opened = make.opened()
    make.decide(opened, GRANT, 2, reason="Det haster")
    fifth, fourth, third, second, _ = five  # the most urgent is the last
    signing.withdraw(application_id=second.pk, by=applications.person(), now=NOW)
    triage.ask_for_information(application_id=third.pk, by=consultants.head(), question="Hvem?", now=NOW)
    signing.reopen(application_id=fourth.pk, by=applications.person(), now=NOW)
    engagements.open(
        application_id=fifth.pk, consultant=consultants.consultant(), by=consultants.head(), round_id=None,
        urgency_reason="Vold i går", text="Ja", now=NOW,
    )  # fmt: skip
    assert [each.obstacle for each in rounds.candidates(opened)] == [
        None, Failure.WITHDRAWN, Failure.NEEDS_INFORMATION, Failure.WITH_THE_GROUP, Failure.DECIDED_ELSEWHERE,
    ]  # fmt: skip
    assert rounds.room_left(opened, rounds.candidates(opened)) == 8
    assert make.decide(opened, GRANT, 1, 2, 3, 4, 5) == 1
    with pytest.raises(rounds.NothingToDecide):
        make.decide(opened, WAIT, 2)


def test_a_new_text_is_for_the_next_round(five):
    opened = make.opened()
    Application.objects.filter(pk=five[-1].pk).update(edit_number=7)
    assert rounds.candidates(opened)[0].obstacle is None
    RoundCandidate.objects.filter(rank=1).update(version_number=0)
    assert rounds.candidates(opened)[0].obstacle == Failure.NEW_TEXT
    with pytest.raises(rounds.NothingToDecide):
        make.decide(opened, GRANT, 1)


def test_two_who_decide_at_once_the_second_is_told(five):
    opened = make.opened()
    (first,) = make.at(opened, 1)
    seen = rounds.stamp([first])
    make.decide(opened, WAIT, 1)
    with pytest.raises(rounds.ChangedMeanwhile):
        rounds.decide(
            round_id=opened.pk, candidate_ids=[first.pk], seen=seen, verdict=rounds.Verdict(GRANT),
            by=consultants.head(), now=NOW,
        )  # fmt: skip
    assert told(opened) == [(1, "wait", "", "", "")]


def test_an_engagement_is_given_to_a_consultant_whose_account_is_open(five):
    opened = make.opened()
    for nobody in (consultants.head(), staff("Ib Vest", is_active=False)):
        with pytest.raises(engagements.NotAConsultant):
            make.decide(opened, GRANT, 1, to=nobody)


# ── Begin to close ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_closing_begins_and_then_nothing_more_is_decided(five):
    opened = make.opened()
    make.decide(opened, GRANT, 1)
    make.begin_to_close(opened)
    opened.refresh_from_db()
    assert (opened.closing_started_at, opened.closed_by, opened.closed_at) == (NOW, consultants.head(), None)
    assert (opened.is_opened, opened.is_closing) == (False, True)
    for verb in (
        lambda: make.decide(opened, WAIT, 2),
        lambda: rounds.take_back(round_id=opened.pk, candidate_ids=[1], by=consultants.head()),
        lambda: make.begin_to_close(opened),
    ):
        with pytest.raises(rounds.NotOpened):
            verb()


def test_a_planned_round_is_not_closed():
    with pytest.raises(rounds.NotOpened):
        make.begin_to_close(applications.round_on())


def test_closing_is_refused_while_somebody_is_passed_by_without_a_reason(five):
    opened = make.opened()
    make.decide(opened, GRANT, 1, 2)
    rounds.take_back(round_id=opened.pk, candidate_ids=[make.at(opened, 1)[0].pk], by=consultants.head())
    with pytest.raises(rounds.AgainstTheOrder) as refused:
        make.begin_to_close(opened)
    assert refused.value.ranks == (2,)


def test_closing_does_what_was_shown_and_nothing_else(five):
    opened = make.opened()
    make.decide(opened, GRANT, 1)
    seen = rounds.stamp(make.at(opened, 1))
    make.decide(opened, GRANT, 2)
    with pytest.raises(rounds.ChangedMeanwhile):
        rounds.close(round_id=opened.pk, seen=seen, by=consultants.head(), now=NOW)


def test_nothing_of_a_round_is_told_in_the_timeline_before_it_is_closed(five):
    opened = make.opened()
    before = ApplicationEvent.objects.count()
    make.decide(opened, GRANT, 1)
    make.begin_to_close(opened)
    assert ApplicationEvent.objects.count() == before
