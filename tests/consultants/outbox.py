"""What is owed, and what a letter says when it is composed."""

from notifications import letters, registry
from notifications.models import Notification


def owed(kind):
    """Who is owed a letter of ``kind``."""
    return set(Notification.objects.filter(kind=kind).values_list("recipient_key", flat=True))


def compose(row, now):
    """The letter of the row ``row`` as it should read at ``now``, or why not."""
    facts = registry.Owed(row.about_id, row.recipient_key, row.occurrence, now)
    return registry.compose(row.kind, facts)


def composed(kind, now):
    """By recipient: the letters of ``kind``, of several the last."""
    rows = Notification.objects.filter(kind=kind).order_by("owed_at")
    return {row.recipient_key: compose(row, now) for row in rows}


def reasons(now):
    """By kind: why the letters that would not leave at ``now`` stay."""
    rows = [(row.kind, compose(row, now)) for row in Notification.objects.order_by("owed_at", "occurrence", "kind")]
    return [(kind, letter.because) for kind, letter in rows if isinstance(letter, letters.Unwanted)]


def words(letter):
    """Subject and both bodies in one text."""
    wording = letters.word(letter)
    return "\n".join([wording.subject, wording.text, wording.html])
