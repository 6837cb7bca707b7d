"""Logs: one JSON object a line, ids kept, and nothing that somebody typed, said or sent."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.datastructures import ImmutableMultiDict

from config.logging import JsonLines, NoBodies, clean, logging_config

Lines = list[dict[str, Any]]


@pytest.fixture
def written() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    handler.addFilter(NoBodies())
    logger = logging.getLogger("frontdoor.test")
    logger.setLevel("INFO")
    logger.addHandler(handler)
    yield logger, out
    logger.removeHandler(handler)


def last(out: io.StringIO) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return line


def test_ids_and_numbers_are_fields(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, out = written
    case_id = uuid4()
    logger.info("case taken", extra={"case_id": case_id, "took_ms": 12.5, "hub": "north"})
    line = last(out)
    assert line["event"] == "case taken"
    assert line["case_id"] == str(case_id)
    assert (line["took_ms"], line["hub"], line["level"]) == (12.5, "north", "info")


@pytest.mark.parametrize(
    "body",
    [
        "CallSid=CA1&From=%2B447700900123&Digits=1",
        {"patient": {"name": "Ann Example"}},
        ImmutableMultiDict([("need", "fell at home")]),
        b"From=%2B447700900123&To=1",
        '{"name": "Ann Example", "born": "1950-01-01"}',
        "<Response><Say>Ann Example</Say></Response>",
        "ring 07700 900123",
        "999 123 4567 is hers",
        "ann@example.test",
    ],
)
def test_a_body_never_reaches_the_log(
    written: tuple[logging.Logger, io.StringIO], body: object
) -> None:
    logger, out = written
    logger.info("webhook refused", extra={"body": body})
    logger.info("got %s", body)
    for secret in ("7700", "900123", "Ann", "fell", "4567", "1950", "ann@"):
        assert secret not in out.getvalue()
    assert len(out.getvalue().splitlines()) == 2


def test_a_fault_says_its_type_and_place_and_not_its_values(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, out = written
    row = {"9991234567": None}
    try:
        row["9991234567 already exists"]
    except KeyError:
        logger.exception("job failed")
    line = last(out)
    assert line["fault"] == "KeyError"
    assert line["where"][-1].startswith("test_logging.py:")
    assert "9991234567" not in out.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "Listening at: http://127.0.0.1:8000 (4711)",
        "Worker exiting (pid: 4711)",
        "leading",
        "case 0193f6c2-7d1e-7aa0-9c55-123456789012 taken",
        "2026-11-22 19:30",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert clean(text) == text


def test_a_long_text_is_cut() -> None:
    assert len(clean("word " * 1000)) <= 301


def test_every_library_speaks_through_the_same_filter() -> None:
    config = logging_config("INFO")
    assert config["handlers"]["stderr"]["filters"] == ["no_bodies"]
    assert all(
        not logger.get("handlers") and logger.get("propagate", True)
        for logger in config["loggers"].values()
    )
