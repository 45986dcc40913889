"""Log lines: JSON on stdout, joined by request and task ids, without personal data.

Nobody logs a name, an address or a text on purpose. The processors here are for the accidents: an exception whose
words quote a value, a query string, a library that is talkative.
"""

import re
import traceback
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, ExcInfo, Processor

_ADDRESS = re.compile(r"[^\s<>\"'(=:,;\[]+@[^\s<>\"'),;:\]]+")
# A signed id (accounts.sealing.sign): whoever holds one may act, so a log line must not hand it on.
_SIGNED_ID = re.compile(r"\b[0-9a-f]{32}:[\w-]{43}")
# The secret in the address of a consultant's calendar.
_CALENDAR = re.compile(r"(?<=/kalender/)[^/\s\"']+(?=\.ics)")
# The secret in the address of an evaluation.
_EVALUATION = re.compile(r"(?<=/evaluering/)[\w-]{43}")
# What django-structlog adds beyond method, path and ids.
_UNASKED = ("user_agent", "ip", "error", "exception", "reason")


def without_unasked(_logger: object, _method: str, event: EventDict) -> EventDict:
    """No browser names, no IP addresses, no query strings, no words of errors."""
    for key in _UNASKED:
        event.pop(key, None)
    if "request" in event:
        event["request"] = str(event["request"]).partition("?")[0]
    return event


def where_it_broke(exc_info: ExcInfo) -> str:
    """An exception's class and its way through the code, innermost last; not its words, which may quote a person."""
    frames = (f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(exc_info[2]))
    return f"{exc_info[0].__name__} at {' > '.join(frames)}"


def without_addresses(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The last sieve: whatever looks like an e-mail address."""
    return {key: _ADDRESS.sub("…@…", value) if isinstance(value, str) else value for key, value in event.items()}


def without_signed_ids(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The way to choose a password, or into a calendar, stands in a path; no reader of the log may walk it."""
    return {
        key: _EVALUATION.sub("…", _CALENDAR.sub("…", _SIGNED_ID.sub("…", value))) if isinstance(value, str) else value
        for key, value in event.items()
    }


_COMMON: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _COMMON,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_unasked,
                structlog.processors.ExceptionRenderer(where_it_broke),
                without_addresses,
                without_signed_ids,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        }
    },
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        # Django's own handlers (a console for DEBUG, mail to administrators) are not ours.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # Says again, with the exception's words, what django-structlog has said.
        "celery.app.trace": {"level": "CRITICAL"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}


def configure() -> None:
    """Send structlog's events through the same pipe as everybody else's."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
