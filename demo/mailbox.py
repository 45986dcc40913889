"""The demo's mail server and its mailbox: a real SMTP conversation on loopback, every mail kept as a file."""

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clock import COPENHAGEN

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

SHOWN = 100


@dataclass(frozen=True)
class Mail:
    """One mail as its reader sees it. ``name``: the file's, without the ending."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str
    attachments: tuple[str, ...]


class Keeper:
    """What the SMTP server does with a mail: writes it to ``folder``, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        taken = [int(path.stem) for path in folder.glob("*.eml")]
        self._numbers = itertools.count(max(taken, default=0) + 1)

    async def handle_DATA(self, server: "SMTP", session: "Session", envelope: "Envelope") -> str:  # noqa: N802 - SMTP's word
        """aiosmtpd calls this with a complete mail."""
        content = envelope.content
        path = self.folder / f"{next(self._numbers):06d}.eml"
        half = path.with_suffix(".half")
        half.write_bytes(content if isinstance(content, bytes) else str(content).encode())
        os.replace(half, path)  # noqa: PTH105 - atomic, whatever a reader does meanwhile
        return "250 Message accepted for delivery"


def newest(folder: Path) -> Iterator[Mail]:
    """The last mails taken, the newest first, at most a hundred."""
    for path in sorted(folder.glob("*.eml"), reverse=True)[:SHOWN]:
        yield read(path)


def find(folder: Path, name: str) -> Mail | None:
    """The mail of that name, if there is one. ``name`` is digits only, so it can't leave the folder."""
    path = folder / f"{name}.eml"
    return read(path) if name.isdecimal() and path.is_file() else None


def read(path: Path) -> Mail:
    """A stored mail. Its text is the plain one."""
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - what this policy makes
    body = mail.get_body(("plain",))
    return Mail(
        name=path.stem,
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        at=parsedate_to_datetime(str(mail["Date"])).astimezone(COPENHAGEN),
        text=str(body.get_content()) if body else "",
        attachments=tuple(part.get_filename() or "" for part in mail.iter_attachments()),
    )
