"""The agreement is rewritten as a new number; the words that stood are kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.actions import limits
from accounts.models import Role
from consultants.actions import agreements, running
from consultants.models import AgreementYes, EngagementEvent
from notifications.models import Notification
from tests.factories import applications
from tests.factories import consultants as factory
from tests.factories.accounts import staff
from tests.world import ELSEWHERE

pytestmark = pytest.mark.django_db

FIRST = agreements.Words("Trygge vagter", factory.AGREEMENT)
SECOND = agreements.Words("Trygge vagter", factory.AGREEMENT, "AMR følger op")


def write(engagement, words=FIRST, by=None):
    return agreements.write(engagement_id=engagement.pk, by=by or factory.consultant(), words=words, now=factory.OPENED)


def test_each_writing_is_a_new_number_and_the_old_words_stand():
    engagement = factory.contacted()

    assert [write(engagement).number, write(engagement, SECOND).number] == [1, 2]

    assert list(engagement.agreements.values_list("number", "who_does_what")) == [(1, ""), (2, "AMR følger op")]
    events = EngagementEvent.objects.values_list("verb", "data")
    assert list(events) == [("agreement_written", {"number": 1}), ("agreement_written", {"number": 2})]


def test_the_same_words_twice_are_one_agreement():
    engagement = factory.contacted()
    write(engagement)

    with pytest.raises(agreements.NothingNew):
        write(engagement)

    assert engagement.agreements.count() == 1


def test_only_its_own_people_write_it_and_only_while_it_runs():
    with pytest.raises(running.NotYours):
        write(factory.contacted(), by=factory.consultant("otto@spark.example", "Otto"))
    with pytest.raises(running.Ended):
        write(factory.closed())


METTE, TOVE, ANDERS = "mette.holm@odense.example", "tove.riis@odense.example", "anders.maar@odense.example"


def test_the_contacts_write_it_too_and_the_others_are_told():
    engagement = factory.contacted()
    write(engagement)
    Notification.objects.all().delete()

    written = write(engagement, SECOND, by=applications.person(TOVE))

    assert (written.number, written.written_by) == (2, applications.person(TOVE))
    assert EngagementEvent.objects.last().actor == applications.person(TOVE)
    contacts = [f"signatory:{each.pk}" for each in engagement.application.signatories.filter(is_contact=True)]
    assert sorted(Notification.objects.values_list("kind", "recipient_key")) == [
        *sorted(("agreement-awaits", key) for key in contacts),
        ("agreement-rewritten", f"user:{factory.consultant().pk}"),
    ]


def test_of_the_group_only_its_two_contacts_write():
    engagement = factory.contacted()
    stranger = applications.granted(people=ELSEWHERE)
    for who in (ANDERS, stranger.signatories.filter(is_contact=True).first().email):
        with pytest.raises(running.NotYours):
            write(engagement, by=applications.person(who))
    assert engagement.agreements.count() == 0


def test_a_group_writes_ten_versions_an_hour_and_the_consultant_as_many_as_it_takes():
    engagement = factory.contacted()
    for number in range(10):
        write(engagement, agreements.Words("Trygge vagter", f"Version {number}"), by=applications.person(METTE))
    with pytest.raises(limits.TooMany) as refused:
        write(engagement, by=applications.person(TOVE))
    assert refused.value.until == factory.OPENED + timedelta(hours=1)
    assert write(engagement).number == 11


# ── Agreeing ────────────────────────────────────────────────────────────────────────────────────────────────────────
def person(email):
    return applications.person(email)


def agree(engagement, by, number=1):
    return agreements.agree(engagement_id=engagement.pk, by=by, number=number, now=factory.OPENED)


@pytest.fixture
def written():
    engagement = factory.active()
    factory.agreement(engagement)
    return engagement


def said(engagement):
    return [(yes.agreement.number, yes.part) for yes in AgreementYes.objects.filter(agreement__engagement=engagement)]


def test_both_sides_and_spark_say_yes_to_the_same_version(written):
    assert str(agree(written, person(METTE))) == "Ledelsen: ja"
    agree(written, person(TOVE))
    agree(written, factory.consultant())

    assert said(written) == [(1, "management"), (1, "employees"), (1, "spark")]
    event = EngagementEvent.objects.filter(verb="agreement_agreed").first()
    assert (event.actor, event.data) == (person(METTE), {"number": 1, "part": "management"})


def test_a_new_version_has_no_yes_and_the_old_ones_stand(written):
    agree(written, person(METTE))
    factory.agreement(written, number=2, what_we_do="Noget andet")

    with pytest.raises(agreements.AnotherVersion):
        agree(written, person(TOVE), number=1)
    agree(written, person(TOVE), number=2)
    assert said(written) == [(1, "management"), (2, "employees")]


def test_a_side_says_yes_once_whoever_says_it(written):
    agree(written, person(METTE))
    agree(written, factory.consultant())

    for again in (person(METTE), factory.head()):
        with pytest.raises(agreements.AlreadyAgreed):
            agree(written, again)
    assert len(said(written)) == 2


def test_only_the_contacts_and_those_who_run_it_say_yes(written):
    stranger = applications.granted(people=ELSEWHERE)
    for who in (
        person(ANDERS),
        person(stranger.signatories.first().email),
        factory.consultant("otto@spark.example", "Otto"),
        staff(Role.STEERING, email="kl@kl.example", party="kl"),
        staff(Role.ADMIN, email="ada@spark.example"),
    ):
        with pytest.raises(running.NotYours):
            agree(written, who)
    assert said(written) == []


def test_before_it_is_written_and_after_the_end_nobody_agrees():
    with pytest.raises(agreements.AnotherVersion):
        agree(factory.active(), person(METTE))
    closed = factory.closed(application=applications.granted())
    factory.agreement(closed)
    with pytest.raises(running.Ended):
        agree(closed, person(METTE))


def test_the_database_takes_one_yes_of_a_part_and_of_a_person(written):
    standing = written.agreements.get()
    standing.yeses.create(part="management", said_by=person(METTE), at=factory.OPENED)
    with pytest.raises(IntegrityError, match="one_yes_of_each_part"), transaction.atomic():
        standing.yeses.create(part="management", said_by=person(TOVE), at=factory.OPENED)
    with pytest.raises(IntegrityError, match="nobody_agrees_with_themselves"), transaction.atomic():
        standing.yeses.create(part="employees", said_by=person(METTE), at=factory.OPENED)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        standing.yeses.update(part="employees")


# ── Two who write at once ───────────────────────────────────────────────────────────────────────────────────────────
def test_words_written_on_an_older_version_overwrite_nothing():
    engagement = factory.contacted()
    facts = {"engagement_id": engagement.pk, "by": factory.consultant(), "now": factory.OPENED}
    agreements.write(**facts, words=FIRST, read=0)
    with pytest.raises(agreements.AnotherVersion):
        agreements.write(**facts, words=SECOND, read=0)
    with pytest.raises(agreements.NothingNew):  # the double press of the first
        agreements.write(**facts, words=FIRST, read=0)
    agreements.write(**facts, words=SECOND, read=1)
    assert list(engagement.agreements.values_list("number", flat=True)) == [1, 2]


def test_nobody_says_yes_for_both_sides_however_the_parts_have_moved():
    engagement = factory.contacted()
    write(engagement)
    agree(engagement, person(METTE))
    factory.successor(engagement, email=METTE, at=factory.OPENED)  # by a road that the verb does not leave open
    factory.successor(
        engagement, email="carla@odense.example", at=factory.OPENED, side="management", role="manager", name="Carla"
    )
    with pytest.raises(agreements.AlreadyAgreed):
        agree(engagement, person(METTE))
