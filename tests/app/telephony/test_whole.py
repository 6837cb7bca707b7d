"""Telephony with nothing left out: the running product, its jobs and duties, and a carrier."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import select, text

from app.accounts import queries as accounts
from app.accounts.models import Staff
from app.cases import actions as cases
from app.cases.models import Case, Obligation
from app.cases.states import CaseState, Queue, Reach
from app.directory import queries as directory
from app.foundation.actor import SERVICE, Actor, ActorKind
from app.foundation.database import sessions
from app.foundation.transaction import transaction
from app.lines.models import CallOrder, Claim, Leg, Recording
from app.lines.states import LegState, OrderState, RecordingState
from app.telephony import actions
from app.terms.telephone import TelephoneNumber
from tests.running import Desk, Wanted, running, until
from tests.simulators.twilio.driver import Simulator

LINE, CREW, STRANGER = "+441632960200", "+447700900214", "+447700900871"
GP, CONTROL = "+442079460333", "+441632960910"
SPEED = 4.0
OVER = {"completed", "busy", "failed", "no-answer", "canceled"}


@dataclass
class Hub:
    """Northvale, one of its coordinators, and the carrier."""

    desk: Desk
    carrier: Simulator
    hub_id: UUID
    priya: Actor
    mine: list[str] = field(default_factory=list)

    def ring(self, from_: str = CREW, **person: object) -> str:
        sid = self.carrier.ring(from_, LINE, **({"alone": None} | person))
        self.mine.append(sid)
        return sid

    def leg(self, sid: str) -> Leg | None:
        with sessions() as session:
            return session.scalar(select(Leg).where(Leg.call_sid == sid))

    def case(self, sid: str) -> Case:
        until(lambda: self.leg(sid), 15, self.desk)
        leg = self.leg(sid)
        assert leg is not None
        with sessions() as session:
            return session.get_one(Case, leg.case_id)

    def state(self, sid: str) -> str:
        leg = self.leg(sid)
        return leg.state if leg else ""

    def becomes(self, sid: str, state: str, seconds: float = 30) -> None:
        until(lambda: self.state(sid) == state, seconds, self.desk)

    def take(self, sid: str) -> UUID:
        case_id = self.case(sid).id
        with transaction(self.priya) as tx:
            cases.take(tx, case_id)
        return case_id

    def pick_up(self, case_id: UUID) -> str:
        """The browser waits for its claim, as the phone's window does, and rings in with it."""

        def claim() -> str | None:
            with sessions() as session:
                return session.scalar(
                    select(Claim.token).where(Claim.case_id == case_id, Claim.used_by.is_(None))
                )

        until(claim, 15, self.desk)
        assert self.priya.id is not None
        browser = self.carrier.browser_call(f"coord_{self.priya.id.hex}", {"claim": claim() or ""})
        self.mine.append(browser)
        return browser

    def talk(self, sid: str) -> tuple[UUID, str]:
        case_id = self.take(sid)
        browser = self.pick_up(case_id)
        self.becomes(sid, LegState.ANSWERED)
        return case_id, browser

    def order(self, case_id: UUID, purpose: str) -> CallOrder | None:
        with sessions() as session:
            return session.scalars(
                select(CallOrder)
                .where(CallOrder.case_id == case_id, CallOrder.purpose == purpose)
                .order_by(CallOrder.wanted_at.desc())
            ).first()

    def held(self, sid: str) -> bool:
        return any(
            party["call_sid"] == sid and party["hold"]
            for room in self.carrier.state()["conferences"]
            for party in room["participants"]
        )

    def inside(self, sid: str) -> int:
        """How many are in the room that a leg is in."""
        rooms = self.carrier.state()["conferences"]
        return max(
            (
                len(r["participants"])
                for r in rooms
                if any(p["call_sid"] == sid for p in r["participants"])
            ),
            default=0,
        )

    def in_queue(self, sid: str) -> bool:
        return any(
            sid == member["call_sid"]
            for queue in self.carrier.state()["queues"]
            for member in queue["members"]
        )

    def debts(self, case_id: UUID) -> int:
        with sessions() as session:
            return len(
                session.scalars(
                    select(Obligation).where(
                        Obligation.case_id == case_id, Obligation.settled_at.is_(None)
                    )
                ).all()
            )


