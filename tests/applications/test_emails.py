"""Every letter of the room: neutral whatever was typed, and unsent once its reason is gone."""

from datetime import timedelta

import pytest
from django.conf import settings

from applications import emails
from applications.actions import correcting, people, record, reminding, signing, triage
from applications.lifecycle import Status
from applications.models import AddressChange, DecisionLetter, InformationRequest, Signatory
from applications.models.application import DeclineReason
from notifications import outbox, registry
from notifications.letters import Letter, Unwanted, word
from notifications.models import Notification
from notifications.registry import Owed
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask, disagree, named
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

MARKED = (
    ("Zorro Navnemærke", METTE, make.TRIO[0][2]),
    ("Quirin Navnemærke", TOVE, make.TRIO[1][2]),
    ("Xerxes Navnemærke", ANDERS, make.TRIO[2][2]),
)
# Whatever anybody has typed, and every word that says what somebody is.
SECRETS = (
    "Navnemærke",
    "Vold",
    "vold",
    "Lærkehøj",
    "Odense Kommune",
    "overfaldet",
    "hemmelig",
    "trygge",
    "udviklingshæmning",
    "51 23 45 67",
    "51234567",
    "illidsrepræsentant",
    "(TR)",
    "TRIO",
    "arbejdsmiljørepræsentant",
    "afslag",
    "fagforening",
)


def owed(kind, *, to=None):
    found = Notification.objects.filter(kind=kind)
    if to is not None:
        found = found.filter(recipient_key=f"signatory:{to.pk}")
    return [Owed(each.about_id, each.recipient_key, each.occurrence, make.MORNING) for each in found]


def compose(kind, *, to=None):
    return [registry.compose(kind, each) for each in owed(kind, to=to)]


@pytest.fixture
def karen():
    user = make.person("karen@spark.example")
    user.roles = ["consultant"]
    user.save()
    return user


def everything_that_is_ever_written(karen):
    """One long story in which each kind of letter is owed; composed while it still has its reason."""
    application = make.draft(people=MARKED, accepted=False, urgency_reason="")
    mette, tove = make.person(METTE), named(application, TOVE)
    me = named(application, METTE)
    me.accepted_at = make.MORNING
    me.save()
    people.invite(application_id=application.pk, signatory_id=tove.pk, by=mette, now=make.MORNING)
    yield "invitation"
    emails_of_a_draft = record.lock(application.pk)
    emails.post_draft_ends(emails_of_a_draft, now=make.MORNING)
    yield "draft-ends"
    ask(application)
    yield "consensus-asked"
    reminding.remind(application_id=application.pk, signatory_id=tove.pk, by=mette, now=make.MORNING)
    yield "consensus-reminder"
    Signatory.objects.update(accepted_at=make.MORNING)
    disagree(application, TOVE, reason="En hemmelig grund")
    yield "answered-no"
    gone = make.name_too(application, "per@odense.example", name="Per Navnemærke")
    people.invite(application_id=application.pk, signatory_id=gone.pk, by=mette, now=make.MORNING)
    people.remove_person(application_id=application.pk, signatory_id=gone.pk, by=mette, now=make.MORNING)
    yield "person-removed"
    ask(application)
    for email in (METTE, TOVE, ANDERS):
        agree(application, email)
    yield "submission-receipt"
    facts = {"application_id": application.pk, "now": make.MORNING}
    triage.ask_for_information(by=karen, question="Et hemmeligt spørgsmål", **facts)
    yield "information-asked"
    triage.answer_request(by=mette, answer="Et hemmeligt svar", **facts)
    correcting.correct_person(
        signatory_id=tove.pk, by=mette, name="Quirin Navnemærke", email="ny@odense.example", phone="", **facts
    )
    yield "address-changed"
    yield "back-with-the-group"
    yield "consensus-asked"
    Signatory.objects.update(accepted_at=make.MORNING)
    agree(application, "ny@odense.example")
    triage.decline(by=karen, reason=DeclineReason.OUT_OF_SCOPE_ORDER, text="En hemmelig begrundelse", **facts)
    yield "decision"
    other = make.submitted(people=[(name, f"x{email}", role) for name, email, role in MARKED])
    signing.withdraw(application_id=other.pk, by=make.person(f"x{METTE}"), now=make.MORNING)
    yield "withdrawn"


def test_no_letter_gives_anything_away(karen):
    seen = set()
    for kind in everything_that_is_ever_written(karen):
        letters = [letter for letter in compose(kind) if isinstance(letter, Letter)]
        assert letters, kind
        seen.add(kind)
        for letter in letters:
            words = word(letter)
            told = "\n".join((words.subject, words.text, words.html))
            for secret in SECRETS:
                assert secret not in told, (kind, secret)
            assert "SPARK" in words.subject
            assert words.subject.count("\n") == 0
            for address in told.split("http://")[1:]:
                assert address.startswith(settings.SITE_URL.removeprefix("http://"))
    ours = {kind for kind, compose in registry._composers.items() if compose.__module__ == emails.__name__}
    assert seen == ours


