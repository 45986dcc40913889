"""Sending letters: composed now, one connection, each marked at once, each trouble treated as its kind deserves."""

import uuid
from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from notifications import delivery, registry, retries
from notifications.models import Notification, State
from tests.notifications import kinds

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def state_of(letter):
    letter.refresh_from_db()
    return letter.state, letter.attempts, letter.last_error


def test_a_letter_leaves_as_one_mail_with_everything_a_mail_needs(owe, mail_server, now):
    letter = owe("user:anna")

    delivery.deliver(now=now)

    (mail,) = mail_server.accepted
    assert mail.recipients == ("anna@example.org",)
    assert mail.message["To"] == "anna@example.org"
    assert mail.message["From"] == "SPARK <spark@example.org>"
    assert mail.message["Subject"] == "Nyt om jeres ansøgning"
    assert mail.message["Message-ID"] == f"<{letter.pk}@localhost>"
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["Date"].datetime - now < MINUTE
    text = mail.message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert f"Kære {kinds.NAME}\n.en linje med punktum først\nhttp://localhost:8000/ansoegninger/" in text
    assert "spark@example.org eller ring på 33 70 39 02" in text
    html = mail.message.get_body(("html",)).get_content()
    assert f"<p>Kære {kinds.NAME}</p>" in html
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.last_error) == (State.SENT, 1, "")
    assert now <= letter.sent_at < now + MINUTE
    assert (letter.lease_owner, letter.lease_until, letter.attempted_at) == (None, None, None)


def test_twenty_letters_share_one_connection_and_a_full_batch_asks_for_another_round(owe, mail_server, now):
    for number in range(20):
        owe(f"user:p{number}")

    assert delivery.deliver(now=now, limit=15) is True
    assert delivery.deliver(now=now, limit=15) is False

    assert [mail.connection for mail in mail_server.accepted] == [1] * 15 + [2] * 5
    assert len(set(mail_server.recipients)) == 20


def test_nothing_due_opens_no_connection(owe, mail_server, now):
    owe("user:held", hold=timedelta(seconds=60))
    owe("user:later", not_before=now + timedelta(days=1))

    assert delivery.deliver(now=now) is False
    assert mail_server.connections == 0

    delivery.deliver(now=now + timedelta(seconds=61))
    assert mail_server.recipients == ["held@example.org"]


def test_a_letter_without_a_reason_is_skipped_and_says_why(owe, mail_server, now):
    letter = owe(kind="test-unwanted")

    delivery.deliver(now=now)

    letter.refresh_from_db()
    assert (letter.state, letter.skipped_because) == (State.SKIPPED, "the application was withdrawn")
    assert mail_server.connections == 0


def test_an_attachment_keeps_its_type_and_its_bytes(owe, mail_server, now):
    owe(kind="test-invitation")

    delivery.deliver(now=now)

    (part,) = mail_server.accepted[0].message.iter_attachments()
    assert part["Content-Type"] == 'text/calendar; method="REQUEST"; charset="utf-8"'
    assert part.get_filename() == "spark.ics"
    assert part.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_a_name_in_the_subject_can_not_add_a_header(owe, mail_server, now):
    owe(kind="test-injecting")

    delivery.deliver(now=now)

    (mail,) = mail_server.accepted
    assert mail.message["Subject"] == "Nyt til Eva Bcc: alle@example.org"
    assert mail.message["Bcc"] is None
    assert mail.recipients == ("anna@example.org",)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("test-poison", "compose ValueError"),
        ("test-broken", "compose TemplateSyntaxError"),
        ("test-impossible", "compose BadHeaderError"),
        ("kind-of-next-release", "compose UnknownKind"),
    ],
)
def test_a_poisoned_letter_is_tried_for_three_days_and_stops_nobody(owe, mail_server, now, kind, code):
    poisoned = owe("user:before")
    Notification.objects.filter(pk=poisoned.pk).update(kind=kind)
    owe("user:after")

    delivery.deliver(now=now)

    assert mail_server.recipients == ["after@example.org"]
    assert state_of(poisoned) == (State.OWED, 1, code)
    assert now + MINUTE <= poisoned.next_attempt_at <= now + 1.3 * MINUTE

    Notification.objects.filter(pk=poisoned.pk).update(attempts=retries.LAST_ATTEMPT - 1)
    delivery.deliver(now=now + timedelta(days=3))
    assert state_of(poisoned) == (State.DEAD, retries.LAST_ATTEMPT, code)


