"""Whole calls as lists of requests, and the ways in which a network delivers them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from app.cases import actions as cases
from app.cases.models import Case, Obligation
from app.cases.states import CaseState, Debt
from app.foundation.actor import SERVICE
from app.foundation.database import sessions
from app.foundation.transaction import transaction
from app.lines import actions as lines
from app.lines.models import Leg, Room
from app.lines.states import LegRole, OrderPriority
from app.telephony import actions, jobs
from tests.app.telephony.conftest import Desk
from tests.builders.lines import CREW, LINE, a_sid

QUEUE_SID = "QU" + "4" * 32


@dataclass(frozen=True)
class Step:
    """One request of the carrier.

    Attributes:
        name: where it goes, in words of our own: `voice`, `menu`, `conf`, …
        sync: the caller waits for the answer, so it is neither lost nor out of order.
    """

    name: str
    sync: bool
    params: dict[str, str]
    at_ms: int = 0

    @property
    def sid(self) -> str:
        return self.params.get("CallSid", "")


@dataclass
class Flow:
    """A call from its first ring to its last message.

    Attributes:
        abandoned: whether its caller must end up with a call-back that is owed.
        in_room: callers and coordinators who are in a room before it begins.
    """

    name: str
    steps: list[Step]
    abandoned: bool = False
    in_room: tuple[str, ...] = ()


@dataclass
class _Writing:
    steps: list[Step] = field(default_factory=list)
    at: int = 0

    def step(self, name: str, sid: str, *, sync: bool = True, **params: str) -> None:
        base = {"CallSid": sid, "CallStatus": "in-progress", "From": CREW, "To": LINE}
        self.steps.append(Step(name, sync, base | params, self.at))
        self.at += 1000

    def conference(self, event: str, sid: str | None, sid_of: str, number: int) -> None:
        params = {
            "ConferenceSid": sid_of,
            "FriendlyName": "room",
            "SequenceNumber": str(number),
            "StatusCallbackEvent": event,
        }
        if sid:
            params["CallSid"] = sid
        self.steps.append(Step("conf", sync=False, params=params, at_ms=self.at))
        self.at += 100

    def queue(self, caller: str, key: str) -> None:
        self.step("voice", caller, CallStatus="ringing", Direction="inbound")
        self.step("menu", caller, Digits=key)
        for seconds in ("0", "30"):
            self.step("wait", caller, QueueSid=QUEUE_SID, QueueTime=seconds)


def abandoned() -> Flow:
    """A crew presses a key, waits, and is cut off before anybody answers."""
    new, caller = _Writing(), a_sid("CA")
    new.queue(caller, "1")
    new.step("queue-left", caller, CallStatus="completed", QueueResult="hangup", QueueTime="46")
    new.step("status", caller, sync=False, CallStatus="completed", SequenceNumber="0")
    return Flow("abandoned", new.steps, abandoned=True)


def silent_and_gone() -> Flow:
    """A caller hangs up during the greeting: only the number's own status tells."""
    new, caller = _Writing(), a_sid("CA")
    new.step("voice", caller, CallStatus="ringing")
    new.step("status", caller, CallStatus="completed")
    return Flow("silent", new.steps, abandoned=True)


def answered() -> Flow:
    """Queued, taken, talked, ended by the caller, recorded."""
    new, caller, coordinator, conference = _Writing(), a_sid("CA"), a_sid("CA"), a_sid("CF")
    new.queue(caller, "2")
    new.step("client", coordinator, CallStatus="ringing")
    new.conference("participant-join", coordinator, conference, 0)
    new.step("queue-left", caller, QueueResult="redirected", QueueTime="40")
    new.step("join", caller)
    new.conference("conference-start", None, conference, 1)
    new.conference("participant-join", caller, conference, 2)
    new.conference("participant-leave", caller, conference, 3)
    new.step("room-left", caller, CallStatus="completed", DialCallStatus="answered")
    new.step("status", caller, sync=False, CallStatus="completed", SequenceNumber="0")
    new.conference("participant-leave", coordinator, conference, 4)
    new.conference("conference-end", None, conference, 5)
    recording = {
        "ConferenceSid": conference,
        "RecordingSid": a_sid("RE"),
        "RecordingStatus": "completed",
        "RecordingDuration": "180",
    }
    new.steps.append(Step("rec", sync=False, params=recording, at_ms=new.at))
    return Flow("answered", new.steps)


def dropped() -> Flow:
    """The coordinator's line drops in the talk; the caller waits again, and gives up."""
    new, caller, coordinator, conference = _Writing(), a_sid("CA"), a_sid("CA"), a_sid("CF")
    new.conference("participant-leave", coordinator, conference, 10)
    new.step("room-left", coordinator, CallStatus="completed", DialCallStatus="answered")
    new.step("requeue", caller)
    new.step("wait", caller, QueueSid=QUEUE_SID, QueueTime="1")
    new.conference("participant-leave", caller, conference, 11)
    new.step("queue-left", caller, CallStatus="completed", QueueResult="hangup", QueueTime="9")
    new.step("status", caller, sync=False, CallStatus="completed", SequenceNumber="0")
    return Flow("dropped", new.steps, abandoned=True, in_room=(caller, coordinator))


