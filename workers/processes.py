"""Processes that are kept running: started, watched, restarted when they die, stopped as groups.

Each runs in a process group of its own, so that what it started ends with it. The groups are
written down in a file, and a keeper ends them when the run that started them is killed itself.

Usage: python -m workers.processes FOLDER   (the keeper: until its standard input ends)
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.settings import ROOT

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 10.0
STEADY_SECONDS = 20.0
"""A process that lived this long is well again: its next restart comes at once."""
STOP_SECONDS = 12.0
"""Longer than gunicorn takes to let its requests end."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something to keep running.

    Attributes:
        name: of its log file, and as people speak of it.
        once: it may end by itself, and is not started again.
    """

    name: str
    arguments: tuple[str, ...]
    once: bool = False


@dataclass(slots=True)
class _Kept:
    command: Command
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    due_at: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS
    held: bool = False


@dataclass(slots=True)
class Processes:
    """A set of processes that are kept running.

    Attributes:
        folder: `log/<name>.log` of each, and the file of their groups.
        environment: of all of them, whole.
        restarts: how often each was restarted because it died.
    """

    folder: Path
    environment: Mapping[str, str]
    restarts: dict[str, int] = field(default_factory=dict)
    _kept: dict[str, _Kept] = field(default_factory=dict)

    def start(self, commands: Iterable[Command]) -> None:
        """Start some, in their order, and keep them running from now on."""
        for command in commands:
            kept = self._kept[command.name] = _Kept(command)
            self._launch(kept)

    def tend(self) -> list[str]:
        """Start anew what died and has waited long enough; call it a few times a second.

        Returns:
            The names of those that were found dead just now.
        """
        died = []
        now = time.monotonic()
        for name, kept in self._kept.items():
            if kept.process is not None and kept.process.poll() is not None:
                # what it started may live on without it, and hold its port
                _signal_group(kept.process.pid, signal.SIGKILL)
                kept.process = None
                if kept.command.once or kept.held:
                    kept.held = True
                    continue
                died.append(name)
                steady = now - kept.started_at > STEADY_SECONDS
                kept.pause = FIRST_PAUSE_SECONDS if steady else kept.pause
                kept.due_at = now + kept.pause
                kept.pause = min(kept.pause * 2, LONGEST_PAUSE_SECONDS)
            if kept.process is None and not kept.held and now >= kept.due_at:
                self.restarts[name] = self.restarts.get(name, 0) + 1
                self._launch(kept)
        return died

    def pid(self, name: str) -> int | None:
        """The process id of one; None while it does not run."""
        process = self._kept[name].process
        return process.pid if process is not None and process.poll() is None else None

    @property
    def pids(self) -> dict[str, int]:
        """Name and process id of all that run."""
        return {name: pid for name in self._kept if (pid := self.pid(name)) is not None}

    def hold(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        """End one with its group, and leave it ended until `release`."""
        kept = self._kept[name]
        kept.held = True
        if kept.process is not None:
            _end([kept.process], how)
            kept.process = None

    def release(self, name: str) -> None:
        """Start one again that was held."""
        kept = self._kept[name]
        if kept.held:
            kept.held, kept.pause = False, FIRST_PAUSE_SECONDS
            self._launch(kept)

    def stop(self) -> None:
        """End all of them, in the opposite order, and wait until nothing is left of any group."""
        running = [kept.process for kept in reversed(self._kept.values()) if kept.process]
        for kept in self._kept.values():
            kept.held, kept.process = True, None
        _end(running, signal.SIGTERM)
        (self.folder / "groups.json").unlink(missing_ok=True)

    def log(self, name: str) -> Path:
        """Where what one says is written."""
        return self.folder / "log" / f"{name}.log"

    def _launch(self, kept: _Kept) -> None:
        path = self.log(kept.command.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as log:
            kept.process = subprocess.Popen(  # noqa: S603  # our own commands, no shell
                kept.command.arguments,
                cwd=ROOT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the desk, which stops them in its turn
            )
        kept.started_at = time.monotonic()
        self._write_down()

    def _write_down(self) -> None:
        groups = {str(pid): {"name": name, "began": _began(pid)} for name, pid in self.pids.items()}
        new = self.folder / "groups.json.new"
        new.write_text(json.dumps(groups, indent=1), encoding="utf-8")
        new.replace(self.folder / "groups.json")


@contextmanager
def kept_running(folder: Path, environment: Mapping[str, str]) -> Iterator[Processes]:
    """A set of processes for as long as this block lasts, however it ends: a kill -9 included."""
    folder.mkdir(parents=True, exist_ok=True)
    keeper = subprocess.Popen(  # noqa: S603  # our own interpreter, no shell
        [sys.executable, "-m", "workers.processes", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    processes = Processes(folder, environment)
    try:
        yield processes
    finally:
        processes.stop()
        keeper.communicate()  # closes its standard input, and waits


def stop_leftovers(folder: Path) -> list[str]:
    """End what an earlier run left behind because it was killed.

    A number alone proves nothing, the system may have given it to somebody else since: a group is
    only ended if its first process began when we wrote down that it did.

    Returns:
        The names of what was ended.
    """
    file = folder / "groups.json"
    if not file.exists():
        return []
    ended = {}
    for number, group in json.loads(file.read_text(encoding="utf-8")).items():
        pid = int(number)
        if group["began"] and _began(pid) == group["began"]:
            ended[pid] = group["name"]
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for pid in ended:
            _signal_group(pid, sign)
        until = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until and any(_began(pid) for pid in ended):
            time.sleep(0.05)
    file.unlink()
    return list(ended.values())


def _end(processes: "list[subprocess.Popen[bytes]]", how: signal.Signals) -> None:
    for process in processes:
        _signal_group(process.pid, how)
    until = time.monotonic() + STOP_SECONDS
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, until - time.monotonic()))
        # its own children may outlive it
        _signal_group(process.pid, signal.SIGKILL)
        process.wait()


def _signal_group(group: int, sign: signal.Signals) -> None:
    # gone already, or, on a Mac, a group of which only a dead process is left
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, sign)


def _began(pid: int) -> str:
    """When a process began, as the system writes it; empty when there is none, or only its shell.

    One that ended and was collected by nobody is such a shell.
    """
    if Path("/proc/self/stat").exists():
        try:
            # after the name, which may hold anything: its state, and as the twentieth its start
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return "" if fields[0] == "Z" else fields[19]
    said = subprocess.run(  # noqa: S603  # a number, no shell
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return said.stdout.strip()


if __name__ == "__main__":
    sys.stdin.read()
    stop_leftovers(Path(sys.argv[1]))
