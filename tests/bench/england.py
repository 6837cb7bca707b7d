"""England's busiest hour and more on one machine: every hub, whole calls, every console."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg

from tests.bench.carrier import WholeCall
from tests.bench.figures import Figure, centile, remark
from tests.bench.ground import BenchHub
from tests.bench.hands import consoles, poster
from tests.bench.posting import Posted, in_calls
from tests.bench.sockets import Desk, Heard
from tests.bench.stage import Stage, settled, staged

HUBS = 42
CONSOLES_OF_EACH = 12
PER_SECOND = 80.0
SECONDS = 60
REQUESTS_OF_A_CALL = 5.5
"""Ring, twice waiting, gone from the queue, ended; and for every second caller the menu."""

FACT_OF = {"inbound": "CaseOpened", "menu": "CallerTold", "queue-left": "CallerReach"}
"""The requests that a console shows, and the fact that each becomes."""


def run(*, quick: bool) -> Iterator[Figure]:
    """Let whole calls come in for a minute; count what was late and what was lost."""
    hubs, each, seconds, rate = (
        (2, 2, 2, 20.0) if quick else (HUBS, CONSOLES_OF_EACH, SECONDS, PER_SECOND)
    )
    with staged(hubs, beside_bare=False) as stage, poster() as hand:
        desks = stage.consoles(each)
        calls = _calls(stage, int(seconds * rate / REQUESTS_OF_A_CALL))
        with consoles(desks) as screens:
            per_second = rate / REQUESTS_OF_A_CALL
            posted = hand.post(*stage.web, in_calls, [call for _, call in calls], per_second)
            heard = settled(screens)
        wanted = _wanted(stage, calls)
    late, lost = _compare(posted, wanted, _Screens.of(desks, heard), each)
    span = max(one.at for one in posted) - min(one.at for one in posted)
    remark(f"{len(posted)} requests of {len(calls)} calls in {span:.0f} s, {len(heard)} messages")
    answers = [(one.answered_at - one.at) * 1000 for one in posted]
    yield Figure("england_webhook_p99_ms", centile(answers, 0.99), "ms", 1000)
    yield Figure("england_console_p99_ms", centile(late, 0.99), "ms", 500)
    yield Figure("england_lost", lost, "count", 0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What every console of a hub must have been told: this case, by this number at the latest."""

    hub_id: UUID
    case_id: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class _Screens:
    """For each hub and case, at each console: the numbers told and when."""

    consoles: Mapping[str, Sequence[int]]
    told: Mapping[tuple[int, str], Sequence[tuple[int, float]]]

    @classmethod
    def of(cls, desks: Sequence[Desk], heard: Sequence[Heard]) -> "_Screens":
        by_hub: dict[str, list[int]] = {}
        for number, desk in enumerate(desks):
            by_hub.setdefault(desk.name, []).append(number)
        told: dict[tuple[int, str], list[tuple[int, float]]] = {}
        for one in heard:
            key = one.console, str(one.message["case"])
            told.setdefault(key, []).append((one.message["seq"], one.at))
        return cls(by_hub, told)

    def at(self, wanted: Wanted) -> list[float]:
        """When each console that was told of it was."""
        found = []
        for console in self.consoles[str(wanted.hub_id)]:
            told = self.told.get((console, str(wanted.case_id)), ())
            first = next((at for seq, at in told if seq >= wanted.seq), None)
            if first is not None:
                found.append(first)
        return found


def _calls(stage: Stage, number: int) -> list[tuple[BenchHub, WholeCall]]:
    # every second caller is a stranger, who is asked by a menu who they are
    return [
        (hub, hub.call(stage.account, which, known=which // len(stage.hubs) % 2 == 0))
        for which in range(number)
        for hub in [stage.hubs[which % len(stage.hubs)]]
    ]


def _wanted(
    stage: Stage, calls: Sequence[tuple[BenchHub, WholeCall]]
) -> dict[tuple[str, str], Wanted]:
    """Call and fact → what the consoles must show of it."""
    with psycopg.connect(stage.desk.settings.database.url) as connection:
        rows = connection.execute(
            "SELECT c.request_key, j.kind, j.hub_id, j.case_id, min(j.seq)"
            " FROM contact c JOIN journal j USING (hub_id, case_id)"
            " WHERE c.request_key = ANY(%s) AND j.kind = ANY(%s) GROUP BY 1, 2, 3, 4",
            ([call.sid for _, call in calls], list(FACT_OF.values())),
        ).fetchall()
    return {(sid, kind): Wanted(hub, case, seq) for sid, kind, hub, case, seq in rows}


def _compare(
    posted: Sequence[Posted],
    wanted: Mapping[tuple[str, str], Wanted],
    screens: _Screens,
    each: int,
) -> tuple[list[float], int]:
    """Milliseconds from request to each console, and how much was refused or never shown."""
    late: list[float] = []
    refused = sum(not one.fine for one in posted)
    unwritten = unseen = 0
    for one in posted:
        fact = FACT_OF.get(one.kind)
        if fact is None or not one.fine:
            continue
        due = wanted.get((one.reference, fact))
        if due is None:
            unwritten += 1
            continue
        shown = screens.at(due)
        unseen += each - len(shown)
        late += [(at - one.at) * 1000 for at in shown]
    if refused or unwritten or unseen:
        remark(f"{refused} refused, {unwritten} not written, {unseen} not shown")
    return late, refused + unwritten + unseen
