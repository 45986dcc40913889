"""What the secretariat does to an application, and what its waiting clock counts meanwhile."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from applications.actions import decisions, triage
from applications.actions.record import NothingWritten, NotNamed, lock
from applications.lifecycle import IllegalMove, Status
from applications.models import Application, DecisionLetter, InformationRequest
from applications.models.application import DeclineReason
from applications.priority import Priority, Reason
from tests.applications.room import ANDERS, METTE, TOVE, owed, snapshot, verbs
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

LATER = make.MORNING + timedelta(days=9)
EVERYBODY = [ANDERS, METTE, TOVE]


@pytest.fixture
def desk():
    user = make.person("karen@spark.example")
    user.roles = ["consultant"]
    user.save()
    return user


def test_ranking_stores_points_reasons_and_their_moment(django_assert_num_queries):
    applications = make.many_submitted(3)
    priority = Priority(31, (Reason(30, "Odense Kommune har aldrig haft et forløb"), Reason(1, "1 uges ventetid")))
    with django_assert_num_queries(4):  # savepoint, lock, one update, release
        assert triage.rank(priorities={each.pk: priority for each in applications}, now=LATER) == 3
    stored = Application.objects.first()
    assert (stored.points, stored.ranked_at) == (31, LATER)
    assert stored.priority_reasons[0] == {"points": 30, "sentence": "Odense Kommune har aldrig haft et forløb"}


def test_who_has_left_the_ranking_keeps_its_points():
    application = make.withdrawn()
    assert triage.rank(priorities={application.pk: Priority(99, ())}, now=LATER) == 0
    application.refresh_from_db()
    assert application.points == 0


@pytest.mark.django_db(transaction=True)
def test_the_ranking_passes_over_what_somebody_is_deciding_at_this_instant():
    free, held = make.many_submitted(2)

    def rank():
        try:
            done.append(triage.rank(priorities=dict.fromkeys((free.pk, held.pk), Priority(31, ())), now=LATER))
        finally:
            connection.close()

    done = []
    with transaction.atomic():
        lock(held.pk)
        ranking = threading.Thread(target=rank)
        ranking.start()
        ranking.join(timeout=60)
    assert done == [1]
    assert dict(Application.objects.values_list("pk", "ranked_at")) == {free.pk: LATER, held.pk: held.ranked_at}


def test_a_question_stops_the_clock_until_the_group_has_answered(desk):
    application = make.submitted()
    request = triage.ask_for_information(
        application_id=application.pk, by=desk, question="  Hvor mange er I?  ", now=LATER
    )
    application.refresh_from_db()
    assert (application.status, request.question) == (Status.NEEDS_INFORMATION, "Hvor mange er I?")
    assert (application.days_waited, application.waiting_since) == (9, None)
    assert owed("information-asked", about_id=request.pk) == EVERYBODY

    triage.answer_request(
        application_id=application.pk, by=make.person(TOVE), answer="48", now=LATER + timedelta(days=5)
    )
    application.refresh_from_db()
    assert (application.status, application.days_waited) == (Status.SUBMITTED, 9)
    assert application.waiting_since == date(2026, 11, 17)
    assert application.waiting_days(date(2026, 11, 18)) == 10
    answered = InformationRequest.objects.get()
    assert (answered.answer, answered.answered_by.email) == ("48", TOVE)
    assert verbs(application) == ["information_asked", "information_answered"]


def test_only_the_group_answers_and_only_an_open_question(desk):
    application = make.needs_information()
    before = snapshot()
    with pytest.raises(NotNamed):
        triage.answer_request(application_id=application.pk, by=desk, answer="48", now=LATER)
    with pytest.raises(NothingWritten):
        triage.answer_request(application_id=application.pk, by=make.person(METTE), answer=" ", now=LATER)
    assert snapshot() == before
    triage.answer_request(application_id=application.pk, by=make.person(METTE), answer="48", now=LATER)
    with pytest.raises(IllegalMove):
        triage.answer_request(application_id=application.pk, by=make.person(METTE), answer="49", now=LATER)


def test_waiting_keeps_the_clock_running_and_the_rank(desk):
    application = make.submitted(ranked_at=make.MORNING)
    triage.set_waiting(application_id=application.pk, by=desk, now=LATER)
    application.refresh_from_db()
    assert (application.status, application.waiting_since) == (Status.WAITING, date(2026, 11, 3))
    assert application.ranked_at == make.MORNING
    assert verbs(application) == ["set_waiting"]


def test_each_turn_on_the_waiting_list_has_its_letter_and_a_decision_is_another(desk):
    application = make.submitted()
    triage.set_waiting(application_id=application.pk, by=desk, now=LATER)
    letter = DecisionLetter.objects.get()
    assert (letter.number, letter.granted, letter.waits, letter.reason) == (1, False, True, "")
    assert (letter.text, letter.written_by, letter.written_at) == (triage.WAITING_LETTER, desk, LATER)
    application.refresh_from_db()
    assert application.standing_letter() == letter

    facts = {"application_id": application.pk, "by": desk, "now": LATER}
    triage.decline(reason=DeclineReason.CAPACITY, text="Desværre.", hold=decisions.WINDOW, **facts)
    application.refresh_from_db()
    assert (application.standing_letter().number, application.standing_letter().waits) == (2, False)
    # While the no can be taken back, the group reads on what it has been told; the letter that has left is in no way.
    assert application.as_told(LATER).standing_letter() == letter
    decisions.take_back(also={}, **facts)
    application.refresh_from_db()
    assert (application.status, application.standing_letter()) == (Status.WAITING, letter)


def test_there_is_no_letter_where_there_is_no_answer():
    assert make.submitted().standing_letter() is None
    assert make.waiting().standing_letter() is None


def test_a_decline_is_a_letter_with_its_reason(desk):
    application = make.submitted()
    letter = triage.decline(
        application_id=application.pk, by=desk, reason=DeclineReason.CAPACITY, text="Der var ikke plads.", now=LATER
    )
    application.refresh_from_db()
    assert (application.status, application.decline_reason) == (Status.DECLINED, DeclineReason.CAPACITY)
    assert (application.decided_at, application.waiting_since, application.days_waited) == (LATER, None, 9)
    assert (letter.number, letter.granted, letter.reason) == (1, False, DeclineReason.CAPACITY)
    assert owed("decision", about_id=letter.pk) == EVERYBODY


def test_a_grant_names_its_round_and_writes_no_mail_itself(desk):
    application = make.waiting()
    chosen = make.round_on()
    letter = triage.grant(
        application_id=application.pk, by=desk, round_id=chosen.pk, urgency_reason=" ", text="Velkommen", now=LATER
    )
    application.refresh_from_db()
    assert (application.status, application.round, application.decided_at) == (Status.GRANTED, chosen, LATER)
    assert (letter.granted, letter.reason, letter.text) == (True, "", "Velkommen")
    assert owed("decision") == []
    assert list(application.events.values_list("verb", "data")) == [("granted", {"round": chosen.pk})]


def test_what_can_not_wait_is_granted_with_a_reason(desk):
    application = make.submitted()
    triage.grant(
        application_id=application.pk, by=desk, round_id=None, urgency_reason="Vold i går", text="Velkommen", now=LATER
    )
    application.refresh_from_db()
    assert (application.round, application.urgency_reason) == (None, "Vold i går")


@pytest.mark.parametrize(("in_round", "urgency"), [(True, "Vold i går"), (False, " ")])
def test_a_grant_is_in_a_round_or_urgent_never_both_nor_neither(desk, in_round, urgency):
    application = make.submitted()
    round_id = make.round_on().pk if in_round else None
    before = snapshot()
    with pytest.raises(triage.RoundOrUrgency):
        triage.grant(
            application_id=application.pk, by=desk, round_id=round_id, urgency_reason=urgency, text="Ja", now=LATER
        )
    assert snapshot() == before


def test_a_closed_or_full_round_grants_nothing(desk):
    make.granted(round=make.round_on(capacity=1), people=[(n, f"x{e}", r) for n, e, r in make.TRIO])
    application = make.submitted()
    closed = make.round_on(date(2026, 11, 1))
    closed.closed_at = make.MORNING
    closed.save()
    before = snapshot()
    for round_id, refusal in ((make.round_on().pk, triage.RoundFull), (closed.pk, triage.RoundOrUrgency)):
        with pytest.raises(refusal):
            triage.grant(
                application_id=application.pk, by=desk, round_id=round_id, urgency_reason="", text="Ja", now=LATER
            )
    assert snapshot() == before


def test_nobody_else_triages():
    application = make.submitted()
    for email, roles in ((METTE, []), ("lone@styregruppe.example", ["admin"])):
        user = make.person(email)
        user.roles = roles
        with pytest.raises(triage.NotAtTheDesk):
            triage.set_waiting(application_id=application.pk, by=user, now=LATER)


def test_letters_say_something(desk):
    application = make.submitted()
    with pytest.raises(NothingWritten):
        triage.decline(application_id=application.pk, by=desk, reason=DeclineReason.CAPACITY, text="", now=LATER)
    with pytest.raises(NothingWritten):
        triage.ask_for_information(application_id=application.pk, by=desk, question="", now=LATER)
    assert DecisionLetter.objects.count() == 0
