"""The demo's mail server, as a real process and over real SMTP."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import call_command

from demo import mailbox
from demo.management.commands import demo_mailbox

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def send(port, subject):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "spark@example.org", "leder@demo.example.org", subject
    mail["Date"] = "Sat, 21 Nov 2026 09:05:00 +0000"
    mail.set_content("Hej Åse")
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as line:
        line.send_message(mail)


def test_the_mail_server_keeps_mails_over_a_restart_and_stops_when_told(tmp_path, port):
    env = {**os.environ, "SPARK_DEMO": "1", "SPARK_MAILBOX": str(tmp_path)}
    for subject in ("Den første", "Den anden"):
        command = [sys.executable, "manage.py", "demo_mailbox", "--port", str(port)]
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as server:
            assert f"Taking mail at 127.0.0.1:{port}\n" in server.stdout
            send(port, subject)
            server.send_signal(signal.SIGTERM)
            assert server.wait(10) == 0
    assert [mail.subject for mail in mailbox.newest(tmp_path)] == ["Den anden", "Den første"]
    assert mailbox.find(tmp_path, "000001").text.strip() == "Hej Åse"
    assert list(tmp_path.glob("*.half")) == []


def test_the_command_serves_until_it_is_stopped(settings, tmp_path, port, monkeypatch):
    """The same in this process, where the signal's arrival is played: it takes a mail just before."""
    settings.DEMO_MAILBOX = tmp_path
    monkeypatch.setattr(signal, "pthread_sigmask", lambda how, wanted: None)
    monkeypatch.setattr(signal, "sigwait", lambda wanted: send(port, "Midt i det hele"))
    call_command(demo_mailbox.Command(), port=port)
    assert [mail.subject for mail in mailbox.newest(tmp_path)] == ["Midt i det hele"]
