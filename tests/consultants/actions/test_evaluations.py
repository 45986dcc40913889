"""Who is asked how it went, when, and that no answer leads back to anybody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from applications.consensus import Role
from consultants.actions import contacts, evaluations
from consultants.models import Evaluation, EvaluationAnswer, EvaluationInvitation
from consultants.models.evaluation import hash_of, token_of
from consultants.tasks import plan_evaluations
from notifications.letters import Unwanted
from notifications.models import Notification
from tests.consultants.outbox import compose, composed, owed, words
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
GOOD = evaluations.Answers(4, "yes", "yes", "no", "dont_know", "Vi taler bedre sammen")
BENTE = "bente.dahl@odense.example"


@pytest.fixture
def engagement():
    return factory.closed(closed_on=date(2027, 3, 1))


def plan(now=MONDAY):
    evaluations.plan(now=now)


def later(**span):
    return MONDAY + timedelta(**span)


def signatories(engagement):
    return {f"signatory:{person.pk}" for person in engagement.application.signatories.all()}


def tokens():
    return [token_of(pk) for pk in EvaluationInvitation.objects.order_by("pk").values_list("pk", flat=True)]


def because(kind, now):
    return {letter.because if isinstance(letter, Unwanted) else "leaves" for letter in composed(kind, now).values()}


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_everybody_of_the_group_is_asked_at_the_closing_and_three_months_later(engagement):
    plan()

    assert owed("evaluation-invitation") == signatories(engagement)
    dates = Evaluation.objects.order_by("due_on").values_list(
        "occasion", "due_on", "invited_on", "closes_on", "invited"
    )
    assert list(dates) == [
        ("closing", date(2027, 3, 1), date(2027, 3, 1), date(2027, 4, 30), 3),
        ("three_months", date(2027, 6, 1), None, None, 0),
    ]

    plan(datetime(2027, 6, 1, 5, 59, tzinfo=UTC))  # a minute before eight in Copenhagen
    assert Notification.objects.filter(kind="evaluation-invitation").count() == 3
    plan(datetime(2027, 6, 1, 6, 0, tzinfo=UTC))
    assert Notification.objects.filter(kind="evaluation-invitation").count() == 6


def test_planning_again_owes_nothing_more(engagement):
    for _ in range(3):
        plan()

    assert Notification.objects.filter(kind__startswith="evaluation").count() == 3
    assert Evaluation.objects.count() == 2


def test_of_two_planners_at_once_the_second_finds_it_done(engagement):
    plan()
    plan(later(days=14))
    before = Notification.objects.count()
    asked = Evaluation.objects.get(occasion="closing")

    # As if another had been quicker between the look and the lock.
    evaluations._invite(asked, later(days=14))
    evaluations._remind(asked, later(days=14))

    assert Notification.objects.count() == before
    assert str(asked) == "Lige efter forløbet"


def test_a_closing_on_a_saturday_is_asked_about_on_monday():
    factory.closed(closed_on=date(2027, 3, 6))

    plan(datetime(2027, 3, 6, 12, 0, tzinfo=UTC))
    assert owed("evaluation-invitation") == set()
    plan(datetime(2027, 3, 8, 8, 0, tzinfo=UTC))
    assert len(owed("evaluation-invitation")) == 3


def test_whoever_took_over_is_asked_and_whoever_left_is_not(engagement):
    to = contacts.Person(Role.UNION_REPRESENTATIVE, "Bente Dahl", BENTE)
    tove = engagement.application.signatories.get(name="Tove Riis")
    contacts.hand_on(engagement_id=engagement.pk, by=applications.person(tove.email), to=to, now=MONDAY)
    contacts.take_over(engagement_id=engagement.pk, by=applications.person(BENTE), now=MONDAY)
    bente = engagement.successors.get()

    plan()

    assert owed("evaluation-invitation") == signatories(engagement) - {f"signatory:{tove.pk}"} | {bente.key}
    assert composed("evaluation-invitation", MONDAY)[bente.key].to == BENTE
    contacts.turn_down(engagement_id=engagement.pk, by=applications.person(BENTE), now=MONDAY)
    assert not EvaluationInvitation.objects.filter(recipient_key=bente.key).exists()
    assert because("evaluation-invitation", MONDAY) == {"leaves", "the evaluation is over"}


def test_somebody_of_the_group_who_took_over_is_asked_once(engagement):
    anders = engagement.application.signatories.get(name="Anders Maar")
    tove = engagement.application.signatories.get(name="Tove Riis")
    to = contacts.Person(Role(anders.role), anders.name, anders.email)
    contacts.hand_on(engagement_id=engagement.pk, by=applications.person(tove.email), to=to, now=MONDAY)
    contacts.take_over(engagement_id=engagement.pk, by=applications.person(anders.email), now=MONDAY)

    plan()

    assert owed("evaluation-invitation") == signatories(engagement) - {f"signatory:{tove.pk}"}


def test_what_is_opened_again_is_not_asked_about(engagement):
    plan()
    Evaluation.objects.filter(occasion="three_months").update(closed_on=date(2027, 2, 28))

    plan(datetime(2027, 6, 1, 9, 0, tzinfo=UTC))

    old = Evaluation.objects.get(closed_on=date(2027, 2, 28))
    assert old.invited_on is None


def test_a_group_that_is_not_to_be_asked_is_not():
    factory.closed(closed_on=date(2027, 3, 1), evaluation_asked=False)
    asked = factory.closed(application=applications.granted(), closed_on=date(2027, 3, 1), evaluation_asked=True)

    plan()

    assert owed("evaluation-invitation") == signatories(asked)


def test_what_was_closed_long_ago_is_left_alone():
    factory.closed(closed_on=date(2026, 11, 20))  # asked about until the end of April at the latest

    plan(datetime(2027, 5, 3, 9, 0, tzinfo=UTC))

    assert not Notification.objects.exists()


# ── Reminding, and after downtime ───────────────────────────────────────────────────────────────────────────────────
def test_who_has_not_answered_is_reminded_once(engagement):
    plan()
    evaluations.answer(token=tokens()[0], answers=GOOD, now=later(days=1))

    plan(later(days=13))
    assert owed("evaluation-reminder") == set()
    plan(later(days=14))
    plan(later(days=15))
    plan(later(days=40))

    assert Notification.objects.filter(kind="evaluation-reminder").count() == 2
    assert because("evaluation-reminder", later(days=15)) == {"leaves"}
    # What could not leave before does not leave beside its reminder.
    assert because("evaluation-invitation", later(days=15)) == {"it has been answered", "a later reminder is due"}


def test_a_week_and_a_month_without_a_planner_lose_nothing(engagement):
    plan(later(days=8))
    assert Evaluation.objects.get(occasion="closing").closes_on == date(2027, 5, 8)
    plan(later(days=45))  # the reminder was due on the 22nd day

    assert Notification.objects.filter(kind="evaluation-invitation").count() == 3
    assert Notification.objects.filter(kind="evaluation-reminder").count() == 3


def test_a_reminder_waits_for_a_working_day():
    factory.closed(closed_on=date(2027, 3, 11))
    plan(datetime(2027, 3, 11, 12, 0, tzinfo=UTC))

    plan(datetime(2027, 3, 25, 12, 0, tzinfo=UTC))  # Maundy Thursday
    assert owed("evaluation-reminder") == set()
    plan(datetime(2027, 3, 30, 12, 0, tzinfo=UTC))
    assert len(owed("evaluation-reminder")) == 3


def test_after_sixty_days_nobody_is_known_to_have_been_asked(engagement):
    plan()
    (one, *_) = tokens()
    evaluations.answer(token=one, answers=GOOD, now=later(days=60))

    plan(later(days=61))

    over = Evaluation.objects.get(occasion="closing")
    assert (over.invited, over.answered, over.is_over) == (3, 1, True)
    assert not over.invitations.exists()
    assert because("evaluation-reminder", later(days=61)) == {"the evaluation is over"}
    with pytest.raises(evaluations.NoSuchLink):
        evaluations.answer(token=one, answers=GOOD, now=later(days=61))


def test_a_letter_too_late_to_be_answered_does_not_leave(engagement):
    plan()

    assert because("evaluation-invitation", later(days=61)) == {"the evaluation is over"}


def test_the_letters_say_where_and_nothing_of_the_case(engagement):
    plan()
    plan(later(days=14))
    for kind in ("evaluation-invitation", "evaluation-reminder"):
        Evaluation.objects.update(is_reminded=kind == "evaluation-reminder")
        row = Notification.objects.filter(kind=kind).first()
        text = words(compose(row, later(days=14)))
        assert f"http://localhost:8000/evaluering/{token_of(row.about_id)}/" in text
        assert "til og med 30. april 2027" in text
        for secret in (applications.THEME, applications.WORKPLACE, "SPARK-20", " TR", "Tove", factory.OUTCOME):
            assert secret not in text


def test_letters_whose_reader_or_key_is_gone_do_not_leave(engagement, settings):
    plan()
    engagement.application.signatories.filter(name="Tove Riis").update(removed_at=MONDAY)
    not_theirs = "the recipient has no part in the engagement any more"
    assert because("evaluation-invitation", MONDAY) == {"leaves", not_theirs}
    settings.SECRET_KEY = "another"
    assert because("evaluation-invitation", MONDAY) == {"the key of the links has been changed"}


# ── Answering ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_answer_knows_the_month_and_not_the_engagement_of_a_trio(engagement):
    plan()

    evaluations.answer(token=tokens()[0], answers=GOOD, now=later(days=3))

    stored = EvaluationAnswer.objects.get()
    assert (stored.month, stored.engagement, stored.occasion) == (date(2027, 3, 1), None, "closing")
    assert (stored.satisfaction, stored.words) == (4, "Vi taler bedre sammen")
    assert Evaluation.objects.get(occasion="closing").answered == 1


def test_where_five_were_asked_the_engagement_is_known(engagement):
    plan()
    Evaluation.objects.filter(occasion="closing").update(invited=5)

    evaluations.answer(token=tokens()[0], answers=GOOD, now=MONDAY)

    assert EvaluationAnswer.objects.get().engagement == engagement


def test_a_link_answers_once(engagement):
    plan()
    evaluations.answer(token=tokens()[0], answers=GOOD, now=MONDAY)

    with pytest.raises(evaluations.AlreadyAnswered):
        evaluations.answer(token=tokens()[0], answers=GOOD, now=MONDAY)
    for nothing in ("", "x", hash_of(tokens()[1])):
        with pytest.raises(evaluations.NoSuchLink):
            evaluations.answer(token=nothing, answers=GOOD, now=MONDAY)
    assert EvaluationAnswer.objects.count() == 1
    assert sorted(str(each) for each in EvaluationInvitation.objects.all()) == ["Brugt", "Ikke brugt", "Ikke brugt"]


# ── Unseen ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return [{str(value) for value in row} for row in cursor.fetchall()]


def test_nothing_stored_beside_an_answer_is_stored_anywhere_else(engagement):
    plan()
    used = tokens()[1]
    evaluations.answer(token=used, answers=GOOD, now=later(hours=2))

    (answer,) = rows_of("consultants_evaluationanswer")
    elsewhere = rows_of("consultants_evaluationinvitation") + rows_of("notifications_notification")
    shared = set.union(*(answer & row for row in elsewhere))
    assert shared <= {"", "None"}
    assert used not in str(elsewhere)  # the token itself is stored nowhere
    names = {field.name for field in EvaluationAnswer._meta.get_fields()}
    assert names.isdisjoint({"id", "at", "created", "token_hash", "recipient_key", "evaluation"})


def transactions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(DISTINCT xmin::text) FROM consultants_evaluationanswer")
        return set(cursor.fetchone()[0])


def places():
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM consultants_evaluationanswer ORDER BY ctid")
        return [word for (word,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_neither_the_transaction_nor_the_place_on_the_disk_tells_who_answered(django_db_serialized_rollback):
    engagement = factory.active()
    said = [f"{number:02}" for number in range(30)]
    for number in said:
        token = factory.invited(engagement.pk, on=date(2027, 3, 1) + timedelta(days=int(number)))
        answers = evaluations.Answers(**{**vars(GOOD), "words": number})
        evaluations.answer(token=token, answers=answers, now=later(days=30))
    assert (len(transactions()), places()) == (30, said)
    keys = set(EvaluationAnswer.objects.values_list("key", "words"))

    evaluations.shuffle()

    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM consultants_evaluationinvitation")
        used = {number for (number,) in cursor.fetchall()}
    assert len(transactions()) == 1
    assert transactions().isdisjoint(used)
    assert places() != said
    assert sorted(places()) == said
    assert set(EvaluationAnswer.objects.values_list("key", "words")) == keys
    shaken = places()
    evaluations.shuffle()  # nothing new: nothing is written
    assert places() == shaken


def test_the_database_refuses_a_day_and_a_sixth_star(engagement):
    for wrong in ({"month": date(2027, 3, 2)}, {"month": date(2027, 3, 1), "satisfaction": 6}):
        with pytest.raises(IntegrityError), transaction.atomic():
            factory.answers(1, **wrong)


def test_an_engagement_that_is_erased_leaves_its_answers_without_it(engagement):
    plan()
    Evaluation.objects.update(invited=5)
    evaluations.answer(token=tokens()[0], answers=GOOD, now=MONDAY)

    engagement.evaluations.all().delete()
    EvaluationAnswer.objects.update(engagement=None)

    assert not EvaluationInvitation.objects.exists()
    assert EvaluationAnswer.objects.count() == 1
    assert [str(each) for each in EvaluationAnswer.objects.all()] == ["2027-03"]


def test_beat_asks_by_the_clock_of_the_portal(engagement, time_machine):
    time_machine.move_to(MONDAY)
    plan_evaluations()
    assert owed("evaluation-invitation") == signatories(engagement)
