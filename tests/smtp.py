# ruff: noqa: N802 — aiosmtpd finds its commands by these names
"""A real mail server on loopback that remembers what it accepted and can be told to misbehave."""

import asyncio
import email.policy
import threading
from dataclasses import dataclass
from email import message_from_bytes

from aiosmtpd.smtp import SMTP, syntax

TAKEN = "250 taken"


@dataclass(frozen=True)
class Accepted:
    """One mail that the server said 250 to. ``connection`` counts from 1."""

    recipients: tuple
    message: object
    connection: int


class Stop:
    """A place in the conversation where the server holds still until released."""

    def __init__(self):
        self._reached = threading.Event()
        self._released = threading.Event()

    def wait(self, seconds=60):
        """Block until a client stands here."""
        assert self._reached.wait(seconds), "no client came this far"

    def release(self):
        self._released.set()

    async def pass_by(self):
        self._reached.set()
        while not self._released.is_set():
            await asyncio.sleep(0.01)


class _Conversation(SMTP):
    """The protocol, with the server's misbehaviour at each step."""

    def __init__(self, server, **options):
        super().__init__(server, **options)
        self._misbehaviour = server
        server.connections += 1
        self.number = server.connections

    async def _misbehaves(self, step, key=""):
        for name in (step, f"{step} {key}".strip()):
            if name in self._misbehaviour.stops:
                await self._misbehaviour.stops[name].pass_by()
            if name in self._misbehaviour.drops:
                self.transport.close()
                return True
            if name in self._misbehaviour.answers:
                await self.push(self._misbehaviour.answers[name])
                return True
        return False

    @syntax("EHLO hostname")
    async def smtp_EHLO(self, hostname):
        if not await self._misbehaves("EHLO"):
            await super().smtp_EHLO(hostname)

    @syntax("MAIL FROM: <address>")
    async def smtp_MAIL(self, arg):
        if not await self._misbehaves("MAIL"):
            await super().smtp_MAIL(arg)

    @syntax("RCPT TO: <address>")
    async def smtp_RCPT(self, arg):
        if not await self._misbehaves("RCPT", arg.partition("<")[2].partition(">")[0]):
            await super().smtp_RCPT(arg)

    @syntax("RSET")
    async def smtp_RSET(self, arg):
        if not await self._misbehaves("RSET"):
            await super().smtp_RSET(arg)

    @syntax("DATA")
    async def smtp_DATA(self, arg):
        if not await self._misbehaves("DATA"):
            await super().smtp_DATA(arg)

    async def push(self, status):
        """All answers pass here; the one to the final dot is where a mail has been taken."""
        if status != TAKEN:
            await super().push(status)
        elif not await self._misbehaves("TAKE"):
            message = message_from_bytes(self.taken.content, policy=email.policy.default)
            self._misbehaviour.accepted.append(Accepted(tuple(self.taken.rcpt_tos), message, self.number))
            if not await self._misbehaves("ANSWER"):
                await super().push(status)


class RecordingServer:
    """``with RecordingServer() as server:`` listens on ``server.port``.

    Steps are "EHLO", "MAIL", "RCPT", "RSET", "DATA", "TAKE" (taken, not recorded) and "ANSWER" (recorded, 250 not
    yet said); "RCPT somebody@example.org" means that recipient alone.
    ``answers[step] = "450 later"`` refuses · ``drops.add(step)`` hangs up · ``hold(step)`` holds still there.
    """

    def __init__(self, port=0):
        self.port = port
        self.answers = {}
        self.drops = set()
        self.stops = {}
        self.accepted = []
        self.connections = 0

    def __enter__(self):
        listening = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(listening)), daemon=True)
        self._thread.start()
        assert listening.wait(10)
        return self

    def __exit__(self, *_):
        for stop in self.stops.values():
            stop.release()
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(10)

    @property
    def recipients(self):
        """Who got mail, in the order of arrival."""
        return [recipient for mail in self.accepted for recipient in mail.recipients]

    def hold(self, step):
        """Hold still at ``step``, for every client, until the returned stop is released."""
        self.stops[step] = Stop()
        return self.stops[step]

    async def _serve(self, listening):
        self._loop, self._closing = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(self._conversation, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        listening.set()
        await self._closing.wait()
        server.close()

    def _conversation(self):
        return _Conversation(self, hostname="mail.example.org", loop=self._loop)

    async def handle_DATA(self, conversation, _session, envelope):
        conversation.taken = envelope
        return TAKEN
