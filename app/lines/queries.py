"""Readers of the lines: legs, rooms, orders and recordings, within the actor's hubs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from app.foundation.problems import NotFound
from app.foundation.transaction import Transaction
from app.foundation.working_time import at_london, london_date
from app.lines.models import CallOrder, Claim, Leg, Recording, Room, SweepMark
from app.lines.states import LegRole, LegState, OrderState

__all__ = ["CallOrder", "Leg", "Recording", "Room"]

LIVE = Leg.ended_at.is_(None)
OPEN_ORDERS = (OrderState.WANTED, OrderState.PLACING, OrderState.UNKNOWN)


_LOCKED = {"populate_existing": True}
"""A row that was read before it was locked is read again: it may have changed in between."""

_HELD = select(Leg).where(Leg.id == bindparam("leg")).with_for_update().execution_options(**_LOCKED)
_HELD_CALL = (
    select(Leg)
    .where(Leg.call_sid == bindparam("sid"))
    .with_for_update()
    .execution_options(**_LOCKED)
)
_OF_CALL = select(Leg).where(Leg.call_sid == bindparam("sid"))
_CASE_OF = select(Leg.case_id).where(Leg.id == bindparam("leg"))
_OPEN_CALL = select(Leg.id, Leg.case_id).where(Leg.call_sid == bindparam("sid"), LIVE)


def held(tx: Transaction, leg_id: UUID) -> Leg | None:
    """A leg, its row locked until the transaction ends; None if we never heard of it."""
    return tx.session.scalar(_HELD, {"leg": leg_id})


def held_call(tx: Transaction, call_sid: str) -> Leg | None:
    """The leg of one call of the carrier, locked."""
    return tx.session.scalar(_HELD_CALL, {"sid": call_sid})


def of_call(tx: Transaction, call_sid: str) -> Leg | None:
    """The leg of one call of the carrier, to read."""
    return tx.session.scalar(_OF_CALL, {"sid": call_sid})


def live_call(tx: Transaction, call_sid: str) -> tuple[UUID, UUID] | None:
    """The leg and the case of one call of the carrier, while it lasts."""
    row = tx.session.execute(_OPEN_CALL, {"sid": call_sid}).one_or_none()
    return None if row is None else (row[0], row[1])


def case_of(tx: Transaction, leg_id: UUID) -> UUID | None:
    """Whose case a leg belongs to, or the order that a leg will come of."""
    found = tx.session.scalar(_CASE_OF, {"leg": leg_id})
    return found or tx.session.scalar(select(CallOrder.case_id).where(CallOrder.id == leg_id))


def held_legs(tx: Transaction, hub_id: UUID, case_id: UUID) -> Sequence[Leg]:
    """The live legs of a case, locked, oldest first."""
    return tx.session.scalars(
        select(Leg)
        .where(Leg.hub_id == hub_id, Leg.case_id == case_id, LIVE)
        .order_by(Leg.id)
        .with_for_update()
        .execution_options(**_LOCKED)
    ).all()


def live_legs(tx: Transaction, hub_id: UUID, case_id: UUID) -> Sequence[Leg]:
    """The live legs of a case, to show: who is on the line, oldest first."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(Leg)
        .where(Leg.hub_id == hub_id, Leg.case_id == case_id, LIVE)
        .order_by(Leg.rang_at, Leg.id)
    ).all()


def legs(tx: Transaction, hub_id: UUID, case_id: UUID) -> Sequence[Leg]:
    """Every leg that a case ever had, oldest first."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(Leg)
        .where(Leg.hub_id == hub_id, Leg.case_id == case_id)
        .order_by(Leg.rang_at, Leg.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Party:
    """A live leg at a glance, read without a lock."""

    leg_id: UUID
    hub_id: UUID
    case_id: UUID
    role: LegRole
    state: LegState
    room: str | None
    staff_id: UUID | None
    wish: str | None
    join_due_at: datetime | None


def parties(tx: Transaction) -> Sequence[Party]:
    """Every live leg of every hub."""
    rows = tx.session.execute(
        select(
            Leg.id,
            Leg.hub_id,
            Leg.case_id,
            Leg.role,
            Leg.state,
            Leg.room,
            Leg.staff_id,
            Leg.wish,
            Leg.join_due_at,
        ).where(LIVE)
    )
    return [Party(r[0], r[1], r[2], LegRole(r[3]), LegState(r[4]), *r[5:]) for r in rows]


def open_room(tx: Transaction, hub_id: UUID, case_id: UUID) -> Room | None:
    """The open room of a case."""
    return tx.session.scalar(
        select(Room).where(Room.hub_id == hub_id, Room.case_id == case_id, Room.ended_at.is_(None))
    )


def room(tx: Transaction, name: str) -> Room | None:
    """A room by its name."""
    return tx.session.get(Room, name)


def order(tx: Transaction, order_id: UUID) -> CallOrder | None:
    """A call that was wanted."""
    return tx.session.get(CallOrder, order_id)


def open_orders(tx: Transaction, hub_id: UUID, case_id: UUID) -> Sequence[CallOrder]:
    """Calls of a case that are wanted and not yet made or refused."""
    return tx.session.scalars(
        select(CallOrder)
        .where(
            CallOrder.hub_id == hub_id,
            CallOrder.case_id == case_id,
            CallOrder.state.in_(OPEN_ORDERS),
        )
        .order_by(CallOrder.wanted_at)
    ).all()


def orders(tx: Transaction, hub_id: UUID, case_id: UUID) -> Sequence[CallOrder]:
    """Every call that was wanted for a case, newest first."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(CallOrder)
        .where(CallOrder.hub_id == hub_id, CallOrder.case_id == case_id)
        .order_by(CallOrder.wanted_at.desc())
    ).all()


