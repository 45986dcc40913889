"""The thread after a contact's part has gone to somebody else: who reads and writes what from then on."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from applications.actions import messages as thread
from applications.consensus import Role
from applications.models import Message, Sender, Signatory
from consultants.actions import contacts, messages
from notifications.letters import Letter, word
from notifications.models import Notification
from tests.consultants.outbox import composed, owed
from tests.consultants.pages import read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
METTE, TOVE, ANDERS = (email for _, email, _ in applications.TRIO)
BENTE, CARLA = "bente.dahl@odense.example", "carla.friis@odense.example"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def said(engagement, text, at, sender=Sender.SPARK, by=None):
    facts = {"author": by or factory.consultant(), "token": uuid4()}
    return Message.objects.create(application=engagement.application, sender=sender, text=text, at=at, **facts)


def follow(engagement, by, to, name, at):
    who = contacts.Person(Role.UNION_REPRESENTATIVE, name, to)
    contacts.hand_on(engagement_id=engagement.pk, by=applications.person(by), to=who, now=at)
    contacts.take_over(engagement_id=engagement.pk, by=applications.person(to), now=at)


@pytest.fixture
def engagement():
    """Bente has followed Tove; something was said before the grant, before that, and after."""
    opened = factory.active()
    said(opened, "Før bevillingen", opened.opened_at - timedelta(days=1))
    said(opened, "Før skiftet", NOW - timedelta(days=3))
    follow(opened, TOVE, BENTE, "Bente Dahl", NOW - timedelta(days=2))
    said(opened, "Efter skiftet", NOW - timedelta(days=1))
    return opened


def page_of(engagement, rest="forloeb/beskeder/"):
    return f"/ansoegninger/{engagement.application_id}/{rest}"


def browser(client, email):
    client.force_login(applications.person(email))
    return client


def shown(client, email, engagement, rest):
    page = read(browser(client, email).get(page_of(engagement, rest)))
    return [text for text in ("Før bevillingen", "Før skiftet", "Efter skiftet") if text in page]


def spark_writes(engagement, text="Nyt fra SPARK"):
    return messages.write_as_spark(
        application_id=engagement.application_id, by=factory.consultant(), text=text, token=uuid4(), seen=None, now=NOW
    )


def signatory(engagement, email):
    return f"signatory:{engagement.application.signatories.get(email=email).pk}"


# ── Who reads what ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_reads_what_was_written_in_their_own_time(client, engagement):
    assert shown(client, BENTE, engagement, "forloeb/beskeder/") == ["Før skiftet", "Efter skiftet"]
    assert shown(client, TOVE, engagement, "beskeder/") == ["Før bevillingen", "Før skiftet"]
    assert shown(client, METTE, engagement, "beskeder/") == ["Før bevillingen", "Før skiftet", "Efter skiftet"]
    for email in (TOVE, METTE, CARLA):
        assert browser(client, email).get(page_of(engagement)).status_code == 404
    assert browser(client, BENTE).get(page_of(engagement, "beskeder/")).status_code == 404
    client.force_login(factory.consultant())
    assert client.get(page_of(engagement)).status_code == 404


def test_whoever_was_followed_is_told_of_nothing_new_and_writes_no_more(client, engagement):
    page = browser(client, TOVE).get(page_of(engagement, "beskeder/"))
    assert "En anden er kontaktperson i forløbet nu." in read(page)
    assert "Send beskeden" not in read(page)
    assert "Læs 2 nye beskeder" in read(client.get(page_of(engagement, "")))
    answer = client.post(page_of(engagement, "beskeder/"), {"text": "Nåede jeg det?", "token": uuid4()})
    assert answer.status_code == 409
    assert "En anden er kontaktperson i forløbet nu." in read(answer)
    assert "<blockquote><p>Nåede jeg det?</p></blockquote>" in read(answer)
    assert not Message.objects.filter(sender=Sender.GROUP).exists()


def test_the_way_to_the_messages_is_each_ones_own(client, engagement):
    factory.agreement(engagement)
    for email, rest in ((BENTE, "forloeb/beskeder/"), (METTE, "beskeder/")):
        for page in ("forloeb/", "forloeb/aftale/"):
            assert f'href="{page_of(engagement, rest)}"' in read(browser(client, email).get(page_of(engagement, page)))


def test_a_contact_who_comes_back_reads_on(client, engagement):
    follow(engagement, BENTE, TOVE, "Tove Riis", NOW)
    assert shown(client, TOVE, engagement, "forloeb/beskeder/") == ["Før skiftet", "Efter skiftet"]
    assert browser(client, BENTE).get(page_of(engagement)).status_code == 404
    # The first time counts: what was said between the two is read on the page of the part.
    assert Signatory.objects.get(application=engagement.application, email=TOVE).followed_at == NOW - timedelta(days=2)


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_successor_writes_and_everybody_sees_who(client, engagement):
    token = uuid4()
    for _ in range(2):
        answer = browser(client, BENTE).post(
            page_of(engagement), {"text": "Hej fra Bente", "token": token}, follow=True
        )
    assert "Beskeden er sendt til SPARK." in read(answer)
    message = Message.objects.get(sender=Sender.GROUP)
    assert (message.text, message.author.email) == ("Hej fra Bente", BENTE)
    assert "Bente Dahl" in read(client.get(page_of(engagement)))
    client.force_login(factory.consultant())
    assert "Bente Dahl" in read(client.get(f"/sekretariat/ansoegninger/{engagement.application_id}/beskeder/"))
    page = read(browser(client, METTE).get(page_of(engagement, "beskeder/")))
    assert "En anden fra gruppen" in page
    assert "Hej fra Bente" in page
    assert messages.tell(now=NOW) == 1


def test_an_empty_message_is_refused(client, engagement):
    answer = browser(client, BENTE).post(page_of(engagement), {"text": " ", "token": uuid4()})
    assert answer.status_code == 422


def test_what_the_successor_has_read_is_marked(client, engagement):
    page = read(browser(client, BENTE).get(page_of(engagement)))
    assert "Jeg har læst det nye" in page
    hidden = Message.objects.get(text="Før bevillingen")
    client.post(page_of(engagement, "forloeb/beskeder/laest/"), {"seen": hidden.pk})
    assert "Jeg har læst det nye" in read(client.get(page_of(engagement)))
    newest = Message.objects.get(text="Efter skiftet")
    client.post(page_of(engagement, "forloeb/beskeder/laest/"), {"seen": newest.pk})
    assert "Jeg har læst det nye" not in read(client.get(page_of(engagement)))


def test_the_verbs_keep_their_own_doors(engagement):
    facts = {"application_id": engagement.application_id, "seen": None}
    for by in (applications.person(TOVE), applications.person(METTE), factory.consultant()):
        with pytest.raises(contacts.NotAContact):
            messages.write_as_contact(**facts, by=by, text="x", token=uuid4(), now=NOW)
        with pytest.raises(contacts.NotAContact):
            messages.mark_read(**facts, by=by)
    with pytest.raises(thread.ThreadClosed):
        thread.write_as_group(**facts, by=applications.person(TOVE), text="x", token=uuid4(), now=NOW)


# ── Mails ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_mail_goes_to_the_successor_and_not_to_whom_they_followed(engagement):
    spark_writes(engagement, text="En hemmelig besked")
    assert owed("message") == {signatory(engagement, METTE), signatory(engagement, ANDERS)}
    assert owed("message-to-contact") == {engagement.successors.get().key}
    (letter,) = composed("message-to-contact", NOW).values()
    wording = word(letter)
    assert (letter.to, wording.subject) == (BENTE, f"Der er nyt i {engagement.application.reference}")
    assert page_of(engagement) in wording.text
    assert "hemmelig" not in wording.text + wording.html


def test_a_letter_that_waits_is_not_sent_to_whoever_has_been_followed_or_has_read():
    engagement = factory.active()
    message = spark_writes(engagement)
    assert signatory(engagement, TOVE) in owed("message")
    follow(engagement, TOVE, BENTE, "Bente Dahl", NOW)
    sent = [letter.to for letter in composed("message", NOW).values() if isinstance(letter, Letter)]
    assert sorted(sent) == sorted([METTE, ANDERS])

    spark_writes(engagement, text="Mere")
    later = Message.objects.latest("at", "pk")
    messages.mark_read(application_id=engagement.application_id, by=applications.person(BENTE), seen=later.pk)
    assert [letter.because for letter in composed("message-to-contact", NOW).values()] == ["the person has read it"]
    follow(engagement, BENTE, CARLA, "Carla Friis", NOW)
    assert [letter.because for letter in composed("message-to-contact", NOW).values()] == [
        "the recipient has no part in the engagement any more"
    ]
    assert message.sender == Sender.SPARK


def test_who_is_named_already_and_takes_over_gets_one_mail_only():
    engagement = factory.active()
    follow(engagement, TOVE, ANDERS, "Anders Bo", NOW)
    spark_writes(engagement)
    assert owed("message") == {signatory(engagement, METTE), signatory(engagement, ANDERS)}
    assert not Notification.objects.filter(kind="message-to-contact").exists()
