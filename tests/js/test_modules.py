"""Our scripts, tried by Node: what they decide, without a browser."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.node import program

HERE = Path(__file__).parent
SCRIPTS = sorted((HERE.parents[1] / "app").glob("*/static/**/*.js"))
LONGEST = 200


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_node_agrees(name: str) -> None:
    node = program("npm")[0]
    ran = subprocess.run(
        [node, "--test", str(HERE / name)], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_says_what_it_is(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert text.startswith("/**")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_makes_no_code_from_text(script: Path) -> None:
    assert not re.search(
        r"\beval\(|new Function\(|outerHTML\s*=|\.write\(", script.read_text("utf-8")
    )
