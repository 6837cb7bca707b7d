"""Interfaces: the page lists every address, variable, message and command, and nothing else."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from app.factory import create_app
from app.web.doors import Door, Guarded, hang
from config.settings import Settings
from tests.house.interfaces import (
    PAGE,
    WORDED,
    Rows,
    addresses,
    commands,
    listed,
    messages,
    rewritten,
    sections,
    variables,
)
from tests.house.source import module

HEADINGS = ["Environment variables", "Addresses", "Webhooks", "Socket messages", "Commands"]


@pytest.fixture(scope="module")
def offered(settings: Settings, engine: Engine) -> dict[str, Rows]:
    return sections(create_app(settings))


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_page_lists_exactly_what_the_code_offers(
    offered: dict[str, Rows], heading: str
) -> None:
    rows = listed(PAGE.read_text(encoding="utf-8"), heading)
    missing, gone = set(offered[heading]) - set(rows), set(rows) - set(offered[heading])
    assert not missing, f"run python -m tests.house.interfaces; not listed: {sorted(missing)}"
    assert not gone, f"run python -m tests.house.interfaces; no longer there: {sorted(gone)}"


@pytest.mark.parametrize("heading", sorted(set(HEADINGS) - WORDED))
def test_the_page_says_what_the_code_says(offered: dict[str, Rows], heading: str) -> None:
    assert listed(PAGE.read_text(encoding="utf-8"), heading) == offered[heading]


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_row_says_something(heading: str) -> None:
    rows = listed(PAGE.read_text(encoding="utf-8"), heading)
    assert rows
    assert not [name for name, words in rows.items() if not words.strip()]


def test_what_happens_without_a_variable_is_said_truly(offered: dict[str, Rows]) -> None:
    rows = listed(PAGE.read_text(encoding="utf-8"), "Environment variables")
    wrong = [
        name
        for name, otherwise in offered["Environment variables"].items()
        if not rows.get(name, "").startswith(otherwise)
    ]
    assert not wrong


def test_a_new_address_is_noticed() -> None:
    app = Flask("planted")
    app.add_url_rule("/planted/<uuid:id>", "planted", lambda: "", methods=["POST"])
    assert "POST /planted/<uuid:id>" in addresses(app, webhooks=False)
    assert not addresses(app, webhooks=True)


def test_a_new_webhook_is_noticed() -> None:
    app = Flask("planted", static_folder=None)

    def rang() -> str:
        """Somebody rings."""
        return ""

    hang(rang, Door(Guarded.TWILIO, "voice.inbound"))
    app.add_url_rule("/rang", "rang", rang, methods=["POST"])
    assert addresses(app, webhooks=True) == {
        "POST /rang": "Somebody rings. Signed: `voice.inbound`."
    }
    assert not addresses(app, webhooks=False)


def test_a_new_variable_is_noticed() -> None:
    code = 'read.need("A_URL"); read.whole("A_SIZE", 8); read.get("A_KEY", "")'
    assert variables(module("config.settings", code), "PORT ?= 5000\nX := 1\n") == {
        "PORT": "`5000`",
        "A_URL": "needed",
        "A_SIZE": "`8`",
        "A_KEY": "may be left out",
    }


def test_a_new_message_is_noticed() -> None:
    code = '@sockets.on("looking")\ndef looked(): ...\nsockets.emit("piece", {}, room="x")'
    assert set(messages([module("app.console.live", code)])) == {"up looking", "down piece"}


def test_a_new_command_is_noticed() -> None:
    alone = module("workers.bell", '"""Rings."""\nif __name__ == "__main__":\n    ring()')
    makefile = ".PHONY: desk\ndesk: .venv ## the whole desk\n\tpython -m x\nPORT := 1\n"
    assert commands(makefile, [alone]) == {
        "make desk": "the whole desk",
        "python -m workers.bell": "Rings.",
    }


@pytest.mark.parametrize(
    ("heading", "words"), [("Socket messages", "Mine"), ("Commands", "Theirs")]
)
def test_rewriting_adds_rows_drops_what_is_gone_and_keeps_words_that_are_ours(
    heading: str, words: str
) -> None:
    table = "| C | D |\n| --- | --- |\n| `a` | Mine |\n| `b` | Gone |\n"
    page = f"## {heading}\n\n{table}\n## X\n"
    after = rewritten(page, {heading: {"a": "Theirs", "c": "New"}})
    assert listed(after, heading) == {"a": words, "c": "New"}
    assert after.endswith("|\n\n## X\n")
    assert rewritten(after, {heading: {"a": "Theirs", "c": "New"}}) == after
