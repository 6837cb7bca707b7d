"""Orders: calls that we want the carrier to create, paced, and never doubled by a silence."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.foundation.identifiers import new_id
from app.foundation.moves import move
from app.foundation.transaction import Transaction
from app.lines.actions.rooms import open_room
from app.lines.facts import CallOrdered, CallUnheard, CallWanted
from app.lines.models import CallOrder, Leg, Pace
from app.lines.states import ORDER_MOVES, LegRole, OrderPriority, OrderState

PICK_UP_WITHIN = timedelta(seconds=3)
"""A job that has not begun by then was lost with its queue."""

ANSWER_WITHIN = timedelta(seconds=10)
"""Longer than the carrier is given to answer; after it, whoever asked has died."""

LOOK_AFTER = (timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8))
"""When to look for a call that the carrier was silent about: three looks, then a person."""

ATTEMPTS = {OrderPriority.EMERGENCY: 3, OrderPriority.TAKE: 2}
"""How often a call that was certainly not created is asked for; others once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A call that somebody wants.

    Attributes:
        purpose: what for, as "999" or "call_back".
        request_key: with the purpose, says that two wishes are one.
        label: whom it rings, in words for the colleagues.
    """

    hub_id: UUID
    case_id: UUID
    purpose: str
    request_key: str
    priority: OrderPriority
    role: LegRole
    to_number: str
    staff_id: UUID | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Placing:
    """An order that is ours to place now."""

    order_id: UUID
    purpose: str
    role: LegRole
    to_number: str


@dataclass(frozen=True, slots=True)
class Looking:
    """An order to look for at the carrier."""

    order_id: UUID
    to_number: str
    since: datetime


def want_call(tx: Transaction, wanted: Wanted, attempt: int = 1) -> UUID:
    """Write that a call is to be created, into the case's room. Safe to repeat with the same key.

    Returns:
        The order's id; it is also the id of the leg that comes of it.
    """
    order_id = new_id()
    made = tx.session.scalar(
        insert(CallOrder)
        .values(
            id=order_id,
            hub_id=wanted.hub_id,
            case_id=wanted.case_id,
            purpose=wanted.purpose,
            request_key=wanted.request_key,
            priority=wanted.priority,
            to_number=wanted.to_number,
            role=wanted.role,
            staff_id=wanted.staff_id or tx.actor.id,
            room=open_room(tx, wanted.hub_id, wanted.case_id),
            state=OrderState.WANTED,
            wanted_at=tx.now,
            settle_due_at=tx.now + PICK_UP_WITHIN,
            label=wanted.label,
            looks=0,
            attempt=attempt,
        )
        .on_conflict_do_nothing()
        .returning(CallOrder.id)
    )
    if made is None:
        return tx.session.scalars(
            select(CallOrder.id).where(
                CallOrder.hub_id == wanted.hub_id,
                CallOrder.purpose == wanted.purpose,
                CallOrder.request_key == wanted.request_key,
            )
        ).one()
    tx.record(
        CallWanted(
            hub_id=wanted.hub_id,
            case_id=wanted.case_id,
            order_id=order_id,
            priority=wanted.priority,
        )
    )
    return order_id


def start_placing(
    tx: Transaction, order_id: UUID, account: str, interval: timedelta
) -> Placing | None:
    """Spend one turn of the account's pace on an order.

    Returns:
        None when it is not wanted any more, or when it is not yet its turn: then the duty
        `lines.settle_due` comes back to it.
    """
    order = _held(tx, order_id)
    if order is None or order.state != OrderState.WANTED:
        return None
    pace = tx.session.scalar(
        select(Pace)
        .where(Pace.account == account)
        .with_for_update()
        .execution_options(populate_existing=True)
    ) or _new_pace(tx, account)
    more_urgent = tx.session.scalar(
        select(CallOrder.id)
        .where(CallOrder.state == OrderState.WANTED, CallOrder.priority < order.priority)
        .limit(1)
    )
    if pace.next_at > tx.now or more_urgent is not None:
        order.settle_due_at = max(pace.next_at, tx.now + interval / 4)
        return None
    pace.next_at = tx.now + interval
    _move(order, OrderState.PLACING)
    order.placing_at, order.settle_due_at = tx.now, tx.now + ANSWER_WITHIN
    return Placing(order.id, order.purpose, LegRole(order.role), order.to_number)


def placed(tx: Transaction, order_id: UUID, call_sid: str) -> None:
    """The carrier took it on. Safe to repeat, and to come after the call's own first message."""
    order = _held(tx, order_id)
    if order is None or not ORDER_MOVES[OrderState(order.state)]:
        return
    _move(order, OrderState.PLACED)
    order.call_sid, order.placed_at = call_sid, tx.now
    _say(tx, order)


def refused(tx: Transaction, order_id: UUID, reason: str) -> None:
    """The carrier said no: nothing was created, and asking the same again would hear the same."""
    order = _held(tx, order_id)
    if order is None or order.state not in (OrderState.PLACING, OrderState.UNKNOWN):
        return
    _refuse(tx, order, reason)


def not_placed(tx: Transaction, order_id: UUID, after: timedelta) -> None:
    """It was certainly not created, and may be asked for again a little later."""
    order = _held(tx, order_id)
    if order is not None and order.state == OrderState.PLACING:
        _move(order, OrderState.WANTED)
        order.settle_due_at = tx.now + after


