"""Letters for the tests. They know their recipients from the key: "user:anna" lives at anna@example.org."""

from pathlib import Path

from django.template import Engine

from notifications import registry
from notifications.letters import Attachment, Letter, Unwanted

# What a test searches for where no personal data may be.
NAME = "Børge Bygger"


def register():
    """Teach the outbox the test letters, once in a process, and show Django their templates."""
    if "test-plain" in registry._composers:
        return
    Engine.get_default().dirs.append(Path(__file__).parent / "templates")
    registry.letter("test-plain")(plain)
    registry.letter("test-injecting")(injecting)
    registry.letter("test-broken")(broken)
    registry.letter("test-poison")(poison)
    registry.letter("test-invitation")(invitation)
    registry.letter("test-unwanted")(unwanted)
    registry.letter("test-impossible")(impossible)


def address(owed):
    return f"{owed.recipient_id}@example.org"


def plain(owed):
    return Letter(to=address(owed), template="test/plain", context={"name": NAME})


def injecting(owed):
    return Letter(to=address(owed), template="test/injecting", context={"name": "Eva\r\nBcc: alle@example.org"})


def broken(owed):
    return Letter(to=address(owed), template="test/broken")


def poison(owed):
    raise ValueError(f"{NAME} <{address(owed)}> er ikke til at skrive til")


def invitation(owed):
    calendar = Attachment(
        "spark.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; method=REQUEST; charset=utf-8"
    )
    return Letter(to=address(owed), template="test/plain", attachments=(calendar,))


def unwanted(owed):
    return Unwanted(because="the application was withdrawn")


def impossible(owed):
    return Letter(to="ikke en adresse\r\nRCPT TO:<alle@example.org>", template="test/plain")
