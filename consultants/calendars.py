"""Calendar invitations (.ics, RFC 5545 and 5546): neutral to whoever looks over a shoulder.

They say when, and where to read more; the place only if the group has switched it on, and nobody but the recipient.
"""

from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText, vUri

from consultants.lifecycle import MeetingStatus
from consultants.models import Meeting

SUMMARY = "SPARK-møde"


def method(meeting: Meeting) -> str:
    """What the calendar is to do: REQUEST puts the meeting in or moves it, CANCEL takes it out."""
    return "CANCEL" if meeting.status == MeetingStatus.CANCELLED else "REQUEST"


def invitation(meeting: Meeting, *, recipient: str, link: str, now: datetime) -> bytes:
    """The file for ``recipient`` (a bare address). One meeting has one UID for ever; SEQUENCE says which is newest.

    ``link`` is the full address of the page about the engagement that the recipient may open.
    """
    event = Event()
    event.add("uid", f"{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", meeting.sequence)
    # In UTC: no reader has to know our summer time rules.
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", SUMMARY)
    event.add("description", f"{meeting.engagement.application.reference}\n{link}")
    event.add("url", vUri(link))
    if meeting.place and meeting.engagement.place_in_calendar:
        event.add("location", meeting.place)
    event.add("organizer", _portal(), encode=False)
    event.add("attendee", _attendee(recipient), encode=False)
    event.add("status", "CANCELLED" if meeting.status == MeetingStatus.CANCELLED else "CONFIRMED")
    event.add("transp", "OPAQUE")
    file = Calendar()
    file.add("prodid", "-//SPARK//SPARK-portalen//DA")
    file.add("version", "2.0")
    file.add("method", method(meeting))
    file.add_component(event)
    content: bytes = file.to_ical()
    return content


def _portal() -> vCalAddress:
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText("SPARK")
    return organizer


def _attendee(address: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    # Nobody reads answers at the portal's address, so none is asked for.
    attendee.params["RSVP"] = vText("FALSE")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    return attendee
