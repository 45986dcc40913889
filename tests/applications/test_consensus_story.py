"""Any verbs, in any order, by two people and the secretariat: nobody's yes is ever taken for granted."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from applications.actions import correcting, record, reminding, signing, triage, versions
from applications.consensus import Body, Role
from applications.lifecycle import FINAL, NEEDS_EVERY_YES, RANKED, IllegalMove, Status
from applications.models import Answer, Application, ApplicationVersion, Signatory
from applications.models.application import DeclineReason
from applications.priority import Priority
from notifications.models import Notification
from tests.applications.room import snapshot
from tests.factories import applications as make

REFUSALS = (
    IllegalMove,
    record.NotNamed,
    record.NothingWritten,
    correcting.AddressTaken,
    correcting.NobodyThere,
    reminding.NothingToRemindOf,
    reminding.RemindedToday,
    signing.AlreadyAsked,
    signing.AnotherVersion,
    signing.Incomplete,
    signing.NothingToAnswer,
    signing.NothingToTakeBack,
    triage.NotAtTheDesk,
    triage.RoundFull,
    triage.RoundOrUrgency,
)
PEOPLE = (
    ("Mette Holm", "mette@odense.example", Role.MANAGER),
    ("Anders Maar", "anders@odense.example", Role.WORKING_ENVIRONMENT_REPRESENTATIVE),
)
NEW_ADDRESSES = ("a.maar@odense.example", "m.holm@odense.example")
FRANK = "frank.fremmed@odense.example"
actors = st.sampled_from([0, 1, 0, 1, 0, 1, FRANK])  # by their place on the application, whatever address they have now
beginnings = st.sampled_from([make.draft, make.awaiting, make.submitted, make.submitted, make.waiting])


AT_TRIAGE = (Status.SUBMITTED, Status.NEEDS_INFORMATION, Status.WAITING)


def mostly(*statuses):
    """Tried where it can succeed, and every fourth time also where it can't."""
    return precondition(lambda self: self.status in statuses or self.steps % 4 == 0)


