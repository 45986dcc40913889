"""The settings, read anew from made-up environments."""

import re
import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

import clock

SOURCE = Path(__file__).resolve().parents[1] / "spark_portal" / "settings.py"
PRODUCTION = {
    "SECRET_KEY": "k" * 64,
    "SITE_URL": "https://spark.example.org/",
    "ALLOWED_HOSTS": "spark.example.org, www.spark.example.org",
    "DATABASE_URL": "postgres://spark:pw@db:5433/spark",
    "REDIS_URL": "redis://valkey:6379/0",
    "EMAIL_URL": "smtp+tls://user:pw@mail.example.org:587",
    "MAIL_FROM": "SPARK <spark@example.org>",
    "CONTACT_MAIL": "spark@example.org",
    "CONTACT_PHONE": "33 70 39 02",
}


@pytest.fixture
def read(monkeypatch):
    """A function that gives the settings of production, changed by what it is told; None takes a variable away."""

    def read(**changes):
        for name in re.findall(r'"([A-Z_]{6,})"', SOURCE.read_text()):
            monkeypatch.delenv(name, raising=False)
        for name, value in (PRODUCTION | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return runpy.run_path(str(SOURCE))

    return read


def test_production_is_https_all_through(read):
    settings = read()
    assert settings["SITE_URL"] == "https://spark.example.org"
    assert settings["ALLOWED_HOSTS"] == ["spark.example.org", "www.spark.example.org"]
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert settings["DEBUG"] is False
    assert "demo" not in settings["INSTALLED_APPS"]


def test_a_machine_of_ones_own_needs_no_certificate(read):
    settings = read(SITE_URL="http://localhost:8000", ALLOWED_HOSTS="localhost,127.0.0.1,[::1]", SPARK_DEMO="1")
    assert settings["SECURE_SSL_REDIRECT"] is False
    assert settings["SECURE_PROXY_SSL_HEADER"] is None
    assert settings["INSTALLED_APPS"][0] == "demo"


@pytest.mark.parametrize("name", PRODUCTION)
def test_a_missing_variable_stops_the_start_with_its_name(read, name):
    for nothing in (None, ""):
        with pytest.raises(
            ImproperlyConfigured, match=rf"^{name} is not set\. Every variable stands .* in \.env\.example\.$"
        ):
            read(**{name: nothing})


@pytest.mark.parametrize("wish", [{"SPARK_DEMO": "1"}, {"SPARK_CLOCK": "+1d"}])
def test_demo_and_clock_are_refused_where_the_world_can_look_in(read, wish):
    for hosts in ("spark.example.org", "localhost,spark.example.org", "*"):
        with pytest.raises(ImproperlyConfigured, match="every allowed host must be local"):
            read(ALLOWED_HOSTS=hosts, **wish)


def test_a_malformed_clock_stops_the_start(read):
    with pytest.raises(clock.NotAShift):
        read(ALLOWED_HOSTS="localhost", SPARK_CLOCK="tomorrow")


def test_only_postgresql_will_do(read):
    with pytest.raises(ImproperlyConfigured, match="must name a PostgreSQL database"):
        read(DATABASE_URL="sqlite:///db.sqlite3")


def test_the_database_is_where_the_address_says(read):
    there = read()["DATABASES"]["default"]
    assert (there["HOST"], there["PORT"], there["USER"], there["NAME"]) == ("db", 5433, "spark", "spark")
    assert read(DATABASE_URL="postgres://spark@%2Fvar%2Ftmp%2Fs/x")["DATABASES"]["default"]["HOST"] == "/var/tmp/s"


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp+tls://user:pw@mail.example.org:587", 587, True, False),
        ("smtp+ssl://user:pw@mail.example.org:465", 465, False, True),
        ("smtp://mail.example.org", 25, False, False),
    ],
)
def test_letters_go_where_the_address_says(read, address, port, tls, ssl):
    settings = read(EMAIL_URL=address)
    assert settings["EMAIL_HOST"] == "mail.example.org"
    assert settings["EMAIL_HOST_USER"] == ("user" if "user" in address else "")
    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (port, tls, ssl)