def test_the_first_letter_tells_who_gave_the_data_and_how_to_decline(karen):
    application = make.draft(accepted=False)
    ask(application)
    (letter,) = compose("consensus-asked", to=named(application, TOVE))
    text = word(letter).text
    assert letter.to == TOVE
    for part in (
        METTE,
        "slette",
        "Datatilsynet",
        "/privatliv/",
        "24 måneder",
        "60 dage",
        f"/ansoegninger/{application.pk}/enighed/",
    ):
        assert part in text
    (own,) = compose("consensus-asked", to=named(application, METTE))
    assert "Du har bedt alle" in word(own).text
    disagree_all_over_again(application)
    later = compose("consensus-asked", to=named(application, TOVE))[-1]
    assert "Datatilsynet" not in word(later).text


def disagree_all_over_again(application):
    Signatory.objects.update(accepted_at=make.MORNING)
    disagree(application, TOVE)
    ask(application, ANDERS)


def test_a_question_that_has_moved_on_is_not_sent():
    application = make.draft(accepted=False)
    ask(application)
    tove = named(application, TOVE)
    Signatory.objects.update(accepted_at=make.MORNING)
    (letter,) = owed("consensus-asked", to=tove)
    agree(application, TOVE)
    assert registry.compose("consensus-asked", letter) == emails.ANSWERED
    assert registry.compose("consensus-reminder", letter) == emails.ANSWERED
    disagree(application, METTE)
    assert registry.compose("consensus-asked", letter) == emails.MOVED_ON
    ask(application)
    assert registry.compose("consensus-asked", letter) == emails.MOVED_ON
    tove.removed_at = make.MORNING
    tove.save()
    for kind in ("consensus-asked", "answered-no", "information-asked", "decision"):
        assert registry.compose(kind, letter) == emails.NOT_NAMED


def test_nobody_hears_of_a_no_that_has_been_dealt_with():
    application = make.awaiting()
    disagree(application, TOVE)
    ask(application)
    assert compose("answered-no") == [emails.MOVED_ON, emails.MOVED_ON]


def test_a_receipt_is_not_sent_for_what_has_been_taken_home():
    application = make.awaiting(yes=[METTE, TOVE])
    agree(application, ANDERS)
    signing.take_back(application_id=application.pk, by=make.person(TOVE), now=make.MORNING)
    assert compose("submission-receipt") == [emails.MOVED_ON] * 3
    agree(application, TOVE)
    assert compose("back-with-the-group") == [emails.MOVED_ON] * 2


def test_a_question_answered_or_closed_is_not_sent(karen):
    application = make.submitted()
    triage.ask_for_information(application_id=application.pk, by=karen, question="Hvor?", now=make.MORNING)
    assert all(isinstance(letter, Letter) for letter in compose("information-asked"))
    request = InformationRequest.objects.get()
    signing.withdraw(application_id=application.pk, by=make.person(METTE), now=make.MORNING)
    assert compose("information-asked") == [emails.MOVED_ON] * 3
    request.answer, request.answered_at = "Her", make.MORNING
    request.save()
    assert compose("information-asked") == [emails.ANSWERED] * 3
    request.delete()
    assert compose("information-asked") == [emails.ANSWERED] * 3


def test_an_old_address_that_has_been_erased_is_not_written_to():
    application = make.awaiting()
    correcting.correct_person(
        application_id=application.pk,
        signatory_id=named(application, TOVE).pk,
        by=make.person(METTE),
        name="Tove Riis",
        email="ny@odense.example",
        phone=make.PHONE,
        now=make.MORNING,
    )
    (letter,) = compose("address-changed")
    assert letter.to == TOVE
    AddressChange.objects.all().delete()
    assert compose("address-changed") == [emails.NOT_NAMED]


def test_a_decision_reads_the_same_whatever_it_says(karen):
    for application, granted in (
        (make.granted(), True),
        (make.declined(people=[(n, f"x{e}", r) for n, e, r in make.TRIO]), False),
    ):
        posts = emails.decision_posts(
            DecisionLetter.objects.get(granted=granted), record.people(application), hold=timedelta(0)
        )
        outbox.post_all(posts, now=make.MORNING)
        assert application.status in (Status.GRANTED, Status.DECLINED)
    texts = {
        word(letter).text.replace(str(letter.context["path"]), "").replace(str(letter.context["reference"]), "")
        for letter in compose("decision")
    }
    assert len(texts) == 1
    assert not [letter for letter in compose("decision") if isinstance(letter, Unwanted)]


def test_word_of_the_waiting_list_is_unwanted_once_the_group_has_gone_on(karen):
    application = make.submitted()
    triage.set_waiting(application_id=application.pk, by=karen, now=make.MORNING)
    assert {letter.to for letter in compose("decision")} == {METTE, TOVE, ANDERS}
    signing.withdraw(application_id=application.pk, by=make.person(TOVE), now=make.MORNING)
    assert compose("decision") == [emails.MOVED_ON] * 3
