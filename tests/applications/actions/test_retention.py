"""What is kept no longer is gone from the database, and nothing else is."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import User
from applications.actions import correcting, drafting, retention, signing
from applications.lifecycle import Status
from applications.models import AccessLog, Application, ApplicationEvent, ListRead, Purpose
from applications.tasks import forget
from notifications import registry
from notifications.letters import Unwanted
from notifications.models import Notification
from notifications.registry import Owed
from tests.applications.actions.test_leaving import everywhere
from tests.applications.room import ANDERS, METTE, TOVE, ask, disagree, named
from tests.factories import applications as make
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db

# The draft was last touched on the factories' morning, so it ends in the night after day 30.
ENDED = make.MORNING + timedelta(days=31)
OVER = ENDED + timedelta(days=30)
EVERYBODY = (METTE, TOVE, ANDERS)
WORDS = (make.TEXT, make.WORKPLACE, make.PHONE, "Mette Holm", "Tove Riis", "Anders Maar", *EVERYBODY)


def expired():
    application = make.awaiting()
    disagree(application, METTE)  # a version, an answer and a reason, and letters to everybody
    drafting.expire(now=ENDED)
    application.refresh_from_db()
    assert application.status == Status.EXPIRED
    return application


def test_an_expired_draft_is_gone_thirty_days_later_with_everybody_in_it():
    application = expired()
    correcting.AddressChange.objects.create(
        signatory=named(application, TOVE), old="tove@gammel.example", new=TOVE, at=make.MORNING
    )
    make.person("tove@gammel.example")

    assert retention.erase_unsent(now=OVER - timedelta(seconds=1)) == 0
    assert everywhere(*WORDS)
    assert retention.erase_unsent(now=OVER) == 1

    assert everywhere(*WORDS, "tove@gammel.example") == set()
    assert not ApplicationEvent.objects.filter(application=application.pk).exists()
    assert not User.objects.filter(is_active=True, email__endswith=".example").exists()
    assert retention.erase_unsent(now=OVER) == 0


def test_no_letter_about_it_leaves_any_more():
    application = make.awaiting()
    disagree(application, METTE)
    drafting.warn(now=ENDED - timedelta(days=3))
    drafting.expire(now=ENDED)
    rows = list(Notification.objects.all())
    assert len(rows) >= 5
    retention.erase_unsent(now=OVER)
    for each in rows:
        owed = Owed(each.about_id, each.recipient_key, each.occurrence, each.owed_at)
        assert isinstance(registry.compose(each.kind, owed), Unwanted)
    assert not Application.objects.filter(pk=application.pk).exists()


def test_what_was_withdrawn_unsent_goes_the_same_way():
    application = make.awaiting()
    signing.withdraw(application_id=application.pk, by=make.person(METTE), now=make.MORNING)
    assert retention.erase_unsent(now=make.MORNING + timedelta(days=30)) == 1
    assert everywhere(*WORDS) == set()


def test_whoever_is_named_elsewhere_keeps_the_account():
    expired()
    for address in EVERYBODY:
        make.person(address)
    other = make.draft(people=[(name, email, role) for name, email, role in make.TRIO if email != ANDERS], at=ENDED)
    assert retention.erase_unsent(now=OVER) == 1
    assert set(User.objects.filter(is_active=True).values_list("email", flat=True)) == {METTE, TOVE}
    assert list(Application.objects.values_list("pk", flat=True)) == [other.pk]


def test_staff_who_tried_it_out_keep_their_account():
    tester = staff(email=ANDERS)
    expired()
    retention.erase_unsent(now=OVER)
    tester.refresh_from_db()
    assert tester.is_active


@pytest.mark.parametrize("build", [make.submitted, make.declined, make.granted])
def test_what_was_ever_sent_stays(build):
    build()
    assert retention.erase_unsent(now=make.MORNING + timedelta(days=4000)) == 0


def test_what_was_sent_and_then_withdrawn_or_let_lie_is_a_case_and_stays():
    application = make.submitted()
    signing.withdraw(application_id=application.pk, by=make.person(METTE), now=make.MORNING)
    assert retention.erase_unsent(now=make.MORNING + timedelta(days=400)) == 0
    assert everywhere(make.TEXT)


def test_a_second_worker_finds_nothing_left():
    first = expired()
    assert retention._erase(first.pk, OVER) is True
    assert retention._erase(first.pk, OVER) is False


def test_who_began_it_may_be_gone_already():
    application = expired()
    Application.objects.filter(pk=application.pk).update(author=None)
    assert retention.erase_unsent(now=OVER) == 1


def test_who_read_what_is_kept_for_thirteen_months():
    application, reader = make.submitted(), staff()
    for days in (397, 395):
        at = OVER - timedelta(days=days)
        AccessLog.objects.create(
            application=application, reader=reader, purpose=Purpose.TRIAGE, page="application", at=at
        )
        ListRead.objects.create(reader=reader, purpose=Purpose.SEARCH, page="search", cases=3, at=at)
    assert retention.forget_reads(now=OVER) == 2
    for table in (AccessLog, ListRead):
        assert [each.at for each in table.objects.all()] == [OVER - timedelta(days=395)]


def test_the_bell_erases(time_machine):
    expired()
    time_machine.move_to(OVER)
    forget()
    assert not Application.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM applications_answer")
        assert cursor.fetchone() == (0,)


def test_asking_again_after_a_no_begins_the_thirty_days_anew():
    application = make.awaiting()
    disagree(application, METTE)
    ask(application, now=ENDED - timedelta(days=5))
    assert drafting.expire(now=ENDED) == 0
    assert retention.erase_unsent(now=OVER) == 0
    assert Application.objects.get(pk=application.pk).status == Status.AWAITING_CONSENSUS
