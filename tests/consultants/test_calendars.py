"""The .ics files, read again by another parser's eyes and by the letter of RFC 5545."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from consultants import calendars
from consultants.lifecycle import MeetingStatus
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 10, 12, 0, 30, 987654, tzinfo=UTC)
LINK = "http://localhost:8000/ansoegninger/0192f0c4-7d1c-7b6e-9d2e-3f1a52c0b001/forloeb/"


def made(meeting, recipient="tove.riis@odense.example", link=LINK):
    return calendars.invitation(meeting, recipient=recipient, link=link, now=NOW)


def event_of(content):
    file = Calendar.from_ical(content)
    (event,) = file.walk("VEVENT")
    return file, event


@pytest.fixture
def meeting():
    return factory.meeting(factory.contacted(), starts_at=datetime(2026, 11, 24, 9, 0, tzinfo=COPENHAGEN))


def test_it_says_when_and_where_to_read_more_and_nothing_else(meeting):
    file, event = event_of(made(meeting))

    assert (str(file["METHOD"]), str(file["VERSION"])) == ("REQUEST", "2.0")
    assert str(event["UID"]) == f"{meeting.pk}@localhost"
    assert event["SEQUENCE"] == 0
    assert event["DTSTAMP"].dt == datetime(2026, 11, 10, 12, 0, 30, tzinfo=UTC)
    assert event["DTSTART"].dt == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    assert str(event["SUMMARY"]) == "SPARK-møde"
    assert str(event["DESCRIPTION"]) == f"{meeting.engagement.application.reference}\n{LINK}"
    assert str(event["STATUS"]) == "CONFIRMED"
    assert str(event["ATTENDEE"]) == "mailto:tove.riis@odense.example"
    assert str(event["ORGANIZER"]) == "mailto:spark@example.org"
    assert set(event) == {
        "UID",
        "DTSTAMP",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "URL",
        "ORGANIZER",
        "ATTENDEE",
        "STATUS",
        "TRANSP",
    }


def test_the_place_stands_there_only_if_the_group_has_switched_it_on(meeting):
    assert b"LOCATION" not in made(meeting)
    assert "Lærkehøj".encode() not in made(meeting)

    meeting.engagement.place_in_calendar = True
    assert str(event_of(made(meeting))[1]["LOCATION"]) == factory.PLACE

    meeting.place = ""
    assert b"LOCATION" not in made(meeting)


def test_a_cancelled_meeting_takes_itself_out_under_the_same_name(meeting):
    meeting.move_to(MeetingStatus.CANCELLED)
    meeting.sequence = 2

    file, event = event_of(made(meeting))

    assert (str(file["METHOD"]), str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    assert (str(event["UID"]), event["SEQUENCE"]) == (f"{meeting.pk}@localhost", 2)


def test_summer_time_is_already_reckoned(meeting):
    meeting.starts_at = datetime(2027, 6, 1, 9, 0, tzinfo=COPENHAGEN)
    meeting.ends_at = meeting.starts_at + timedelta(hours=3)

    _, event = event_of(made(meeting))

    assert event["DTSTART"].dt == datetime(2027, 6, 1, 7, 0, tzinfo=UTC)


def test_lines_end_and_fold_as_the_rfc_says(meeting):
    meeting.engagement.place_in_calendar = True
    meeting.place = "Ærøskøbing Rådhus, mødelokale Å; indgang \\ bagved " * 3
    content = made(meeting, recipient=f"{'å-lang-adresse-' * 4}@odense.example", link=LINK + "langt/" * 30)

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no letter is cut in two
    _, event = event_of(content)
    assert str(event["LOCATION"]) == meeting.place
