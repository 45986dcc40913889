"""From a text to a submitted application, as the group lives it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from applications.actions import signing, triage
from applications.actions.record import NothingWritten, NotNamed
from applications.consensus import Role
from applications.lifecycle import IllegalMove, Status
from applications.models import Answer, Application, ApplicationVersion, InformationRequest
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask, disagree, named, owed, read, snapshot, verbs
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

LATER = make.MORNING + timedelta(days=9)


def test_asking_freezes_the_text_and_writes_to_everybody_named():
    application = make.draft(accepted=False)
    version = ask(application)
    application.refresh_from_db()
    assert (application.status, application.version_number, version.number) == (Status.AWAITING_CONSENSUS, 1, 1)
    assert application.expires_on == date(2026, 12, 3)
    assert version.content["situation"] == make.TEXT
    assert version.content["themes"] == [{"key": "violence", "title": make.THEME}]
    assert version.content["workplaces"] == [
        {
            "name": make.WORKPLACE,
            "municipality": {"code": "461", "name": "Odense"},
            "sector": {"key": "social_and_disability", "name": "Social og handicap"},
            "employees": 48,
        }
    ]
    assert [each["role"] for each in version.content["people"]] == [role.value for _, _, role in make.TRIO]
    assert owed("consensus-asked", occurrence="v1:first") == [ANDERS, METTE, TOVE]
    assert named(application, TOVE).invited_at == make.MORNING
    assert verbs(application) == ["asked"]


def test_who_asks_has_said_who_they_are_and_answers_still():
    application = make.draft(accepted=False)
    ask(application)
    assert named(application, METTE).accepted_at == make.MORNING
    assert named(application, TOVE).accepted_at is None
    assert Answer.objects.count() == 0


def test_asking_twice_changes_nothing():
    application = make.draft()
    ask(application)
    before = snapshot()
    with pytest.raises(signing.AlreadyAsked):
        ask(application, TOVE)
    assert snapshot() == before


@pytest.mark.parametrize("build", [make.submitted, make.waiting, make.needs_information, make.granted])
def test_only_a_draft_is_asked_about(build):
    application = build()
    before = snapshot()
    with pytest.raises(IllegalMove):
        ask(application)
    assert snapshot() == before


def test_an_author_who_is_not_named_cannot_ask():
    application = make.draft(author=make.person("en.anden@odense.example"))
    with pytest.raises(NotNamed):
        ask(application, "en.anden@odense.example")


def test_nobody_is_asked_about_an_incomplete_application():
    application = make.draft(people=make.TRIO[:2])
    before = snapshot()
    with pytest.raises(signing.Incomplete) as refusal:
        ask(application)
    assert 5 in [part.step for part in refusal.value.parts]
    assert snapshot() == before


def test_last_yes_submits_the_application():
    application = make.draft()
    ask(application)
    agree(application, METTE)
    agree(application, TOVE)
    application.refresh_from_db()
    assert application.status == Status.AWAITING_CONSENSUS
    agree(application, ANDERS, now=LATER)
    connection.check_constraints()
    application.refresh_from_db()
    assert (application.status, application.reference) == (Status.SUBMITTED, "SPARK-2026-0001")
    assert application.first_submitted_at == application.submitted_at == LATER
    assert (application.waiting_since, application.expires_on) == (date(2026, 11, 12), None)
    assert owed("submission-receipt") == [ANDERS, METTE, TOVE]
    assert verbs(application) == ["asked", "agreed", "agreed", "agreed", "submitted"]


def test_a_yes_said_twice_counts_once():
    application = make.awaiting()
    agree(application, TOVE)
    before = snapshot()
    agree(application, TOVE)
    assert snapshot() == before


def test_the_last_yes_said_twice_submits_once():
    application = make.awaiting(yes=[METTE, TOVE])
    agree(application, ANDERS)
    before = snapshot()
    agree(application, ANDERS)
    assert snapshot() == before


@pytest.mark.parametrize("email", ["frank.fremmed@odense.example", "konsulent@spark.example"])
def test_strangers_and_staff_cannot_agree(email):
    application = make.awaiting()
    user = make.person(email)
    user.roles = ["consultant"] if email.startswith("konsulent") else []
    user.save()
    with pytest.raises(NotNamed):
        agree(application, email)


def test_nobody_agrees_before_saying_who_they_are():
    application = make.awaiting(accepted=False)
    with pytest.raises(NotNamed):
        agree(application, TOVE)


def test_a_yes_to_a_text_that_has_changed_is_refused():
    application = make.awaiting()
    stale = read(application)
    signing.reopen(application_id=application.pk, by=make.person(TOVE), now=make.MORNING)
    Application.objects.filter(pk=application.pk).update(situation="Noget helt andet")
    ask(application)
    before = snapshot()
    with pytest.raises(signing.AnotherVersion):
        agree(application, TOVE, to=stale)
    with pytest.raises(signing.AnotherVersion):
        disagree(application, TOVE, to=stale)
    with pytest.raises(signing.AnotherVersion):
        agree(application, TOVE, to=signing.VersionRead(2, stale.sha256))
    assert snapshot() == before


def test_there_is_nothing_to_answer_in_a_draft():
    application = make.awaiting()
    seen = read(application)
    signing.reopen(application_id=application.pk, by=make.person(METTE), now=make.MORNING)
    with pytest.raises(signing.NothingToAnswer):
        agree(application, TOVE, to=seen)
    with pytest.raises(signing.NothingToAnswer):
        disagree(application, TOVE, to=seen)


def test_a_no_opens_the_text_and_tells_the_others():
    application = make.awaiting(yes=[METTE])
    disagree(application, TOVE, now=LATER)
    application.refresh_from_db()
    assert (application.status, application.expires_on) == (Status.DRAFT, date(2026, 12, 12))
    assert owed("answered-no") == [ANDERS, METTE]
    assert verbs(application) == ["disagreed"]
    assert Answer.objects.get(agrees=False).reason == "Afsnittet om natten passer ikke"


def test_a_no_needs_a_reason():
    application = make.awaiting()
    with pytest.raises(NothingWritten):
        disagree(application, TOVE, reason="  \n ")


def test_a_no_said_twice_counts_once():
    application = make.awaiting()
    seen = read(application)
    disagree(application, TOVE, to=seen)
    before = snapshot()
    disagree(application, TOVE, to=seen)
    assert snapshot() == before


def test_a_no_replaces_ones_own_yes():
    application = make.awaiting(yes=[TOVE])
    disagree(application, TOVE, now=LATER)
    assert list(Answer.objects.values_list("agrees", "taken_back_at")) == [(True, LATER), (False, None)]


def test_after_a_no_and_a_new_text_everybody_agrees_again():
    application = make.awaiting(yes=[METTE, ANDERS])
    disagree(application, TOVE)
    ask(application, TOVE)
    for email in (METTE, TOVE):
        agree(application, email)
    application.refresh_from_db()
    assert (application.status, application.version_number) == (Status.AWAITING_CONSENSUS, 2)
    agree(application, ANDERS)
    connection.check_constraints()
    application.refresh_from_db()
    assert application.status == Status.SUBMITTED
    assert owed("consensus-asked", occurrence="v2") == [ANDERS, METTE, TOVE]
    assert ApplicationVersion.objects.count() == 2


def test_references_count_by_the_copenhagen_year():
    eve = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # 0.30 on New Year's Day in Copenhagen
    for number in (1, 2):
        people = [(name, f"{number}{email}", role) for name, email, role in make.TRIO]
        application = make.awaiting(people=people, yes=[email for _, email, _ in people[:2]])
        agree(application, people[2][1], now=eve)
        application.refresh_from_db()
        assert application.reference == f"SPARK-2027-000{number}"


def test_a_yes_taken_back_brings_the_application_home_and_stops_the_clock():
    application = make.waiting()
    signing.take_back(application_id=application.pk, by=make.person(TOVE), now=LATER)
    connection.check_constraints()
    application.refresh_from_db()
    assert (application.status, application.reference) == (Status.AWAITING_CONSENSUS, "SPARK-2026-0001")
    assert (application.days_waited, application.waiting_since) == (9, None)
    assert owed("back-with-the-group") == [ANDERS, METTE]
    agree(application, TOVE, now=LATER + timedelta(days=1))
    application.refresh_from_db()
    assert (application.status, application.reference) == (Status.SUBMITTED, "SPARK-2026-0001")
    assert application.first_submitted_at == make.MORNING
    assert application.submitted_at == LATER + timedelta(days=1)
    assert (application.days_waited, application.waiting_since) == (9, date(2026, 11, 13))


def test_a_yes_taken_back_while_others_answer_tells_nobody():
    application = make.awaiting(yes=[METTE])
    signing.take_back(application_id=application.pk, by=make.person(METTE), now=LATER)
    assert owed("back-with-the-group") == []
    assert verbs(application) == ["taken_back"]


@pytest.mark.parametrize("build", [make.awaiting, make.granted, make.declined])
def test_without_a_yes_or_after_the_decision_there_is_nothing_to_take_back(build):
    application = build()
    before = snapshot()
    with pytest.raises(signing.NothingToTakeBack):
        signing.take_back(application_id=application.pk, by=make.person(METTE), now=LATER)
    assert snapshot() == before


def test_a_submitted_application_is_written_on_and_agreed_on_anew():
    application = make.submitted()
    signing.reopen(application_id=application.pk, by=make.person(ANDERS), now=LATER)
    application.refresh_from_db()
    assert (application.status, application.waiting_since, application.days_waited) == (Status.DRAFT, None, 9)
    assert owed("back-with-the-group") == [METTE, TOVE]
    ask(application, now=LATER)
    for email in (METTE, TOVE, ANDERS):
        agree(application, email, now=LATER)
    application.refresh_from_db()
    assert (application.status, application.version_number) == (Status.SUBMITTED, 2)
    assert application.reference == "SPARK-2026-0001"


def test_a_draft_or_a_granted_application_is_not_reopened():
    for application in (make.draft(), make.granted()):
        with pytest.raises(IllegalMove):
            signing.reopen(application_id=application.pk, by=make.person(METTE), now=LATER)


def test_a_new_text_answers_the_open_question():
    application = make.needs_information()
    signing.reopen(application_id=application.pk, by=make.person(METTE), now=LATER)
    ask(application, now=LATER)
    for email in (METTE, TOVE, ANDERS):
        agree(application, email, now=LATER)
    application.refresh_from_db()
    assert application.status == Status.SUBMITTED
    assert InformationRequest.objects.get().answer == "Svaret er skrevet ind i ansøgningen, version 2."


def test_the_same_text_leaves_the_question_open():
    application = make.needs_information()
    signing.take_back(application_id=application.pk, by=make.person(METTE), now=LATER)
    agree(application, METTE, now=LATER)
    application.refresh_from_db()
    assert (application.status, application.waiting_since) == (Status.NEEDS_INFORMATION, None)
    assert InformationRequest.objects.get().answered_at is None


@pytest.mark.parametrize("build", [make.draft, make.awaiting, make.submitted, make.needs_information, make.waiting])
def test_either_side_withdraws_from_any_open_state(build):
    application = build()
    signing.withdraw(application_id=application.pk, by=make.person(TOVE), now=LATER)
    application.refresh_from_db()
    assert (application.status, application.expires_on, application.waiting_since) == (Status.WITHDRAWN, None, None)
    assert owed("withdrawn") == [ANDERS, METTE, TOVE]
    with pytest.raises(IllegalMove):
        signing.withdraw(application_id=application.pk, by=make.person(METTE), now=LATER)


def test_who_began_a_draft_may_drop_it_and_nobody_uninvited_is_written_to():
    application = make.draft(accepted=False, author=make.person("lone@odense.example"))
    with pytest.raises(NotNamed):
        signing.withdraw(application_id=application.pk, by=make.person("frank@odense.example"), now=LATER)
    signing.withdraw(application_id=application.pk, by=make.person("lone@odense.example"), now=LATER)
    application.refresh_from_db()
    assert application.status == Status.WITHDRAWN
    assert owed("withdrawn") == []


def test_a_removed_person_has_no_say():
    application = make.awaiting(people=[*make.TRIO, ("Per Friis", "per@odense.example", Role.EMPLOYEE_REPRESENTATIVE)])
    signing.reopen(application_id=application.pk, by=make.person(METTE), now=make.MORNING)
    person = named(application, "per@odense.example")
    person.removed_at = make.MORNING
    person.save()
    ask(application)
    with pytest.raises(NotNamed):
        agree(application, "per@odense.example")
    for email in (METTE, TOVE, ANDERS):
        agree(application, email)
    application.refresh_from_db()
    assert application.status == Status.SUBMITTED


def test_events_hold_neither_addresses_nor_anything_that_was_typed():
    application = make.draft()
    ask(application)
    disagree(application, TOVE, reason=make.TEXT)
    ask(application)
    for email in (METTE, TOVE, ANDERS):
        agree(application, email)
    consultant = make.person("konsulent@spark.example")
    consultant.roles = ["consultant"]
    consultant.save()
    triage.ask_for_information(application_id=application.pk, by=consultant, question=make.TEXT, now=LATER)
    triage.answer_request(application_id=application.pk, by=make.person(METTE), answer=make.TEXT, now=LATER)
    told = str(list(application.events.values_list("verb", "data")))
    for secret in (make.TEXT, make.THEME, make.WORKPLACE, "@", "Mette", "Riis"):
        assert secret not in told
