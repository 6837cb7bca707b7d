"""Legs: how one leg of a call begins, moves forward, and ends once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select, update
from sqlalchemy.dialects.postgresql import insert

from app.foundation.identifiers import new_id
from app.foundation.moves import move
from app.foundation.transaction import Transaction
from app.lines.actions.orders import placed
from app.lines.facts import (
    LegEnded,
    LegHeld,
    LegJoined,
    LegLeft,
    LegMoved,
    LegRang,
    QueueRefused,
)
from app.lines.models import CallOrder, Leg, Room
from app.lines.states import LEG_MOVES, LegEnd, LegRole, LegState, Wish

_OVER = (LegState.ENDED, LegState.ABANDONED)
_LEGS = cast(Table, Leg.__table__)
_RING = insert(_LEGS).on_conflict_do_nothing().returning(_LEGS.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """A leg that begins.

    Attributes:
        known: the directory recognised the number; the caller need not say who they are.
        queued: it goes straight into the waiting queue.
    """

    hub_id: UUID
    case_id: UUID
    call_sid: str
    role: LegRole
    direction: str = "inbound"
    leg_id: UUID | None = None
    staff_id: UUID | None = None
    from_number: str | None = None
    to_number: str | None = None
    known: bool = False
    queued: bool = False
    label: str | None = None


def ring(tx: Transaction, ringing: Ringing) -> UUID | None:
    """Write that a leg began, once per call of the carrier.

    Returns:
        Its id; None when the leg is there already.
    """
    leg_id = ringing.leg_id or new_id()
    made = tx.session.scalar(
        _RING,
        {
            "id": leg_id,
            "hub_id": ringing.hub_id,
            "case_id": ringing.case_id,
            "call_sid": ringing.call_sid,
            "staff_id": ringing.staff_id,
            "role": ringing.role,
            "direction": ringing.direction,
            "from_number": ringing.from_number,
            "to_number": ringing.to_number,
            "known": ringing.known,
            "label": ringing.label,
            "state": LegState.QUEUED if ringing.queued else LegState.RINGING,
            "queued_at": tx.now if ringing.queued else None,
            "sequence": -1,
            "step": 0,
            "conference_sequence": -1,
            "wish_tries": 0,
            "held_seconds": 0,
            "rang_at": tx.now,
            "last_sign_at": tx.now,
        },
    )
    if made is None:
        return None
    tx.record(
        LegRang(hub_id=ringing.hub_id, case_id=ringing.case_id, leg_id=leg_id, role=ringing.role)
    )
    return leg_id


def leg_of_order(tx: Transaction, order_id: UUID, call_sid: str) -> Leg | None:
    """The leg that came of an order, locked; made at its first sign, which proves it placed.

    Returns:
        None when there is no such order, or when another call answered to it first.
    """
    leg = _held(tx, order_id)
    if leg is None:
        order = tx.session.get(CallOrder, order_id)
        if order is None:
            return None
        ring(
            tx,
            Ringing(
                hub_id=order.hub_id,
                case_id=order.case_id,
                call_sid=call_sid,
                role=LegRole(order.role),
                direction="outbound",
                leg_id=order.id,
                staff_id=order.staff_id if order.role == LegRole.COORDINATOR else None,
                to_number=order.to_number,
                label=_label(order),
            ),
        )
        placed(tx, order_id, call_sid)
        leg = _held(tx, order_id)
    return leg if leg is not None and leg.call_sid == call_sid else None


def seen(tx: Transaction, leg: Leg) -> None:
    """A sign of life."""
    leg.last_sign_at = tx.now


def queued(tx: Transaction, leg: Leg, queue_sid: str | None = None) -> None:
    """The leg waits in the carrier's queue. Safe to repeat."""
    leg.last_sign_at = tx.now
    if queue_sid:
        leg.queue_sid, leg.diverted_at = queue_sid, None
        granted(leg, Wish.QUEUE)
    if leg.state == LegState.QUEUED or leg.state in _OVER:
        return
    left(tx, leg)
    _move(tx, leg, LegState.QUEUED)
    leg.queued_at = tx.now


def joined(tx: Transaction, leg: Leg, room: str) -> bool:
    """The leg is in a room. Safe to repeat.

    Returns:
        False when it was there already, or is over: then nothing was changed.
    """
    leg.last_sign_at = tx.now
    if leg.state in _OVER or leg.room == room:
        return False
    left(tx, leg)
    if leg.state != LegState.ANSWERED:
        _move(tx, leg, LegState.ANSWERED)
    leg.room = room
    leg.answered_at = leg.answered_at or tx.now
    granted(leg, Wish.JOIN)
    tx.record(
        LegJoined(
            hub_id=leg.hub_id,
            case_id=leg.case_id,
            leg_id=leg.id,
            role=LegRole(leg.role),
            staff_id=leg.staff_id,
        )
    )
    return True


def left(tx: Transaction, leg: Leg) -> bool:
    """The leg is in no room any more; whether it also ended is told elsewhere. Safe to repeat.

    Returns:
        Whether it was in one; a leg that was not asked to leave or to end has dropped.
    """
    if leg.room is None:
        return False
    leg.last_sign_at = tx.now
    on_hold(tx, leg, on=False)
    leg.room = None
    tx.record(
        LegLeft(
            hub_id=leg.hub_id,
            case_id=leg.case_id,
            leg_id=leg.id,
            role=LegRole(leg.role),
            staff_id=leg.staff_id,
            dropped=leg.wish != Wish.END,
        )
    )
    return True


