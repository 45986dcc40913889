"""The letters: what they say, what they never say, and when they have lost their reason."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar

from consultants.actions import engagements, follow_ups, meetings
from consultants.lifecycle import MeetingStatus
from consultants.models import Engagement
from consultants.models.follow_up import Wish
from consultants.models.meeting import MeetingKind
from notifications.envelopes import seal
from notifications.letters import Unwanted
from notifications.models import Notification
from tests.consultants.outbox import compose, composed, words
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
GONE = "what it was about is gone"
NOT_THEIRS = "the recipient has no part in the engagement any more"
SECRETS = (
    applications.THEME,
    applications.WORKPLACE,
    applications.TEXT,
    "Vold",
    "Tillidsrepræsentant",
    " TR",
    "Lærkehøj",
    factory.PLACE,
    factory.REASON,
    factory.OUTCOME,
    factory.NOTE,
    factory.AGREEMENT,
)


def owe(kind, about, recipient, occurrence=""):
    return Notification.objects.create(
        kind=kind,
        about_id=about.pk,
        recipient_key=recipient,
        occurrence=occurrence,
        owed_at=NOW,
        due_at=NOW,
        next_attempt_at=NOW,
    )


def contact_of(engagement, name="Mette Holm"):
    return f"signatory:{engagement.application.signatories.get(name=name).pk}"


def running_it(engagement):
    return f"user:{engagement.assignments.get(until=None).consultant_id}"


def says(row, now=NOW):
    return words(compose(row, now))


def unwanted(row, now=NOW):
    letter = compose(row, now)
    assert isinstance(letter, Unwanted)
    return letter.because


# ── The engagement ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_contacts_hear_who_comes_and_by_when():
    engagement = factory.engagement()

    letter = compose(owe("engagement-opened", engagement, contact_of(engagement)), NOW)

    assert letter.to == "mette.holm@odense.example"
    text = words(letter)
    assert "Jeres konsulent er Karen Lund." in text
    assert "I hører fra jeres konsulent senest 10. november 2026." in text
    assert f"http://localhost:8000/ansoegninger/{engagement.application_id}/forloeb/" in text


def test_a_contact_that_was_quicker_than_the_letter_is_not_promised_again():
    engagement = factory.contacted()

    assert "senest" not in says(owe("engagement-opened", engagement, contact_of(engagement)))


def test_between_two_consultants_the_letter_names_none():
    engagement = factory.engagement()
    engagement.assignments.update(until=NOW)

    assert "Jeres konsulent er" not in says(owe("engagement-opened", engagement, contact_of(engagement)))


def test_the_consultant_hears_of_the_engagement_and_its_deadline():
    engagement = factory.engagement()

    letter = compose(owe("engagement-assigned", engagement, running_it(engagement)), NOW)

    assert letter.to == "karen.lund@spark.example"
    assert "senest 10. november 2026" in words(letter)
    assert f"http://localhost:8000/sekretariat/forloeb/{engagement.pk}/" in words(letter)


def test_a_letter_about_an_engagement_that_has_ended_or_gone_stays():
    ended = factory.cancelled()
    for kind, recipient in (("engagement-opened", contact_of(ended)), ("engagement-assigned", running_it(ended))):
        assert unwanted(owe(kind, ended, recipient)) == "the engagement has ended"
    nothing = Engagement(application=ended.application)
    for kind in ("engagement-opened", "engagement-cancelled"):
        assert unwanted(owe(kind, nothing, contact_of(ended))) == GONE


def test_whoever_has_no_part_in_it_any_more_gets_no_letter():
    engagement = factory.engagement()
    recipients = [contact_of(engagement), contact_of(engagement, "Anders Maar"), running_it(engagement)]
    rows = [owe("engagement-opened", engagement, recipient) for recipient in recipients]
    engagement.assignments.update(until=NOW)
    engagement.application.signatories.filter(name="Mette Holm").update(removed_at=NOW)

    assert [unwanted(row) for row in rows] == [NOT_THEIRS] * 3


def test_a_consultant_whose_account_is_closed_gets_no_letter():
    engagement = factory.engagement()
    row = owe("engagement-assigned", engagement, running_it(engagement))
    engagement.assignments.get().consultant.__class__.objects.update(is_active=False)

    assert unwanted(row) == NOT_THEIRS


def test_calling_off_is_told_without_the_reason():
    engagement = factory.cancelled()

    text = says(owe("engagement-cancelled", engagement, contact_of(engagement)))

    assert "aflyst" in text
    assert factory.REASON not in text
    assert unwanted(owe("engagement-cancelled", engagement, contact_of(engagement, "Anders Maar"))) == NOT_THEIRS


def test_an_engagement_that_goes_on_again_is_called_off_to_nobody():
    engagement = factory.active()
    pages = {
        contact_of(engagement): f"http://localhost:8000/ansoegninger/{engagement.application_id}/forloeb/",
        running_it(engagement): f"http://localhost:8000/sekretariat/forloeb/{engagement.pk}/",
    }

    unsent = owe("engagement-cancelled", engagement, contact_of(engagement))
    assert unwanted(unsent) == "the engagement goes on again"
    for each, page in pages.items():
        text = says(owe("engagement-reopened", engagement, each))
        assert ["åbnet igen" in text, page in text] == [True, True]


def test_what_has_ended_once_more_is_reopened_to_nobody():
    ended = factory.closed()
    assert unwanted(owe("engagement-reopened", ended, contact_of(ended))) == "the engagement has ended"


# ── Meetings ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def planned():
    engagement = factory.contacted()
    starts_at = NOW + timedelta(days=14)
    slot = meetings.Slot(MeetingKind.INTRO, starts_at, starts_at + timedelta(hours=3), factory.PLACE)
    return meetings.plan(engagement_id=engagement.pk, by=factory.consultant(), slot=slot, now=NOW)


def test_the_invitation_travels_with_the_letter_to_each_alone(planned):
    letters = composed("meeting-planned", NOW)

    assert len(letters) == 3
    for letter in letters.values():
        assert "24. november 2026 fra kl. 13.00 til kl. 16.00" in words(letter)
        sealed = message_from_bytes(seal(letter, letter_id=planned.pk, now=NOW).content, policy=default)
        (file,) = sealed.iter_attachments()
        assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "REQUEST")
        (event,) = Calendar.from_ical(file.get_content()).walk("VEVENT")
        assert str(event["ATTENDEE"]) == f"mailto:{letter.to}"


def test_each_reader_is_led_to_their_own_page(planned):
    letters = composed("meeting-planned", NOW)

    assert "/sekretariat/forloeb/" in words(letters.pop(f"user:{factory.consultant().pk}"))
    for letter in letters.values():
        assert f"/ansoegninger/{planned.engagement.application_id}/forloeb/" in words(letter)


def test_a_moved_meeting_is_told_once_with_its_newest_time(planned):
    slot = meetings.Slot(MeetingKind.INTRO, NOW + timedelta(days=15), NOW + timedelta(days=15, hours=1))
    meetings.move(meeting_id=planned.pk, by=factory.consultant(), slot=slot, now=NOW)

    for letter in composed("meeting-planned", NOW).values():
        assert letter.because == "the meeting has been changed since"
    for letter in composed("meeting-moved", NOW).values():
        assert "25. november 2026" in words(letter)


def test_a_cancelled_meeting_is_taken_out_of_the_calendar(planned):
    meetings.cancel(meeting_id=planned.pk, by=factory.consultant(), reason=factory.REASON, now=NOW)

    assert {letter.because for letter in composed("meeting-planned", NOW).values()} == {
        "the meeting has been changed since"
    }
    for letter in composed("meeting-cancelled", NOW).values():
        (file,) = letter.attachments
        assert file.mimetype == "text/calendar; method=CANCEL; charset=utf-8"
        assert b"METHOD:CANCEL" in file.content
        assert factory.REASON not in words(letter)


def test_a_letter_that_waited_until_the_meeting_was_over_stays(planned):
    letters = composed("meeting-planned", planned.ends_at)

    assert {letter.because for letter in letters.values()} == {"the meeting is over"}


def test_a_meeting_that_is_gone_or_not_theirs_is_not_told(planned):
    stranger = owe("meeting-planned", planned, contact_of(planned.engagement, "Anders Maar"), "0")
    assert unwanted(stranger) == NOT_THEIRS

    planned.delete()
    assert {letter.because for letter in composed("meeting-planned", NOW).values()} == {GONE}


# ── The follow-up ───────────────────────────────────────────────────────────────────────────────────────────────────
FOUR_WEEKS = datetime(2027, 8, 4, 6, 0, tzinfo=UTC)
TO_CONSULTANT = ("follow-up-in-eight-weeks", "2027-07-07")
TO_CONTACT = ("follow-up-wish", "2027-08-04")


@pytest.fixture
def visit():
    return factory.closed().follow_up


def reminder(visit, kind, anchor):
    engagement = visit.engagement
    recipient = contact_of(engagement) if kind == "follow-up-wish" else running_it(engagement)
    return owe(kind, visit, recipient, anchor)


def test_the_contacts_are_led_to_the_answer_page(visit):
    text = says(reminder(visit, *TO_CONTACT), FOUR_WEEKS)

    assert "omkring 1. september 2027" in text
    assert "Mailen skulle være sendt" not in text
    assert f"http://localhost:8000/ansoegninger/{visit.engagement.application_id}/opfoelgning/" in text


def test_a_contact_asked_after_the_date_is_not_told_that_it_is_near(visit):
    text = says(reminder(visit, *TO_CONTACT), FOUR_WEEKS + timedelta(days=40))

    assert "Det skulle have været holdt omkring 1. september 2027" in text
    assert "Mailen skulle være sendt 4. august 2027" in text


def test_the_consultant_reads_whether_the_group_has_answered(visit):
    row = reminder(visit, "follow-up-in-four-weeks", "2027-08-04")
    assert "Gruppen har ikke svaret endnu" in says(row, FOUR_WEEKS)

    follow_ups.answer(visit_id=visit.pk, read="", by=applications.person(), wish=Wish.YES, now=NOW)
    assert "Gruppen har svaret" in says(row, FOUR_WEEKS)


def test_overdue_says_so(visit):
    text = says(reminder(visit, "follow-up-overdue", "2027-09-02"), datetime(2027, 9, 2, 6, 0, tzinfo=UTC))

    assert "senest 1. september 2027" in text


def test_a_booked_visit_needs_no_reminder_until_it_is_missed(visit):
    visit.meeting = factory.meeting(visit.engagement, starts_at=datetime(2027, 8, 20, 7, 0, tzinfo=UTC))
    visit.save()
    for kind, anchor in (("follow-up-in-four-weeks", "2027-08-04"), TO_CONTACT):
        assert unwanted(reminder(visit, kind, anchor), FOUR_WEEKS) == "the visit is booked"

    overdue = reminder(visit, "follow-up-overdue", "2027-09-02")
    assert "skulle have været holdt" in says(overdue, datetime(2027, 9, 2, 6, 0, tzinfo=UTC))


def test_a_reminder_of_another_date_stays(visit):
    row = reminder(visit, *TO_CONTACT)
    visit.due_on = date(2027, 10, 1)
    visit.save()

    assert unwanted(row, FOUR_WEEKS) == "the follow-up has another date"


def test_reminders_of_what_is_gone_or_not_theirs_stay(visit):
    row = reminder(visit, *TO_CONSULTANT)
    visit.engagement.assignments.update(until=NOW)
    assert unwanted(row, FOUR_WEEKS) == NOT_THEIRS

    engagement = visit.engagement
    answered = owe("follow-up-answered", visit, contact_of(engagement), "")
    declined = owe("follow-up-declined", visit, contact_of(engagement))
    visit.delete()
    assert [unwanted(each, FOUR_WEEKS) for each in (row, answered, declined)] == [GONE] * 3


def test_of_two_answers_the_last_is_told(visit):
    follow_ups.answer(visit_id=visit.pk, read="", by=applications.person(), wish=Wish.YES, now=NOW)
    later = NOW + timedelta(hours=1)
    follow_ups.answer(
        visit_id=visit.pk,
        by=applications.person(),
        read=NOW.isoformat(),
        wish=Wish.YES,
        suggested_dates=[date(2027, 9, 7)],
        now=later,
    )

    first, second = Notification.objects.filter(kind="follow-up-answered").order_by("owed_at")
    assert unwanted(first) == "the group has answered again"
    assert "har svaret" in says(second)
    visit.engagement.assignments.update(until=NOW)
    assert unwanted(second) == NOT_THEIRS


def test_the_end_is_told_to_both_contacts_and_to_nobody_else(visit):
    stray = owe("follow-up-declined", visit, contact_of(visit.engagement, "Anders Maar"))
    assert unwanted(stray) == "the follow-up has not been declined"

    follow_ups.decline(visit_id=visit.pk, by=factory.consultant(), now=NOW)

    assert unwanted(stray) == NOT_THEIRS
    rows = Notification.objects.filter(kind="follow-up-declined").exclude(pk=stray.pk)
    assert [("ikke noget opfølgningsbesøg" in says(row)) for row in rows] == [True, True]


# ── All of them ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_no_letter_carries_a_theme_a_workplace_a_role_a_place_or_a_word_anybody_typed():
    """Every kind there is, about an engagement full of words that could leak."""
    opened = factory.active(place_in_calendar=True)
    factory.note(opened)
    factory.agreement(opened)
    upcoming = factory.meeting(opened, starts_at=NOW + timedelta(days=7), homework=factory.AGREEMENT)
    off = factory.meeting(opened, starts_at=NOW + timedelta(days=9), cancel_reason=factory.REASON, status="cancelled")
    ended = factory.closed()
    visit = ended.follow_up
    visit.wish, visit.answered_at = Wish.YES, NOW
    visit.save()
    rows = [
        *(owe(kind, opened, contact_of(opened)) for kind in ("engagement-opened", "engagement-reopened")),
        owe("engagement-assigned", opened, running_it(opened)),
        *(owe(kind, upcoming, contact_of(opened), "0") for kind in ("meeting-planned", "meeting-moved")),
        owe("meeting-cancelled", off, contact_of(opened), "0"),
        owe("follow-up-in-four-weeks", visit, running_it(ended), "2027-08-04"),
        owe("follow-up-in-eight-weeks", visit, running_it(ended), "2027-07-07"),
        owe("follow-up-overdue", visit, running_it(ended), "2027-09-02"),
        owe("follow-up-answered", visit, running_it(ended), visit.answer_key),
    ]
    texts = [says(row) for row in rows]
    visit.wish, visit.answered_at = "", None
    visit.save()
    texts.append(says(owe("follow-up-wish", visit, contact_of(ended), "2027-08-04")))
    follow_ups.decline(visit_id=visit.pk, by=factory.consultant(), now=NOW)
    texts.append(says(Notification.objects.filter(kind="follow-up-declined").first()))

    engagements.cancel(engagement_id=opened.pk, by=factory.consultant(), reason=factory.REASON, now=NOW)
    texts.append(says(owe("engagement-cancelled", opened, contact_of(opened))))

    assert len(texts) == 13
    for text in texts:
        assert [secret for secret in SECRETS if secret in text] == []
        assert opened.application.reference in text or ended.application.reference in text


def test_a_cancelled_engagement_takes_its_meetings_out_of_the_calendars():
    engagement = factory.active()
    factory.meeting(engagement, starts_at=NOW + timedelta(days=3))
    engagements.cancel(engagement_id=engagement.pk, by=factory.consultant(), reason=factory.REASON, now=NOW)

    assert engagement.meetings.planned().count() == 0
    assert engagement.meetings.filter(status=MeetingStatus.CANCELLED).count() == 1
    assert [letter.template for letter in composed("meeting-cancelled", NOW).values()] == [
        "consultants/meeting_cancelled"
    ] * 3
