"""Relay and clock have standbys: whichever leads may be killed."""

import json
from typing import Any

import pytest

from tests.faults.conftest import Service
from tests.faults.ledger import become_equal
from tests.running import Desk, until

pytestmark = [pytest.mark.fault, pytest.mark.timeout(180)]

TAKE_OVER_SECONDS = 5.0
BOTH_LATE_SECONDS = 20.0


def leader(desk: Desk, role: str) -> str:
    """Which of a role's running processes leads: the one that said so last; empty for none yet."""
    said = [
        (line["at"], name)
        for name in desk.pids
        if name.startswith(f"{role}-")
        for line in map(json.loads, desk.log(name).splitlines())
        if line["event"] == "leading"
    ]
    return max(said, default=("", ""))[1]


def readiness(service: Service) -> dict[str, Any]:
    return service.desk.ready() or {}


@pytest.mark.parametrize("role", ["relay", "clock"])
def test_the_standby_takes_over_when_the_leader_is_killed(service: Service, role: str) -> None:
    desk = service.desk
    first = leader(desk, role)
    desk.hold(first)
    try:
        until(lambda: leader(desk, role) not in (first, ""), TAKE_OVER_SECONDS, desk)
        until(lambda: readiness(service)[f"{role}_beat_age_seconds"] < 2.5, TAKE_OVER_SECONDS, desk)
        assert readiness(service)["degraded"] == []
    finally:
        desk.release(first)
    second = leader(desk, role)
    desk.hold(second)
    try:
        until(lambda: leader(desk, role) == first, TAKE_OVER_SECONDS + 5, desk)
    finally:
        desk.release(second)


def test_a_call_reaches_the_screens_although_the_relay_was_just_killed(service: Service) -> None:
    desk = service.desk
    hub = service.ledger.hubs()["NV"]
    with service.boards("priya.nair", "jo.lindley") as screens:
        for _ in range(3):
            desk.kill(leader(desk, "relay"))
            call = service.new_call()
            assert service.post_ring(call) == 200
            case_id = service.case_of(call.sid)
            until(lambda: all(case_id in screen.shown for screen in screens), 10, desk)  # noqa: B023  # within the turn
        become_equal(service.ledger, {hub: list(screens)}, 10)
        assert all(screen.pieces for screen in screens)


def test_health_says_so_when_leader_and_standby_are_both_gone(service: Service) -> None:
    desk = service.desk
    gone = ["relay-1", "relay-2", "clock-1", "clock-2"]
    for name in gone:
        desk.hold(name)
    try:
        until(lambda: len(readiness(service)["degraded"]) >= 2, BOTH_LATE_SECONDS, desk)
        told = " ".join(readiness(service)["degraded"])
        assert "The relay has shown no sign of life" in told
        assert "The clock has shown no sign of life" in told
    finally:
        for name in gone:
            desk.release(name)
    until(lambda: readiness(service)["degraded"] == [], 15, desk)
