"""The whole product, for each module of faults."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import requests

from tests.bench.carrier import Account, WholeCall, new_call_sid
from tests.faults.consoles import Console
from tests.faults.ledger import Ledger
from tests.faults.people import Person
from tests.running import Desk, Wanted, running, until
from tests.simulators.twilio.driver import Simulator
from workers import demonstration

SPEED = 10.0
"""Simulated seconds in a second: people at the far end are quick, our own clocks are not."""

CREW, LINE = "+447700900211", "+441632960200"
"""A crew that Northvale knows, and its professional line."""


@dataclass(frozen=True, slots=True)
class Service:
    """The running product, the telephone company beside it, and what both have written down."""

    desk: Desk
    carrier: Simulator
    ledger: Ledger

    def person(self, username: str) -> Person:
        """Somebody of the demonstration, signed in."""
        return Person(self.desk.url, username, self.desk.password)

    def new_call(self, from_: str = CREW, to: str = LINE) -> WholeCall:
        """A call that the test itself tells of, with the carrier's signature."""
        twilio = self.desk.settings.twilio
        account = Account(twilio.account_sid, twilio.auth_token, self.desk.url)
        return WholeCall(account, new_call_sid(), from_, to)

    def post_ring(self, call: WholeCall) -> int:
        """Post the first request of a call, once. The status; 0 when nobody answered."""
        post = call.ring()
        headers = dict(post.headers) | {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            answer = requests.post(
                f"{self.desk.url}{post.path}", data=post.body, headers=headers, timeout=15
            )
        except requests.RequestException:
            return 0
        return answer.status_code

    def case_of(self, call_sid: str, seconds: float = 20.0) -> str:
        """The case that a call became."""
        found: list[str] = []

        def known() -> bool:
            rows = self.ledger.ask("SELECT case_id FROM contact WHERE request_key = %s", call_sid)
            found.extend(str(row[0]) for row in rows)
            return bool(rows)

        until(known, seconds, self.desk)
        return found[0]

    @contextmanager
    def boards(self, *usernames: str) -> Iterator[Sequence[Console]]:
        """Open boards of some people, joined, for as long as this block lasts."""
        screens = [Console(self.person(name), self.desk.live_urls[0]) for name in usernames]
        try:
            for screen in screens:
                screen.open()
            until(lambda: all(screen.joins for screen in screens), 30, self.desk)
            yield screens
        finally:
            for screen in screens:
                screen.close()


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(Wanted(simulator=False)) as desk:
        told = demonstration.environment(
            desk.folder, desk.ports, desk.settings.database.url, desk.settings.redis.url
        )
        command = demonstration.simulator(desk.ports, told)
        # the carrier's static document, which stands outside the product, answers when it does not
        more = ("--speed", str(SPEED), "--fallback-number", demonstration.FALLBACK_NUMBER)
        desk.start([type(command)(command.name, (*command.arguments, *more))])
        with Simulator(desk.simulator_url) as carrier:
            until(lambda: _answers(carrier), 30, desk)
            yield Service(desk, carrier, Ledger(desk))


def _answers(carrier: Simulator) -> bool:
    try:
        carrier.state()
    except requests.ConnectionError:
        return False
    return True
