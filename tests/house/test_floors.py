"""Floors: the import contracts of pyproject.toml hold, and each of them bites."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.source import ROOT

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(top: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of `top/pyproject.toml` over the packages in `top`."""
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=top,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """An empty house: every floor that must exist, each room with its drawers, no import."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    floors = next(c for c in contracts if c.get("exhaustive"))["layers"]
    names = [room.strip() for floor in floors for room in floor.split("|")]
    rooms = [name for name in names if not name.startswith("(")]  # the others may be missing
    for package in ["app", "config", "workers", *(f"app/{room}" for room in rooms)]:
        _write(tmp_path / package / "__init__.py")
    for drawer in ("web", "jobs", "live", "forms", "actions", "queries", "models", "facts"):
        for room in ("console", "telephony", "cases", "lines", "accounts"):
            _write(tmp_path / "app" / room / f"{drawer}.py")
    # a library's door only counts once somebody goes through it
    _write(tmp_path / "app/integrations/twilio/__init__.py", "import twilio")
    _write(tmp_path / "app/integrations/http.py", "import requests")
    _write(tmp_path / "app/console/live.py", "import flask_socketio")
    _write(tmp_path / "app/console/web.py", "import flask")
    _write(tmp_path / "app/console/forms.py", "import wtforms")
    _write(tmp_path / "workers/relay.py", "import rq")
    return tmp_path


def test_every_import_contract_is_kept() -> None:
    ran = lint(ROOT)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 broken" in ran.stdout


def test_an_empty_house_keeps_every_contract(skeleton: Path) -> None:
    ran = lint(skeleton)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("contract", "path", "planted"),
    [
        ("Floors", "app/cases/actions.py", "from app.telephony import actions"),
        ("Floors", "app/lines/actions.py", "import app.cases.queries"),
        ("Floors", "app/foundation/clock.py", "import app.factory"),
        ("Drawers", "app/cases/queries.py", "from app.cases import actions"),
        ("Pages and processes", "app/cases/web.py", "from app.cases import models"),
        ("Pages and processes", "workers/relay.py", "from app.cases import models"),
        ("What we do", "app/cases/actions.py", "from flask import g"),
        ("What we do", "app/telephony/jobs.py", "import rq"),
        ("Nothing calls out", "app/cases/actions.py", "from app.integrations import http"),
        ("Twilio", "app/lines/web.py", "import twilio"),
        ("The HTTP client", "app/telephony/web.py", "import requests"),
        ("RQ", "app/telephony/web.py", "import rq"),
        ("Socket.IO", "app/cases/live.py", "import flask_socketio"),
        ("Processes", "app/cases/jobs.py", "import workers.relay"),
    ],
)
def test_a_wrong_import_breaks_its_contract(
    skeleton: Path, contract: str, path: str, planted: str
) -> None:
    with (skeleton / path).open("a", encoding="utf-8") as file:
        file.write(planted + "\n")
    ran = lint(skeleton)
    broken = [line for line in ran.stdout.splitlines() if line.endswith(" BROKEN")]
    assert ran.returncode != 0
    assert any(line.startswith(contract) for line in broken), ran.stdout


def test_a_room_without_a_floor_cannot_exist(skeleton: Path) -> None:
    _write(skeleton / "app/utils/__init__.py")
    ran = lint(skeleton)
    assert ran.returncode != 0
    assert "utils" in ran.stdout


def _write(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8")
