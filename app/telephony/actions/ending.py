"""A leg leaves or ends, and what that means for the case: nobody is dropped with it."""

from collections.abc import Mapping
from uuid import UUID

from app.cases import actions as cases
from app.cases import queries as case_queries
from app.cases.states import CaseState
from app.foundation.transaction import Transaction
from app.lines import actions as lines
from app.lines import queries as legs
from app.lines.queries import Leg
from app.lines.states import LegEnd, LegRole, LegState, Wish
from app.staffing import actions as staffing

_TERMINAL: Mapping[str, LegEnd] = {str(end): end for end in LegEnd}


def leg_and_case(tx: Transaction, leg_id: UUID) -> tuple[Leg | None, UUID | None]:
    """A leg with its case's row and its own locked, always in this order.

    The case is the one lock under which legs act on each other; whoever took legs first could
    meet somebody who took them the other way round.
    """
    case_id = legs.case_of(tx, leg_id)
    if case_id is None:
        return None, None
    case_queries.held(tx, case_id)
    return legs.held(tx, leg_id), case_id


def progress(tx: Transaction, leg_id: UUID, parameters: Mapping[str, str]) -> None:
    """One progress message of a leg that we ordered. Its first proves that it was placed.

    Messages come doubled and in any order; an end is an end whichever number it bears.
    """
    call_sid, status = parameters["CallSid"], parameters.get("CallStatus", "")
    if not _keep(tx, parameters):
        return
    case_id = legs.case_of(tx, leg_id)
    if case_id is None:
        return
    case_queries.held(tx, case_id)
    leg = lines.leg_of_order(tx, leg_id, call_sid)
    if leg is not None:
        _progress(tx, leg, status)


def number_progress(tx: Transaction, parameters: Mapping[str, str]) -> None:
    """The end of a call that rang in, told once on the number; children never end a parent."""
    call_sid, status = parameters["CallSid"], parameters.get("CallStatus", "")
    if not _keep(tx, parameters) or parameters.get("ParentCallSid"):
        return
    if status in _TERMINAL:
        _stands(tx, call_sid, status)


def call_stands(tx: Transaction, call_sid: str, status: str) -> bool:
    """The carrier was asked how a call stands.

    Returns:
        Whether it is over, for us as well now.
    """
    _stands(tx, call_sid, status)
    return status in _TERMINAL


def _stands(tx: Transaction, call_sid: str, status: str) -> None:
    known = legs.live_call(tx, call_sid)
    if known is None:
        return  # never heard of, or over already: most ends are told twice
    leg_id, case_id = known
    case_queries.held(tx, case_id)
    leg = legs.held(tx, leg_id)
    if leg is not None:
        _progress(tx, leg, status)


def _keep(tx: Transaction, parameters: Mapping[str, str]) -> bool:
    call_sid = parameters["CallSid"]
    number = parameters.get("SequenceNumber") or parameters.get("CallStatus", "")
    return lines.keep_raw(tx, "voice.status", f"{call_sid}:{number}", parameters, call_sid)


def _progress(tx: Transaction, leg: Leg, status: str) -> None:
    lines.seen(tx, leg)
    if status in _TERMINAL:
        end_leg(tx, leg, _TERMINAL[status])


def end_leg(tx: Transaction, leg: Leg, ended_as: LegEnd) -> None:
    """A leg is over: the case learns it, and whoever stays behind is looked after.

    The case's row must be locked. Safe to repeat.
    """
    room = leg.room
    if not lines.end(tx, leg, ended_as):
        return
    if leg.role == LegRole.COORDINATOR and leg.staff_id is not None:
        staffing.wrap_up(tx, leg.hub_id, leg.staff_id)
    if leg.role == LegRole.CALLER and not _never_reached(leg):
        cases.caller_left(tx, leg.case_id, str(leg.id), abandoned=leg.state == LegState.ABANDONED)
    if room is not None:
        settle_room(tx, leg, room)
    elif leg.role == LegRole.CALLER:
        _release_lonely(tx, leg)


def leave_room(tx: Transaction, leg: Leg) -> None:
    """A leg left its room and may still live. The case's row must be locked. Safe to repeat."""
    room = leg.room
    if room is not None and lines.left(tx, leg):
        settle_room(tx, leg, room)


def settle_room(tx: Transaction, gone: Leg, room: str) -> None:
    """Look after those who are still in a room that somebody left.

    A caller left alone returns to the top of their band. (Hazard H-011.) Colleagues left alone
    because the caller went are released.
    """
    inside = [leg for leg in legs.held_legs(tx, gone.hub_id, gone.case_id) if leg.room == room]
    callers = [leg for leg in inside if leg.role == LegRole.CALLER]
    if callers and len(inside) == len(callers):
        for caller in callers:
            if caller.wish != Wish.END:
                return_to_queue(tx, caller, gone.staff_id)
    elif callers and not any(leg.role == LegRole.COORDINATOR for leg in inside):
        for caller in callers:
            if caller.state == LegState.ON_HOLD:
                lines.wish(tx, caller, Wish.RESUME)  # whoever held them is not there to resume
    elif gone.role == LegRole.CALLER and not callers:
        _release(tx, gone, inside)


def return_to_queue(tx: Transaction, caller: Leg, by: UUID | None) -> None:
    """Put a live caller who is with nobody back among those who wait; the case with them.

    Args:
        tx: the transaction.
        caller: the caller's leg, locked.
        by: whose line dropped, where somebody's did.
    """
    case = case_queries.held(tx, caller.case_id)
    if case.state == CaseState.CLOSED:
        lines.wish(tx, caller, Wish.END)
        return
    if case.owner_id is not None and case.owner_id != by:
        return  # somebody else has it and is on the way; the duty watches that they come
    if by is not None:
        cases.return_dropped(tx, case.id, by)
    lines.queued(tx, caller)
    lines.wish(tx, caller, Wish.QUEUE)


def _release_lonely(tx: Transaction, gone: Leg) -> None:
    """The caller hung up on the way into a room: whoever waits there for them is released."""
    room = legs.open_room(tx, gone.hub_id, gone.case_id)
    if room is not None:
        live = legs.held_legs(tx, gone.hub_id, gone.case_id)
        if not any(leg.role == LegRole.CALLER for leg in live):
            _release(tx, gone, [leg for leg in live if leg.room == room.name])


def _release(tx: Transaction, gone: Leg, inside: list[Leg]) -> None:
    if any(leg.role != LegRole.COORDINATOR for leg in inside):
        return
    if legs.open_orders(tx, gone.hub_id, gone.case_id):
        return
    for leg in inside:
        lines.wish(tx, leg, Wish.END)


def _never_reached(leg: Leg) -> bool:
    """A call-back that nobody answered: the case is as it was, and still owes it."""
    return leg.direction == "outbound" and leg.answered_at is None