@pytest.fixture(scope="module")
def product() -> Iterator[Desk]:
    with running(Wanted()) as desk, desk.bound():
        yield desk


@pytest.fixture
def hub(product: Desk) -> Iterator[Hub]:
    carrier = Simulator(product.simulator_url)
    carrier.speed(SPEED)
    with transaction(SERVICE) as tx:
        hub_id = directory.hub_by_code(tx, "NV").id
        person = accounts.colleagues(tx, hub_id, "case.coordinate")[0]
        staff = tx.session.get_one(Staff, person.id)
        priya = Actor(
            ActorKind.PERSON,
            id=staff.id,
            hubs=frozenset({hub_id}),
            permissions=frozenset(
                {"case.coordinate", "case.stream", "queue.write", "emergency.raise"}
            ),
        )
    made = Hub(product, carrier, hub_id, priya)
    yield made
    carrier.behave()
    for call in carrier.state()["calls"]:
        if call["status"] not in OVER:
            carrier.hang_up(call["sid"])
    carrier.stop()


def test_a_call_from_ring_to_stored_recording(hub: Hub) -> None:
    sid = hub.ring()
    hub.becomes(sid, LegState.QUEUED)
    case_id, _ = hub.talk(sid)
    assert hub.case(sid).spoken_to_at is not None
    with transaction(hub.priya) as tx:
        actions.hold(tx, case_id)
    until(lambda: hub.held(sid), 10, hub.desk)
    with transaction(hub.priya) as tx:
        actions.resume(tx, case_id)
    until(lambda: not hub.held(sid), 10, hub.desk)
    with transaction(hub.priya) as tx:
        actions.end(tx, case_id)
    hub.carrier.wait_for_status(sid, *OVER)
    hub.becomes(sid, LegState.ENDED)

    def stored() -> bool:
        with sessions() as session:
            found = session.scalar(select(Recording).where(Recording.case_id == case_id))
        return found is not None and found.state == RecordingState.STORED and bool(found.removed_at)

    until(stored, 30, hub.desk)
    with sessions() as session:
        found = session.scalars(select(Recording).where(Recording.case_id == case_id)).one()
    path = hub.desk.settings.storage.recordings / str(found.file)
    assert path.stat().st_size == found.bytes
    assert path.stat().st_mode & 0o077 == 0
    assert hub.case(sid).owner_id == hub.priya.id
    assert hub.debts(case_id) == 0


def test_a_gp_is_screened_in_and_keeps_the_caller_when_the_coordinator_leaves(hub: Hub) -> None:
    hub.carrier.when_rung(GP, outcome="answer", digits=["1"], talk=None, alone=None)
    sid = hub.ring()
    case_id, browser = hub.talk(sid)
    with transaction(hub.priya) as tx:
        key = "0190f5a0-0000-7000-8000-0000000000aa"
        party = actions.Party(number=TelephoneNumber(GP), label="GP", request_key=key)
        actions.add(tx, case_id, party, hold_caller=True)
    until(lambda: hub.inside(sid) == 3, 20, hub.desk)
    with transaction(hub.priya) as tx:
        actions.leave(tx, case_id)
    hub.carrier.wait_for_status(browser, *OVER)
    until(lambda: not hub.held(sid) and hub.inside(sid) == 2, 15, hub.desk)
    assert hub.case(sid).owner_id == hub.priya.id


def test_a_coordinator_who_drops_does_not_drop_the_caller(hub: Hub) -> None:
    sid = hub.ring()
    _, browser = hub.talk(sid)
    hub.carrier.hang_up(browser)
    until(lambda: hub.in_queue(sid), 15, hub.desk)
    case = hub.case(sid)
    assert (case.owner_id, case.queue) == (None, Queue.COORDINATOR)
    hub.talk(sid)
    assert hub.inside(sid) == 2


