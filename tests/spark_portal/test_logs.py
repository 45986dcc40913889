"""Log lines as they leave the process."""

import json
import logging
from uuid import uuid4

import pytest
import structlog

from accounts import sealing
from spark_portal import logs


@pytest.fixture
def lines(capsys):
    """What a log call writes, as parsed JSON, through the formatter that production uses."""
    configured = logs.LOGGING["formatters"]["json"]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=configured["foreign_pre_chain"], processors=configured["processors"]
    )
    written = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(json.loads(self.format(record)))

    handler = Keep()
    handler.setFormatter(formatter)
    logging.getLogger("spark.test").addHandler(handler)
    yield written
    logging.getLogger("spark.test").removeHandler(handler)


def test_a_line_carries_its_ids_and_loses_what_nobody_asked_for(lines):
    log = structlog.get_logger("spark.test")
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        log.info(
            "request_finished", request="GET /ansoegninger/?q=Eva+Holm", user_agent="Mozilla", ip="10.0.0.1", code=200
        )

    (line,) = lines
    del line["timestamp"]
    assert line == {
        "event": "request_finished",
        "request": "GET /ansoegninger/",
        "code": 200,
        "request_id": "r-1",
        "logger": "spark.test",
        "level": "info",
    }


def test_an_exception_says_where_and_not_what_somebody_typed(lines):
    try:
        int("eva.holm@example.org")  # says what it was given
    except ValueError:
        logging.getLogger("spark.test").exception("it broke")
        structlog.get_logger("spark.test").exception("it_broke", error="eva.holm@example.org")

    for line in lines:
        assert line["exception"].startswith("ValueError at test_logs.py:")
        assert "eva" not in json.dumps(line)


def test_an_address_in_a_foreign_message_is_masked(lines):
    logging.getLogger("spark.test").warning("refused: <%s>", "eva.holm@example.org")
    assert lines[0]["event"] == "refused: <…@…>"


def test_a_link_that_lets_somebody_choose_a_password_is_cut_short(lines):
    path = f"/log-ind/adgangskode/{sealing.sign(uuid4(), purpose='password-link')}/"
    structlog.get_logger("spark.test").info("request_finished", request=f"GET {path}")
    logging.getLogger("spark.test").warning("Gone: %s", path)

    assert [line.get("request", line["event"]) for line in lines] == [
        "GET /log-ind/adgangskode/…/",
        "Gone: /log-ind/adgangskode/…/",
    ]


def test_the_secret_of_a_calendar_stays_out_of_the_log(lines):
    structlog.get_logger("spark.test").info("request_finished", request="GET /kalender/uT5-x_9Qz.ics", code=200)

    assert lines[0]["request"] == "GET /kalender/….ics"
