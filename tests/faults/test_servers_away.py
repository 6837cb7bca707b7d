"""Redis and PostgreSQL killed, stopped and away: what was answered stays, and calls go on."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.conftest import CREW, LINE, Service
from tests.faults.ledger import become_equal
from tests.running import until

pytestmark = [pytest.mark.fault, pytest.mark.timeout(240)]

IN_FLIGHT = 8
DIAL_SECONDS = 5.0
LONG_AWAY_SECONDS = 17.0
CONTROL = "+441632960910"
DESK_PHONE, SECOND_PHONE = "+441632960299", "+441632960298"
ON_THE_LINE = {"queued", "initiated", "ringing", "in-progress"}


class Ringing:
    """Calls that ring all the time, several in flight, until told to stop."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.answered: dict[str, int] = {}
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(IN_FLIGHT)
        self._hands = [self._pool.submit(self._ring) for _ in range(IN_FLIGHT)]

    def _ring(self) -> None:
        while not self._stop.is_set():
            call = self.service.new_call()
            self.answered[call.sid] = self.service.post_ring(call)

    def wait_for(self, more: int) -> None:
        """Wait until so many more have been answered well."""
        start = len(self.fine)
        until(lambda: len(self.fine) >= start + more, 40, self.service.desk)

    @property
    def fine(self) -> list[str]:
        """Calls that were answered 2xx."""
        return [sid for sid, status in list(self.answered.items()) if status // 100 == 2]

    def stop(self) -> None:
        """Ring no more, and wait for the last answers."""
        self._stop.set()
        for hand in self._hands:
            hand.result()
        self._pool.shutdown()


def test_whatever_was_answered_exists_although_redis_and_web_are_killed(service: Service) -> None:
    """One peer lost 145 of 191 calls that it had answered."""
    desk, ledger = service.desk, service.ledger
    ringing = Ringing(service)
    try:
        for victim in ("redis", "web", "redis", "web"):
            ringing.wait_for(20)
            if victim == "redis":
                pid = desk.servers.redis.pid
                assert pid
                os.kill(pid, signal.SIGKILL)
                at_that_instant = ringing.fine
                assert ledger.received(at_that_instant).keys() == set(at_that_instant)
                ringing.wait_for(20)
                desk.servers.redis.start()
            else:
                desk.kill("web")
    finally:
        ringing.stop()
    assert len(ringing.fine) >= 120
    received = ledger.received(list(ringing.answered))
    assert received.keys() >= set(ringing.fine), "answered and gone"
    assert set(received.values()) == {1}
    assert {status // 100 for status in ringing.answered.values()} <= {0, 2, 5}
    until(lambda: desk.ready() and not desk.ready()["degraded"], 20, desk)


def test_with_redis_stopped_take_and_999_dial_within_5_seconds(service: Service) -> None:
    """Hazards H-008 and H-014: the relay itself runs the jobs that somebody waits for."""
    desk, carrier = service.desk, service.carrier
    browser, phone = service.person("priya.nair"), service.person("amir.shah")
    late = service.person("sam.okafor")
    assert phone.post("/telephony/desk-phone", number=DESK_PHONE).status_code == 303
    for number in (CONTROL, DESK_PHONE, SECOND_PHONE):
        carrier.when_rung(number, talk=None, alone=None)
    assert late.post("/telephony/desk-phone", number=SECOND_PHONE).status_code == 303
    callers = [carrier.ring(CREW, LINE) for _ in range(3)]
    cases = [service.case_of(sid) for sid in callers]
    for sid in callers:
        carrier.wait_for(lambda sid=sid: _queued(service, sid))  # type: ignore[misc]
    desk.servers.redis.stop()
    try:
        began = time.monotonic()
        assert phone.take(cases[0]).status_code == 303
        until(lambda: carrier.calls_to(DESK_PHONE), DIAL_SECONDS, desk)
        assert browser.take(cases[1]).status_code == 303
        until(browser.claim, DIAL_SECONDS, desk)
        carrier.browser_call(browser.identity, {"claim": browser.claim() or ""})
        assert browser.post(f"/cases/{cases[1]}/999").status_code == 303
        pressed = time.monotonic()
        until(lambda: carrier.calls_to(CONTROL), DIAL_SECONDS, desk)
        assert time.monotonic() - pressed < DIAL_SECONDS
        until(lambda: _together(service, callers[:2]), 15, desk)
        assert len(carrier.calls_to(DESK_PHONE)) == len(carrier.calls_to(CONTROL)) == 1
        # so long that a worker which looked ever more seldom would be asleep when Redis is back
        until(lambda: time.monotonic() - began > LONG_AWAY_SECONDS, LONG_AWAY_SECONDS + 1)
    finally:
        desk.servers.redis.start()
    assert late.take(cases[2]).status_code == 303
    until(lambda: carrier.calls_to(SECOND_PHONE), DIAL_SECONDS, desk)
    for person in (phone, late):
        assert person.post("/telephony/desk-phone", number="").status_code == 303
    until(lambda: _everybody_hangs_up(service), 60, desk)


def test_with_the_database_down_calls_are_asked_for_again_and_found_afterwards(
    service: Service,
) -> None:
    """A peer answered 403 with its database down, and the call was gone."""
    desk, carrier, ledger = service.desk, service.carrier, service.ledger
    person = service.person("helen.marsh")
    lists = desk.settings.storage.open_cases
    until(lambda: list(lists.glob("*")), 30, desk)
    hub = ledger.hubs()["NV"]
    with service.boards("priya.nair", "jo.lindley") as screens:
        desk.servers.postgres.stop()
        try:
            statuses = {service.post_ring(service.new_call()) for _ in range(5)}
            assert all(status >= 500 for status in statuses), statuses
            unsigned = person.session.post(f"{desk.url}/telephony/inbound", data={}, timeout=15)
            assert unsigned.status_code == 403
            page = person.get("/board")
            assert page.status_code == 503
            assert str(lists) in page.text
            assert "paper" in page.text
            assert desk.ready() is None
            lost = [carrier.ring(CREW, LINE, hang_up_after=patience) for patience in (20, 60, 600)]
            carrier.wait_for(
                lambda: (
                    {hook["call_sid"] for hook in carrier.webhooks("voice.fallback")} >= set(lost)
                )
            )
        finally:
            desk.servers.postgres.start()
        until(lambda: ledger.received(lost).keys() == set(lost), 60, desk)
        assert set(ledger.received(lost).values()) == {1}
        become_equal(ledger, {hub: list(screens)}, 10)
    assert ledger.breaks() == []
    assert ledger.unowned() == []


def _queued(service: Service, sid: str) -> bool:
    return any(
        member["call_sid"] == sid
        for queue in service.carrier.state()["queues"]
        for member in queue["members"]
    )


def _together(service: Service, callers: list[str]) -> bool:
    """Whether each of these callers is in a room with somebody."""
    rooms = [
        {party["call_sid"] for party in room["participants"]}
        for room in service.carrier.state()["conferences"]
        if room["status"] == "in-progress"
    ]
    return all(any(sid in room and len(room) > 1 for room in rooms) for sid in callers)


def _everybody_hangs_up(service: Service) -> bool:
    """Put every telephone down, until nobody is on one and the product knows it."""
    live = [call for call in service.carrier.state()["calls"] if call["status"] in ON_THE_LINE]
    for call in live:
        service.carrier.hang_up(call["sid"])
    known = service.ledger.ask("SELECT call_sid FROM leg WHERE ended_at IS NULL")
    told = {call["sid"] for call in service.carrier.state()["calls"]}
    return not live and not told.intersection(row[0] for row in known)
