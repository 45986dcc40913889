"""What a round has decided is carried out, once each, and what can't be is kept with the reason why."""

from datetime import date, timedelta

import pytest
from structlog.testing import capture_logs

from accounts.models import User
from applications.actions import signing, triage
from applications.models import Application, ApplicationEvent, DecisionLetter
from consultants.actions import engagements, round_closing, rounds
from consultants.models import Engagement, RoundCandidate
from consultants.models.candidate import Failure
from consultants.precedence import Decision
from notifications.models import Notification
from tests.consultants.desk import staff
from tests.factories import applications, consultants
from tests.factories import rounds as make

pytestmark = pytest.mark.django_db

NOW = applications.MORNING
GRANT, WAIT, DECLINE = Decision.GRANT, Decision.WAIT, Decision.DECLINE


@pytest.fixture
def five():
    """Five applications, each a week older than the one before: the last is the most urgent."""
    return [applications.submitted(at=NOW - timedelta(weeks=weeks)) for weeks in range(5)][::-1]


@pytest.fixture
def decided(five):
    """Two grants, the waiting list, a no, and one that nobody has decided on; being closed."""
    opened = make.opened()
    make.decide(opened, GRANT, 1, 2)
    make.decide(opened, WAIT, 3)
    make.decide(opened, DECLINE, 4)
    make.begin_to_close(opened)
    return opened


def states(applications_in_order):
    return [Application.objects.get(pk=each.pk).status for each in applications_in_order]


def outcome(opened):
    found = RoundCandidate.objects.filter(round=opened).order_by("rank")
    return [each.failed_because or (each.applied_at is not None) for each in found]


def letters():
    return sorted(Notification.objects.values_list("kind", flat=True))


def test_each_decision_becomes_what_it_says_and_the_round_is_closed(five, decided):
    assert round_closing.carry_out(now=NOW) == 4
    assert states(five) == ["granted", "granted", "waiting", "declined", "submitted"]
    assert outcome(decided) == [True, True, True, True, False]
    decided.refresh_from_db()
    assert (decided.closed_at, decided.is_closing) == (NOW, False)
    yes = DecisionLetter.objects.filter(granted=True)
    assert set(yes.values_list("application", "text")) == {(five[0].pk, make.YES), (five[1].pk, make.YES)}
    no = DecisionLetter.objects.get(granted=False, waits=False)
    assert (no.application, no.text, no.reason) == (five[3], make.NO, "not_municipal")
    assert [each.round for each in Application.objects.filter(status="granted")] == [decided, decided]
    assert set(Engagement.objects.values_list("assignments__consultant__name", flat=True)) == {"Karen Lund"}
    waiting = DecisionLetter.objects.get(waits=True)
    assert (waiting.application, waiting.text) == (five[2], triage.WAITING_LETTER)
    # For each grant two contacts, one other and the consultant; for the no and for who waits, three people each.
    assert letters() == ["decision"] * 8 + ["engagement-assigned"] * 2 + ["engagement-opened"] * 4


def test_a_second_time_does_nothing(decided):
    round_closing.carry_out(now=NOW)
    events, owed = ApplicationEvent.objects.count(), Notification.objects.count()
    assert round_closing.carry_out(now=NOW + timedelta(hours=1)) == 0
    assert (ApplicationEvent.objects.count(), Notification.objects.count()) == (events, owed)
    decided.refresh_from_db()
    assert decided.closed_at == NOW
    round_closing.finish(round_id=decided.pk, now=NOW + timedelta(hours=1))
    decided.refresh_from_db()
    assert decided.closed_at == NOW


def test_a_round_is_not_closed_while_anything_is_left(decided):
    round_closing.finish(round_id=decided.pk, now=NOW)
    decided.refresh_from_db()
    assert decided.closed_at is None


def test_a_round_without_decisions_is_simply_closed(five):
    opened = make.opened()
    make.begin_to_close(opened)
    assert round_closing.carry_out(now=NOW) == 0
    opened.refresh_from_db()
    assert opened.closed_at == NOW
    assert states(five) == ["submitted"] * 5