def claims_of(tx: Transaction, staff_id: UUID) -> Sequence[Claim]:
    """Rights to join a room that a person has not used yet, newest first."""
    return tx.session.scalars(
        select(Claim)
        .where(
            Claim.hub_id.in_(tx.actor.hubs),
            Claim.staff_id == staff_id,
            Claim.used_by.is_(None),
            Claim.expires_at > tx.now,
        )
        .order_by(Claim.expires_at.desc())
    ).all()


def legs_of_staff(tx: Transaction, staff_id: UUID) -> Sequence[Leg]:
    """A colleague's own live legs, newest first."""
    return tx.session.scalars(
        select(Leg)
        .where(
            Leg.hub_id.in_(tx.actor.hubs),
            Leg.staff_id == staff_id,
            Leg.role == LegRole.COORDINATOR,
            LIVE,
        )
        .order_by(Leg.rang_at.desc())
    ).all()


def recordings(tx: Transaction, hub_id: UUID, case_id: UUID) -> Sequence[Recording]:
    """The recordings of a case, oldest first."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(Recording)
        .where(Recording.hub_id == hub_id, Recording.case_id == case_id)
        .order_by(Recording.started_at)
    ).all()


def recording(tx: Transaction, recording_id: UUID) -> Recording:
    """One recording.

    Raises:
        NotFound: there is none, or not in the actor's hubs.
    """
    found = tx.session.get(Recording, recording_id)
    if found is None:
        raise NotFound
    tx.actor.must_see(found.hub_id)
    return found


def silent(tx: Transaction, since: datetime, limit: int = 100) -> Sequence[Leg]:
    """Live legs that gave no sign since an instant, the longest silent first."""
    return tx.session.scalars(
        select(Leg).where(LIVE, Leg.last_sign_at < since).order_by(Leg.last_sign_at).limit(limit)
    ).all()


def in_queue(tx: Transaction) -> Sequence[Leg]:
    """Callers who should be parked in the carrier's queue now."""
    return tx.session.scalars(
        select(Leg).where(
            LIVE,
            Leg.state == LegState.QUEUED,
            Leg.diverted_at.is_(None),
            or_(Leg.queued_at.is_(None), Leg.queued_at < tx.now - timedelta(seconds=15)),
        )
    ).all()


def known_calls(tx: Transaction, call_sids: Collection[str]) -> set[str]:
    """Which of some calls of the carrier we have a leg for."""
    return set(tx.session.scalars(select(Leg.call_sid).where(Leg.call_sid.in_(call_sids))))


def open_rooms(tx: Transaction, before: datetime) -> Sequence[Room]:
    """Rooms of every hub that are open, and were opened before an instant."""
    return tx.session.scalars(
        select(Room).where(Room.ended_at.is_(None), Room.opened_at < before)
    ).all()


def legs_in(tx: Transaction, room_name: str) -> Sequence[Leg]:
    """Live legs that are in a room, as far as we know."""
    return tx.session.scalars(select(Leg).where(LIVE, Leg.room == room_name)).all()


def compared_to(tx: Transaction) -> datetime:
    """How far the carrier's log has been compared with ours."""
    return tx.session.scalar(select(SweepMark.compared_to)) or tx.now


@dataclass(frozen=True, slots=True)
class Today:
    """Calls of one London day so far: offered, answered, within a minute, hung up waiting."""

    offered: int
    answered: int
    within_60: int
    abandoned: int


def today(tx: Transaction, hub_id: UUID) -> Today:
    """The day's calls of a hub. The answer time counts from the first ring."""
    tx.actor.must_see(hub_id)
    began = at_london(london_date(tx.now), time(0))
    rows = tx.session.execute(
        select(Leg.rang_at, Leg.answered_at, Leg.state).where(
            Leg.hub_id == hub_id, Leg.role == LegRole.CALLER, Leg.rang_at >= began
        )
    ).all()
    answered = [row for row in rows if row.answered_at is not None]
    return Today(
        offered=len(rows),
        answered=len(answered),
        within_60=sum(row.answered_at - row.rang_at <= timedelta(seconds=60) for row in answered),
        abandoned=sum(row.state == LegState.ABANDONED for row in rows),
    )
