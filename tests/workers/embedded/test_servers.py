"""The embedded servers: there for as long as somebody wants them, and gone afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from config.settings import ROOT
from workers.embedded import Servers, embedded
from workers.embedded.sockets import make_ours, socket_folder

SOON_SECONDS = 20.0

HOLDER = """
import sys, time
from pathlib import Path
from workers.embedded import embedded
with embedded(Path(sys.argv[1]), throw_away=True) as servers:
    print(servers.postgres.pid, servers.redis.pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="fd-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def pair(place: Path) -> Iterator[Servers]:
    with embedded(place / "pair") as servers:
        yield servers


def soon(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + SOON_SECONDS
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def gone(pid: int) -> bool:
    """Ended, or dead and waiting to be counted."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def asked(servers: Servers, question: str) -> str:
    with psycopg.connect(servers.postgres.url, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return str(row[0]) if row else ""


def test_what_is_committed_is_on_the_disk_and_no_port_is_open(pair: Servers) -> None:
    assert asked(pair, "SHOW fsync") == "on"
    assert asked(pair, "SHOW synchronous_commit") == "on"
    assert asked(pair, "SHOW listen_addresses") == ""
    assert asked(pair, "SHOW max_connections") == "100"
    assert asked(pair, "SHOW timezone") == "UTC"


def test_starting_what_runs_joins_it(pair: Servers) -> None:
    before = (pair.postgres.pid, pair.redis.pid)
    Servers(pair.folder).start()
    assert (pair.postgres.pid, pair.redis.pid) == before


def test_two_runs_at_once_keep_apart(pair: Servers, place: Path) -> None:
    with embedded(place / "second", throw_away=True) as second:
        redis.Redis.from_url(second.redis.url).set("whose", "second")
        assert redis.Redis.from_url(pair.redis.url).get("whose") is None
        assert second.postgres.pid != pair.postgres.pid
    assert not (place / "second").exists()
    assert asked(pair, "SELECT 1") == "1"


def test_postgres_keeps_its_rows_and_redis_keeps_nothing(pair: Servers) -> None:
    redis.Redis.from_url(pair.redis.url).set("kept", "no")
    with psycopg.connect(pair.postgres.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'yes' AS answer")
    pair.stop()
    assert pair.postgres.pid is None
    assert pair.redis.pid is None
    pair.stop()  # twice does no harm
    pair.start()
    assert asked(pair, "SELECT answer FROM kept") == "yes"
    assert redis.Redis.from_url(pair.redis.url).get("kept") is None


def test_servers_that_were_killed_start_again(pair: Servers) -> None:
    for pid in (pair.postgres.pid, pair.redis.pid):
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert soon(lambda pid=pid: gone(pid))  # type: ignore[misc]  # bound at once
    pair.start()
    assert asked(pair, "SELECT 1") == "1"
    assert redis.Redis.from_url(pair.redis.url).ping()


def test_the_mark_of_a_dead_server_is_not_believed(pair: Servers) -> None:
    pair.postgres.stop()
    mark = pair.postgres.data / "postmaster.pid"
    # after a restart of the machine, its number may be anybody's: here, this test's
    mark.write_text(f"{os.getpid()}\n{pair.postgres.data}\n1\n5432\n{pair.folder}\n\n0 0\nready\n")
    if os.geteuid() == 0:
        os.chown(mark, pair.postgres.data.stat().st_uid, -1)
    pair.postgres.start()
    assert pair.postgres.pid != os.getpid()
    assert asked(pair, "SELECT 1") == "1"


def test_both_end_when_the_process_that_wanted_them_is_killed(place: Path) -> None:
    folder = place / "orphans"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert holder.stdout is not None
    pids = [int(number) for number in holder.stdout.readline().split()]
    assert len(pids) == 2
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert all(soon(lambda pid=pid: gone(pid)) for pid in pids)  # type: ignore[misc]  # as above
    assert soon(lambda: not folder.exists())


def test_a_long_path_gets_a_short_socket(place: Path) -> None:
    folder = place / ("long" * 30)
    with embedded(folder, throw_away=True) as servers:
        assert asked(servers, "SELECT 1") == "1"
        assert servers.postgres.socket_folder != servers.postgres.folder
        assert servers.postgres.socket_folder.stat().st_mode & 0o077 == 0
    assert not servers.postgres.socket_folder.exists()


def test_a_socket_folder_that_somebody_else_laid_out_is_refused(place: Path) -> None:
    trap = place / "trap"
    trap.symlink_to(place)
    with pytest.raises(RuntimeError, match="not ours"):
        make_ours(trap)


def test_a_short_path_is_its_own_socket_folder(place: Path) -> None:
    assert socket_folder(place, "redis.sock") == place


def test_what_keeps_the_servers_from_starting_is_said(place: Path) -> None:
    folder = place / "broken"
    (folder / "postgres" / "data").mkdir(parents=True)
    (folder / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(RuntimeError, match="PostgreSQL"), embedded(folder):
        pass
    assert Servers(folder).redis.pid is None
