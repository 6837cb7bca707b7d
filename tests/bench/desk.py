"""The one-command desk: how soon the first call is on the board, and how much memory it takes.

It starts the desk of a fresh folder as `make desk` does: the first time makes what is missing, the
second is the warm start, the third has no callers and is left alone.
"""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from config.settings import ROOT, environment
from tests.bench.figures import Figure, remark
from tests.running import free_ports
from workers.demonstration import HOST

START_SECONDS = 120.0
IDLE_SECONDS = 20.0
CALLERS_PER_HOUR = 1200
"""One every three seconds, so that the start is measured and not the quiet of the hour."""
WARM_START = 20.0
FIRST_CALL = re.compile(r"desk_warm_start_s ([0-9.]+)")
READY = re.compile(r"Ctrl-C stops all of it")


def run(*, quick: bool) -> Iterator[Figure]:
    """Start it once to make everything, once warm with callers, and once idle."""
    with tempfile.TemporaryDirectory(prefix="frontdoor-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "var"
        if not quick:
            with _desk(folder, callers_per_hour=0) as cold:
                cold.wait_for(READY)
        with _desk(folder, callers_per_hour=CALLERS_PER_HOUR) as warm:
            seconds = float(warm.wait_for(FIRST_CALL)[1])
        yield Figure("desk_warm_start_s", seconds, "s", WARM_START)
        with _desk(folder, callers_per_hour=0) as idle:
            idle.wait_for(READY)
            time.sleep(1 if quick else IDLE_SECONDS)
            megabytes = idle.megabytes()
    yield Figure("stack_memory_mb", megabytes, "MB", None)


class _Desk:
    """A desk that was started, and what it says."""

    def __init__(self, process: "subprocess.Popen[bytes]", folder: Path) -> None:
        self._process = process
        self._folder = folder
        self._said = ""

    def wait_for(self, words: re.Pattern[str]) -> re.Match[str]:
        """Read on until it says something."""
        assert self._process.stdout is not None
        until = time.monotonic() + START_SECONDS
        while not (found := words.search(self._said)):
            left = until - time.monotonic()
            assert left > 0, f"the desk did not say {words.pattern!r}:\n{self._said}"
            if select.select([self._process.stdout], [], [], left)[0]:
                more = os.read(self._process.stdout.fileno(), 65536).decode(errors="replace")
                assert more, f"the desk ended:\n{self._said}"
                self._said += more
        return found

    def megabytes(self) -> float:
        """Memory of all its processes, what several share counted once."""
        everything = {each.pid: each for each in _family(psutil.Process(self._process.pid))}
        for process in psutil.process_iter(["cmdline"]):
            # PostgreSQL and Redis leave the family that started them
            if any(str(self._folder) in word for word in process.info["cmdline"] or ()):
                everything |= {each.pid: each for each in _family(process)}
        by_name: dict[str, float] = {}
        for process in everything.values():
            try:
                size = _proportional(process) / 2**20
                name = _called(process)
            except psutil.Error:
                continue
            by_name[name] = by_name.get(name, 0.0) + size
        for name, size in sorted(by_name.items(), key=lambda each: -each[1]):
            remark(f"  {name}: {size:.0f} MB")
        return sum(by_name.values())


@contextmanager
def _desk(folder: Path, callers_per_hour: int) -> Iterator[_Desk]:
    """A desk of a folder, for as long as this block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", "workers.desk", str(folder)],
        cwd=ROOT,
        env=environment() | {"PORT": str(_port()), "CALLERS_PER_HOUR": str(callers_per_hour)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield _Desk(process, folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def _port() -> int:
    """A port that is free, and with it the next two, which the desk takes as well."""
    while True:
        port = free_ports(1)[0]
        try:
            for number in range(port, port + 3):
                with socket.socket() as probe:
                    probe.bind((HOST, number))
        except (OSError, OverflowError):
            continue
        return port


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _proportional(process: psutil.Process) -> int:
    """Bytes; shared pages in equal parts where the system tells them, else its own alone."""
    memory = process.memory_full_info()
    return int(getattr(memory, "pss", memory.uss))


def _called(process: psutil.Process) -> str:
    words = process.cmdline()
    for name in (
        "gunicorn_live",
        "config/gunicorn.py",
        "workers.",
        "tests.simulators.",
        "postgres",
    ):
        for word in words:
            if name in word:
                return name if name in ("postgres", "gunicorn_live") else word.rpartition("/")[2]
    return str(process.name())
