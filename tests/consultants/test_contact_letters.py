"""The letters about a contact's part: what they say, and when they have lost their reason."""

from datetime import UTC, datetime, timedelta

import pytest

from applications.consensus import Role
from consultants.actions import contacts
from consultants.models import Engagement
from notifications.letters import Unwanted
from notifications.models import Notification
from tests.consultants.outbox import compose, composed, words
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
METTE, TOVE, _ = (email for _, email, _ in applications.TRIO)
BENTE = "bente.dahl@odense.example"
NOT_THEIRS = "the recipient has no part in the engagement any more"


@pytest.fixture
def engagement():
    engagement = factory.active()
    to = contacts.Person(Role.UNION_REPRESENTATIVE, "Bente Dahl", BENTE)
    contacts.hand_on(engagement_id=engagement.pk, by=applications.person(TOVE), to=to, now=NOW)
    return engagement


def take_over(engagement):
    contacts.take_over(engagement_id=engagement.pk, by=applications.person(BENTE), now=NOW)


def reasons(kind):
    return {letter.because if isinstance(letter, Unwanted) else "leaves" for letter in composed(kind, NOW).values()}


def test_the_first_letter_says_who_gave_what_and_why(engagement):
    (letter,) = composed("contact-asked", NOW).values()

    text = words(letter)
    assert letter.to == BENTE
    for told in (
        f"{TOVE} har givet os dit navn, din e-mailadresse og din rolle",
        f"http://localhost:8000/ansoegninger/{engagement.application_id}/forloeb/kontaktperson/",
        "Nej, slet mine oplysninger",
        "KL og Forhandlingsfællesskabet er sammen ansvarlige",
        "24 måneder",
        "klage til Datatilsynet",
    ):
        assert told in text, told


def test_a_giver_who_is_gone_is_not_named(engagement):
    engagement.successors.update(named_by=None)

    (letter,) = composed("contact-asked", NOW).values()

    assert "af den, der var kontaktperson" in words(letter)
    assert TOVE not in words(letter)


def test_the_letters_tell_nothing_of_the_case(engagement):
    take_over(engagement)
    contacts.turn_down(engagement_id=engagement.pk, by=applications.person(BENTE), now=NOW)
    engagement.successors.update(email=BENTE, ended_at=None)  # so that every letter finds its reader

    texts = [
        words(letter)
        for row in Notification.objects.filter(kind__startswith="contact-")
        if not isinstance(letter := compose(row, NOW), Unwanted)
    ]

    assert len(texts) >= 5
    for text in texts:
        for secret in (
            applications.THEME, applications.WORKPLACE, "Tillidsrepræsentant", " TR", "Bente", "Tove Riis",
            factory.PLACE, factory.AGREEMENT, BENTE,
        ):  # fmt: skip
            assert secret not in text, secret


def test_once_answered_nobody_is_asked_or_told_of_the_question(engagement):
    assert reasons("contact-named") == {"leaves"}

    take_over(engagement)

    assert reasons("contact-asked") == {"the person has answered"}
    assert reasons("contact-named") == {"the question is answered or taken back"}


def test_news_of_somebody_who_has_left_again_does_not_leave(engagement):
    take_over(engagement)
    contacts.turn_down(engagement_id=engagement.pk, by=applications.person(BENTE), now=NOW)

    assert reasons("contact-asked") == reasons("contact-taken-over") == {"the person is no longer named"}
    # Mette and the consultant hear that somebody is missing; Bente, who left, hears nothing.
    assert {letter.to for letter in composed("contact-missing", NOW).values()} == {METTE, "karen.lund@spark.example"}


def test_a_consultant_who_has_handed_over_hears_no_more(engagement):
    take_over(engagement)
    engagement.assignments.update(until=NOW)

    assert reasons("contact-taken-over") == {"leaves", NOT_THEIRS}


def test_a_former_contact_who_is_erased_is_not_written_to(engagement):
    take_over(engagement)
    engagement.application.signatories.filter(email=TOVE).update(removed_at=NOW + timedelta(days=1))
    assert reasons("contact-part-ended") == {"the person is no longer named"}

    Notification.objects.filter(kind="contact-part-ended").update(about_id=Engagement().pk)
    assert reasons("contact-part-ended") == {"the person is no longer named"}
    contacts.turn_down(engagement_id=engagement.pk, by=applications.person(BENTE), now=NOW)
    Notification.objects.filter(kind="contact-missing").update(about_id=Engagement().pk)
    assert reasons("contact-missing") == {"the person is no longer named"}