def on_hold(tx: Transaction, leg: Leg, *, on: bool) -> None:
    """The leg was put on hold, or taken off it. Safe to repeat."""
    granted(leg, Wish.HOLD if on else Wish.RESUME)
    if on and leg.state == LegState.ANSWERED and leg.room is not None:
        _move(tx, leg, LegState.ON_HOLD)
        leg.held_since = tx.now
        tx.record(LegHeld(hub_id=leg.hub_id, case_id=leg.case_id, leg_id=leg.id, on=True))
    elif not on and leg.state == LegState.ON_HOLD:
        if leg.held_since is not None:
            leg.held_seconds += round((tx.now - leg.held_since).total_seconds())
        leg.held_since = None
        _move(tx, leg, LegState.ANSWERED)
        tx.record(LegHeld(hub_id=leg.hub_id, case_id=leg.case_id, leg_id=leg.id, on=False))


def diverted(tx: Transaction, leg: Leg) -> None:
    """The queue could not hold the caller, who was connected to the fallback number instead."""
    leg.last_sign_at = tx.now
    leg.diverted_at = tx.now
    leg.step += 1
    tx.record(QueueRefused(hub_id=leg.hub_id, case_id=leg.case_id, leg_id=leg.id))


def wants_call_back(tx: Transaction, leg: Leg) -> None:
    """The caller asked to be rung back and leaves the queue; that is no abandoned call."""
    leg.last_sign_at = tx.now
    leg.call_back_at = leg.call_back_at or tx.now


def end(tx: Transaction, leg: Leg, ended_as: LegEnd) -> bool:
    """The leg is over. The first end counts, and nothing comes after it. Safe to repeat.

    Returns:
        Whether this was the first that we heard of it.
    """
    if leg.state in _OVER:
        return False
    left(tx, leg)
    abandoned = leg.role == LegRole.CALLER and leg.call_back_at is None and _unanswered(leg)
    _move(tx, leg, LegState.ABANDONED if abandoned else LegState.ENDED)
    leg.ended_at, leg.ended_as, leg.last_sign_at = tx.now, ended_as, tx.now
    leg.wish = leg.wish_due_at = None
    tx.record(
        LegEnded(
            hub_id=leg.hub_id,
            case_id=leg.case_id,
            leg_id=leg.id,
            role=LegRole(leg.role),
            ended_as=ended_as,
            abandoned=abandoned,
        )
    )
    return True


def alone(tx: Transaction, leg: Leg, ask_again_after: timedelta) -> timedelta:
    """The caller is with nobody although somebody has the case; says since how long."""
    leg.alone_since = leg.alone_since or tx.now
    leg.join_due_at = tx.now + ask_again_after
    return tx.now - leg.alone_since


def attended(leg: Leg) -> None:
    """The caller is with somebody, or waits with everybody else."""
    leg.alone_since = leg.join_due_at = None


def newer(leg: Leg, conference_sid: str, sequence: int) -> bool:
    """Whether an event of a conference is newer for this leg than the last one applied; keeps it.

    Events come doubled and in any order; each conference numbers its own.
    """
    if leg.conference_sid == conference_sid and sequence <= leg.conference_sequence:
        return False
    leg.conference_sid, leg.conference_sequence = conference_sid, sequence
    return True


def granted(leg: Leg, *wishes: Wish) -> None:
    """What was wished of the leg came true."""
    if leg.wish in wishes:
        leg.wish = leg.wish_due_at = None


def move_to_case(tx: Transaction, hub_id: UUID, case_id: UUID, into_id: UUID) -> None:
    """A person said that two cases are one: the legs of the first go with the caller."""
    tx.session.execute(
        update(Leg).where(Leg.hub_id == hub_id, Leg.case_id == case_id).values(case_id=into_id)
    )
    taken = tx.session.scalar(
        select(Room.name).where(
            Room.hub_id == hub_id, Room.case_id == into_id, Room.ended_at.is_(None)
        )
    )
    if taken is None:
        tx.session.execute(
            update(Room)
            .where(Room.hub_id == hub_id, Room.case_id == case_id, Room.ended_at.is_(None))
            .values(case_id=into_id)
        )


def _held(tx: Transaction, leg_id: UUID) -> Leg | None:
    return tx.session.scalar(
        select(Leg)
        .where(Leg.id == leg_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _label(order: CallOrder) -> str:
    if order.role == LegRole.COORDINATOR and order.staff_id is not None:
        return coordinator_label(order.staff_id)
    if order.role == LegRole.CALLER:
        return "caller"
    return f"{order.role.replace('_', '-')}-{order.id.hex[-12:]}"


def coordinator_label(staff_id: UUID) -> str:
    """How a colleague's leg is called in a room; never by name."""
    return f"coord-{staff_id.hex}"


def _unanswered(leg: Leg) -> bool:
    return leg.state == LegState.QUEUED or (
        leg.state == LegState.RINGING and leg.direction == "inbound"
    )


def _move(tx: Transaction, leg: Leg, to: LegState) -> None:
    before = LegState(leg.state)
    leg.state = move(before, to, LEG_MOVES)
    tx.record(
        LegMoved(
            hub_id=leg.hub_id,
            case_id=leg.case_id,
            leg_id=leg.id,
            role=LegRole(leg.role),
            from_state=before,
            to_state=to,
        )
    )
