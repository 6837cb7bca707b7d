"""Bringing a colleague's line to the caller whose case they have, and not leaving it at that."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from app.accounts import queries as accounts
from app.cases import actions as cases
from app.cases import queries as case_queries
from app.cases.queries import Case
from app.cases.states import CaseState, EmergencyState
from app.foundation.transaction import Transaction
from app.lines import actions as lines
from app.lines import queries as legs
from app.lines.facts import CallerAlone
from app.lines.queries import Leg, Party
from app.lines.states import LegRole, LegState, OrderPriority, Wish
from app.telephony import queries
from app.telephony.actions.rooms import bring_caller

ASK_AGAIN_AFTER = timedelta(seconds=5)
JOIN_WITHIN = timedelta(seconds=20)
"""A colleague whose line is not there by then does not have the call: it goes back."""


def start_join(tx: Transaction, case_id: UUID) -> None:
    """Bring the line of whoever has the case into its room; the caller follows.

    A browser is given a claim and rings in by itself; a desk phone is rung. Safe to repeat:
    somebody who is in the room already, or on the way, is left alone.
    """
    case = case_queries.held(tx, case_id)
    if case.state == CaseState.CLOSED or case.owner_id is None:
        return
    live = legs.held_legs(tx, case.hub_id, case_id)
    mine = [
        leg for leg in live if leg.staff_id == case.owner_id and leg.role == LegRole.COORDINATOR
    ]
    if any(leg.room is not None for leg in mine):
        bring_caller(tx, case.hub_id, case_id)
        return
    if not mine and _somebody_to_speak_with(tx, case, live):
        give_line(tx, case, case.owner_id)


def give_line(tx: Transaction, case: Case, staff_id: UUID) -> None:
    """Ring a colleague's desk phone for a case's room, or give their browser a claim to it."""
    number = queries.desk_phone(tx, case.hub_id, staff_id)
    if number is None:
        room = lines.open_room(tx, case.hub_id, case.id)
        lines.claim(tx, case.hub_id, case.id, staff_id, room)
        return
    if any(o.staff_id == staff_id for o in legs.open_orders(tx, case.hub_id, case.id)):
        return
    lines.want_call(
        tx,
        lines.Wanted(
            hub_id=case.hub_id,
            case_id=case.id,
            purpose="desk_phone",
            request_key=f"{case.id}:{staff_id}:{tx.now.timestamp():.0f}",
            priority=OrderPriority.TAKE,
            role=LegRole.COORDINATOR,
            to_number=number,
            staff_id=staff_id,
            label=accounts.names(tx, [staff_id]).get(staff_id, ""),
        ),
    )


def requeue(tx: Transaction, case_id: UUID) -> None:
    """A case went back to a queue: its caller waits there too, and the colleagues' lines end.

    Safe to repeat.
    """
    case = case_queries.held(tx, case_id)
    if case.owner_id is not None or case.state == CaseState.CLOSED:
        return
    live = legs.held_legs(tx, case.hub_id, case_id)
    talks = {leg.room for leg in live if leg.role == LegRole.CALLER and leg.room}
    if any(
        leg.role not in (LegRole.CALLER, LegRole.COORDINATOR) and leg.room in talks for leg in live
    ):
        return  # the caller speaks with a third party, or with ambulance control
    for leg in live:
        if leg.wish == Wish.END:
            continue
        if leg.role == LegRole.COORDINATOR:
            lines.wish(tx, leg, Wish.END)
        elif leg.role == LegRole.CALLER and leg.wish == Wish.JOIN:
            lines.granted(leg, Wish.JOIN)
        elif leg.role == LegRole.CALLER and leg.state in (LegState.ANSWERED, LegState.ON_HOLD):
            lines.queued(tx, leg)
            lines.wish(tx, leg, Wish.QUEUE)


def rejoin_due(tx: Transaction, limit: int = 50) -> int:
    """Look after every caller whom nobody attends although somebody has the case. A duty.

    That person's line is asked for again every five seconds; after twenty the case goes back to
    where its band and its clock put it, and the caller with it. (Hazard H-011.)

    Returns:
        How many were looked after.
    """
    live = legs.parties(tx)
    owners = case_queries.owners(tx, {party.case_id for party in live})
    due = [party for party in live if _is_due(tx, party, live, owners)][:limit]
    # in the order in which everybody locks several cases
    for party in sorted(due, key=lambda each: each.case_id):
        _rejoin(tx, party)
    return len(due)


def _is_due(
    tx: Transaction, party: Party, live: Sequence[Party], owners: dict[UUID, UUID | None]
) -> bool:
    if party.role is not LegRole.CALLER or party.case_id not in owners or party.wish == Wish.END:
        return False
    if party.join_due_at is not None:
        return party.join_due_at <= tx.now
    others = [
        other.role
        for other in live
        if party.room is not None and other.room == party.room and other.leg_id != party.leg_id
    ]
    if owners[party.case_id] is not None:
        return not others
    in_talk = party.state in (LegState.ANSWERED, LegState.ON_HOLD)
    return in_talk and all(role is LegRole.COORDINATOR for role in others)


def _rejoin(tx: Transaction, party: Party) -> None:
    case = case_queries.held(tx, party.case_id)
    caller = legs.held(tx, party.leg_id)
    if caller is None or caller.ended_at is not None or caller.wish == Wish.END:
        return
    others = [leg for leg in legs.held_legs(tx, case.hub_id, case.id) if leg.id != caller.id]
    if caller.room is not None and any(leg.room == caller.room for leg in others):
        lines.attended(caller)
        if case.owner_id is None:
            requeue(tx, case.id)
    elif case.owner_id is None:
        lines.attended(caller)
        requeue(tx, case.id)
    elif lines.alone(tx, caller, ASK_AGAIN_AFTER) < JOIN_WITHIN or _on_the_way(tx, case, others):
        tx.record(CallerAlone(hub_id=case.hub_id, case_id=case.id, leg_id=caller.id))
    else:
        lines.attended(caller)
        cases.return_dropped(tx, case.id, case.owner_id)
        requeue(tx, case.id)


def _on_the_way(tx: Transaction, case: Case, others: list[Leg]) -> bool:
    if any(leg.staff_id == case.owner_id and leg.room is None for leg in others):
        return True
    return any(
        order.role == LegRole.COORDINATOR for order in legs.open_orders(tx, case.hub_id, case.id)
    )


def _somebody_to_speak_with(tx: Transaction, case: Case, live: Sequence[Leg]) -> bool:
    if any(leg.role != LegRole.COORDINATOR for leg in live):
        return True
    if case.emergency in (EmergencyState.DIALLING, EmergencyState.ALARM):
        return True
    room = legs.open_room(tx, case.hub_id, case.id)
    return room is not None and room.then_call is not None
