import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.app.telephony.conftest import Desk
from tests.app.telephony.flows import (
    OURS,
    VARIANTS,
    Delivery,
    Flow,
    Player,
    Step,
    by_chance,
    must_be_whole,
)

CONTRACT = Path(__file__).parents[4] / "shared" / "contracts" / "twilio" / "sample_flows.json"
OTHER_ROOMS = {"dispatch", "dispatch-ack", "amd"}
"""Addresses of rooms that are not built yet; their requests come to nobody here."""


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("make", OURS, ids=lambda make: make.__name__)
def test_no_delivery_loses_or_doubles_anybody(
    desk: Desk, make: Callable[[], Flow], variant: str
) -> None:
    flow = make()
    Player(desk).play(flow, VARIANTS[variant])
    must_be_whole(desk, flow)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("make", OURS, ids=lambda make: make.__name__)
def test_no_chance_of_the_network_loses_or_doubles_anybody(
    desk: Desk, make: Callable[[], Flow], seed: int
) -> None:
    flow = make()
    Player(desk).play(flow, partial(by_chance, seed=seed))
    must_be_whole(desk, flow)


def test_every_request_twice_gives_the_same_answer_and_no_second_effect(desk: Desk) -> None:
    flow = OURS[2]()

    def doubled(steps: list[Step]) -> Delivery:
        return [(step, token) for step in steps for token in ("one", "two")]

    Player(desk).play(flow, doubled)
    must_be_whole(desk, flow)
    assert len(desk.facts("LegJoined")) == 2


EXAMPLES: list[dict[str, Any]] = (
    json.loads(CONTRACT.read_text())["flows"] if CONTRACT.exists() else []
)


def as_ours(given: dict[str, Any]) -> Flow:
    """The carrier's own example, with its placeholder paths turned into ours."""
    steps = [
        Step(
            urlsplit(each["url"]).path.removeprefix("/t/"),
            each["kind"] == "sync",
            {k: v for k, v in each["params"].items() if k not in ("AccountSid", "ApiVersion")},
            each["at_ms"],
        )
        for each in given["steps"]
    ]
    steps = [step for step in steps if step.name not in OTHER_ROOMS]
    talk = [
        s
        for s in steps
        if s.name == "conf" and s.params["StatusCallbackEvent"] == "participant-join"
    ]
    if steps[0].name == "conf":
        coordinator, caller = talk[0].sid, talk[1].sid
        later = [
            Step(s.name, s.sync, s.params | _later(s), s.at_ms)
            for s in steps
            if s.name != "conf" or int(s.params["SequenceNumber"]) > 2
        ]
        return Flow(given["name"], later, in_room=(caller, coordinator))
    return Flow(given["name"], steps, abandoned=_abandoned(steps))


def _later(step: Step) -> dict[str, str]:
    # the talk that the example begins with was played already, under the first ten numbers
    if step.name != "conf":
        return {}
    return {"SequenceNumber": str(int(step.params["SequenceNumber"]) + 10)}


def _abandoned(steps: list[Step]) -> bool:
    rang = any(step.name == "voice" for step in steps)
    return rang and not any(step.name == "client" for step in steps)


@pytest.mark.skipif(not CONTRACT.exists(), reason="the contracts do not stand beside this checkout")
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("given", EXAMPLES, ids=lambda given: given["name"])
def test_the_carriers_own_examples_under_every_delivery(
    desk: Desk, given: dict[str, Any], variant: str
) -> None:
    flow = as_ours(given)
    Player(desk).play(flow, VARIANTS[variant])
    must_be_whole(desk, flow)


def test_the_examples_name_the_same_deliveries_as_we_do() -> None:
    if CONTRACT.exists():
        assert set(json.loads(CONTRACT.read_text())["delivery_variants"]) == set(VARIANTS)
    assert len(VARIANTS) == 8
