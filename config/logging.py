"""Logs: one JSON object a line, ids as fields, no patient data, no request bodies."""

import json
import logging
import logging.config
import re
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from config.settings import Settings

_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_LONGEST = 300
_FRAMES = 8

# A telephone or NHS number: nine digits or more, perhaps spaced, and not inside an identifier.
_NUMBER = re.compile(r"(?<![\w-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[ -]?\d){8,}(?![\w-])")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w[\w.-]*")
_FORM = re.compile(r"[\w%.+-]+=[^\s&]*(?:&[\w%.+-]+=[^\s&]*)+")
# Anything with an inside: JSON, XML, or a Python value as it prints itself.
_ANSWER = re.compile(r"""(?s)[{<\[].*['":=/].*[}>\]]|\(.*['"].*\)""")

_PLAIN = (bool, int, float, UUID, date, PurePath)

Fields = dict[str, Any]


def clean(text: str) -> str:
    """A text without what could be a form, a document, a telephone or NHS number, or an address."""
    text = _FORM.sub("[form]", text)
    text = _ANSWER.sub("[document]", text)
    text = _NUMBER.sub("[number]", text)
    text = _ADDRESS.sub("[address]", text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


class NoBodies(logging.Filter):
    """Guarantees that no line carries what somebody typed, said or sent, whoever logs it.

    Fields may be numbers, instants, ids and short words; anything with an inside (a form, a JSON
    document, a row) is replaced by the name of its type. Words are cleaned.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record in place; none is dropped."""
        record.msg, record.args = clean(record.getMessage()), None
        for name, value in record.__dict__.items():
            if name not in _OWN:
                record.__dict__[name] = _plain(value)
        return True


def _plain(value: object) -> object:
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple) and all(
        isinstance(each, str | UUID | int) for each in value
    ):
        return [_plain(each) for each in value]
    if isinstance(value, dict) and all(
        isinstance(name, str) and (each is None or isinstance(each, _PLAIN))
        for name, each in value.items()
    ):
        return value
    return f"[{type(value).__name__}]"


class JsonLines(logging.Formatter):
    """One record, one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's message and its extra fields; a fault's type and place, not its values."""
        line: Fields = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
            **{name: value for name, value in record.__dict__.items() if name not in _OWN},
        }
        if record.exc_info and record.exc_info[0]:
            # the message of a database error quotes the row it refused: type and place only
            line["fault"] = record.exc_info[0].__name__
            line["where"] = _places(record)
        return json.dumps(line, default=str, ensure_ascii=False)


def _places(record: logging.LogRecord) -> list[str]:
    places = []
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.rsplit("/", 1)[-1]
        places.append(f"{file}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-_FRAMES:]


def logging_config(level: str) -> Fields:
    """Everything to standard error as JSON lines, in the form that gunicorn takes as well."""
    quiet = {"level": "WARNING"}
    through = {"level": level, "handlers": [], "propagate": True}
    chatty = ("twilio", "urllib3", "rq", "werkzeug", "socketio", "engineio", "alembic")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"no_bodies": {"()": NoBodies}},
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["no_bodies"],
            }
        },
        "root": {"level": level, "handlers": ["stderr"]},
        "loggers": dict.fromkeys(chatty, quiet)
        | {"gunicorn.error": through, "gunicorn.access": {**through, "level": "WARNING"}},
    }


def configure_logging(settings: Settings) -> None:
    """Send everything to standard error as JSON lines."""
    logging.config.dictConfig(logging_config(settings.web.log_level))
