"""Both embedded servers of a folder, kept for as long as the process that asked for them lives.

Each is known by its folder alone, so any process may stop or start one again. A keeper beside the
process that asked stops them however that process ends, a kill -9 included.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workers.embedded.postgres import Postgres
from workers.embedded.redis import Redis


@dataclass(frozen=True, slots=True)
class Servers:
    """The two servers of one folder."""

    folder: Path

    @property
    def postgres(self) -> Postgres:
        """The database's server."""
        return Postgres(self.folder / "postgres")

    @property
    def redis(self) -> Redis:
        """The queues' server."""
        return Redis(self.folder / "redis")

    def start(self) -> None:
        """Start both, whatever was left behind by a run that was killed."""
        self.redis.start()
        self.postgres.start()

    def stop(self) -> None:
        """Stop both; the folder stays."""
        self.postgres.stop()
        self.redis.stop()


@contextmanager
def embedded(folder: Path, *, throw_away: bool = False) -> Iterator[Servers]:
    """Both servers of a folder, for as long as this block lasts.

    Args:
        folder: theirs alone; no two runs may share one.
        throw_away: delete the folder in the end.

    Raises:
        RuntimeError: they did not start; what the keeper said is in the message.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keeper = subprocess.Popen(  # noqa: S603  # our own interpreter, no shell
        [sys.executable, "-m", "workers.embedded", str(folder), *(["delete"] * throw_away)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        start_new_session=True,  # Ctrl-C is for the desk, which stops it in its turn
    )
    try:
        if keeper.stdout is None or keeper.stdout.readline().strip() != "ready":
            said = keeper.stderr.read() if keeper.stderr else ""
            raise RuntimeError(f"PostgreSQL and Redis did not start: {said.strip()[-2000:]}")
        yield Servers(folder)
    finally:
        keeper.communicate()  # closes its standard input, and waits


def keep(folder: Path, *, throw_away: bool) -> None:
    """Start both, say so, and stop them when whoever asked has gone."""
    servers = Servers(folder)
    try:
        servers.start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()
    finally:
        servers.stop()
        if throw_away:
            # the sockets may lie elsewhere, if the folder's path is long
            for each in (servers.postgres.socket_folder, servers.redis.socket.parent, folder):
                _delete(each)


def _delete(folder: Path) -> None:
    # PostgreSQL's last helper may still be closing a file
    for _ in range(10):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)
