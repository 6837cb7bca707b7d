"""The stream of calls looks like the days it is made from."""

import itertools
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.simulators import callers
from tests.simulators.arrivals import LONDON, MIX, NHS111, SHAPES, Arrival, Arrivals, Source
from tests.simulators.twilio.driver import Simulator
from tests.simulators.twilio.tiny import TinyApp

COUNTY, ISLAND = "+442079460100", "+442079460200"
MONDAY = datetime(2026, 11, 23, tzinfo=LONDON)
SATURDAY = MONDAY + timedelta(days=5)
NUMBERS = tuple(f"+4477009000{n:02}" for n in range(100))


def sources() -> list[Source]:
    return [Source(COUNTY, kind, NUMBERS) for kind in MIX]


def week() -> list[Arrival]:
    ends = MONDAY + timedelta(days=7)
    stream = Arrivals(sources(), 60, 1).stream(MONDAY)
    return list(itertools.takewhile(lambda a: a.at < ends, stream))


@pytest.fixture(scope="module")
def calls() -> list[Arrival]:
    return week()


def test_the_first_call_comes_at_once() -> None:
    first = next(Arrivals(sources(), 1, 1).stream(MONDAY))
    assert first.at - MONDAY <= timedelta(seconds=2)


def test_the_same_seed_makes_the_same_calls(calls: list[Arrival]) -> None:
    def first(seed: int) -> list[Arrival]:
        return list(itertools.islice(Arrivals(sources(), 60, seed).stream(MONDAY), 200))

    assert first(1) == calls[:200]
    assert first(2) != calls[:200]


def test_a_week_has_as_many_calls_as_were_asked_for(calls: list[Arrival]) -> None:
    # Practices ring on weekdays only, so a week is a little short of 7 x 24 x 60.
    assert 0.85 < len(calls) / (7 * 24 * 60) < 1.1


def test_the_mix_is_the_published_one(calls: list[Arrival]) -> None:
    weekday = [a for a in calls if a.at < SATURDAY]
    share = Counter(a.kind for a in weekday)
    for kind, percent in MIX.items():
        assert abs(100 * share[kind] / len(weekday) - percent) < 2.5, kind


def test_saturday_is_the_busiest_day_but_for_practices(calls: list[Arrival]) -> None:
    days = Counter(a.at.astimezone(LONDON).weekday() for a in calls if a.kind == "nhs111")
    assert max(days, key=lambda day: days[day]) == 5


@pytest.mark.parametrize(
    ("at", "open_"), [(MONDAY, False), (SATURDAY, False), (MONDAY + timedelta(hours=12), True)]
)
def test_practices_ring_while_they_are_open(at: datetime, open_: bool) -> None:
    arrivals = Arrivals([Source(COUNTY, "gp_practice", NUMBERS)], 60, 1)
    assert (arrivals.per_hour(at) > 0) is open_
    assert arrivals.per_hour(SATURDAY + timedelta(hours=12)) == 0


def test_weekday_evenings_are_busier_than_nights() -> None:
    arrivals = Arrivals(sources(), 60, 1)
    assert arrivals.per_hour(MONDAY + timedelta(hours=18)) > 3 * arrivals.per_hour(
        MONDAY + timedelta(hours=3)
    )


def test_it_keeps_london_time_when_the_clocks_change() -> None:
    only = [Source(COUNTY, "nhs111", NUMBERS)]
    arrivals = Arrivals(only, 60, 1)
    winter = arrivals.per_hour(datetime(2026, 1, 12, 18, tzinfo=LONDON))
    summer = arrivals.per_hour(datetime(2026, 7, 13, 18, tzinfo=LONDON))
    assert 0.6 < winter / summer < 1.6, "six in the evening is the peak in both"


@pytest.mark.parametrize("kind", ["nhs111", *SHAPES])
def test_each_shape_is_a_whole_day(kind: str) -> None:
    for row in SHAPES.get(kind, NHS111):
        assert len(row) == 24
        assert sum(row) == pytest.approx(100, abs=1.5) or sum(row) == 0


def test_crews_wait_and_talk_shorter(calls: list[Arrival]) -> None:
    crew = [c for c in calls if c.kind == "ambulance_on_scene"]
    homes = [c for c in calls if c.kind == "care_home"]
    assert statistics.mean(c.patience for c in crew) == pytest.approx(120, rel=0.15)
    assert statistics.mean(c.patience for c in homes) == pytest.approx(210, rel=0.15)
    assert statistics.median(c.talk for c in crew) == pytest.approx(7 * 60, rel=0.1)
    assert statistics.median(c.talk for c in homes) == pytest.approx(13 * 60, rel=0.1)


def test_each_presses_their_key_and_some_press_nothing(calls: list[Arrival]) -> None:
    pressed = Counter(c.digits for c in calls if c.kind == "care_home")
    assert set(pressed) == {("4",), ()}
    assert pressed[()] < pressed["4",] / 5
    assert {c.digits for c in calls if c.kind == "telecare"} == {()}
    asked_back = sum(1 for c in calls if "1" in c.queue_digits)
    assert 0.02 < asked_back / len(calls) < 0.08


def test_nobody_to_ring_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="nobody"):
        Arrivals([Source(COUNTY, "care_home", ())], 60)


@pytest.fixture
def hub() -> Iterator[tuple[Simulator, TinyApp]]:
    app = TinyApp()
    with Simulator.start(app.url, speed=20, voice_path="/voice", status_path="/status") as it:
        yield it, app
    app.stop()


def test_calls_reach_the_app_within_seconds(hub: tuple[Simulator, TinyApp], tmp_path: Path) -> None:
    simulator, app = hub
    file = tmp_path / "hubs.json"
    entries = [
        {"hub": COUNTY, "kind": "care_home", "callers": list(NUMBERS[:10]), "weight": 3},
        {"hub": ISLAND, "kind": "care_home", "callers": ["anonymous"], "digits": ""},
    ]
    file.write_text(json.dumps(entries))
    began = time.monotonic()
    arguments = ["--simulator", simulator.url, "--hubs", str(file), "--per-hour", "20000"]
    callers.main([*arguments, "--seed", "3", "--calls", "12", "--as-of", "2026-11-28T10:00"])
    simulator.wait_for(lambda: len(app.got("voice")) == 12)
    assert time.monotonic() - began < 6
    reached = Counter(came["To"] for came in app.got("voice"))
    assert set(reached) == {COUNTY, ISLAND}
    assert all(came["From"] == "anonymous" for came in app.got("voice", To=ISLAND))
