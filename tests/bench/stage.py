"""Product and bare server side by side on the same PostgreSQL and Redis, with as many workers."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg

from app.console import panels
from app.factory import create_app
from config.settings import environment
from tests.bench import bare, ground
from tests.bench.carrier import Account, WholeCall
from tests.bench.ground import BenchHub
from tests.bench.hands import Consoles
from tests.bench.posting import Post
from tests.bench.sockets import Desk as Console
from tests.bench.sockets import Heard
from tests.running import Desk, Wanted, free_ports, running, until
from workers.demonstration import HOST, Numbers
from workers.processes import kept_running

WEB_WORKERS = 2
THREADS = 16


@dataclass(frozen=True, slots=True)
class Stage:
    """What a bench measures with.

    Attributes:
        desk: the running product.
        bare_web, bare_live: ports of the bare server; 0 where a bench needs none.
    """

    desk: Desk
    account: Account
    hubs: Sequence[BenchHub]
    bare_web: int = 0
    bare_live: int = 0

    def consoles(self, of_each: int) -> list[Console]:
        """Signed-in consoles of every hub, of the product; each is named by its hub's id."""
        app = create_app(self.desk.settings)
        return [
            Console(
                name=str(hub.id),
                host=HOST,
                port=self.desk.ports.live[number % len(self.desk.ports.live)],
                path="/live/?EIO=4&transport=websocket&audience=board",
                origin=self.desk.url,
                event="piece",
                cookie=cookie,
            )
            for hub in self.hubs
            for number, cookie in enumerate(ground.cookies(app, hub, of_each))
        ]

    def bare_consoles(self, of_each: int) -> list[Console]:
        """As many in the same rooms of the bare server."""
        return [
            bare.desk_in(self.room(hub), self.bare_live)
            for hub in self.hubs
            for _ in range(of_each)
        ]

    def room(self, hub: BenchHub) -> str:
        """The name of a hub's room, here and there."""
        return panels.room(hub.id, "board")

    def calls(self, number: int) -> list[tuple[BenchHub, WholeCall]]:
        """New calls from callers whom the directory knows, hub after hub."""
        return [
            (hub, hub.call(self.account, which))
            for which in range(number)
            for hub in [self.hubs[which % len(self.hubs)]]
        ]

    def cases(self, sids: Sequence[str]) -> dict[UUID, str]:
        """Which case each call became: case → the carrier's id of its call."""
        with psycopg.connect(self.desk.settings.database.url) as connection:
            found = connection.execute(
                "SELECT case_id, request_key FROM contact WHERE request_key = ANY(%s)",
                (list(sids),),
            ).fetchall()
        return {row[0]: row[1] for row in found}

    @property
    def web(self) -> tuple[str, int]:
        """Where the product takes webhooks."""
        return HOST, self.desk.ports.web

    @property
    def bare(self) -> tuple[str, int]:
        """Where the bare server takes the same."""
        return HOST, self.bare_web

    def bare_post(self, hub: BenchHub, call: WholeCall) -> Post:
        """A call's first request, to the bare server."""
        return bare.post_of(self.room(hub), call)


@contextmanager
def staged(hubs: int, *, beside_bare: bool = True) -> Iterator[Stage]:
    """Both running and ready, for as long as this block lasts."""
    wanted = Wanted(
        web_workers=WEB_WORKERS,
        # a standby does nothing while its leader lives
        numbers=Numbers(relay=1, clock=1, jobs_now=2, jobs_rest=1),
        simulator=False,
        seeded=False,
        settings={"WEB_THREADS": str(THREADS), "LOG_LEVEL": "WARNING"},
    )
    with running(wanted) as desk, desk.bound():
        stage = Stage(desk, ground.account_of(desk.settings), ground.open_hubs(hubs))
        if not beside_bare:
            yield stage
            return
        servers = desk.servers
        url = servers.postgres.create_database("bare")
        bare.make_table(url)
        web, live = free_ports(2)
        with kept_running(desk.folder / "bare", environment()) as kept:
            kept.start(
                bare.commands(
                    url, servers.redis.url, web=web, live=live, workers=WEB_WORKERS, threads=THREADS
                )
            )
            for port in (web, live):
                until(lambda port=port: desk.ready(f"http://{HOST}:{port}"), 30)  # type: ignore[misc]
            yield Stage(desk, stage.account, stage.hubs, web, live)


def settled(screens: Consoles, quiet_seconds: float = 0.6) -> list[Heard]:
    """Everything the consoles have heard, once they have heard nothing new for a moment."""
    heard: list[Heard] = []
    while fresh := screens.heard():
        heard += fresh
        time.sleep(quiet_seconds)
    return heard
