"""The one-command desk, started as a person starts it, in a folder of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from config.settings import ROOT, environment
from tests.running import until

START_SECONDS = 60.0
GROUPS = "groups.json"


class Started:
    """A desk in a terminal of its own."""

    def __init__(self, folder: Path, *, callers_per_hour: int = 0) -> None:
        self.folder = folder
        self.port = three_free_ports()
        self.out = folder / "terminal"
        self.began = time.monotonic()
        chosen = {"PORT": str(self.port), "CALLERS_PER_HOUR": str(callers_per_hour)}
        with self.out.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workers.desk", str(folder / "var")],
                cwd=ROOT,
                env=environment() | chosen | {"DATABASE_URL": "", "REDIS_URL": ""},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self.out.read_text()

    def wait_for(self, words: str, seconds: float = START_SECONDS) -> float:
        """Wait until it has said something; how many seconds after its start that was."""
        until(lambda: words in self.said or self.process.poll() is not None, seconds)
        assert words in self.said, self.said
        return time.monotonic() - self.began

    def groups(self) -> dict[str, int]:
        found = json.loads((self.folder / "var" / GROUPS).read_text())
        return {group["name"]: int(pid) for pid, group in found.items()}

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


def three_free_ports() -> int:
    """The first of three loopback ports in a row that nothing listens on."""
    for first in range(20_000 + os.getpid() % 5_000, 30_000, 3):
        try:
            for port in range(first, first + 3):
                with closing(socket.socket()) as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise AssertionError("no port is free")


def processes() -> Iterator[tuple[int, int, str]]:
    """Number, group and command of every process; of one that has ended only its shell is left."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,pgid=,stat=,command="], capture_output=True, text=True, check=True
    )
    for line in listed.stdout.splitlines():
        pid, group, state, command = line.split(maxsplit=3)
        if not state.startswith("Z"):
            yield int(pid), int(group), command


def running_in(folder: Path) -> list[int]:
    """Servers and keepers of a folder's desk."""
    return [pid for pid, _, command in processes() if str(folder) in command]


def living(groups: Iterable[int]) -> list[str]:
    """What still runs of some groups."""
    return [command for _, group, command in processes() if group in set(groups)]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[type[Started]]:
    yield Started
    for pid in running_in(tmp_path):
        os.kill(pid, signal.SIGKILL)


def test_it_starts_everything_and_ctrl_c_leaves_nothing(
    start: type[Started], tmp_path: Path
) -> None:
    desk = start(tmp_path)
    desk.wait_for("Ctrl-C stops all of it")
    url = f"http://127.0.0.1:{desk.port}"
    assert url in desk.said
    with requests.get(f"{url}/readyz", timeout=10) as answer:
        assert answer.json()["ready"]
    groups = desk.groups()
    assert {"web", "live-1", "relay-1", "relay-2", "clock-1", "clock-2"} <= set(groups)
    assert {"jobs-now-1", "jobs-now-2", "jobs-rest-1", "simulator"} <= set(groups)

    assert desk.stop() == 0
    assert living(groups.values()) == []
    assert running_in(tmp_path) == []
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/readyz", timeout=10)


def test_a_port_that_is_taken_is_said_before_anything_is_started(
    start: type[Started], tmp_path: Path
) -> None:
    desk = start(tmp_path)
    with closing(socket.socket()) as somebody:
        somebody.bind(("127.0.0.1", desk.port + 2))
        somebody.listen()
        assert desk.process.wait(START_SECONDS) == 1
    assert f"Port {desk.port + 2} is taken" in desk.said
    assert "Starting" not in desk.said


def test_what_dies_comes_back(start: type[Started], tmp_path: Path) -> None:
    desk = start(tmp_path)
    desk.wait_for("Ctrl-C stops all of it")
    first = desk.groups()["clock-1"]
    os.kill(first, signal.SIGKILL)
    desk.wait_for("clock-1 ended and is started again", 10)
    until(lambda: desk.groups().get("clock-1", first) != first, 10)
    assert desk.stop() == 0


def test_a_second_desk_finds_what_the_first_has_kept_and_two_at_once_are_refused(
    start: type[Started], tmp_path: Path
) -> None:
    first = start(tmp_path)
    first.wait_for("Ctrl-C stops all of it")
    password = re.search(r"password is (\S+)", first.said)
    assert password
    refused = subprocess.run(
        [sys.executable, "-m", "workers.desk", str(tmp_path / "var")],
        cwd=ROOT,
        env=environment() | {"PORT": str(three_free_ports())},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "running already" in refused.stderr
    assert first.stop() == 0

    second = start(tmp_path)
    second.wait_for("Ctrl-C stops all of it")
    assert password[1] in second.said
    assert second.stop() == 0


def test_a_desk_that_is_killed_takes_all_of_it_along(start: type[Started], tmp_path: Path) -> None:
    desk = start(tmp_path)
    desk.wait_for("Ctrl-C stops all of it")
    groups = desk.groups()
    desk.process.kill()
    desk.process.wait()
    until(lambda: running_in(tmp_path) == [], 30)
    end = time.monotonic() + 5
    while living(groups.values()) and time.monotonic() < end:
        time.sleep(0.1)
    assert living(groups.values()) == []
    again = start(tmp_path)
    again.wait_for("Ctrl-C stops all of it")
    assert again.stop() == 0


def test_the_first_call_is_on_the_board_within_twenty_seconds_of_a_warm_start(
    start: type[Started], tmp_path: Path
) -> None:
    cold = start(tmp_path)
    cold.wait_for("Ctrl-C stops all of it")
    assert cold.stop() == 0
    warm = start(tmp_path, callers_per_hour=40)
    assert warm.wait_for("First call on the board", 20) < 20
    assert warm.stop() == 0
