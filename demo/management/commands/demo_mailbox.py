"""``manage.py demo_mailbox --port N``: the demo's SMTP server on loopback, until it is stopped."""

import signal
from argparse import ArgumentParser

from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.management.base import BaseCommand

from demo.mailbox import Keeper


class Command(BaseCommand):
    help = "Takes every mail the demo sends and keeps it for /demo/post/. Runs until SIGINT or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True)

    def handle(self, *args: object, port: int, **options: object) -> None:
        wanted = {signal.SIGINT, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
        server = Controller(Keeper(settings.DEMO_MAILBOX), hostname="127.0.0.1", port=port)
        server.start()
        self.stdout.write(f"Taking mail at 127.0.0.1:{port}")
        self.stdout.flush()
        signal.sigwait(wanted)
        server.stop()
