"""A decision can be taken back while nobody has been told. Undo and sending never both win."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from applications.actions import decisions, signing, triage
from applications.actions.record import NothingWritten
from applications.lifecycle import IllegalMove, Status
from applications.models import Application, ApplicationEvent, DecisionLetter
from applications.models.application import DeclineReason
from consultants.actions import engagements, meetings, regretting
from consultants.models import Assignment, Engagement, EngagementEvent
from notifications import delivery
from notifications.models import Notification, State
from tests.consultants.desk import NOW, WEEKS_AGO, staff, steering
from tests.factories import applications

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(seconds=30)
LATE = NOW + timedelta(seconds=60)


def declined(application=None, hold=decisions.WINDOW):
    application = application or applications.submitted(at=WEEKS_AGO)
    triage.decline(
        application_id=application.pk,
        by=staff(),
        reason=DeclineReason.CAPACITY,
        text="Desværre.",
        now=NOW,
        hold=hold,
    )
    application.refresh_from_db()
    return application


def granted(hold=decisions.WINDOW):
    application = applications.submitted(at=WEEKS_AGO)
    engagements.open(
        application_id=application.pk,
        consultant=staff("Bo Dahl"),
        by=staff(),
        round_id=applications.round_on((NOW + timedelta(days=9)).date(), capacity=1).pk,
        urgency_reason="",
        text="Velkommen.",
        now=NOW,
        hold=hold,
    )
    application.refresh_from_db()
    return application


def regret(application, *, at=SOON, by=None):
    regretting.take_back(application_id=application.pk, by=by or staff(), now=at)
    application.refresh_from_db()


def states():
    return sorted(Notification.objects.exclude(kind="submission-receipt").values_list("kind", "state"))


def last(application):
    return application.events.order_by("pk").last()


# ── Taken back ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_no_that_is_regretted_in_time_never_was():
    application = declined()
    assert application.is_held(SOON)
    assert not application.is_held(LATE)
    assert states() == [("decision", "owed")] * 3

    regret(application)

    assert (application.status, application.decline_reason, application.decided_at) == (Status.SUBMITTED, "", None)
    assert (application.held_until, application.decided_from) == (None, "")
    assert (application.waiting_days(NOW.date()), application.waiting_since, application.ranked_at) == (
        18,
        NOW.date(),
        None,
    )
    assert states() == [("decision", "skipped")] * 3
    event = last(application)
    assert (event.verb, event.data["undone"]) == ("decision_taken_back", "declined")
    assert ApplicationEvent.objects.get(pk=event.data["decision"]).verb == "declined"


def test_what_waited_waits_again():
    application = declined(applications.waiting(at=WEEKS_AGO))
    regret(application)
    assert application.status == Status.WAITING


def test_a_yes_that_is_regretted_in_time_leaves_no_engagement_and_gives_the_round_its_room_back():
    application = granted()
    assert states() == [("decision", "owed"), ("engagement-assigned", "owed"), *[("engagement-opened", "owed")] * 2]

    regret(application)

    assert (application.status, application.round) == (Status.SUBMITTED, None)
    assert not Engagement.objects.exists()
    assert not Assignment.objects.exists()
    assert not EngagementEvent.objects.exists()
    assert {state for _, state in states()} == {"skipped"}
    # And it can be granted anew.
    again = engagements.open(
        application_id=application.pk, consultant=staff(), by=staff(), round_id=None, urgency_reason="Haster",
        text="Velkommen.", now=SOON, hold=decisions.WINDOW,
    )  # fmt: skip
    assert again.application == application
    assert application.letters.count() == 2


def test_a_decision_taken_twice_can_be_regretted_twice():
    application = declined()
    regret(application)
    declined(application)
    regret(application)
    assert application.status == Status.SUBMITTED
    assert states() == [("decision", "skipped")] * 6


def test_an_engagement_in_use_is_called_off_not_undone():
    application = granted()
    slot = meetings.Slot(
        kind="intro", starts_at=NOW + timedelta(days=3), ends_at=NOW + timedelta(days=3, hours=2), place="", homework=""
    )
    meetings.plan(engagement_id=application.engagement.pk, by=staff("Bo Dahl"), slot=slot, now=NOW)
    with pytest.raises(regretting.InUse):
        regret(application)
    application.refresh_from_db()
    assert application.status == Status.GRANTED


@pytest.mark.parametrize("made", [declined, granted])
def test_after_the_minute_it_stands(made):
    application = made()
    for at in (LATE, LATE + timedelta(days=1)):
        with pytest.raises(decisions.AlreadySent):
            regret(application, at=at)
    assert Application.objects.get().status == application.status
    assert {state for _, state in states()} == {"owed"}


def test_what_was_not_held_stands_at_once():
    application = declined(hold=timedelta(0))
    with pytest.raises(decisions.AlreadySent):
        regret(application, at=NOW)
    assert last(application).data == {"reason": "capacity"}


def test_one_letter_that_has_left_is_enough_to_let_it_stand():
    application = declined()
    Notification.objects.filter(pk=Notification.objects.filter(kind="decision").first().pk).update(
        state=State.SENT, sent_at=NOW
    )
    with pytest.raises(decisions.AlreadySent):
        regret(application)
    with pytest.raises(decisions.AlreadySent):
        regretting.rewrite(application_id=application.pk, by=staff(), text="Nyt", now=SOON)
    assert states() == [("decision", "owed"), ("decision", "owed"), ("decision", "sent")]


def test_only_the_desk_regrets_and_only_a_decision():
    application = declined()
    with pytest.raises(triage.NotAtTheDesk):
        regret(application, by=steering())
    regret(application)
    with pytest.raises(IllegalMove):
        regret(application)
    with pytest.raises(IllegalMove):
        application.take_back()


def test_the_group_can_not_withdraw_past_a_decision_that_is_held():
    application = declined()
    with pytest.raises(IllegalMove):
        signing.withdraw(application_id=application.pk, by=applications.person(applications.TRIO[0][1]), now=SOON)


# ── Written better ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("made", "mails"), [(declined, 3), (granted, 4)])
def test_a_better_letter_is_another_version_and_waits_a_minute_more(made, mails):
    application = made()
    letter = regretting.rewrite(application_id=application.pk, by=staff("Bo Dahl"), text=" Bedre. ", now=SOON)
    until = SOON + decisions.WINDOW

    assert (letter.number, letter.text, letter.written_by) == (2, "Bedre.", staff("Bo Dahl"))
    first = application.letters.get(number=1)
    assert (letter.granted, letter.reason) == (first.granted, first.reason)
    held = Notification.objects.exclude(kind="submission-receipt").values_list(
        "due_at", "hold_until", "next_attempt_at"
    )
    assert list(held) == [(until, until, until)] * mails
    application.refresh_from_db()
    assert application.held_until == until
    assert last(application).verb == "letter_rewritten"

    regret(application, at=LATE)
    assert application.status == Status.SUBMITTED


def test_the_same_words_are_no_new_version():
    application = declined()
    assert regretting.rewrite(application_id=application.pk, by=staff(), text="Desværre.\r\n", now=SOON) is None
    assert DecisionLetter.objects.count() == 1
    with pytest.raises(NothingWritten):
        regretting.rewrite(application_id=application.pk, by=staff(), text=" ", now=SOON)


# ── The database's own guard ────────────────────────────────────────────────────────────────────────────────────────
def by_hand(application, **changed):
    facts = {"status": Status.SUBMITTED, "decline_reason": "", "held_until": None, "decided_from": "", **changed}
    with transaction.atomic():
        Application.objects.filter(pk=application.pk).update(**facts)


@pytest.mark.parametrize("state", [State.SENT, State.CLAIMED, State.UNKNOWN, State.DEAD])
def test_no_hand_takes_back_what_has_left_or_may_have(state):
    application = declined()
    facts = {"sent_at": NOW} if state == State.SENT else {}
    if state == State.CLAIMED:
        facts = {"lease_owner": application.pk, "lease_until": LATE}
    one = Notification.objects.filter(kind="decision").first().pk
    Notification.objects.filter(pk=one).update(state=state, **facts)
    with pytest.raises(IntegrityError, match="the decision has left"):
        by_hand(application)


def test_no_hand_takes_back_what_was_never_held_or_to_somewhere_else():
    with pytest.raises(IntegrityError, match="never held back"):
        by_hand(declined(hold=timedelta(0)))
    with pytest.raises(IntegrityError, match="the decision has left"):
        by_hand(declined(), status=Status.WAITING)
    by_hand(declined())


# ── At the same instant ─────────────────────────────────────────────────────────────────────────────────────────────
def in_a_thread(work, told):
    def run():
        try:
            told.append(work())
        except Exception as refusal:
            told.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_has_claimed_the_letters_wins_over_the_regret():
    application, told = declined(), []
    current = delivery.Round(LATE, line=None)
    with transaction.atomic():
        claimed = list(Notification.objects.claimable(LATE).select_for_update(skip_locked=True))
        thread = in_a_thread(lambda: regretting.take_back(application_id=application.pk, by=staff(), now=SOON), told)
        waits = wait_until_blocked()
        Notification.objects.filter(pk__in=[each.pk for each in claimed]).update(
            state=State.CLAIMED, lease_owner=current.owner, lease_until=LATE + delivery.LEASE
        )
    thread.join(20)
    assert waits
    assert isinstance(told[0], decisions.AlreadySent)
    assert Application.objects.get(pk=application.pk).status == Status.DECLINED


@pytest.mark.django_db(transaction=True)
def test_a_regret_that_holds_the_letters_wins_over_the_sender():
    application, told = declined(), []
    with transaction.atomic():
        regretting.take_back(application_id=application.pk, by=staff(), now=SOON)
        thread = in_a_thread(lambda: delivery._claim(delivery.Round(LATE, line=None), 50), told)
        thread.join(20)
        assert told == [[]]  # it passes the locked letters over, and waits for nobody
    assert delivery._claim(delivery.Round(LATE, line=None), 50) == []
    assert {state for _, state in states()} == {"skipped"}


def wait_until_blocked():
    """Whether another connection waits for a lock, within ten seconds."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return True
        time.sleep(0.05)
    return False
