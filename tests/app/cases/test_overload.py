"""A day of overload in simulated time: nobody starves, and age never outruns need (hazard 12)."""

import heapq
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from app.cases.pathways import NeedKind, Priority, Situation, prioritise
from app.terms.band import Band
from app.terms.caller import CallerType

START = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(hours=24)
COORDINATORS = 8
HANDLING_MINUTES = 13.0  # median; log-normal with sigma 0.6, mean 15.6
CAPACITY_PER_MINUTE = COORDINATORS / 15.6

# Share of the others' arrivals by three-hour block: quiet nights, a surge from 09 to 15.
SURGE = (0.4, 0.3, 0.9, 1.9, 1.7, 1.2, 1.0, 0.6)
MIX = ((Band.P2, 0.45), (Band.P3, 0.40), (Band.P4, 0.15))


@dataclass(slots=True)
class Waiting:
    """A case in the simulated queue, reckoned anew only when it said it would change."""

    situation: Situation
    priority: Priority
    taken_at: datetime | None = None

    def look(self, now: datetime) -> None:
        if self.priority.changes_at is not None and self.priority.changes_at <= now:
            self.priority = prioritise(self.situation, now)

    @property
    def waited(self) -> timedelta:
        assert self.taken_at is not None
        return self.taken_at - self.situation.arrived_at


def a_case(band: Band, arrived_at: datetime) -> Waiting:
    facts = {
        Band.P1: {"dx_minutes": 60},
        Band.P2: {"dx_minutes": 240},
        Band.P3: {"dx_minutes": 720},
        Band.P4: {"kind": NeedKind.ADVICE},
    }[band]
    situation = Situation(
        arrived_at=arrived_at, caller=CallerType.NHS111, streamed=True, age_years=80, **facts
    )
    priority = prioritise(situation, arrived_at)
    assert priority.native is band
    return Waiting(situation, priority)


def arrivals(chance: random.Random, p1_share: float, load: float) -> list[Waiting]:
    """A steady stream of P1s, and the rest in a surge; `load` is the day's work over capacity."""
    cases = []
    others = load - p1_share
    for minute in range(24 * 60):
        now = START + minute * MINUTE
        block = SURGE[minute // 180]
        rates = [(Band.P1, p1_share), *((band, others * share * block) for band, share in MIX)]
        for band, rate in rates:
            if chance.random() < rate * CAPACITY_PER_MINUTE:
                cases.append(a_case(band, now + timedelta(seconds=chance.randrange(60))))
    return sorted(cases, key=lambda case: case.situation.arrived_at)


@dataclass(slots=True)
class Day:
    """What the simulation saw."""

    taken: list[Waiting] = field(default_factory=list)
    left: list[Waiting] = field(default_factory=list)

    def longest(self, band: Band) -> timedelta:
        return max(case.waited for case in self.taken if case.priority.native is band)


def run(chance: random.Random, coming: list[Waiting], until: timedelta) -> Day:
    """Each free coordinator takes the top row of the board; the order is checked each time."""
    day = Day()
    busy: list[datetime] = []
    waiting: list[Waiting] = []
    queue = iter(coming)
    upcoming = next(queue, None)
    now = START
    while now < START + until and (upcoming or waiting):
        while upcoming is not None and upcoming.situation.arrived_at <= now:
            waiting.append(upcoming)
            upcoming = next(queue, None)
        for case in waiting:
            case.look(now)
        while busy and busy[0] <= now:
            heapq.heappop(busy)
        while waiting and len(busy) < COORDINATORS:
            case = min(waiting, key=lambda each: each.priority.sort_key)
            check_order(case, waiting, now)
            waiting.remove(case)
            case.taken_at = now
            day.taken.append(case)
            handling = chance.lognormvariate(0, 0.6) * HANDLING_MINUTES
            heapq.heappush(busy, now + timedelta(minutes=handling))
        now += MINUTE
    day.left = waiting
    return day


def check_order(taken: Waiting, waiting: list[Waiting], now: datetime) -> None:
    assert taken.priority.band is not Band.P0, "nothing late becomes P0"
    native = taken.priority.native
    for other in waiting:
        if native >= Band.P3:
            assert other.priority.native is not Band.P1, "a P3 or P4 passed a native P1"
        passed_while_late = (
            other.priority.is_late(now) and other.situation.arrived_at < taken.situation.arrived_at
        )
        if passed_while_late:
            assert native <= other.priority.native, "a late case was passed by a later, lesser need"
        if passed_while_late and native is other.priority.native:
            assert other is taken, "a late case was passed by a later one of the same need"


@pytest.mark.parametrize("seed", range(5))
def test_through_a_day_of_overload_nobody_waits_for_ever(seed: int) -> None:
    chance = random.Random(seed)
    # P1s alone take 45 % of all hands without pause; the surge asks for well over what there is.
    coming = arrivals(chance, p1_share=0.45, load=0.97)
    day = run(chance, coming, until=2 * DAY)
    assert len(coming) > 600
    assert any(case.priority.aged for case in day.taken), "the day was no overload"
    assert not day.left
    assert len(day.taken) == len(coming)
    assert day.longest(Band.P1) <= timedelta(minutes=30)
    assert day.longest(Band.P2) <= timedelta(hours=3)
    assert day.longest(Band.P3) <= timedelta(hours=12)
    assert day.longest(Band.P4) <= timedelta(hours=24)


@pytest.mark.parametrize("seed", range(3))
def test_when_more_comes_than_can_be_done_need_still_goes_first(seed: int) -> None:
    """Work for 130 % of the hands: nobody can promise a wait, but need still goes first."""
    chance = random.Random(seed)
    coming = arrivals(chance, p1_share=0.45, load=1.3)
    day = run(chance, coming, until=3 * DAY)
    assert day.longest(Band.P1) <= timedelta(minutes=30)
    # Once the flow stops, every one of them is taken.
    assert not day.left
    assert any(case.taken_at is not None and case.taken_at > START + DAY for case in day.taken)