def test_a_refused_recipient_is_dead_at_once_and_known_as_refused(owe, mail_server, now):
    mail_server.answers["RCPT nobody@example.org"] = "550 5.1.1 <nobody@example.org> unknown"
    refused, fine = owe("user:nobody"), owe("user:anna")

    delivery.deliver(now=now)

    assert state_of(refused) == (State.DEAD, 1, "smtp 550")
    assert now <= refused.refused_at < now + MINUTE
    assert state_of(fine) == (State.SENT, 1, "")
    assert [mail.connection for mail in mail_server.accepted] == [1]
    everybody = ["user:nobody", "user:anna", "user:unheard-of"]
    assert Notification.objects.refused_for(everybody) == {"user:nobody"}

    del mail_server.answers["RCPT nobody@example.org"]  # the address was put right
    owe("user:nobody", now=now + MINUTE)
    delivery.deliver(now=now + MINUTE)
    assert Notification.objects.refused_for(everybody) == set()


@pytest.mark.parametrize("step", ["DATA", "TAKE"])
def test_a_refused_letter_is_dead_and_its_recipient_is_not(owe, mail_server, now, step):
    mail_server.answers[step] = "554 5.6.0 content not wanted"
    letter = owe("user:anna")

    delivery.deliver(now=now)

    assert state_of(letter) == (State.DEAD, 1, "smtp 554")
    assert Notification.objects.refused_for(["user:anna"]) == set()


@pytest.mark.parametrize(
    ("step", "answer", "code"),
    [
        ("MAIL", "451 try later", "sender 451"),
        ("MAIL", "550 you may not send here", "sender 550"),
        ("RCPT", "450 mailbox full", "smtp 450"),
        ("RCPT", "530 sign in first", "smtp 530"),
        ("DATA", "451 no space", "smtp 451"),
        ("TAKE", "452 no space", "smtp 452"),
        ("TAKE", "421 closing", "line 421"),
        ("RCPT", "421 closing", "line 421"),
    ],
)
def test_a_refusal_for_now_waits_a_minute_then_five_and_then_it_leaves_once(owe, mail_server, now, step, answer, code):
    mail_server.answers[step] = answer
    letter = owe()

    delivery.deliver(now=now)
    assert state_of(letter) == (State.OWED, 1, code)
    delivery.deliver(now=now + 0.9 * MINUTE)
    assert state_of(letter) == (State.OWED, 1, code)
    delivery.deliver(now=now + 2 * MINUTE)
    assert state_of(letter) == (State.OWED, 2, code)
    assert now + 7 * MINUTE <= letter.next_attempt_at <= now + 8.5 * MINUTE

    mail_server.answers.clear()
    delivery.deliver(now=now + 9 * MINUTE)
    assert state_of(letter) == (State.SENT, 3, "")
    assert mail_server.recipients == ["anna@example.org"]


def test_a_closed_mail_server_puts_everything_off_and_is_not_knocked_at_fifty_times(owe, mail_server, now, settings):
    letters = [owe(f"user:p{number}") for number in range(4)]
    settings.EMAIL_PORT = 1

    assert delivery.deliver(now=now, limit=4) is False
    # All are due at the same moment: which two were tried is for the database to choose.
    assert Counter(state_of(letter) for letter in letters) == {
        (State.OWED, 1, "line broken"): 2,
        (State.OWED, 1, "line down"): 2,
    }

    settings.EMAIL_PORT = mail_server.port
    delivery.deliver(now=now + 2 * MINUTE)
    assert len(mail_server.recipients) == 4


def test_a_server_that_hangs_up_on_one_letter_is_called_again_for_the_next(owe, mail_server, now):
    mail_server.drops.add("RCPT odd@example.org")
    odd, fine = owe("user:odd"), owe("user:anna")

    delivery.deliver(now=now)

    assert state_of(odd) == (State.OWED, 1, "line broken")
    assert state_of(fine) == (State.SENT, 1, "")


def test_a_server_that_hangs_up_after_a_refusal_is_called_again_for_the_next(owe, mail_server, now):
    mail_server.answers["RCPT nobody@example.org"] = "550 unknown"
    mail_server.drops.add("RSET")
    refused, fine = owe("user:nobody"), owe("user:anna")

    delivery.deliver(now=now)

    assert state_of(refused) == (State.DEAD, 1, "smtp 550")
    assert state_of(fine) == (State.SENT, 1, "")


