"""Rooms: the coordinator first, the caller second, third parties when a key press shows one."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.cases import actions as cases
from app.cases import queries as case_queries
from app.cases.states import CaseState
from app.foundation.transaction import Transaction
from app.lines import actions as lines
from app.lines import queries as legs
from app.lines.queries import Leg
from app.lines.states import LegEnd, LegRole, LegState, OrderPriority, Wish
from app.staffing import actions as staffing
from app.telephony.actions.ending import (
    end_leg,
    leave_room,
    leg_and_case,
    return_to_queue,
)
from app.telephony.answers import HANG_UP, NOTHING, Answer, Next

ACCEPT_KEY = "1"
CALL_BACK = "call_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomEvent:
    """Something that happened in a conference, as the carrier tells it."""

    room: str
    conference_sid: str
    sequence: int
    event: str
    call_sid: str | None
    parameters: Mapping[str, str]


def happened(tx: Transaction, event: RoomEvent) -> None:
    """Apply one event of a conference. Doubled, late and lost ones do no harm."""
    key = f"{event.conference_sid}:{event.sequence}"
    if not lines.keep_raw(tx, "conference.status", key, event.parameters, event.call_sid):
        return
    room = legs.room(tx, event.room)
    if room is None:
        return
    case_queries.held(tx, room.case_id)
    lines.know_conference(tx, event.room, event.conference_sid)
    if event.event == "conference-start":
        lines.expect_recording(tx, room, event.conference_sid)
    elif event.event == "conference-end":
        lines.conference_over(tx, event.conference_sid)
        _close_if_empty(tx, event.room)
    elif event.call_sid is not None:
        leg = legs.held_call(tx, event.call_sid)
        if leg is not None and lines.newer(leg, event.conference_sid, event.sequence):
            _participant(tx, leg, event)


def _participant(tx: Transaction, leg: Leg, event: RoomEvent) -> None:
    match event.event:
        case "participant-join":
            arrive(tx, leg, event.room)
        case "participant-leave":
            leave_room(tx, leg)
        case "participant-hold":
            lines.on_hold(tx, leg, on=True)
        case "participant-unhold":
            lines.on_hold(tx, leg, on=False)
        case _:
            lines.seen(tx, leg)


def arrive(tx: Transaction, leg: Leg, room: str) -> None:
    """A leg is in a room: what was to follow, follows. The case's row must be locked."""
    if not lines.joined(tx, leg, room):
        return
    if leg.role == LegRole.CALLER:
        cases.caller_joined(tx, leg.case_id)
    elif leg.role == LegRole.COORDINATOR:
        if leg.staff_id is not None:
            staffing.on_call(tx, leg.hub_id, leg.staff_id)
        bring_caller(tx, leg.hub_id, leg.case_id)


def bring_caller(tx: Transaction, hub_id: UUID, case_id: UUID) -> None:
    """Bring in the caller who waits, or ring the one who is owed a call. Safe to repeat."""
    room = legs.open_room(tx, hub_id, case_id)
    if room is None:
        return
    for leg in legs.held_legs(tx, hub_id, case_id):
        if leg.role == LegRole.CALLER and leg.room != room.name and leg.direction == "inbound":
            lines.wish(tx, leg, Wish.JOIN)
            return
    if room.then_call is not None:
        lines.want_call(
            tx,
            lines.Wanted(
                hub_id=hub_id,
                case_id=case_id,
                purpose=CALL_BACK,
                request_key=f"{room.name}:{tx.now.timestamp():.0f}",
                priority=OrderPriority.TAKE,
                role=LegRole.CALLER,
                to_number=room.then_call,
            ),
        )
        lines.call_then(tx, room.name, None)


