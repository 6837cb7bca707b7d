"""A call comes in: recognised or asked who it is, queued, kept company, and never lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.cases import actions as cases
from app.directory import queries as directory
from app.directory.states import LineKind
from app.foundation.identifiers import INSTALLATION
from app.foundation.transaction import Transaction
from app.lines import actions as lines
from app.lines import queries as legs
from app.lines.facts import StrangeLineRang
from app.lines.states import LegEnd, LegRole, LegState
from app.telephony.actions.ending import end_leg, leg_and_case
from app.telephony.answers import HANG_UP, NOTHING, Answer, Next
from app.terms.caller import CallerType
from app.terms.telephone import WITHHELD, heard

MENU: Mapping[str, CallerType] = {
    "1": CallerType.AMBULANCE_ON_SCENE,
    "2": CallerType.NHS111,
    "3": CallerType.GP_PRACTICE,
    "4": CallerType.CARE_HOME,
    "5": CallerType.COMMUNITY_TEAM,
    "6": CallerType.ACUTE_ED,
    "7": CallerType.MENTAL_HEALTH,
    "8": CallerType.POLICE,
}
"""Which key stands for which kind of caller. No key, or another, is "other caller"."""

CALL_BACK_KEY = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """A call that rings on one of our numbers, as the carrier tells it."""

    call_sid: str
    from_: str
    to: str
    parameters: Mapping[str, str]


def receive(tx: Transaction, call: Inbound) -> Answer:
    """Answer a call that rings: leg, contact and case in one go, once per call.

    Safe to repeat: the same call hears the same again. (Hazards H-001, H-002.)
    """
    if not lines.keep_raw(tx, "voice.inbound", call.call_sid, call.parameters, call.call_sid):
        return again(tx, call.call_sid)
    leg = admit(tx, call.call_sid, call.from_, call.to)
    if leg is None:
        tx.record(StrangeLineRang(hub_id=INSTALLATION))
        return Answer(Next.FALLBACK)
    return leg


def again(tx: Transaction, call_sid: str) -> Answer:
    """What a call heard that rang before."""
    leg = legs.of_call(tx, call_sid)
    if leg is None:
        return Answer(Next.FALLBACK)
    return _greet(leg.id, known=leg.known)


def admit(tx: Transaction, call_sid: str, from_: str, to: str) -> Answer | None:
    """Make leg, contact and case of a call. The number recognises a caller; it proves nothing.

    Returns:
        What the caller hears; None when no hub answers for the number that was rung.
    """
    number = heard(from_)
    told = None if number is WITHHELD else number.e164
    origin = directory.origin(tx, to, told)
    if origin is None:
        return None
    express = origin.line is LineKind.CARE_HOME
    caller_type = origin.caller_type or (CallerType.CARE_HOME if express else CallerType.OTHER)
    received = cases.receive_call(
        tx,
        origin.hub_id,
        call_sid,
        cases.Source(
            caller_type=caller_type,
            number=told,
            organisation_id=origin.organisation_id,
            line=origin.label or str(number),
            express=express,
        ),
    )
    known = express or origin.caller_type is not None
    leg_id = lines.ring(
        tx,
        lines.Ringing(
            hub_id=origin.hub_id,
            case_id=received.case_id,
            call_sid=call_sid,
            role=LegRole.CALLER,
            from_number=told,
            to_number=to,
            known=known,
            queued=known,
            label="caller",
        ),
    )
    return again(tx, call_sid) if leg_id is None else _greet(leg_id, known=known)


def choose(tx: Transaction, leg_id: UUID, parameters: Mapping[str, str]) -> Answer:
    """The caller pressed a key in the menu, or none: either way they wait in the queue now."""
    digits = parameters.get("Digits", "")
    leg, _ = leg_and_case(tx, leg_id)
    if leg is None or leg.ended_at is not None:
        return HANG_UP
    fresh = lines.keep_raw(
        tx, "voice.gather_action", f"{leg.call_sid}:menu:{digits}", parameters, leg.call_sid
    )
    if fresh and leg.state == LegState.RINGING:
        if digits in MENU:
            cases.tell_caller(tx, leg.case_id, MENU[digits])
        lines.queued(tx, leg)
    return Answer(Next.QUEUE, leg.id, leg.step)


def wait(tx: Transaction, leg_id: UUID, step: int, parameters: Mapping[str, str]) -> Answer:
    """The caller is still there; the time of each asking is kept."""
    leg = legs.held(tx, leg_id)
    if leg is None or leg.ended_at is not None:
        return HANG_UP
    key = f"{leg.call_sid}:{step}:{parameters.get('QueueTime')}"
    fresh = lines.keep_raw(tx, "voice.enqueue_wait", key, parameters, leg.call_sid)
    if fresh and leg.room is None:
        lines.queued(tx, leg, parameters.get("QueueSid"))
    offered = leg.from_number is not None and leg.call_back_at is None
    return Answer(Next.WAIT if offered else Next.WAIT_ONLY, leg.id, step)


def choose_waiting(
    tx: Transaction, leg_id: UUID, step: int, parameters: Mapping[str, str]
) -> Answer:
    """The caller pressed a key while waiting: one of them asks to be rung back.

    The case keeps its band and the time it began to wait. (Hazard H-009.)
    """
    leg, _ = leg_and_case(tx, leg_id)
    if leg is None or leg.ended_at is not None:
        return HANG_UP
    if parameters.get("Digits") != CALL_BACK_KEY or leg.from_number is None:
        return Answer(Next.WAIT_ONLY, leg.id, step)
    key = f"{leg.call_sid}:wait:{step}"
    if lines.keep_raw(tx, "voice.gather_action", key, parameters, leg.call_sid):
        lines.wants_call_back(tx, leg)
        cases.ask_call_back(tx, leg.case_id, str(leg.id))
    return Answer(Next.LEAVE_QUEUE, leg.id, step)


def leave_queue(tx: Transaction, leg_id: UUID, step: int, parameters: Mapping[str, str]) -> Answer:
    """The caller is out of the queue: gone, taken by us, at their own wish, or thrown out."""
    leg, _ = leg_and_case(tx, leg_id)
    if leg is None:
        return HANG_UP
    fresh = lines.keep_raw(
        tx, "voice.enqueue_action", f"{leg.call_sid}:{step}", parameters, leg.call_sid
    )
    result = parameters.get("QueueResult")
    if result == "hangup" or parameters.get("CallStatus") == "completed":
        end_leg(tx, leg, LegEnd.COMPLETED)
        return NOTHING
    if result == "redirected":
        return NOTHING
    if result == "leave":
        return Answer(Next.CALL_BACK_PROMISED, leg.id, step)
    if fresh:
        lines.diverted(tx, leg)
    return Answer(Next.FALLBACK, leg.id, leg.step)


def leave_fallback(
    tx: Transaction, leg_id: UUID, step: int, parameters: Mapping[str, str]
) -> Answer:
    """The fallback number was rung for a caller whom the queue could not hold.

    Nobody there: back into the queue. Somebody there: the case still waits for us to ring back.
    """
    leg, _ = leg_and_case(tx, leg_id)
    if leg is None or leg.ended_at is not None:
        return HANG_UP
    key = f"{leg.call_sid}:fallback:{step}"
    lines.keep_raw(tx, "voice.dial_action", key, parameters, leg.call_sid)
    lines.seen(tx, leg)
    if parameters.get("CallStatus") == "completed":
        end_leg(tx, leg, LegEnd.COMPLETED)
        return NOTHING
    if parameters.get("DialCallStatus") == "completed":
        return Answer(Next.GOODBYE, leg.id, step)
    return Answer(Next.QUEUE_AGAIN, leg.id, leg.step)


def queue_again(tx: Transaction, leg_id: UUID, step: int, parameters: Mapping[str, str]) -> Answer:
    """A caller whom we moved asks for the document that puts them into the queue again."""
    leg = legs.held(tx, leg_id)
    if leg is None or leg.ended_at is not None:
        return HANG_UP
    key = f"{leg.call_sid}:requeue:{step}"
    if lines.keep_raw(tx, "voice.inbound", key, parameters, leg.call_sid):
        lines.seen(tx, leg)
    return Answer(Next.QUEUE_AGAIN, leg.id, leg.step)


def _greet(leg_id: UUID, *, known: bool) -> Answer:
    return Answer(Next.GREET_AND_QUEUE if known else Next.MENU, leg_id, 0)
