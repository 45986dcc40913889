"""The whole room: every verb of writing, naming, agreeing and leaving, in any order, from pages that may be old.

The verbs of agreeing and of the desk, and what must hold after each step, are told in test_consensus_story.
"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from applications import letter_limits
from applications.actions import correcting, drafting, leaving, people, reminding, signing
from applications.actions.completeness import Step
from applications.consensus import Role
from applications.lifecycle import Status
from tests.applications.desk import typed
from tests.applications.test_consensus_story import (
    AT_TRIAGE,
    FRANK,
    NEW_ADDRESSES,
    REFUSALS,
    Group,
    actors,
    mostly,
    tell,
)
from tests.factories import applications as make

PER = "per@odense.example"
positions = st.sampled_from([0, 1, 2])
writers = st.sampled_from([0, 1, 0, 1, 2, FRANK])


class Room(Group):
    """Mette and Anders as before; a third comes and goes, and every page carries the edit it was made from."""

    refusals = (
        *REFUSALS,
        drafting.NotADraft,
        drafting.NotTheirs,
        drafting.Overtaken,
        leaving.PartOfTheCase,
        letter_limits.TooMuchMail,
        people.AlreadyInvited,
        people.AlreadyNamed,
        people.NobodyThere,
        people.TooManyPeople,
    )

    def __init__(self):
        super().__init__()
        self.edits = {}

    def user(self, actor):
        person = None if actor == FRANK else self.named(actor)
        return make.person(FRANK if person is None else person.email)

    def save(self, actor):
        """From the page that the actor has open, perhaps since long ago."""
        read = self.edits.setdefault(actor, self.stored().edit_number)
        return drafting.Save(by=self.user(actor), read=read, now=self.now)

    @rule(actor=writers)
    def opens_the_draft(self, actor):
        self.edits[actor] = self.stored().edit_number

    @mostly(Status.DRAFT)
    @rule(actor=writers, text=st.sampled_from(["Vi er alene om natten", "Vi er to om natten"]))
    def edits_the_draft(self, actor, text):
        wish = {"situation": text, "tried": "", "change_wish": "At vi er to", "core_task": "Støtte"}
        self.do_at_once(drafting.save_step, step=Step.WISH, values=wish, save=self.save(actor))

    @mostly(Status.DRAFT)
    @rule(actor=writers, email=st.sampled_from([PER, *NEW_ADDRESSES]))
    def adds_or_removes_a_third_in_the_draft(self, actor, email):
        self.do(people.add_person, by=self.user(actor), person=typed(email=email))

    @mostly(Status.DRAFT)
    @rule(actor=writers, position=positions, email=st.sampled_from(["", PER, *NEW_ADDRESSES]))
    def changes_somebody(self, actor, position, email):
        if person := self.named(position):
            facts = people.as_typed(person)
            new = people.Person(Role(facts.role), f"{facts.name} {self.now:%M}", email or facts.email, make.PHONE, True)
            self.do_at_once(people.change_person, signatory_id=person.pk, person=new, save=self.save(actor))

    @mostly(Status.DRAFT)
    @rule(actor=writers, position=positions)
    def removes_somebody(self, actor, position):
        if person := self.named(position):
            self.do(people.remove_person, by=self.user(actor), signatory_id=person.pk)

    @mostly(Status.DRAFT)
    @rule(actor=writers, position=positions)
    def invites(self, actor, position):
        if person := self.named(position):
            self.do(people.invite, by=self.user(actor), signatory_id=person.pk)

    @rule(actor=writers)
    def says_it_is_me(self, actor):
        self.do(people.accept, by=self.user(actor))

    @mostly(Status.AWAITING_CONSENSUS)
    @rule()
    def everybody_reads_and_says_yes(self):
        for actor in (0, 1, 2):
            self.says_it_is_me(actor)
            self.opens_the_page(actor)
            self.says_yes(actor)

    @mostly(Status.AWAITING_CONSENSUS)
    @rule(actor=actors)
    def leaves(self, actor):
        self.do(leaving.leave, by=self.user(actor))

    @mostly(Status.AWAITING_CONSENSUS)
    @rule(actor=actors, position=positions)
    def reminds(self, actor, position):
        if person := self.named(position):
            self.do(reminding.remind, by=self.user(actor), signatory_id=person.pk)

    @mostly(Status.AWAITING_CONSENSUS, *AT_TRIAGE)
    @rule(actor=actors, position=positions, new=st.sampled_from([*NEW_ADDRESSES, PER, ""]))
    def corrects(self, actor, position, new):
        if person := self.named(position):
            facts = {"name": f"{person.name} {self.now:%H%M}", "email": new or person.email, "phone": make.PHONE}
            self.do(correcting.correct_person, by=self.user(actor), signatory_id=person.pk, **facts)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days):
        super().days_pass(days)
        drafting.warn(now=self.now)
        drafting.expire(now=self.now)

    @mostly(Status.AWAITING_CONSENSUS, *AT_TRIAGE)
    @rule(first=actors, second=actors)
    def two_answer_at_once(self, first, second):
        """Both have the same page before them; each answers as if the other did not."""
        self.opens_the_page(first)
        if page := self.pages.get(first):
            self.pages[second] = page
            self.do(signing.agree, by=self.user(first), read=page)
            self.do(signing.disagree, by=self.user(second), read=page, reason=make.TEXT)


@pytest.mark.django_db
@pytest.mark.no_cover
def test_no_order_of_any_verbs_submits_without_every_yes():
    tell(examples=6, steps=30, derandomize=True, story=Room)


@pytest.mark.long
@pytest.mark.django_db
def test_no_order_of_any_verbs_submits_without_every_yes_told_at_length():
    tell(examples=400, steps=60, derandomize=False, story=Room)