def transferred() -> Flow:
    """A GP is screened in; the coordinator leaves; caller and GP stay, and end."""
    new, caller, coordinator, conference = _Writing(), a_sid("CA"), a_sid("CA"), a_sid("CF")
    gp = a_sid("CA")
    new.conference("participant-hold", caller, conference, 10)
    for number, status in enumerate(("initiated", "ringing", "in-progress")):
        new.step("status", gp, sync=False, CallStatus=status, SequenceNumber=str(number))
    new.step("screen", gp)
    new.step("screened", gp, Digits="1")
    new.conference("participant-join", gp, conference, 11)
    new.conference("participant-unhold", caller, conference, 12)
    new.conference("participant-leave", coordinator, conference, 13)
    new.step("room-left", coordinator, CallStatus="completed", DialCallStatus="answered")
    new.conference("participant-leave", gp, conference, 14)
    new.step("room-left", gp, CallStatus="completed", DialCallStatus="answered")
    new.step("status", gp, sync=False, CallStatus="completed", SequenceNumber="3")
    new.conference("participant-leave", caller, conference, 15)
    new.step("room-left", caller, CallStatus="completed", DialCallStatus="answered")
    new.step("status", caller, sync=False, CallStatus="completed", SequenceNumber="0")
    new.conference("conference-end", None, conference, 16)
    return Flow("transferred", new.steps, in_room=(caller, coordinator))


OURS: tuple[Callable[[], Flow], ...] = (abandoned, silent_and_gone, answered, dropped, transferred)


# ------------------------------------------------------------------ ways of delivering


Delivery = list[tuple[Step, str]]
"""Each request with its idempotency token."""


def _tokens(steps: list[Step]) -> Delivery:
    return [(step, f"token-{number}") for number, step in enumerate(steps)]


def in_order(steps: list[Step]) -> Delivery:
    return _tokens(steps)


def reversed_async(steps: list[Step]) -> Delivery:
    return _tokens([s for s in steps if s.sync] + [s for s in reversed(steps) if not s.sync])


def each_async_twice_same_token(steps: list[Step]) -> Delivery:
    return [each for pair in _tokens(steps) for each in ([pair] if pair[0].sync else [pair, pair])]


def each_async_twice_new_token(steps: list[Step]) -> Delivery:
    return [
        (step, f"{token}-{copy}")
        for step, token in _tokens(steps)
        for copy in range(1 if step.sync else 2)
    ]


def completed_before_initiated(steps: list[Step]) -> Delivery:
    """What was told of each leg's beginning comes late, right behind its end."""
    told = [s for s in steps if s.name == "status" and not s.sync]
    ended = {s.sid for s in told if s.params["CallStatus"] == "completed"}
    late = [s for s in told if s.params["CallStatus"] != "completed" and s.sid in ended]
    out: list[Step] = []
    for step in (s for s in steps if s not in late):
        out.append(step)
        if step in told and step.params["CallStatus"] == "completed":
            out += [s for s in late if s.sid == step.sid]
    return _tokens(out)


def drop_every_completed(steps: list[Step]) -> Delivery:
    return _tokens([s for s in steps if s.sync or s.params.get("CallStatus") != "completed"])


def delay_async_by_20s(steps: list[Step]) -> Delivery:
    return _tokens(sorted(steps, key=lambda s: s.at_ms + (0 if s.sync else 20_000)))


def drop_all_conference_events(steps: list[Step]) -> Delivery:
    return _tokens([s for s in steps if s.name != "conf"])


VARIANTS: dict[str, Callable[[list[Step]], Delivery]] = {
    each.__name__: each
    for each in (
        in_order,
        reversed_async,
        each_async_twice_same_token,
        each_async_twice_new_token,
        completed_before_initiated,
        drop_every_completed,
        delay_async_by_20s,
        drop_all_conference_events,
    )
}


def by_chance(steps: list[Step], seed: int) -> Delivery:
    """Whatever may be lost, doubled or late, is; what somebody waits for comes in order."""
    chance = random.Random(seed)
    late: list[tuple[float, Step]] = []
    for number, step in enumerate(steps):
        if step.sync:
            late.append((number, step))
            continue
        copies = chance.choice((0, 1, 1, 1, 2, 3))
        late += [(number + chance.uniform(0, 12), step) for _ in range(copies)]
    return _tokens([step for _, step in sorted(late, key=lambda pair: pair[0])])


# ------------------------------------------------------------------ playing one

FIXED = {
    "voice": "inbound",
    "client": "client",
    "sms": "text-in",
    "sms-status": "text-status/0190f5a0-0000-7000-8000-000000000009",
}
"""Where each name leads that needs no leg: the others' addresses bear what they are about."""


