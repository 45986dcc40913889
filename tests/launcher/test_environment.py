from launcher import environment

SERVERS = {"DATABASE_URL": "postgres:///spark", "REDIS_URL": "redis://", "REDIS_PREFIX": "x:"}
SHELL = {
    "PATH": "/bin",
    "SECRET_KEY": "somebody's",
    "SITE_URL": "https://real.example",
    "PGHOST": "db",
    "SPARK_CLOCK": "+1d",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def test_the_demo_sees_this_machine_only(tmp_path):
    told = environment.for_demo(tmp_path, port=8123, mail_port=2525, servers=SERVERS, environ=SHELL)
    secret = (tmp_path / "secret-key").read_text()
    assert len(secret) >= 50
    assert told == {
        "PATH": "/bin",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "spark_portal.settings",
        **SERVERS,
        "SECRET_KEY": secret,
        "SITE_URL": "http://localhost:8123",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "EMAIL_URL": "smtp://127.0.0.1:2525",
        "MAIL_FROM": "SPARK <spark@example.org>",
        "CONTACT_MAIL": "spark@example.org",
        "CONTACT_PHONE": "33 70 39 02",
        "SPARK_DEMO": "1",
        "SPARK_CLOCK": f"@{tmp_path}/clock",
        "SPARK_MAILBOX": f"{tmp_path}/mailbox",
    }


def test_the_demos_secret_is_kept_and_private(tmp_path):
    first = environment.kept_secret(tmp_path / "secret-key")
    assert environment.kept_secret(tmp_path / "secret-key") == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_production_variables_hold_nothing_of_the_demo():
    tests = environment.for_tests(SERVERS, SHELL)
    real = environment.like_production(tests)
    assert not {"SPARK_DEMO", "SPARK_CLOCK", "SPARK_MAILBOX"} & {*tests, *real}
    assert real["SITE_URL"] == "https://spark.example.org"
    assert real["ALLOWED_HOSTS"] == "spark.example.org"
    assert len(real["SECRET_KEY"]) >= 50
