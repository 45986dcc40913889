"""The .ics files, read again by another parser's eyes and by the letter of RFC 5545."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from consultants import calendars
from consultants.lifecycle import MeetingStatus
from tests import ics
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 10, 12, 0, 30, 987654, tzinfo=UTC)
LINK = "http://localhost:8000/ansoegninger/0192f0c4-7d1c-7b6e-9d2e-3f1a52c0b001/forloeb/"


def made(meeting, recipient="tove.riis@odense.example", link=LINK):
    return calendars.invitation(meeting, recipient=recipient, link=link, now=NOW)


def event_of(content):
    ics.read(content)  # by the letter first
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


# ── By the letter of the standard ───────────────────────────────────────────────────────────────────────────────────
HOSTILE = (
    "Rådhuset; lokale 2, 1. sal \\ bagved",
    "Æ" * 200,
    "BEGIN:VEVENT\r\nUID:x",
    "linje 1\nlinje 2\r\nlinje 3",
    "\u2028delt\u2029 af usynlige tegn \u0085",
    "🧑‍🏫" * 40,
    'ATTENDEE;CN="x":mailto:x@y.example',
)


@pytest.mark.parametrize("place", HOSTILE)
def test_no_place_breaks_the_file(meeting, place):
    meeting.place, meeting.engagement.place_in_calendar = place, True

    (event,) = ics.read(made(meeting)).parts

    assert event.text("LOCATION") == place.replace("\r\n", "\n")
    (read_again,) = Calendar.from_ical(made(meeting)).walk("VEVENT")
    assert str(read_again["LOCATION"]) == event.text("LOCATION")


def test_through_a_meetings_life_the_name_stays_and_the_number_rises(meeting):
    first = ics.read(made(meeting))
    meeting.starts_at += timedelta(days=1)
    meeting.ends_at += timedelta(days=1)
    meeting.sequence += 1
    moved = ics.read(made(meeting))
    meeting.sequence += 1
    meeting.move_to(MeetingStatus.CANCELLED)
    gone = ics.read(made(meeting))

    events = [file.parts[0] for file in (first, moved, gone)]
    assert [file.value("METHOD") for file in (first, moved, gone)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event.value("SEQUENCE") for event in events] == ["0", "1", "2"]
    assert {event.value("UID") for event in events} == {f"{meeting.pk}@localhost"}
    assert [event.value("STATUS") for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize(
    ("day", "begins", "ends", "in_utc"),
    [
        # The clock is put back: from 1 to 4 on the wall are four hours, and a morning after it is an hour later in UTC.
        ((2026, 10, 25), 1, 4, ("20261024T230000Z", "20261025T030000Z")),
        ((2026, 10, 25), 9, 12, ("20261025T080000Z", "20261025T110000Z")),
        ((2026, 10, 24), 9, 12, ("20261024T070000Z", "20261024T100000Z")),
        # The clock is put forward: from 1 to 4 on the wall are two hours.
        ((2026, 3, 29), 1, 4, ("20260329T000000Z", "20260329T020000Z")),
        ((2026, 3, 29), 9, 12, ("20260329T070000Z", "20260329T100000Z")),
        ((2026, 3, 28), 9, 12, ("20260328T080000Z", "20260328T110000Z")),
    ],
)
def test_in_the_nights_when_the_clock_is_changed(meeting, day, begins, ends, in_utc):
    meeting.starts_at = datetime(*day, begins, tzinfo=COPENHAGEN)
    meeting.ends_at = datetime(*day, ends, tzinfo=COPENHAGEN)

    file = ics.read(made(meeting))

    (event,) = file.parts
    assert (event.value("DTSTART"), event.value("DTEND")) == in_utc
    walls = [event.moment(name).astimezone(COPENHAGEN).hour for name in ("DTSTART", "DTEND")]
    assert walls == [begins, ends]
    feed = calendars.feed([meeting], shows_workplace=False, now=NOW)
    (theirs,) = ics.read(feed).parts
    assert (theirs.value("DTSTART"), theirs.value("DTEND")) == in_utc


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (lambda file: file.replace(b"\r\n", b"\n"), "does not end"),
        (lambda file: file.replace(b"SUMMARY:", b"SUMMARY:a,b"), "not escaped"),
        (lambda file: file.replace(b"UID:", b"X-UID:"), "UID is missing"),
        (lambda file: file.replace(b"END:VEVENT", b"END:VTODO"), "closes something else"),
        (lambda file: file.replace(b"SUMMARY:", b"SUMMARY:" + b"x" * 75), "octets"),
        (lambda file: file.replace(b"Z\r\n", b"\r\n"), "not in UTC"),
    ],
)
def test_the_strict_reader_forgives_nothing(meeting, spoilt, told):
    with pytest.raises(ics.NotStrict, match=told):
        ics.read(spoilt(made(meeting)))


# ── A consultant's own calendar ─────────────────────────────────────────────────────────────────────────────────────
def test_the_own_calendar_is_neutral_and_knows_the_same_names(meeting):
    content = calendars.feed([meeting], shows_workplace=False, now=NOW)

    file = ics.read(content)
    (event,) = file.parts
    assert (file.value("METHOD"), file.text("X-WR-CALNAME")) == ("PUBLISH", "SPARK")
    assert file.lines["REFRESH-INTERVAL"] == [(";VALUE=DURATION", "PT1H")]
    assert event.value("UID") == f"{meeting.pk}@localhost"
    assert event.text("SUMMARY") == "SPARK-møde"
    link = f"http://localhost:8000/sekretariat/forloeb/{meeting.engagement_id}/"
    assert event.text("DESCRIPTION") == f"{meeting.engagement.application.reference}\n{link}"
    assert event.value("ORGANIZER") == "mailto:spark@example.org"
    assert not {"LOCATION", "ATTENDEE"} & set(event.lines)
    assert "Lærkehøj" not in content.decode()


def test_the_own_calendar_names_the_workplace_where_that_is_wished_for(meeting):
    shown = ics.read(calendars.feed([meeting], shows_workplace=True, now=NOW)).parts[0]
    meeting.place = ""
    placeless = ics.read(calendars.feed([meeting], shows_workplace=True, now=NOW)).parts[0]

    assert shown.text("SUMMARY") == "SPARK-møde, Bostedet Lærkehøj"
    assert shown.text("LOCATION") == factory.PLACE
    assert "LOCATION" not in placeless.lines


def test_a_calendar_without_meetings_is_a_calendar(meeting):
    assert ics.read(calendars.feed([], shows_workplace=True, now=NOW)).parts == []
