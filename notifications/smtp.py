"""One line to the mail server, in two steps: agree on sender and recipient, then hand the letter over.

Between the two the caller notes in the database that it is about to hand over. Django's backend makes the connection
(and its TLS); its one-step ``send`` can't tell "was not taken" from "may have been taken".
"""

import contextlib
import re
import smtplib
import ssl
from email.utils import parseaddr
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

if TYPE_CHECKING:
    from socket import socket
    from types import TracebackType

# The answer to the final dot may take longer than any other: the server is storing the letter. An answer missed here
# is a letter whose fate is unknown, so we are three times as patient.
FINAL_PATIENCE = 3

# After so many broken conversations in a row, the rest of the batch is not tried.
DOWN_AFTER = 2

# Answers about how we talk and who we are (syntax, order, sign-in), never about a recipient or a letter.
OUR_FAULT = frozenset({500, 501, 502, 503, 504, 530, 535, 538})


class NotTaken(Exception):
    """The server did not take the letter; trying again may help. ``str()`` is a code, never the server's words."""


class Refused(Exception):
    """The server refuses the recipient for good."""


class Rejected(Exception):
    """The server refuses this letter for good."""


class Uncertain(Exception):
    """The letter was on its way when the line broke: the server may or may not have taken it."""


class Line:
    """A connection opened at the first letter, reopened if it breaks, closed at the end."""

    def __init__(self) -> None:
        self._backend = EmailBackend()
        self._breaks = 0

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self._close()

    @property
    def is_down(self) -> bool:
        """Whether there is no point in trying the next letter now."""
        return self._breaks >= DOWN_AFTER

    def address(self, recipient: str) -> None:
        """Name sender and recipient (as `bare` makes it). Raises NotTaken, Refused."""
        try:
            server = self._open()
            server.ehlo_or_helo_if_needed()
            self._expect(server.mail(bare(settings.DEFAULT_FROM_EMAIL)), NotTaken, "sender")
            self._expect(server.rcpt(recipient), Refused, "smtp")
        except OSError as error:
            raise NotTaken(self._hang_up(error)) from error

    def hand_over(self, letter: bytes) -> None:
        """Give the letter to the server; returns when it has taken it. Raises NotTaken, Rejected, Uncertain."""
        server = self._open()
        try:
            self._expect(server.docmd("DATA"), Rejected, "smtp", good=354)
        except OSError as error:
            raise NotTaken(self._hang_up(error)) from error
        try:
            server.send(_stuffed(letter))
            sock = cast("socket", server.sock)
            sock.settimeout(settings.EMAIL_TIMEOUT * FINAL_PATIENCE)
            answer = server.getreply()
            sock.settimeout(settings.EMAIL_TIMEOUT)
        except OSError as error:
            raise Uncertain(self._hang_up(error)) from error
        try:
            self._expect(answer, Rejected, "smtp")
        except smtplib.SMTPResponseException as error:
            raise NotTaken(self._hang_up(error)) from error
        self._breaks = 0

    def forget(self) -> None:
        """Take back the sender and recipient that were named."""
        try:
            self._open().rset()
        except OSError as error:
            self._hang_up(error)

    def _open(self) -> smtplib.SMTP:
        self._backend.open()
        return cast("smtplib.SMTP", self._backend.connection)

    def _close(self) -> None:
        with contextlib.suppress(OSError):
            self._backend.close()

    def _expect(self, answer: tuple[int, bytes], for_good: type[Exception], step: str, good: int = 250) -> None:
        code = answer[0]
        if code in {good, 251}:
            return
        if code == 421:  # the server is closing, whatever it was asked
            raise smtplib.SMTPResponseException(code, "closing")
        self._breaks = 0
        self.forget()
        is_final = code >= 500 and code not in OUR_FAULT
        raise (for_good if is_final else NotTaken)(f"{step} {code}")

    def _hang_up(self, error: OSError) -> str:
        """Drop the line, whose conversation is out of step, and name what happened."""
        self._breaks += 1
        if self._backend.connection is None:
            self._close()
        else:
            self._backend.connection.close()
            self._backend.connection = None
        if isinstance(error, smtplib.SMTPResponseException):
            return f"line {error.smtp_code}"
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            return "line timeout"
        return "line tls" if isinstance(error, (ssl.SSLError, smtplib.SMTPNotSupportedError)) else "line broken"


def bare(address: str) -> str:
    """The address as the protocol wants it, without a name, in ASCII. Raises ValueError where there is none."""
    return sanitize_address(parseaddr(address)[1], "utf-8")


def _stuffed(letter: bytes) -> bytes:
    """The letter as DATA wants it: lines that begin with a dot get another, and a lone dot ends it."""
    return re.sub(rb"(?m)^\.", b"..", letter) + b"\r\n.\r\n"
