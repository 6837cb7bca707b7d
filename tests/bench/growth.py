"""Board and Take with millions of closed cases, against the same with none.

Both databases stand side by side and are asked in turn, so that a busy machine slows both alike.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine

from app.accounts import queries as accounts
from app.accounts.roles import permissions_of
from app.accounts.states import Role
from app.cases import actions, queries
from app.console.rows import rows
from app.foundation import database
from app.foundation.actor import SERVICE, Actor, ActorKind
from app.foundation.transaction import transaction
from tests.bench.figures import Figure, median, remark
from tests.bench.ground import BenchHub, close_many, open_cases, open_hubs, tidy
from workers.embedded import Servers, embedded
from workers.migrating import migrate

OPEN = 200
LIMIT = 1.5


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure both, a board and a Take of each at a time."""
    closed, repeats = (20_000, 20) if quick else (2_000_000, 300)
    with (
        tempfile.TemporaryDirectory(prefix="frontdoor-", ignore_cleanup_errors=True) as name,
        embedded(Path(name) / "servers", throw_away=True) as servers,
    ):
        empty, full = _Ground.new(servers, "empty", 0), _Ground.new(servers, "full", closed)
        boards: dict[str, list[float]] = {"empty": [], "full": []}
        takes: dict[str, list[float]] = {"empty": [], "full": []}
        for _ in range(repeats):
            for ground in (empty, full):
                database.sessions.configure(bind=ground.engine)
                boards[ground.name].append(ground.board())
                takes[ground.name].append(ground.take())
        for ground in (empty, full):
            ground.engine.dispose()
    for what, taken in (("board", boards), ("take", takes)):
        was, became = median(taken["empty"]), median(taken["full"])
        remark(f"{what}: {was:.2f} ms with none, {became:.2f} ms with {closed:,} closed cases")
        yield Figure(f"{what}_growth_ratio", became / was, "ratio", LIMIT)


@dataclass(frozen=True, slots=True)
class _Ground:
    """One database with a hub, its coordinator and its waiting cases."""

    name: str
    engine: Engine
    hub: BenchHub
    coordinator: Actor
    waiting: "cycle[UUID]"

    @classmethod
    def new(cls, servers: Servers, name: str, closed: int) -> "_Ground":
        """Make one with so many closed cases."""
        url = servers.postgres.create_database(name)
        migrate(url)
        engine = database.connect(url, pool_size=1)
        [hub] = open_hubs(1)
        began = time.monotonic()
        if closed:
            close_many(url, hub, closed)
            remark(f"{closed:,} closed cases added in {time.monotonic() - began:.0f} s")
        waiting = open_cases(hub, OPEN)
        tidy(url)
        with transaction(SERVICE) as tx:
            [person] = accounts.colleagues(tx, hub.id)
        coordinator = Actor(
            ActorKind.PERSON,
            id=person.id,
            org="ZZ001",
            name=person.name,
            hubs=frozenset({hub.id}),
            permissions=permissions_of([Role.PATHWAY_COORDINATOR]),
        )
        return cls(name, engine, hub, coordinator, cycle(waiting))

    def board(self) -> float:
        """Milliseconds to read the board's cases and make rows of them."""
        began = time.perf_counter()
        with transaction(SERVICE) as tx:
            found = rows(tx, self.hub.id, queries.board(tx, self.hub.id))
        taken = time.perf_counter() - began
        assert len(found) == OPEN
        return taken * 1000

    def take(self) -> float:
        """Milliseconds to take a case, the commit included."""
        case_id = next(self.waiting)
        began = time.perf_counter()
        with transaction(self.coordinator) as tx:
            actions.take(tx, case_id)
        taken = time.perf_counter() - began
        with transaction(self.coordinator) as tx:
            actions.give_back(tx, case_id)
        return taken * 1000
