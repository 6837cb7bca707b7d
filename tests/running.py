"""The whole product, running: for journeys, faults and benches.

    with running(Wanted()) as desk:
        browser.goto(desk.url)
        desk.kill("relay-1")            # it is started again, as any supervisor would
        desk.hold("web")                # it stays away until desk.release("web")
        desk.servers.redis.stop()

Each has a PostgreSQL and a Redis of its own in a folder that is thrown away; everything ends with
the block, also when the tests are killed.
"""

import http.client
import json
import os
import signal
import socket
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from app.foundation import database
from config.settings import Settings, environment
from workers import demonstration
from workers.demonstration import Numbers, Ports
from workers.embedded import Servers, embedded
from workers.migrating import migrate
from workers.processes import Command, Processes, kept_running
from workers.seed import seed

READY_SECONDS = 60.0
TEND_SECONDS = 0.05


@dataclass(frozen=True)
class Wanted:
    """What shall run.

    Attributes:
        settings: environment variables beside or in place of the demonstration's own.
        seeded: with the two demonstration hubs; otherwise the tables are empty.
        callers_per_hour: simulated callers; with none, only those whom a test makes ring.
    """

    live: int = 1
    web_workers: int = 1
    numbers: Numbers = demonstration.DESK
    simulator: bool = True
    seeded: bool = True
    callers_per_hour: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)


class Desk:
    """A running product."""

    def __init__(
        self, folder: Path, ports: Ports, settings: Settings, servers: Servers, kept: Processes
    ) -> None:
        self.folder = folder
        self.ports = ports
        self.settings = settings
        self.servers = servers
        self._kept = kept
        self._one_at_a_time = threading.Lock()
        self._over = threading.Event()
        self._tending = threading.Thread(target=self._tend, daemon=True)

    @property
    def url(self) -> str:
        """Where the pages are."""
        return self.ports.public_url

    @property
    def live_urls(self) -> list[str]:
        """Where each live process listens."""
        return [f"http://{demonstration.HOST}:{port}" for port in self.ports.live]

    @property
    def simulator_url(self) -> str:
        """Where the simulated telephone company is."""
        return self.ports.simulator_url

    @property
    def password(self) -> str:
        """Of everybody at the demonstration's hubs."""
        assert self.settings.demo_password
        return self.settings.demo_password

    @property
    def pids(self) -> dict[str, int]:
        """Name and process id of all that run."""
        with self._one_at_a_time:
            return self._kept.pids

    @property
    def restarts(self) -> dict[str, int]:
        """How often each was started again because it died."""
        return dict(self._kept.restarts)

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> int:
        """Kill one, with the workers of its group; it is started again.

        Returns:
            The process id that it had.
        """
        pid = self.pids[name]
        os.killpg(pid, how)
        return pid

    def hold(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End one and leave it ended."""
        with self._one_at_a_time:
            self._kept.hold(name, how)

    def release(self, name: str) -> None:
        """Start one again that was held."""
        with self._one_at_a_time:
            self._kept.release(name)

    def start(self, commands: list[Command]) -> None:
        """Start some more, and keep them running."""
        with self._one_at_a_time:
            self._kept.start(commands)

    def bound(self) -> AbstractContextManager[None]:
        """A block in which `transaction()` writes to this product's database."""
        return bound_to(self.settings.database.url)

    def log(self, name: str) -> str:
        """All that one has said."""
        return self._kept.log(name).read_text(encoding="utf-8", errors="replace")

    def faults(self) -> list[str]:
        """Every line of any log that tells of an unforeseen fault."""
        return [
            f"{path.stem}: {line}"
            for path in sorted((self.folder / "log").glob("*.log"))
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
            if '"fault"' in line or line.startswith("Traceback")
        ]

    def ready(self, url: str | None = None) -> dict[str, Any] | None:
        """What `/readyz` says of the web or of the given process; None unless it is ready."""
        where = f"{url or self.url}/readyz"
        try:
            with urllib.request.urlopen(where, timeout=5) as answer:  # noqa: S310  # our own
                found: dict[str, Any] | None = json.load(answer)
        except (OSError, http.client.HTTPException):
            found = None
        return found

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        """Wait until web and live are ready and both relay and clock have shown a sign of life."""
        until(lambda: all(self._well(url) for url in (self.url, *self.live_urls)), seconds, self)

    def _well(self, url: str) -> bool:
        found = self.ready(url)
        return found is not None and not found["degraded"]

    def _tend(self) -> None:
        while not self._over.wait(TEND_SECONDS):
            with self._one_at_a_time:
                self._kept.tend()

    def __enter__(self) -> Self:
        self._tending.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._tending.join()


def until(claim: Callable[[], object], seconds: float, desk: Desk | None = None) -> None:
    """Wait for something to become true.

    Raises:
        AssertionError: it did not; the ends of the logs are in the message.
    """
    end = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s\n{_ends_of_logs(desk) if desk else ''}")
        time.sleep(0.05)


def _ends_of_logs(desk: Desk) -> str:
    return "\n".join(
        f"--- {path.stem}\n{path.read_text(errors='replace')[-800:]}"
        for path in sorted((desk.folder / "log").glob("*.log"))
    )


def free_ports(number: int) -> list[int]:
    """Loopback ports that nothing listens on; all different."""
    probes = [socket.socket() for _ in range(number)]
    try:
        for probe in probes:
            probe.bind((demonstration.HOST, 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


@contextmanager
def bound_to(url: str) -> Iterator[None]:
    """A block in which `transaction()` writes to the database at an address."""
    before = dict(database.sessions.kw)
    engine = database.connect(url, pool_size=2)
    try:
        yield
    finally:
        database.sessions.kw.clear()
        database.sessions.configure(**before)
        engine.dispose()


@contextmanager
def running(wanted: Wanted = Wanted()) -> Iterator[Desk]:
    """The whole product, ready, for as long as this block lasts."""
    web, simulator, *live = free_ports(2 + wanted.live)
    ports = Ports(web, tuple(live), simulator)
    with (
        tempfile.TemporaryDirectory(prefix="frontdoor-", ignore_cleanup_errors=True) as name,
        embedded(Path(name) / "servers", throw_away=True) as servers,
    ):
        folder = Path(name)
        told = demonstration.environment(folder, ports, servers.postgres.url, servers.redis.url)
        told |= {"WEB_WORKERS": str(wanted.web_workers), **wanted.settings}
        settings = Settings.from_env(environment() | told)
        migrate(servers.postgres.url)
        if wanted.seeded:
            with bound_to(servers.postgres.url):
                seed(settings)
        with kept_running(folder, environment() | told) as kept:
            kept.start(demonstration.product(ports, wanted.numbers))
            if wanted.simulator:
                kept.start([demonstration.simulator(ports, told)])
            with Desk(folder, ports, settings, servers, kept) as desk:
                desk.wait_until_ready()
                if wanted.callers_per_hour:
                    with desk.bound():
                        ring = demonstration.callers(folder, ports, wanted.callers_per_hour)
                    desk.start([ring])
                yield desk
