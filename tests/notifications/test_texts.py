"""Letters in other words than their templates': written, taken back, sent, and never holding a letter back."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from structlog.testing import capture_logs

from accounts.models import Role, User
from notifications import catalogue, delivery, letters, texts
from notifications.catalogue import Described
from notifications.letters import Letter
from notifications.models import LetterText
from tests.notifications import kinds
from tests.notifications.conftest import NOW

pytestmark = pytest.mark.django_db

DECISION = "decision"
FACTS = {"subject": "Der er nyt i SPARK-2026-0042", "path": "/ansoegninger/7/svar/", "reference": "SPARK-2026-0042"}


def head(name="Hanne Skov"):
    return User.objects.create_user(email=f"{name.split()[0].lower()}@spark.example", name=name, roles=[Role.HEAD])


def decision(**facts):
    return Letter(to="eva@odense.example", template="applications/decision", context={**FACTS, **facts})


def write(subject="Svar fra SPARK", body="Læs svaret her:\n\n{link}", *, seen=0, by=None, kind=DECISION):
    return texts.write(kind, subject=subject, body=body, seen=seen, by=by or head(), now=NOW)


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_letter_reads_as_its_template_until_somebody_words_it():
    described = catalogue.find(DECISION)
    assert texts.in_force(described) == texts.default_of(described)
    assert texts.default_of(described) == ("{emne}", "Der er svar på jeres ansøgning til SPARK. Læs det her:\n\n{link}")
    before = letters.word(decision())
    write()
    assert texts.in_force(described) == ("Svar fra SPARK", "Læs svaret her:\n\n{link}")
    after = letters.word(decision())
    assert before.subject == "Der er nyt i SPARK-2026-0042"
    assert (after.subject, after.text) == (
        "Svar fra SPARK",
        before.text.replace("Der er svar på jeres ansøgning til SPARK. Læs det her:", "Læs svaret her:"),
    )


def test_what_was_said_before_stays_on_record():
    hanne = head()
    write(by=hanne)
    write(body="Kom og læs: {link}", seen=1, by=hanne)
    texts.reset(DECISION, seen=2, by=hanne, now=NOW + timedelta(hours=1))
    rows = LetterText.objects.order_by("number").values_list("number", "body", "written_by__name")
    assert list(rows) == [
        (1, "Læs svaret her:\n\n{link}", "Hanne Skov"),
        (2, "Kom og læs: {link}", "Hanne Skov"),
        (3, "", "Hanne Skov"),
    ]
    assert letters.word(decision()) == letters.word_by_template(decision())
    for change in (lambda: LetterText.objects.update(body="x"), LetterText.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert str(LetterText.objects.first()) == "decision 1"


def test_nothing_new_makes_no_version():
    with pytest.raises(texts.NothingNew):
        texts.reset(DECISION, seen=0, by=head("Hanne A"), now=NOW)
    with pytest.raises(texts.NothingNew):
        write(*texts.default_of(catalogue.find(DECISION)), by=head("Bo B"))
    write(by=head("Carl C"))
    with pytest.raises(texts.NothingNew):
        write(seen=1, by=head("Dea D"))
    assert LetterText.objects.count() == 1


def test_the_words_of_the_template_are_a_reset():
    write()
    assert write(*texts.default_of(catalogue.find(DECISION)), seen=1, by=head("Bo")).is_default


def test_the_second_of_two_is_told_what_stands():
    write()
    with pytest.raises(texts.SomebodyWasQuicker) as refusal:
        write(body="Noget andet {link}", by=head("Bo"))
    assert refusal.value.newest.body == "Læs svaret her:\n\n{link}"


def test_a_letter_that_is_none_of_ours_is_not_worded():
    with pytest.raises(KeyError):
        write(kind="no-letter")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told():
    people, start, ends = [head("Hanne"), head("Bo")], threading.Barrier(2), []

    def attempt(person):
        start.wait()
        try:
            ends.append(write(body=f"{person.name}: {{link}}", by=person).number)
        except texts.SomebodyWasQuicker as refusal:
            ends.append(refusal.newest.number)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=[each]) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (ends, LetterText.objects.count()) == ([1, 1], 1)


def test_a_number_that_was_taken_meanwhile_is_told(monkeypatch):
    write()
    newest = LetterText.objects.newest(DECISION)
    monkeypatch.setattr("notifications.models.LetterTextQuerySet.newest", lambda *_: None)
    with pytest.raises(texts.SomebodyWasQuicker) as refusal:
        write(body="Noget andet {link}", by=head("Bo"))
    assert refusal.value.newest == newest


# ── Sending ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_values_come_as_text_and_only_links_are_links():
    write(subject="Nyt\u2028om {emne}", body="<b>{emne}</b>\nå & ø {{x}}\n\n\n\n{link}.")
    words = letters.word(decision(subject='SPARK-1 <script>"', path="/svar/?a=1&b=2"))
    assert words.subject == 'Nyt om SPARK-1 <script>"'
    assert '<b>SPARK-1 <script>"</b>\nå & ø {x}\n\nhttp://localhost:8000/svar/?a=1&b=2.\n' in words.text
    address = "http://localhost:8000/svar/?a=1&amp;b=2"
    first, second = (
        "<p>&lt;b&gt;SPARK-1 &lt;script&gt;&quot;&lt;/b&gt;<br>å &amp; ø {x}</p>",
        f'<p><a href="{address}">{address}</a>.</p>',
    )
    assert f"{first}\n{second}" in words.html


def test_a_name_in_the_subject_adds_no_header():
    write(subject="Nyt: {emne}")
    assert letters.word(decision(subject="Eva\r\nBcc: alle@example.org")).subject == "Nyt: Eva Bcc: alle@example.org"


def test_greeting_signature_and_what_the_law_asks_for_stay():
    write(kind="invitation", subject="Skriv med", body="Kom og skriv med: {link}")
    facts = {"path": "/ansoegninger/7/", "leave_path": "/ansoegninger/7/slet-mig/", "giver": "leder@odense.example"}
    words = letters.word(Letter(to="eva@odense.example", template="applications/invitation", context=facts))
    for text in (words.text, words.html):
        assert "Kom og skriv med" in text
        assert "Sådan gør du" not in text
        for kept in (
            "Dine oplysninger",
            "leder@odense.example har givet os",
            "Datatilsynet",
            "/slet-mig/",
            "Venlig hilsen",
        ):
            assert kept in text
    invited = Letter(to="ny@spark.example", template="accounts/staff_invitation", context={"name": "Bo", "link": "x"})
    write(kind="staff-invitation", subject="Velkommen", body="Kom indenfor: {link}", by=head("Bo"))
    assert letters.word(invited).text.startswith("Hej Bo\n\nKom indenfor: x\n")


def test_what_the_law_asks_for_can_be_shown_alone():
    described = catalogue.find("contact-told")
    told = letters.fixed_text(Letter(to="", template=described.template, context=described.facts))
    assert told.startswith("Dine oplysninger\n\nleder@kommune.example har givet os")
    assert told.endswith("/privatliv/")
    assert letters.fixed_text(decision()) == ""


@pytest.mark.parametrize("body", ["Læs {sagens_tekst}: {link}", "Læs {link.x}", "{", "{link!r}"])
def test_words_that_turn_out_to_be_wrong_hold_no_letter_back(body):
    row = LetterText.objects.create(kind=DECISION, number=1, subject="Svar", body=body, written_at=NOW)
    with capture_logs() as logs:
        assert letters.word(decision()) == letters.word_by_template(decision())
    assert logs == [{"event": "letter_text_unusable", "text": row.pk, "error": "NotAField", "log_level": "error"}]


def test_a_letter_that_waits_takes_the_words_of_the_moment_it_leaves(monkeypatch, owe, mail_server):
    monkeypatch.setattr(catalogue, "_described", {})
    catalogue.describe(Described(key="plain", template="test/plain", name="Prøve", trigger="", recipients=""))
    owe()
    write(kind="plain", subject="Nye ord", body="Sådan siger vi det nu, {navn}.")
    delivery.deliver(now=NOW)
    (mail,) = mail_server.accepted
    assert mail.message["Subject"] == "Nye ord"
    assert f"Sådan siger vi det nu, {kinds.NAME}." in mail.message.get_body(("plain",)).get_content()


def test_two_texts_never_share_a_key_or_a_folder():
    for key, template in (("decision", "x/y"), ("ny", "applications/decision")):
        with pytest.raises(catalogue.KeyTaken):
            catalogue.describe(Described(key=key, template=template, name="", trigger="", recipients=""))
