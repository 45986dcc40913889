"""Calls, contacts and stories."""

from datetime import timedelta
from uuid import uuid4

from consultants.models import Outreach, PhoneCall, Story
from consultants.models.spread import Channel
from tests.factories import applications

DAY = applications.MORNING.date()
TITLE = "Vi møder ind to og to"
TEXT = "Efter forløbet tør vi sige højt, når vagten er for tung."


def call(*, on=DAY, **fields):
    known = {"municipality": applications.municipality(), "sector": applications.sector(), "minutes": 20, **fields}
    return PhoneCall.objects.create(called_on=on, token=uuid4(), entered_at=applications.MORNING, **known)


def outreach(*, on=DAY, channel=Channel.MAIL, **fields):
    known = {"municipality": applications.municipality(), **fields}
    return Outreach.objects.create(on=on, channel=channel, token=uuid4(), entered_at=applications.MORNING, **known)


def story(**fields):
    """Without the workplace's yes."""
    known = {
        "title": TITLE,
        "text": TEXT,
        "theme": applications.theme(),
        "municipality": applications.municipality(),
        "written_at": applications.MORNING,
        **fields,
    }
    return Story.objects.create(**known)


def many(n):
    """``n`` of each; the stories published."""
    for each in range(n):
        call(on=DAY - timedelta(days=each), theme=applications.theme())
        outreach(on=DAY - timedelta(days=each))
        story(consent_by="Lederen", consent_on=DAY, published_at=applications.MORNING - timedelta(hours=each))