def into_room(tx: Transaction, leg_id: UUID, step: int, parameters: Mapping[str, str]) -> Answer:
    """A caller whom we moved, or rang, asks for the document that leads into the room.

    Should the room have emptied meanwhile, they wait in the queue again instead of alone.
    """
    leg, _ = leg_and_case(tx, leg_id)
    if leg is None or leg.ended_at is not None:
        return HANG_UP
    lines.keep_raw(tx, "voice.inbound", f"{leg.call_sid}:room:{step}", parameters, leg.call_sid)
    lines.seen(tx, leg)
    room = legs.open_room(tx, leg.hub_id, leg.case_id)
    if room is None or not _attended(tx, leg, room.name):
        lines.queued(tx, leg)
        return _queue_again(leg)
    return Answer(Next.ROOM, leg.id, leg.step, room.name, "caller")


def left_room(tx: Transaction, leg_id: UUID, step: int, parameters: Mapping[str, str]) -> Answer:
    """A leg came out of a room, by hanging up or alive.

    This is told on the leg itself, so it proves that the leg was in: even when every event of
    the conference was lost.
    """
    leg, case_id = leg_and_case(tx, leg_id)
    if leg is None or case_id is None:
        return HANG_UP
    key = f"{leg.call_sid}:room:{step}"
    fresh = lines.keep_raw(tx, "voice.dial_action", key, parameters, leg.call_sid)
    room = legs.open_room(tx, leg.hub_id, leg.case_id)
    was_in = parameters.get("DialCallStatus") == "answered"
    if fresh and leg.answered_at is None and was_in and room is not None:
        arrive(tx, leg, room.name)
    call_status = parameters.get("CallStatus", "")
    if call_status in {str(end) for end in LegEnd}:
        end_leg(tx, leg, LegEnd(call_status))
        return NOTHING
    asked = leg.wish == Wish.END
    leave_room(tx, leg)
    if asked or leg.role != LegRole.CALLER or leg.ended_at is not None:
        return HANG_UP
    case = case_queries.held(tx, case_id)
    if case.state == CaseState.CLOSED:
        return Answer(Next.GOODBYE, leg.id, leg.step)
    if leg.state != LegState.QUEUED:
        return_to_queue(tx, leg, case.owner_id)
    return _queue_again(leg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A leg that a browser began; everything in it but the identity's seal may be invented."""

    call_sid: str
    identity: str
    claim: str
    parameters: Mapping[str, str]


def browser_rings(tx: Transaction, call: Browser) -> Answer:
    """Let a colleague's browser into the room that its one-time claim names, or hang up.

    Safe to repeat for the same call; a claim spent by another call opens nothing.
    """
    staff_id = staff_of(call.identity)
    if staff_id is None:
        return HANG_UP
    found = lines.use_claim(tx, call.claim, staff_id, call.call_sid)
    if found is None:
        return HANG_UP
    fresh = lines.keep_raw(tx, "voice.browser", call.call_sid, call.parameters, call.call_sid)
    if fresh:
        lines.ring(
            tx,
            lines.Ringing(
                hub_id=found.hub_id,
                case_id=found.case_id,
                call_sid=call.call_sid,
                role=LegRole.COORDINATOR,
                direction="browser",
                staff_id=staff_id,
                label=lines.coordinator_label(staff_id),
            ),
        )
    leg = legs.of_call(tx, call.call_sid)
    if leg is None or leg.ended_at is not None:
        return HANG_UP
    return Answer(Next.ROOM, leg.id, leg.step, found.room, str(leg.label))


def ordered_leg_answers(tx: Transaction, order_id: UUID, parameters: Mapping[str, str]) -> Answer:
    """A call that we ordered was picked up: ask for a key, or go straight into the room.

    Only a key press shows that a person listens. Ambulance control's line is always answered by
    one, and a caller who is rung back may be met by voicemail because a colleague hears it.
    """
    call_sid = parameters["CallSid"]
    leg = _ordered(tx, order_id, call_sid)
    order = legs.order(tx, order_id)
    if leg is None or order is None or leg.ended_at is not None:
        return HANG_UP
    lines.keep_raw(tx, "voice.screen", call_sid, parameters, call_sid)
    lines.seen(tx, leg)
    match leg.role:
        case LegRole.COORDINATOR:
            number = case_queries.case(tx, leg.case_id).number
            return Answer(Next.ASK_COLLEAGUE, leg.id, 0, order.room, reference=str(number))
        case LegRole.THIRD_PARTY:
            return Answer(Next.ASK_THIRD_PARTY, leg.id, 0, order.room)
        case _:
            return _let_in(tx, leg, order.room)


def ordered_leg_pressed(tx: Transaction, order_id: UUID, parameters: Mapping[str, str]) -> Answer:
    """A key was pressed on a call that we ordered: the right one leads into the room."""
    digits = parameters.get("Digits", "")
    leg, _ = leg_and_case(tx, order_id)
    order = legs.order(tx, order_id)
    if leg is None or order is None or leg.ended_at is not None:
        return HANG_UP
    key = f"{leg.call_sid}:pressed:{digits}"
    lines.keep_raw(tx, "voice.gather_action", key, parameters, leg.call_sid)
    lines.seen(tx, leg)
    if digits != ACCEPT_KEY or leg.wish == Wish.END:
        return HANG_UP
    return _let_in(tx, leg, order.room)


def room_of_wish(tx: Transaction, leg_id: UUID) -> str | None:
    """The name of the room that a leg is wanted in; None when there is none any more."""
    case_id = legs.case_of(tx, leg_id)
    if case_id is None:
        return None
    room = legs.open_room(tx, case_queries.case(tx, case_id).hub_id, case_id)
    return room.name if room else None


def show_inside(tx: Transaction, leg_id: UUID, room: str, *, on_hold: bool) -> None:
    """The carrier was asked and has the leg in a room, whatever became of its message."""
    leg, _ = leg_and_case(tx, leg_id)
    if leg is not None:
        arrive(tx, leg, room)
        lines.on_hold(tx, leg, on=on_hold)


def show_hold(tx: Transaction, leg_id: UUID, *, on: bool) -> None:
    """The carrier did as it was asked, whatever becomes of its message."""
    leg = legs.held(tx, leg_id)
    if leg is not None:
        lines.on_hold(tx, leg, on=on)


def staff_of(identity: str) -> UUID | None:
    """Whose browser leg this is, by the identity that our own token gave it."""
    _, mark, hexadecimal = identity.partition("coord_")
    if not mark or len(hexadecimal) != 32 or not set(hexadecimal) <= set("0123456789abcdef"):  # noqa: PLR2004  # letters of a UUID
        return None
    return UUID(hexadecimal)


def _ordered(tx: Transaction, order_id: UUID, call_sid: str) -> Leg | None:
    order = legs.order(tx, order_id)
    if order is None:
        return None
    case_queries.held(tx, order.case_id)
    return lines.leg_of_order(tx, order_id, call_sid)


def _attended(tx: Transaction, caller: Leg, room: str) -> bool:
    return any(
        leg.room == room and leg.id != caller.id
        for leg in legs.live_legs(tx, caller.hub_id, caller.case_id)
    )


def _let_in(tx: Transaction, leg: Leg, room: str) -> Answer:
    if leg.role in (LegRole.THIRD_PARTY, LegRole.AMBULANCE_CONTROL):
        # this answer cannot be lost, as the conference's own word can: without it, a caller whom
        # a coordinator leaves with a third party would look alone, and be taken away from them
        arrive(tx, leg, room)
    return Answer(Next.ROOM, leg.id, leg.step, room, str(leg.label))


def _queue_again(leg: Leg) -> Answer:
    # the answer itself puts them there; nothing is left to be asked of the carrier
    lines.granted(leg, Wish.QUEUE, Wish.JOIN)
    return Answer(Next.QUEUE_AGAIN, leg.id, leg.step)


def _close_if_empty(tx: Transaction, room: str) -> None:
    # an ending may come after somebody has entered anew under the same name
    if not legs.legs_in(tx, room):
        lines.close_room(tx, room)
