"""Northvale's telephones and cases, as a journey makes them and looks at them."""

import time
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete

from app.accounts import queries as accounts
from app.accounts.roles import permissions_of
from app.cases import actions, dispositions
from app.cases import queries as cases
from app.cases.actions.owing import settle
from app.cases.models import Case
from app.cases.states import CaseState
from app.directory import queries as directory
from app.foundation.actor import SERVICE, Actor, ActorKind
from app.foundation.transaction import Transaction, transaction
from app.lines.models import Claim
from tests.running import Desk, until
from tests.simulators.twilio.driver import Simulator

Found = TypeVar("Found")
LINE = "+441632960200"
CONTROL = "+441632960910"
CREW = "+447700900214"
OTHER_CREW = "+447700900217"
CARE_HOME = "+441632960231"
ADVICE = "SELF"
STAYS: dict[str, object] = {"alone": None}
"""A caller who does not hang up when nobody is with them."""
_OVER = {"completed", "busy", "failed", "no-answer", "canceled"}


class Hub:
    """One hub of the running product, with the telephone company beside it."""

    def __init__(self, desk: Desk, simulator: Simulator, code: str = "NV") -> None:
        self.desk, self.simulator, self.code = desk, simulator, code

    # ------------------------------------------------------------------ telephones

    def ring(self, number: str = CREW, line: str = LINE) -> str:
        """Somebody rings, has heard the greeting and waits in the queue until they are taken."""
        sid = self.begin_to_ring(number, line)
        self.simulator.wait_for(lambda: self._in_queue(sid))
        return sid

    def begin_to_ring(self, number: str = CREW, line: str = LINE) -> str:
        """Somebody rings: their case is on the board before they have heard a word."""
        return self.simulator.ring(number, line, **STAYS)

    def _in_queue(self, sid: str) -> bool:
        queues = self.simulator.state()["queues"]
        return any(sid == member["call_sid"] for queue in queues for member in queue["members"])

    def together(self, sid: str) -> bool:
        """Whether a caller is in a room with somebody else."""
        return any(
            sid in (inside := {party["call_sid"] for party in room["participants"]})
            and len(inside) > 1
            for room in self.simulator.state()["conferences"]
        )

    def held(self, sid: str) -> bool:
        """Whether a caller hears the music of a hold."""
        return any(
            party["call_sid"] == sid and party["hold"]
            for room in self.simulator.state()["conferences"]
            for party in room["participants"]
        )

    def most_together(self) -> int:
        """How many are in the fullest room."""
        rooms = self.simulator.state()["conferences"]
        return max((len(room["participants"]) for room in rooms), default=0)

    def legs(self) -> list[str]:
        """Every leg that is up."""
        calls = self.simulator.state()["calls"]
        return [call["sid"] for call in calls if call["status"] not in _OVER]

    def leg_of_browser(self) -> str:
        """The leg of the one softphone that is up."""
        (found,) = [
            call["sid"]
            for call in self.simulator.state()["calls"]
            if call["from"].startswith("client:") and call["status"] not in _OVER
        ]
        return str(found)

    def seconds_until(self, true: Callable[[], object], since: float) -> float:
        """Seconds from a moment of `time.monotonic()` until the telephone company sees it."""
        self.simulator.wait_for(true)
        return time.monotonic() - since

    # ------------------------------------------------------------------ cases

    def of_database(self, read: Callable[[Transaction, UUID], Found]) -> Found:
        """Read something of this hub."""
        with self.desk.bound(), transaction(SERVICE) as tx:
            hub = next(each for each in directory.hubs(tx) if each.code == self.code)
            return read(tx, hub.id)

    def open_cases(self) -> list[tuple[str, str]]:
        """Id and state of every open case, in the order of the board."""
        return self.of_database(
            lambda tx, hub_id: [(str(each.id), each.state) for each in cases.board(tx, hub_id)]
        )

    def by(self, username: str, do: Callable[[Transaction, UUID], Found]) -> Found:
        """Let somebody do something without a browser; how they do it is another journey's."""
        with self.desk.bound(), transaction(SERVICE) as tx:
            hub = next(each for each in directory.hubs(tx) if each.code == self.code)
            person = next(
                each for each in accounts.colleagues(tx, hub.id) if each.username == username
            )
        who = Actor(
            ActorKind.PERSON,
            person.id,
            "ZZNV0",
            person.name,
            frozenset({hub.id}),
            permissions_of(person.roles),
        )
        with self.desk.bound(), transaction(who) as tx:
            return do(tx, hub.id)

    def planned_by(self, username: str) -> str:
        """A case that somebody has taken and agreed a plan for: its address."""

        def plan(tx: Transaction, hub_id: UUID) -> str:
            case_id = actions.open_by_staff(tx, hub_id)
            needed = {str(name): "yes" for name, _ in dispositions.needs(ADVICE)}
            actions.agree_plan(tx, case_id, ADVICE, needed)
            return f"/cases/{case_id}"

        return self.by(username, plan)

    def clear(self) -> None:
        """Everybody hangs up, and every case is put away, so that the next journey begins alone."""
        self.simulator.behave()
        for call in self.simulator.state()["calls"]:
            if call["status"] not in _OVER:
                self.simulator.hang_up(call["sid"])
        until(lambda: self.simulator.state()["delivered"], 15, self.desk)
        self.of_database(_put_away)


def _put_away(tx: Transaction, hub_id: UUID) -> None:
    # a case put away like this takes its claims with it, or the next phone would still join
    tx.session.execute(delete(Claim).where(Claim.hub_id == hub_id))
    for case in cases.board(tx, hub_id):
        for debt in cases.owed(tx, case):
            settle(tx, case, debt, "the journey is over")
        if case.state == CaseState.UPGRADED_999:
            case.state = CaseState.IN_COORDINATION
            tx.session.flush()
        _close(case, tx)


def _close(case: Case, tx: Transaction) -> None:
    if case.state in {CaseState.AWAITING_CALLER, CaseState.AWAITING_PARTNER}:
        case.state = CaseState.IN_COORDINATION
        tx.session.flush()
    case.state, case.closed_at = CaseState.CLOSED, tx.now
    case.queue = case.owner_id = case.owner_since = case.priority_due_at = None
    case.emergency_due_at = None
