"""Processes that are kept running: tried on real ones, small and ended with the test."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workers.processes import Command, Processes, stop_leftovers

SLEEPS = "import time; time.sleep(60)"
ENDS = "print('that is all')"
WITH_A_CHILD = (
    "import subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "open(sys.argv[1], 'w').write(str(child.pid)); time.sleep(60)"
)
DEAF = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "open(sys.argv[1], 'w').close(); time.sleep(60)"
)


def python(name: str, code: str, *arguments: str, once: bool = False) -> Command:
    return Command(name, (sys.executable, "-c", code, *arguments), once=once)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # one that has ended and was not yet collected by its parent does not count
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or ") Z " not in stat.read_text()


def until(claim: Callable[[], object], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    kept = Processes(tmp_path, dict(os.environ))  # noqa: TID251  # for the interpreters we start
    yield kept
    kept.stop()


def test_a_process_that_is_killed_is_started_again(processes: Processes) -> None:
    processes.start([python("web", SLEEPS)])
    first = processes.pids["web"]
    os.kill(first, signal.SIGKILL)
    until(lambda: processes.tend() == ["web"])
    until(lambda: processes.tend() == [] and processes.pid("web"))
    assert processes.pids["web"] != first
    assert processes.restarts == {"web": 1}


def test_one_that_keeps_dying_is_started_less_and_less_often(processes: Processes) -> None:
    processes.start([python("relay", ENDS)])
    end = time.monotonic() + 2.5
    while time.monotonic() < end:
        processes.tend()
        time.sleep(0.02)
    assert 2 <= processes.restarts["relay"] <= 4  # after 0.25, 0.5 and 1 s, not every moment


def test_one_that_may_end_is_left_ended(processes: Processes) -> None:
    processes.start([python("once", ENDS, once=True)])
    until(lambda: processes.pid("once") is None)
    assert processes.tend() == []
    time.sleep(0.5)
    assert processes.tend() == []
    assert processes.pid("once") is None
    assert "that is all" in processes.log("once").read_text()


def test_stopping_ends_all_of_them_and_what_they_started(
    processes: Processes, tmp_path: Path
) -> None:
    note = tmp_path / "child"
    processes.start([python("web", WITH_A_CHILD, str(note)), python("clock", SLEEPS)])
    until(lambda: note.exists() and note.read_text())
    everything = [*processes.pids.values(), int(note.read_text())]
    assert all(lives(pid) for pid in everything)
    processes.stop()
    until(lambda: not any(lives(pid) for pid in everything))
    assert not (tmp_path / "groups.json").exists()


def test_one_that_will_not_listen_is_killed(
    processes: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.processes.STOP_SECONDS", 0.3)
    note = tmp_path / "ready"
    processes.start([python("deaf", DEAF, str(note))])
    until(note.exists)
    pid = processes.pids["deaf"]
    processes.stop()
    until(lambda: not lives(pid))


def test_what_a_killed_run_left_behind_is_found_and_ended(
    processes: Processes, tmp_path: Path
) -> None:
    note = tmp_path / "child"
    processes.start([python("web", WITH_A_CHILD, str(note))])
    until(lambda: note.exists() and note.read_text())
    left = [processes.pids["web"], int(note.read_text())]
    # another run, which knows nothing but the folder
    assert stop_leftovers(tmp_path) == ["web"]
    until(lambda: not any(lives(pid) for pid in left))
    assert stop_leftovers(tmp_path) == []


def test_a_number_that_is_somebody_elses_by_now_is_left_alone(
    processes: Processes, tmp_path: Path
) -> None:
    processes.start([python("web", SLEEPS)])
    pid = processes.pids["web"]
    file = tmp_path / "groups.json"
    file.write_text(file.read_text().replace('"began": "', '"began": "1'))
    assert stop_leftovers(tmp_path) == []
    assert lives(pid)


def test_one_that_is_held_stays_away_until_it_is_released(processes: Processes) -> None:
    processes.start([python("clock", SLEEPS)])
    processes.hold("clock", signal.SIGKILL)
    time.sleep(0.5)
    assert processes.tend() == []
    assert processes.pid("clock") is None
    processes.release("clock")
    assert processes.pid("clock") is not None
