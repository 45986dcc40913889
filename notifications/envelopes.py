"""From a letter to the bytes that travel."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import format_datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from notifications.letters import Attachment, Letter, word
from notifications.smtp import bare

_CRLF = re.compile(rb"\r?\n")


@dataclass(frozen=True)
class Envelope:
    """One mail to one recipient."""

    recipient: str
    content: bytes


def message_id(letter_id: UUID) -> str:
    """The same for every attempt at one letter, so that a mail server or a reader can tell a copy by it."""
    return f"<{letter_id}@{urlsplit(settings.SITE_URL).hostname}>"


def seal(letter: Letter, *, letter_id: UUID, now: datetime) -> Envelope:
    """The mail that carries ``letter``. Raises whatever its template raises, ValueError for an impossible address."""
    words = word(letter)
    mail = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        to=[letter.to],
        headers={
            "Message-ID": message_id(letter_id),
            "Date": format_datetime(now),
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(words.html, "text/html")
    for attachment in letter.attachments:
        mail.attach(_part(attachment))
    return Envelope(recipient=bare(letter.to), content=_CRLF.sub(b"\r\n", mail.message().as_bytes()))


def _part(attachment: Attachment) -> MIMEBase:
    # Django would take "text/calendar; method=REQUEST" for a subtype and add a second charset.
    part = MIMEBase(*attachment.mimetype.partition(";")[0].split("/"))
    part.replace_header("Content-Type", attachment.mimetype)
    part.set_payload(attachment.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.filename)
    return part
