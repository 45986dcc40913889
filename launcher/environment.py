"""The variables that the portal's own processes get. What the person's shell holds is no part of them, paths aside."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

# What only we set here; a variable left over in a shell must not steer a demo or a test.
_OURS = (
    "DJANGO_",
    "SPARK_",
    "PG",
    "EMAIL_",
    "MAIL_",
    "CONTACT_",
    "SECRET_",
    "SITE_",
    "ALLOWED_",
    "STATIC_",
    "DATABASE_",
    "REDIS_",
    # A dozen processes that each compile the same two thousand modules would spend minutes on it.
    "PYTHONDONTWRITEBYTECODE",
)


def _machine(environ: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environ.items() if not name.startswith(_OURS)}
    return {**kept, "DJANGO_SETTINGS_MODULE": "spark_portal.settings", "PYTHONUNBUFFERED": "1"}


def _made_up() -> dict[str, str]:
    return {
        "MAIL_FROM": "SPARK <spark@example.org>",
        "CONTACT_MAIL": "spark@example.org",
        "CONTACT_PHONE": "33 70 39 02",
    }


def kept_secret(path: Path) -> str:
    """The secret in ``path``, made on first use, so that people stay signed in from one demo to the next."""
    if not path.exists():
        path.touch(mode=0o600)
    if not path.read_text():
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def for_demo(
    data: Path, *, port: int, mail_port: int, servers: Mapping[str, str], environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """What the demo's processes see: this machine only, mail to our own receiver, a clock that can be moved."""
    return {
        **_machine(environ),
        **_made_up(),
        **servers,
        "SPARK_DEMO": "1",
        "SECRET_KEY": kept_secret(data / "secret-key"),
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "SPARK_CLOCK": f"@{data / 'clock'}",
        "SPARK_MAILBOX": str(data / "mailbox"),
    }


def for_tests(servers: Mapping[str, str], environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the tests see: the portal without its demo, as in production; the demo's tests bring its addresses.

    Port 9 takes no mail: a test that sends one starts a receiver and says so.
    """
    return {
        **_machine(environ),
        **_made_up(),
        **servers,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],testserver",
        "EMAIL_URL": "smtp://127.0.0.1:9",
    }


def like_production(tests: Mapping[str, str]) -> dict[str, str]:
    """The tests' variables as an operator would set them, for ``check --deploy``."""
    real = {name: value for name, value in tests.items() if name not in {"SPARK_DEMO", "SPARK_CLOCK"}}
    return {**real, "SITE_URL": "https://spark.example.org", "ALLOWED_HOSTS": "spark.example.org"}