def leave_unknown(tx: Transaction, order_id: UUID) -> None:
    """The carrier was silent: it may ring or not. It is looked for, never asked for again."""
    order = _held(tx, order_id)
    if order is not None and order.state == OrderState.PLACING:
        _unknown(tx, order)


def start_looking(tx: Transaction, order_id: UUID) -> Looking | None:
    """What to look for at the carrier; None when the order is settled."""
    order = _held(tx, order_id)
    if order is None or order.state != OrderState.UNKNOWN or order.placing_at is None:
        return None
    return Looking(order.id, order.to_number, order.placing_at - timedelta(seconds=2))


def looked(tx: Transaction, order_id: UUID, found: list[str]) -> None:
    """Settle an unknown order by what the carrier listed for its number since it was asked.

    A call that some other leg of ours already is, is not it.

    Args:
        tx: the transaction.
        order_id: the order.
        found: the carrier's ids of every call to that number since then.
    """
    order = _held(tx, order_id)
    if order is None or order.state != OrderState.UNKNOWN:
        return
    taken = set(tx.session.scalars(select(Leg.call_sid).where(Leg.call_sid.in_(found))))
    taken |= set(
        tx.session.scalars(select(CallOrder.call_sid).where(CallOrder.call_sid.in_(found)))
    )
    ours = [sid for sid in found if sid not in taken]
    if ours:
        placed(tx, order_id, ours[0])
        return
    order.looks += 1
    if order.looks < len(LOOK_AFTER):
        order.settle_due_at = tx.now + LOOK_AFTER[order.looks]
        return
    _refuse(tx, order, "the carrier was silent, and no such call was found")


def cancel_orders(tx: Transaction, hub_id: UUID, case_id: UUID, purposes: frozenset[str]) -> None:
    """Take back the orders of a case that nobody has begun to place."""
    for order in tx.session.scalars(
        select(CallOrder)
        .where(
            CallOrder.hub_id == hub_id,
            CallOrder.case_id == case_id,
            CallOrder.purpose.in_(purposes),
            CallOrder.state == OrderState.WANTED,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ):
        _move(order, OrderState.CANCELLED)
        _say(tx, order)


def settle_due(tx: Transaction, limit: int = 50) -> int:
    """Move on every order whose time has come. A duty of the clock.

    The most urgent one that nobody began is asked for anew; the others follow a second apart,
    as the account allows. One whose placing died, or was met with silence, is looked for.

    Returns:
        How many were moved on.
    """
    due = tx.session.scalars(
        select(CallOrder)
        .where(
            CallOrder.settle_due_at <= tx.now,
            CallOrder.state.in_([OrderState.WANTED, OrderState.PLACING, OrderState.UNKNOWN]),
        )
        .order_by(CallOrder.priority, CallOrder.wanted_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    turn = 0
    for order in due:
        if order.state == OrderState.WANTED:
            if turn == 0:
                _want_anew(tx, order)
            else:
                order.settle_due_at = tx.now + turn * timedelta(seconds=1)
            turn += 1
        elif order.state == OrderState.PLACING:
            _unknown(tx, order)
        else:
            order.settle_due_at = tx.now + LOOK_AFTER[-1]
            tx.record(_unheard(order))
    return len(due)


def _held(tx: Transaction, order_id: UUID) -> CallOrder | None:
    return tx.session.scalar(
        select(CallOrder)
        .where(CallOrder.id == order_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _new_pace(tx: Transaction, account: str) -> Pace:
    tx.session.execute(
        insert(Pace).values(account=account, next_at=tx.now).on_conflict_do_nothing()
    )
    return tx.session.scalars(
        select(Pace)
        .where(Pace.account == account)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _move(order: CallOrder, to: OrderState) -> None:
    order.state = move(OrderState(order.state), to, ORDER_MOVES)


def _unknown(tx: Transaction, order: CallOrder) -> None:
    _move(order, OrderState.UNKNOWN)
    order.settle_due_at = tx.now + LOOK_AFTER[0]
    _say(tx, order)


def _refuse(tx: Transaction, order: CallOrder, reason: str) -> None:
    _move(order, OrderState.REFUSED)
    order.refusal = reason
    _say(tx, order)
    if order.attempt < ATTEMPTS.get(OrderPriority(order.priority), 1):
        again = _wanted(order)
        key = f"{order.request_key.partition('#')[0]}#{order.attempt + 1}"
        want_call(tx, replace(again, request_key=key), order.attempt + 1)


def _wanted(order: CallOrder) -> Wanted:
    return Wanted(
        hub_id=order.hub_id,
        case_id=order.case_id,
        purpose=order.purpose,
        request_key=order.request_key,
        priority=OrderPriority(order.priority),
        role=LegRole(order.role),
        to_number=order.to_number,
        staff_id=order.staff_id,
        label=order.label,
    )


def _want_anew(tx: Transaction, order: CallOrder) -> None:
    order.settle_due_at = tx.now + PICK_UP_WITHIN
    tx.record(
        CallWanted(
            hub_id=order.hub_id,
            case_id=order.case_id,
            order_id=order.id,
            priority=OrderPriority(order.priority),
        )
    )


def _unheard(order: CallOrder) -> CallUnheard:
    return CallUnheard(hub_id=order.hub_id, case_id=order.case_id, order_id=order.id)


def _say(tx: Transaction, order: CallOrder) -> None:
    tx.record(
        CallOrdered(
            hub_id=order.hub_id,
            case_id=order.case_id,
            order_id=order.id,
            state=OrderState(order.state),
        )
    )
