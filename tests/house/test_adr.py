"""Decisions: numbered without gaps, never reused, and each in the one form."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT

FOLDER = ROOT / "docs/adr"
NAME = re.compile(r"(\d{4})-[a-z0-9-]+\.md")
HEADINGS = ["Context", "Options", "Decision", "Consequences", "How we shall know"]
STATUSES = ("accepted", "proposed", "superseded by ")


def complaints(name: str, text: str) -> Iterator[str]:
    """What keeps a decision from being in the form of `docs/README.md`."""
    lines = text.splitlines()
    number = name[:4]
    if not lines or not re.match(rf"# {number}\. \S", lines[0]):
        yield f"{name} does not begin '# {number}. Title'"
    facts = re.search(
        r"^Date: (\d{4}-\d\d-\d\d) · Status: (.+?) · Hazards: (.+)$", text, re.MULTILINE
    )
    if facts is None:
        yield f"{name} has no line 'Date: … · Status: … · Hazards: …'"
    else:
        if not facts[2].startswith(STATUSES):
            yield f"{name} has the status {facts[2]!r}"
        if not re.fullmatch(r"none|H-\d{3}(, H-\d{3})*", facts[3]):
            yield f"{name} names its hazards as {facts[3]!r}"
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    if headings != HEADINGS:
        yield f"{name} has the headings {headings}"
    options = text.partition("## Options")[2].partition("## Decision")[0].lower()
    if "| --- |" not in options.replace("|---|", "| --- |"):
        yield f"{name} weighs its options in no table"
    if "do nothing" not in options:
        yield f"{name} does not weigh doing nothing"
    if "We will " not in text.partition("## Decision")[2].partition("## Consequences")[0]:
        yield f"{name} decides nothing: 'We will …'"
    if len(lines) > 80:
        yield f"{name} is longer than a page"


def test_numbers_are_consecutive_and_never_reused() -> None:
    names = sorted(path.name for path in FOLDER.glob("*.md"))
    assert all(NAME.fullmatch(name) for name in names), names
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_every_decision_is_in_the_form() -> None:
    broken = [
        complaint
        for path in sorted(FOLDER.glob("*.md"))
        for complaint in complaints(path.name, path.read_text(encoding="utf-8"))
    ]
    assert not broken, "\n".join(broken)


def unweighed(decision: str, python: str, npm: str) -> set[str]:
    """Libraries that are installed, and that the decision on dependencies does not name."""
    wanted = {
        re.split(r"[\[<>=~;! ]", line)[0].lower()
        for line in python.splitlines()
        if line and not line.startswith(("#", "-"))
    } | set(json.loads(npm).get("dependencies", {}))
    return wanted - set(re.findall(r"`([^`]+)`", decision))


def test_every_library_was_weighed() -> None:
    decision = (FOLDER / "0010-big-dependencies.md").read_text(encoding="utf-8")
    python = (ROOT / "requirements.in").read_text(encoding="utf-8")
    npm = (ROOT / "package.json").read_text(encoding="utf-8")
    assert not unweighed(decision, python, npm)


def test_a_library_that_nobody_weighed_is_noticed() -> None:
    npm = '{"dependencies": {"left-pad": "1.0.0"}}'
    assert unweighed("| `flask` |", "flask\ncelery[redis]>=5; x\n", npm) == {"celery", "left-pad"}


GOOD = """# 0001. Rooms

Date: 2026-11-22 · Status: accepted · Hazards: H-001, H-010

## Context
Some.

## Options
| Option | For | Against |
|---|---|---|
| Do nothing | Easy | Worse |

## Decision
We will do it.

## Consequences
Some.

## How we shall know
A test.
"""


def test_a_decision_in_the_form_passes() -> None:
    assert not list(complaints("0001-rooms.md", GOOD))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# 0001. Rooms", "# 0002. Rooms"),
        ("Status: accepted", "Status: maybe"),
        ("H-001, H-010", "H1"),
        ("Date: 2026-11-22", "Date: last week"),
        ("## Consequences", "## Results"),
        ("Do nothing", "Wait"),
        ("We will do it", "It was done"),
        ("|---|---|---|\n", ""),
        ("Some.", "Some.\n" * 90),
    ],
)
def test_a_decision_out_of_form_is_noticed(old: str, new: str) -> None:
    assert list(complaints("0001-rooms.md", GOOD.replace(old, new, 1)))
