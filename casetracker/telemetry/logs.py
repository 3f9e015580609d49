"""How lines of the log look: for people (`plain`), or for a program that collects them (`json`)."""

import logging
import re
from contextvars import ContextVar
from typing import Any

# Of the request that this thread answers, or answered last; `-` in commands.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
# Addresses that are secrets: who knows one may confirm, or stop, what a reader asked for, or choose a password.
SECRET_ADDRESS = re.compile(r"(/follow/(?:confirm|stop)/|/admin/join/\w+/)[^/\s?\"']+")


class RequestFilter(logging.Filter):
    """Gives each record the id of its request, takes secrets out of its words, and tells of what a visitor did wrong in
    one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = REQUEST_ID.get()
        message = record.getMessage()
        if record.exc_info and getattr(record, "status_code", 500) < 500:  # the visitor's doing: its words are enough
            why = str(record.exc_info[1])
            message = f"{message}: {why}" if why and why not in message else message
            record.msg, record.args, record.exc_info, record.exc_text = message, (), None, None
        if "/follow/" in message or "/admin/join/" in message:
            record.msg, record.args = SECRET_ADDRESS.sub(r"\1…", message), ()
        return True


class CountingHandler(logging.Handler):
    """Counts warnings and errors for /metrics."""

    def emit(self, record: logging.LogRecord) -> None:
        from casetracker.telemetry.figures import LOG_RECORDS  # not before the server has said where figures are kept

        LOG_RECORDS.labels(record.levelname).inc()


def configuration(style: str, level: str) -> dict[str, Any]:
    """For Django's LOGGING and for gunicorn. With `json`, each request leaves a line, too."""
    about_requests = level if style == "json" else "WARNING"
    ours = {"filters": ["request"], "formatter": style, "class": "logging.StreamHandler"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": "casetracker.telemetry.logs.RequestFilter"}},
        "formatters": {
            "plain": {
                "format": "{asctime} {levelname} {name} [{request_id}]: {message}",
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
                "style": "{",
            },
            "json": {"()": "casetracker.telemetry.jsonlines.JsonLines"},
        },
        "handlers": {
            "stderr": ours,
            "counted": {"class": "casetracker.telemetry.logs.CountingHandler", "level": "WARNING"},
        },
        "loggers": {
            "procrastinate": {"level": "WARNING"},  # it tells of every job, and greets every command
            "casetracker.requests": {"level": about_requests},
        },
        "root": {"handlers": ["stderr", "counted"], "level": level},
    }