@dataclass
class Player:
    """Delivers a flow to the app's real routes; a colleague and the jobs do their part."""

    desk: Desk
    order: UUID | None = None

    def play(self, flow: Flow, deliver: Callable[[list[Step]], Delivery]) -> None:
        if flow.in_room:
            self._seat(flow)
        for step, token in deliver(flow.steps):
            self._deliver(step, token)
        self._sweep()

    def _seat(self, flow: Flow) -> None:
        """A talk is on before the flow begins."""
        caller, coordinator = flow.in_room
        conference = next(s.params["ConferenceSid"] for s in flow.steps if s.name == "conf")
        new = _Writing()
        new.queue(caller, "1")
        new.step("client", coordinator, CallStatus="ringing")
        new.conference("participant-join", coordinator, conference, 7)
        new.step("join", caller)
        new.conference("conference-start", None, conference, 8)
        new.conference("participant-join", caller, conference, 9)
        for step in new.steps:
            self._deliver(step, "seated")
        if any(step.name == "screen" for step in flow.steps):
            with transaction(SERVICE) as tx:
                self.order = lines.want_call(
                    tx,
                    lines.Wanted(
                        hub_id=self.desk.hub_id,
                        case_id=self._case(),
                        purpose="consult",
                        request_key=caller,
                        priority=OrderPriority.CONSULT,
                        role=LegRole.THIRD_PARTY,
                        to_number="+442079460333",
                    ),
                )

    def _deliver(self, step: Step, token: str) -> None:
        params = dict(step.params)
        if step.name == "client":
            self._take()
            params |= {
                "From": f"client:coord_{self.desk.priya.id.hex if self.desk.priya.id else ''}",
                "claim": self.desk.claim(self.desk.priya),
            }
        if step.name == "voice":
            params["To"] = LINE
        if step.name == "conf":
            params["FriendlyName"] = self._room()
        path = self._path(step)
        if path is None:
            return
        answer = self.desk.carrier.post(path, params, token=token)
        assert answer.status_code in (200, 204), (path, params, answer.status_code)

    def _path(self, step: Step) -> str | None:
        leg = self._leg(step.sid)
        name = {"join": "room", "conf": "conference", "rec": "recording"}.get(step.name, step.name)
        if name in FIXED:
            return f"/telephony/{FIXED[name]}"
        if name in ("conference", "recording"):
            return f"/telephony/{name}/{self._room()}"
        if name == "status" and leg is not None and leg.direction == "inbound":
            return "/telephony/number-status"
        if name in ("screen", "screened", "status"):
            return f"/telephony/{name}/{self.order}" if self.order else None
        if leg is None:
            return None
        return f"/telephony/{name}/{leg.id}" + ("" if name == "menu" else f"/{leg.step}")

    def _take(self) -> None:
        case_id = self._case()
        with transaction(self.desk.priya) as tx:
            cases.take(tx, case_id)
        jobs.join(str(case_id))

    def _leg(self, sid: str) -> Leg | None:
        with sessions() as session:
            return session.scalar(select(Leg).where(Leg.call_sid == sid))

    def _case(self) -> UUID:
        with sessions() as session:
            return session.scalars(select(Case.id).where(Case.hub_id == self.desk.hub_id)).one()

    def _room(self) -> str:
        with sessions() as session:
            names = select(Room.name).where(Room.hub_id == self.desk.hub_id)
            return session.scalar(names.order_by(Room.opened_at)) or "r-none"

    def _sweep(self) -> None:
        """The carrier is asked about every leg that we still think is live: all are over."""
        with sessions() as session:
            live = session.scalars(
                select(Leg.call_sid).where(Leg.hub_id == self.desk.hub_id, Leg.ended_at.is_(None))
            ).all()
        for sid in live:
            with transaction(SERVICE) as tx:
                actions.call_stands(tx, sid, "completed")


def must_be_whole(desk: Desk, flow: Flow) -> None:
    """Nobody is lost: an owner or a queue, one end for each leg, one call-back if abandoned."""
    with sessions() as session:
        found = session.scalars(select(Case).where(Case.hub_id == desk.hub_id)).all()
        legs = session.scalars(select(Leg).where(Leg.hub_id == desk.hub_id)).all()
        owed = session.scalars(
            select(Obligation).where(
                Obligation.hub_id == desk.hub_id,
                Obligation.kind == Debt.CALL_BACK,
                Obligation.settled_at.is_(None),
            )
        ).all()
    for case in found:
        assert case.state == CaseState.CLOSED or (case.owner_id is None) != (case.queue is None)
    ends = [fact["leg_id"] for fact in desk.facts("LegEnded")]
    assert sorted(map(str, ends)) == sorted(str(leg.id) for leg in legs)
    assert all(leg.ended_as for leg in legs)
    assert len(owed) == (1 if flow.abandoned else 0)
    assert len(found) == (1 if any(s.name == "voice" for s in flow.steps) or flow.in_room else 0)