class Group(RuleBasedStateMachine):
    """Mette and Anders, each perhaps with an old page open, each perhaps at a new address; and Karen at the desk."""

    refusals = REFUSALS

    def __init__(self):
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()
        self.steps = 0
        self.now = make.MORNING
        self.karen = make.person("karen@spark.example")
        self.karen.roles = ["consultant"]
        self.karen.save()

    @initialize(build=beginnings)
    def begins(self, build):
        self.pages = {}
        self.reference = None
        self.application = build(people=PEOPLE, body=Body.WORK_ENVIRONMENT_GROUP)
        if self.application.first_submitted_at:
            self.application.events.create(verb="submitted", at=self.now)

    @precondition(lambda self: self.status in FINAL)
    @rule(build=beginnings)
    def begins_anew(self, build):
        self.begins(build)

    def teardown(self):
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    def do(self, verb, **facts):
        """Call the verb; if it refuses, nothing may have changed."""
        self.now += timedelta(minutes=1)
        self.do_at_once(verb, now=self.now, **facts)

    def do_at_once(self, verb, **facts):
        """The same for a verb that knows its moment otherwise."""
        before = snapshot()
        try:
            verb(application_id=self.application.pk, **facts)
        except self.refusals:
            assert snapshot() == before

    def stored(self):
        return Application.objects.get(pk=self.application.pk)

    def user(self, actor):
        return make.person(FRANK if actor == FRANK else self.named(actor).email)

    def named(self, position):
        return Signatory.objects.named().filter(application=self.application, position=position).first()

    # ── The group ───────────────────────────────────────────────────────────────────────────────────────────────────
    @rule(actor=actors)
    def opens_the_page(self, actor):
        version = ApplicationVersion.objects.filter(application=self.application).last()
        if version:
            self.pages[actor] = signing.VersionRead(version.number, version.sha256)

    @mostly(Status.DRAFT)
    @rule(actor=actors)
    def asks(self, actor):
        self.do(signing.ask, by=self.user(actor))

    @mostly(Status.AWAITING_CONSENSUS)
    @rule(actor=actors)
    def says_yes(self, actor):
        if actor in self.pages:
            self.do(signing.agree, by=self.user(actor), read=self.pages[actor])

    @mostly(Status.AWAITING_CONSENSUS)
    @rule()
    def everybody_reads_and_says_yes(self):
        for actor in (0, 1):
            self.says_it_is_me(actor)
            self.opens_the_page(actor)
            self.says_yes(actor)

    @mostly(Status.AWAITING_CONSENSUS)
    @rule(actor=actors, reason=st.sampled_from([make.TEXT, " "]))
    def says_not_yet(self, actor, reason):
        if actor in self.pages:
            self.do(signing.disagree, by=self.user(actor), read=self.pages[actor], reason=reason)

    @mostly(Status.AWAITING_CONSENSUS, *AT_TRIAGE)
    @rule(actor=actors)
    def takes_the_yes_back(self, actor):
        self.do(signing.take_back, by=self.user(actor))

    @mostly(Status.AWAITING_CONSENSUS, *AT_TRIAGE)
    @rule(actor=actors)
    def writes_on(self, actor):
        self.do(signing.reopen, by=self.user(actor))

    @mostly(Status.DRAFT)
    @rule(text=st.sampled_from(["Vi er alene om natten", "Vi er to om natten"]))
    def edits_the_draft(self, text):
        Application.objects.filter(pk=self.application.pk, status=Status.DRAFT).update(situation=text)

    @mostly(Status.DRAFT)
    @rule()
    def adds_or_removes_a_third_in_the_draft(self):
        if self.stored().status != Status.DRAFT:
            return
        third = self.named(9)
        if third is None:
            make.name_too(self.application, "per@odense.example", at=self.now)
        else:
            Signatory.objects.filter(pk=third.pk).update(removed_at=self.now)

    @mostly(Status.AWAITING_CONSENSUS, *AT_TRIAGE)
    @rule(actor=actors, position=st.sampled_from([0, 1, 9]), new=st.sampled_from([*NEW_ADDRESSES, ""]))
    def corrects(self, actor, position, new):
        person = self.named(position)
        if person:
            facts = {"name": f"{person.name} {self.now:%H%M}", "email": new or person.email, "phone": make.PHONE}
            self.do(correcting.correct_person, by=self.user(actor), signatory_id=person.pk, **facts)

    @rule(actor=st.sampled_from([0, 1]))
    def says_it_is_me(self, actor):
        Signatory.objects.filter(pk=self.named(actor).pk, accepted_at=None).update(accepted_at=self.now)

    @mostly(Status.AWAITING_CONSENSUS)
    @rule(actor=actors, position=st.sampled_from([0, 1]))
    def reminds(self, actor, position):
        self.do(reminding.remind, by=self.user(actor), signatory_id=self.named(position).pk)

    @rule(days=st.integers(1, 20))
    def days_pass(self, days):
        self.now += timedelta(days=days)
        reminding.plan_reminders(self.now)

    @mostly(Status.NEEDS_INFORMATION)
    @rule(actor=actors)
    def withdraws(self, actor):
        self.do(signing.withdraw, by=self.user(actor))

    @mostly(Status.NEEDS_INFORMATION)
    @rule(actor=actors, answer=st.sampled_from(["48", ""]))
    def answers_the_question(self, actor, answer):
        self.do(triage.answer_request, by=self.user(actor), answer=answer)

    # ── The secretariat ─────────────────────────────────────────────────────────────────────────────────────────────
    @mostly(Status.SUBMITTED)
    @rule()
    def is_ranked(self):
        triage.rank(priorities={self.application.pk: Priority(12, ())}, now=self.now)

    @mostly(Status.SUBMITTED)
    @rule()
    def is_asked_for_information(self):
        self.do(triage.ask_for_information, by=self.karen, question="Hvor mange er I?")

    @mostly(Status.SUBMITTED)
    @rule()
    def is_put_on_the_waiting_list(self):
        self.do(triage.set_waiting, by=self.karen)

    @mostly(Status.WAITING)
    @rule()
    def is_declined(self):
        self.do(triage.decline, by=self.karen, reason=DeclineReason.CAPACITY, text="Der var ikke plads.")

    @mostly(Status.WAITING)
    @rule(in_round=st.booleans(), urgency=st.sampled_from(["", "Vold i går"]))
    def is_granted(self, in_round, urgency):
        round_id = make.round_on().pk if in_round else None
        self.do(triage.grant, by=self.karen, round_id=round_id, urgency_reason=urgency, text="Velkommen")

    @mostly()
    @rule(actor=actors)
    def somebody_of_the_group_tries_the_desk(self, actor):
        self.do(triage.set_waiting, by=self.user(actor))

    # ── What holds, whatever happened ───────────────────────────────────────────────────────────────────────────────
    @invariant()
    def the_database_agrees(self):
        self.status = self.stored().status
        self.steps += 1
        connection.check_constraints()

    @invariant()
    def everybody_named_has_agreed_to_exactly_this_text(self):
        application = self.stored()
        if application.status not in NEEDS_EVERY_YES:
            return
        version = versions.current(application)
        assert version.sha256 == versions.fingerprint(version.content)
        assert version.content == versions.content_of(application, record.people(application))
        named = Signatory.objects.named().filter(application=application)
        yes = Answer.objects.filter(version=version, agrees=True, taken_back_at=None)
        assert {(each.pk, each.email) for each in named} <= set(yes.values_list("signatory_id", "address"))

    @invariant()
    def the_reference_once_given_stays(self):
        application = self.stored()
        assert self.reference in (None, application.reference)
        self.reference = application.reference
        assert (application.reference is None) == (application.first_submitted_at is None)

    @invariant()
    def the_clock_runs_only_while_it_is_ranked(self):
        application = self.stored()
        assert (application.waiting_since is not None) == (application.status in RANKED)

    @invariant()
    def there_is_one_receipt_a_person_for_each_submission(self):
        submissions = self.application.events.filter(verb="submitted").count()
        receipts = Notification.objects.filter(kind="submission-receipt", about_id=self.application.pk).count()
        assert receipts <= submissions * 3
        assert receipts >= (submissions - 1) * 2


def tell(*, examples, steps, derandomize, story=Group):
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    told = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=checks,
        database=None,
        derandomize=derandomize,
        # The gate tells that something is wrong; the long run finds the shortest story of it.
        phases=[Phase.generate] if derandomize else list(Phase),
    )
    run_state_machine_as_test(story, settings=told)


@pytest.mark.django_db
@pytest.mark.no_cover
def test_no_order_of_verbs_submits_without_every_yes():
    tell(examples=10, steps=30, derandomize=True)


@pytest.mark.long
@pytest.mark.django_db
def test_no_order_of_verbs_submits_without_every_yes_told_at_length():
    tell(examples=400, steps=60, derandomize=False)