def test_control_is_dialled_even_when_the_carrier_says_nothing_after_creating_the_call(
    hub: Hub,
) -> None:
    hub.carrier.when_rung(CONTROL, outcome="answer", digits=[], talk=None, alone=None)
    hub.carrier.misbehave("reset", "rest.create_call", next=1)
    sid = hub.ring()
    case_id, _ = hub.talk(sid)
    with transaction(hub.priya) as tx:
        cases.raise_emergency(tx, case_id)
    until(lambda: hub.inside(sid) == 3, 30, hub.desk)
    until(
        lambda: getattr(hub.order(case_id, "999"), "state", "") == OrderState.PLACED, 20, hub.desk
    )
    rung = [call for call in hub.carrier.calls_to(CONTROL) if call["status"] not in OVER]
    assert len(rung) == 1


def test_too_many_is_asked_again_and_rings_once(hub: Hub) -> None:
    hub.carrier.when_rung(CONTROL, outcome="answer", digits=[], talk=None, alone=None)
    hub.carrier.misbehave("too_many", "rest.create_call", next=2)
    with transaction(hub.priya) as tx:
        case_id = cases.open_by_staff(tx, hub.hub_id)
        cases.raise_emergency(tx, case_id)
    hub.pick_up(case_id)
    until(
        lambda: getattr(hub.order(case_id, "999"), "state", "") == OrderState.PLACED, 20, hub.desk
    )


def test_a_call_back_rings_the_caller_after_the_coordinator(hub: Hub) -> None:
    hub.carrier.when_rung(STRANGER, outcome="answer", digits=[], talk=None, alone=None)
    sid = hub.ring(STRANGER, digits=["3"])
    hub.becomes(sid, LegState.QUEUED)
    hub.carrier.hang_up(sid)
    hub.becomes(sid, LegState.ABANDONED)
    case_id = hub.take(sid)
    assert hub.debts(case_id) == 1
    with transaction(hub.priya) as tx:
        actions.ring_back(tx, case_id)
    browser = hub.pick_up(case_id)
    until(lambda: hub.inside(browser) == 2, 20, hub.desk)
    until(lambda: hub.debts(case_id) == 0, 10, hub.desk)
    assert hub.case(sid).reach == Reach.ON_LINE


def test_every_word_of_a_conference_lost_is_put_right_by_the_sweep(hub: Hub) -> None:
    hub.carrier.misbehave("drop", "conference.status")
    sid = hub.ring()
    case_id = hub.take(sid)
    browser = hub.pick_up(case_id)
    hub.becomes(sid, LegState.ANSWERED, 60)
    assert hub.inside(sid) == 2
    leg = hub.leg(browser)
    assert leg is not None
    assert leg.room is not None


def test_a_call_that_rang_while_we_were_down_becomes_a_case(hub: Hub) -> None:
    hub.desk.hold("web")
    sid = hub.carrier.ring(STRANGER, LINE, hang_up_after=8)
    hub.carrier.wait_for_status(sid, *OVER, seconds=60)
    hub.desk.release("web")
    hub.desk.wait_until_ready()
    until(lambda: hub.leg(sid), 90, hub.desk)
    case = hub.case(sid)
    assert case.state == CaseState.NEW
    assert hub.debts(case.id) == 1


def test_an_end_that_nobody_told_of_is_noticed(hub: Hub) -> None:
    sid = hub.ring()
    hub.becomes(sid, LegState.QUEUED)
    hub.carrier.misbehave("drop", "voice.*", where={"CallSid": sid})
    hub.carrier.hang_up(sid)
    hub.becomes(sid, LegState.ABANDONED, 60)
    assert hub.debts(hub.case(sid).id) == 1


def test_no_process_met_a_fault_of_ours(hub: Hub) -> None:
    assert [line for line in hub.desk.faults() if "telephony" in line or "lines" in line] == []
    with sessions() as session:
        doubled = session.execute(
            text(
                "SELECT facts->>'leg_id' FROM journal WHERE kind = 'LegEnded'"
                " GROUP BY 1 HAVING count(*) > 1"
            )
        ).all()
    assert doubled == []