def test_a_round_that_is_only_open_is_left_alone(five):
    opened = make.opened()
    make.decide(opened, GRANT, 1)
    assert round_closing.carry_out(now=NOW) == 0
    (first,) = make.at(opened, 1)
    assert not round_closing.settle(candidate_id=first.pk + 1000, now=NOW)
    assert states(five) == ["submitted"] * 5


def test_who_waits_already_goes_on_waiting():
    waiting = applications.waiting()
    opened = make.opened()
    make.decide(opened, WAIT, 1)
    make.begin_to_close(opened)
    round_closing.carry_out(now=NOW)
    assert (states([waiting]), outcome(opened)) == (["waiting"], [True])
    assert letters() == []


def test_what_the_group_was_quicker_with_stands_and_is_told(five, decided):
    signing.withdraw(application_id=five[0].pk, by=applications.person(), now=NOW)
    sent = Notification.objects.count()
    assert round_closing.carry_out(now=NOW) == 4
    assert states(five) == ["withdrawn", "granted", "waiting", "declined", "submitted"]
    assert outcome(decided) == [Failure.WITHDRAWN, True, True, True, False]
    assert Notification.objects.count() == sent + 4 + 3 + 3
    decided.refresh_from_db()
    assert decided.closed_at == NOW


def test_without_room_without_a_consultant_and_without_a_head_nothing_half_is_left(five):
    opened = make.opened(capacity=2)
    make.decide(opened, GRANT, 1, to=staff("Ib Vest"))
    make.decide(opened, GRANT, 2)
    make.begin_to_close(opened)
    applications.granted(round=opened)
    applications.granted(round=opened)
    User.objects.filter(name="Ib Vest").update(is_active=False)
    round_closing.carry_out(now=NOW)
    assert outcome(opened) == [Failure.NO_CONSULTANT, Failure.ROUND_FULL, False, False, False]
    assert states(five) == ["submitted"] * 5
    assert (letters(), Engagement.objects.count()) == ([], 0)


@pytest.mark.parametrize("gone", ["closed", "erased"])
def test_whoever_closes_it_has_to_be_there_still(five, decided, gone):
    head = User.objects.filter(pk=consultants.head().pk)
    head.update(is_active=False) if gone == "closed" else head.delete()
    round_closing.carry_out(now=NOW)
    assert outcome(decided) == [Failure.NOT_AT_THE_DESK] * 4 + [False]
    assert states(five) == ["submitted"] * 5


def test_one_that_nobody_foresaw_keeps_the_answer_from_nobody_else(five, decided, monkeypatch):
    real = engagements.open

    def broken_for_the_first(**facts):
        if facts["application_id"] == five[0].pk:
            raise RuntimeError("Lærkehøj")
        return real(**facts)

    monkeypatch.setattr(engagements, "open", broken_for_the_first)
    with capture_logs() as told:
        assert round_closing.carry_out(now=NOW) == 3
    assert [(each["event"], each["log_level"]) for each in told if each["log_level"] == "error"] == [
        ("candidate_not_settled", "error")
    ]
    assert states(five) == ["submitted", "granted", "waiting", "declined", "submitted"]
    decided.refresh_from_db()
    assert decided.is_closing
    monkeypatch.undo()
    assert round_closing.carry_out(now=NOW) == 1
    decided.refresh_from_db()
    assert (decided.closed_at, states(five)[0]) == (NOW, "granted")


def test_the_next_round_can_be_opened_once_this_one_is_closed(decided):
    later = applications.round_on(date(2027, 1, 5))
    with pytest.raises(rounds.AnotherIsOpen):
        rounds.open(round_id=later.pk, by=consultants.head(), now=NOW)
    round_closing.carry_out(now=NOW)
    assert rounds.open(round_id=later.pk, by=consultants.head(), now=NOW) == 2
