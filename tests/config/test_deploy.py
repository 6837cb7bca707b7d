"""What is deployed is what the desk runs, and what the example for a supervisor starts."""

import re
import shlex
import subprocess
import sys

import pytest

from config.settings import ROOT
from workers.demonstration import Ports, product

LINES = dict(
    re.findall(r"^(\w+): (.+)$", (ROOT / "Procfile").read_text(encoding="utf-8"), re.MULTILINE)
)
DESK_ONLY = re.compile(r"-b 127\.0\.0\.1:\d+ ")
"""The desk tells each live process its own port."""


def test_the_desk_runs_what_the_procfile_lists() -> None:
    run = sorted(
        DESK_ONLY.sub("", shlex.join(["python", *command.arguments[1:]]))
        for command in product(Ports(1, (2,), 3))
    )
    assert run == sorted(shlex.join(shlex.split(line)) for line in LINES.values())


@pytest.mark.parametrize("name", ["", "nothing", "web: "])
def test_a_process_that_is_not_listed_is_not_run(name: str) -> None:
    done = subprocess.run([ROOT / "deploy/run", name], capture_output=True, text=True, check=False)
    assert done.returncode == 64
    assert "Procfile has no line" in done.stderr


def test_a_listed_process_is_run_from_anywhere() -> None:
    # without settings it ends at once, by naming all that is missing: it was our code that ran
    done = subprocess.run(
        [ROOT / "deploy/run", "clock"],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": f"{sys.prefix}/bin:/usr/bin:/bin"},
    )
    assert done.returncode != 0
    assert "DATABASE_URL is missing" in done.stderr


def test_the_supervisor_starts_lines_of_the_procfile() -> None:
    unit = (ROOT / "deploy/systemd/frontdoor@.service").read_text(encoding="utf-8")
    assert "ExecStart=/srv/frontdoor/deploy/run %i" in unit
    assert "Restart=always" in unit
