"""Alerts: three kinds may interrupt, one script may sound them, and nothing else interrupts.

More than these and people stop hearing the one that matters (hazard H-024).
"""

import re
import typing
from collections.abc import Iterator

import pytest

from app.console.views import Alert
from tests.house.source import ROOT

KINDS = {"life", "late", "silence"}
MAY_SOUND = {"alerts.js"}

# What takes the screen, the focus or the ear from a person without being one of the three.
INTERRUPTS = re.compile(
    r"new Notification\b|\bwindow\.(?:alert|confirm|prompt)\(|(?<![\w.])(?:alert|confirm|prompt)\("
    r"|\.showModal\(|<dialog\b|new Audio\(|\bautoplay\b|<marquee\b|<blink\b|navigator\.vibrate"
)
SOUNDS = re.compile(r"""import\s*\{[^}]*\bplay\b[^}]*\}\s*from\s*["'][^"']*sounds\.js["']""")


def interruptions(path: str, text: str) -> Iterator[str]:
    """What interrupts in a script or a template, beside the three alerts."""
    for found in INTERRUPTS.finditer(text):
        yield f"{path} interrupts by {found[0]}"
    if SOUNDS.search(text) and path.rsplit("/", 1)[-1] not in MAY_SOUND:
        yield f"{path} makes sounds"


def pages() -> Iterator[tuple[str, str]]:
    """Every script and template of ours; the voice of a call is a telephone, not an alert."""
    for pattern in ("*.js", "*.html"):
        for path in sorted((ROOT / "app").rglob(pattern)):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_there_are_three_kinds_of_alert_on_the_page_and_in_the_ear() -> None:
    drawn = typing.get_args(typing.get_type_hints(Alert)["kind"])
    sounds = (ROOT / "app/web/static/web/sounds.js").read_text(encoding="utf-8")
    heard = re.search(r"export const NOTES = \{(.*?)\n\};", sounds, re.DOTALL)
    assert heard is not None
    assert set(drawn) == KINDS
    assert set(re.findall(r"^  (\w+):", heard[1], re.MULTILINE)) == KINDS


def test_nothing_else_interrupts() -> None:
    broken = [said for path, text in pages() for said in interruptions(path, text)]
    assert not broken, "\n".join(broken)


def test_the_scripts_are_really_read() -> None:
    names = {path.rsplit("/", 1)[-1] for path, _ in pages()}
    assert {"alerts.js", "sounds.js", "board.js", "desk.html"} <= names


@pytest.mark.parametrize(
    "text",
    [
        'import { play } from "./sounds.js";',
        "window.confirm('Are you sure?')",
        "if (late) alert('late');",
        "new Notification('A call')",
        "<dialog open>",
        "box.showModal()",
        "new Audio('/ping.mp3')",
        "<video autoplay>",
    ],
)
def test_another_interruption_is_noticed(text: str) -> None:
    assert list(interruptions("app/web/static/web/board.js", text))


@pytest.mark.parametrize("text", ["const alert = kinds[0];", 'role="alert"', "read(alert)"])
def test_a_word_that_only_looks_like_one_is_left_alone(text: str) -> None:
    assert not list(interruptions("app/web/static/web/board.js", text))
