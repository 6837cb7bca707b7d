"""The one-command desk: everything that Frontdoor is made of, on this machine, ready to try.

Usage: make desk, or python -m workers.desk [FOLDER]   (PORT and CALLERS_PER_HOUR may be given in
the environment; DATABASE_URL and REDIS_URL too)
"""

import fcntl
import http.client
import shutil
import signal
import socket
import sys
import time
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import psycopg

from app.foundation import database
from config.settings import ROOT, DeskSettings, Settings, SettingsError
from config.settings import environment as environment_of_process
from workers import demonstration
from workers.demo_people import DEMO_PIN, PEOPLE
from workers.demonstration import Ports
from workers.embedded import embedded
from workers.leading import Stopping
from workers.migrating import migrate
from workers.processes import Processes, kept_running, stop_leftovers
from workers.seed import seed

VAR = ROOT / "var"
READY_SECONDS = 60.0
LOOK_SECONDS = 0.2
FIRST = ("web", "live-1", "relay-1", "clock-1")
"""What a call needs to reach a board; the others start while people read the welcome."""

# an entry that the relay has carried is on every board of its hub
_FIRST_CALL = (
    "SELECT j.written_at FROM journal j JOIN relay_bookmark b USING (hub_id)"
    " WHERE j.kind = 'ContactReceived' AND j.written_at >= %s AND j.seq <= b.seq LIMIT 1"
)


class CannotStartError(Exception):
    """A sentence for the person at the terminal."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only desk of a folder; what a killed one left running is ended first.

    Raises:
        CannotStartError: another desk is running.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "desk.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStartError(
                "A desk of this folder is running already: stop that one first."
            ) from None
        left = stop_leftovers(folder)
        if left:
            print(f"Stopped what an earlier desk left behind: {', '.join(left)}", flush=True)
        _keep_one_older_set_of_logs(folder)
        yield


def _keep_one_older_set_of_logs(folder: Path) -> None:
    logs, older = folder / "log", folder / "log.before"
    if logs.exists():
        shutil.rmtree(older, ignore_errors=True)
        logs.rename(older)


@contextmanager
def servers(folder: Path, choice: DeskSettings) -> Iterator[tuple[str, str]]:
    """Addresses of PostgreSQL and Redis; of our own ones where none is given."""
    if choice.database_url and choice.redis_url:
        yield choice.database_url, choice.redis_url
        return
    print("Starting PostgreSQL and Redis", flush=True)
    with embedded(folder) as own:
        yield choice.database_url or own.postgres.url, choice.redis_url or own.redis.url


def wait_until_ready(url: str, processes: Processes, stopping: Stopping) -> None:
    """Wait until the web answers that it is ready.

    Raises:
        CannotStartError: it is not within a minute; the end of its log is in the sentence.
    """
    until = time.monotonic() + READY_SECONDS
    while not stopping.now and not ready(url):
        processes.tend()
        if time.monotonic() > until:
            end = processes.log("web").read_text(errors="replace")[-1500:]
            raise CannotStartError(f"The web did not become ready. The end of its log:\n{end}")
        time.sleep(LOOK_SECONDS)


def ready(url: str) -> bool:
    """Whether a web process answers that it may be sent requests."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:  # noqa: S310  # ours
            return bool(answer.status == http.HTTPStatus.OK)
    except (OSError, http.client.HTTPException):
        return False


def welcome(url: str, password: str, processes: Processes) -> None:
    """Say where the desk is, and who may sign in."""
    print(f"\nFrontdoor is ready: {url}\n")
    for person in PEOPLE:
        print(f"  {person.username:18} {person.role}, {' and '.join(person.hubs)}")
    print(f"\nEverybody's password is {password} and everybody's PIN is {DEMO_PIN}.")
    print(f"Logs are in {processes.log('web').parent}. Everything is invented.")
    print("Ctrl-C stops all of it.\n", flush=True)


def keep_running(
    processes: Processes, database_url: str, since: tuple[datetime, float], stopping: Stopping
) -> None:
    """Restart what dies, and say when the first call is on the board, until told to stop."""
    began_at, began = since
    on_board = False
    while not stopping.now:
        for name in processes.tend():
            print(f"{name} ended and is started again; see {processes.log(name)}", flush=True)
        if not on_board and first_call(database_url, began_at):
            on_board = True
            seconds = time.monotonic() - began
            print(f"First call on the board: desk_warm_start_s {seconds:.1f}", flush=True)
        time.sleep(LOOK_SECONDS)


def first_call(database_url: str, since: datetime) -> bool:
    """Whether a call that came after an instant is on its hub's boards."""
    try:
        with psycopg.connect(database_url, connect_timeout=2) as connection:
            return connection.execute(_FIRST_CALL, (since,)).fetchone() is not None
    except psycopg.OperationalError:
        return False  # asked again; the product's own banners say that the database is away


def database_time(database_url: str) -> datetime:
    """What the database takes for now."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    if row is None or not isinstance(row[0], datetime):
        raise CannotStartError("The database does not tell the time.")
    return row[0]


def must_be_free(ports: Ports) -> None:
    """Look before anything is started: another server there would pass for ours.

    Raises:
        CannotStartError: somebody listens on one of them.
    """
    for port in (ports.web, *ports.live, ports.simulator):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((demonstration.HOST, port))
            except OSError as taken:
                raise CannotStartError(
                    f"Port {port} is taken. Choose another: PORT={ports.web + 10} make desk"
                ) from taken


def run(choice: DeskSettings, folder: Path, stopping: Stopping) -> None:
    """Start everything, keep it running, and stop everything."""
    began = time.monotonic()
    ports = Ports(choice.port, (choice.port + 1,), choice.port + 2)
    with alone(folder), ExitStack() as opened:
        must_be_free(ports)
        database_url, redis_url = opened.enter_context(servers(folder, choice))
        told = demonstration.environment(folder, ports, database_url, redis_url)
        environment = environment_of_process() | told
        settings = Settings.from_env(environment)
        print("Bringing the database up to date", flush=True)
        migrate(database_url)
        database.connect(database_url, pool_size=1)
        seed(settings)
        began_at = database_time(database_url)
        print("Starting the desk", flush=True)
        with kept_running(folder, environment) as processes:
            product = demonstration.product(ports)
            processes.start([demonstration.simulator(ports, told)])
            processes.start(command for command in product if command.name in FIRST)
            wait_until_ready(ports.public_url, processes, stopping)
            if choice.callers_per_hour:
                processes.start([demonstration.callers(folder, ports, choice.callers_per_hour)])
            processes.start(command for command in product if command.name not in FIRST)
            if not stopping.now:
                welcome(ports.public_url, settings.demo_password or "", processes)
            keep_running(processes, database_url, (began_at, began), stopping)
            print("\nStopping the desk", flush=True)


def main(folder: Path) -> int:
    """Run the desk of a folder until Ctrl-C.

    Returns:
        0 when it was told to stop; 1, with a sentence, when it could not start.
    """
    stopping = Stopping()
    signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))  # a closed terminal
    warnings.simplefilter("ignore", RuntimeWarning)
    try:
        run(DeskSettings.from_env(environment_of_process()), folder, stopping)
    except (CannotStartError, SettingsError) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if sys.argv[1:] else VAR))