@pytest.mark.parametrize("step", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_falls_silent_before_the_letter_is_on_its_way_is_tried_again(
    owe, mail_server, now, settings, step
):
    settings.EMAIL_TIMEOUT = 0.2
    stop = mail_server.hold(step)
    letter = owe()

    delivery.deliver(now=now)

    assert state_of(letter) == (State.OWED, 1, "line timeout")
    stop.release()
    settings.EMAIL_TIMEOUT = 5
    delivery.deliver(now=now + 2 * MINUTE)
    assert mail_server.recipients == ["anna@example.org"]


def test_encryption_that_was_asked_for_is_never_done_without(owe, mail_server, now, settings):
    settings.EMAIL_USE_TLS = True
    letter = owe()

    delivery.deliver(now=now)

    assert state_of(letter) == (State.OWED, 1, "line tls")
    assert mail_server.accepted == []


@pytest.mark.parametrize(("step", "arrived"), [("TAKE", 1), ("ANSWER", 2)])
def test_silence_after_the_letter_is_a_doubt_and_it_is_sent_once_more_under_the_same_name(
    owe, mail_server, now, settings, step, arrived
):
    mail_server.drops.add(step)
    letter = owe()

    delivery.deliver(now=now)
    assert state_of(letter) == (State.UNKNOWN, 1, "uncertain")
    delivery.deliver(now=now + 9 * MINUTE)
    assert state_of(letter) == (State.UNKNOWN, 1, "uncertain")

    mail_server.drops.clear()
    delivery.deliver(now=now + 11 * MINUTE)
    assert state_of(letter) == (State.SENT, 2, "")
    assert letter.doubts == 1
    assert len(mail_server.accepted) == arrived
    assert {mail.message["Message-ID"] for mail in mail_server.accepted} == {f"<{letter.pk}@localhost>"}


def test_a_second_doubt_is_for_a_person_to_judge(owe, mail_server, now):
    mail_server.drops.add("ANSWER")
    letter = owe()

    delivery.deliver(now=now)
    delivery.deliver(now=now + 11 * MINUTE)
    assert state_of(letter) == (State.DEAD, 2, "uncertain")
    assert letter.doubts == 2

    delivery.deliver(now=now + timedelta(days=1))
    assert len(mail_server.accepted) == 2


def test_an_expired_lease_before_the_attempt_makes_the_letter_claimable(owe, mail_server, now):
    letter = owe()
    Notification.objects.update(state=State.CLAIMED, lease_owner=uuid.uuid4(), lease_until=now + 5 * MINUTE)

    delivery.deliver(now=now + 4 * MINUTE)
    assert mail_server.accepted == []
    delivery.deliver(now=now + 5 * MINUTE)
    assert state_of(letter) == (State.SENT, 2, "")


def test_a_letter_that_kills_every_sender_is_given_up(owe, mail_server, now):
    letter = owe()
    Notification.objects.update(
        state=State.CLAIMED, lease_owner=uuid.uuid4(), lease_until=now, attempts=retries.LAST_ATTEMPT - 1
    )

    delivery.deliver(now=now)

    assert state_of(letter) == (State.DEAD, retries.LAST_ATTEMPT, "lease expired")
    assert mail_server.accepted == []


def test_a_sender_that_lost_its_lease_while_composing_sends_nothing(owe, mail_server, now, monkeypatch):
    letter, other = owe("user:anna"), uuid.uuid4()

    def slow(owed):
        Notification.objects.filter(pk=letter.pk).update(lease_owner=other)
        return kinds.plain(owed)

    monkeypatch.setitem(registry._composers, "test-plain", slow)
    delivery.deliver(now=now)

    letter.refresh_from_db()
    assert (letter.state, letter.lease_owner, mail_server.accepted) == (State.CLAIMED, other, [])


@pytest.mark.django_db(transaction=True)
def test_a_slow_answer_that_comes_after_the_lease_still_counts(owe, mail_server, now):
    letter = owe()
    stop = mail_server.hold("ANSWER")
    sender = Thread(target=in_a_thread, args=(lambda: delivery.deliver(now=now),))
    sender.start()
    stop.wait()

    delivery.settle_expired(now + 6 * MINUTE)
    assert state_of(letter) == (State.UNKNOWN, 1, "uncertain")

    stop.release()
    sender.join()
    assert state_of(letter) == (State.SENT, 2, "")


def test_a_round_that_takes_long_gives_the_rest_back_untried(owe, mail_server, now, monkeypatch):
    letters = [owe(f"user:p{number}") for number in range(3)]
    monkeypatch.setattr(delivery, "LEASE", timedelta(0))

    delivery.deliver(now=now)

    assert [state_of(letter) for letter in letters] == [(State.OWED, 0, "")] * 3
    assert mail_server.accepted == []


def in_a_thread(work):
    try:
        work()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_letter_once(owe, mail_server, now):
    for number in range(60):
        owe(f"user:p{number}")
    start = Barrier(4)

    def work():
        start.wait()
        while delivery.deliver(now=now, limit=4):
            pass

    workers = [Thread(target=in_a_thread, args=(work,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(mail_server.recipients) == sorted(f"p{number}@example.org" for number in range(60))
    assert set(Notification.objects.values_list("state", "attempts")) == {(State.SENT, 1)}
