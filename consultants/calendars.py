"""Calendar files (.ics, RFC 5545 and 5546): neutral to whoever looks over a shoulder.

An invitation says when, and where to read more; the place only if the group has switched it on, and nobody but the
recipient. A consultant's own feed says no more, unless that consultant wishes to see the workplaces. Never a theme.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
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
    event = _event(meeting, SUMMARY, link, now)
    if meeting.place and meeting.engagement.place_in_calendar:
        event.add("location", meeting.place)
    return _to_one(event, recipient, method(meeting))


def withdrawal(meeting: Meeting, *, recipient: str, now: datetime) -> bytes:
    """The file that takes a meeting out for ``recipient`` alone, who has no part in it any more.

    Without a STATUS: for the others it takes place (RFC 5546, 3.2.5).
    """
    event = _event(meeting, SUMMARY, settings.SITE_URL, now)
    del event["status"]
    return _to_one(event, recipient, "CANCEL")


def _to_one(event: Event, recipient: str, method: str) -> bytes:
    event.add("organizer", _portal(), encode=False)
    event.add("attendee", _attendee(recipient), encode=False)
    file = _file(method)
    file.add_component(event)
    content: bytes = file.to_ical()
    return content


def feed(meetings: Iterable[Meeting], *, shows_workplace: bool, now: datetime) -> bytes:
    """The file of a consultant's own calendar: the same UIDs as in the invitations, nobody invited.

    Needs each meeting's engagement, its application and its workplaces.
    """
    file = _file("PUBLISH")
    file.add("x-wr-calname", "SPARK")
    file.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        workplaces = list(meeting.engagement.application.workplaces.all()) if shows_workplace else []
        title = ", ".join([SUMMARY, *(workplace.name for workplace in workplaces[:1])])
        link = settings.SITE_URL + reverse("consultants:engagement", args=[meeting.engagement_id])
        event = _event(meeting, title, link, now)
        if shows_workplace and meeting.place:
            event.add("location", meeting.place)
        event.add("organizer", _portal(), encode=False)
        file.add_component(event)
    content: bytes = file.to_ical()
    return content


def _file(method: str) -> Calendar:
    file = Calendar()
    file.add("prodid", "-//SPARK//SPARK-portalen//DA")
    file.add("version", "2.0")
    file.add("method", method)
    return file


def _event(meeting: Meeting, title: str, link: str, now: datetime) -> Event:
    """When, under which name for ever, and where to read more."""
    event = Event()
    event.add("uid", f"{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", meeting.sequence)
    # In UTC: no reader has to know our summer time rules.
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", title)
    event.add("description", f"{meeting.engagement.application.reference}\n{link}")
    event.add("url", vUri(link))
    event.add("status", "CANCELLED" if meeting.status == MeetingStatus.CANCELLED else "CONFIRMED")
    event.add("transp", "OPAQUE")
    return event


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
