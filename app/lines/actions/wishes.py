"""Wishes: what we want the carrier to do with a leg, asked again until it came true.

Holding, leaving, ending and moving a leg may all be asked twice without harm, unlike creating one.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.foundation.transaction import Transaction
from app.lines.facts import LegWished
from app.lines.models import Leg, Room
from app.lines.states import LegState, Wish

ASK_AGAIN_AFTER = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(seconds=60)
MOVES_THE_LEG = (Wish.JOIN, Wish.QUEUE)


@dataclass(frozen=True, slots=True)
class Wished:
    """What is to be done with a leg at the carrier now."""

    leg_id: UUID
    call_sid: str
    wish: Wish
    state: LegState
    step: int
    queue_sid: str | None
    room: str | None
    conference_sid: str | None


def wish(tx: Transaction, leg: Leg, wanted: Wish) -> None:
    """Want something of a leg. The same wish again changes nothing; an end is never taken back."""
    if leg.ended_at is not None or leg.wish in (wanted, Wish.END):
        return
    if wanted in MOVES_THE_LEG:
        leg.step += 1
    leg.wish, leg.wish_due_at, leg.wish_tries = wanted, tx.now + ASK_AGAIN_AFTER, 0
    _say(tx, leg)


def start_wish(tx: Transaction, leg_id: UUID) -> Wished | None:
    """What is still to be done with a leg; None when it came true or the leg is over."""
    leg = tx.session.scalar(select(Leg).where(Leg.id == leg_id).with_for_update())
    if leg is None or leg.wish is None or leg.ended_at is not None:
        return None
    sid = tx.session.scalar(select(Room.conference_sid).where(Room.name == leg.room))
    return Wished(
        leg.id,
        leg.call_sid,
        Wish(leg.wish),
        LegState(leg.state),
        leg.step,
        leg.queue_sid,
        leg.room,
        sid,
    )


def wishes_due(tx: Transaction, limit: int = 50) -> int:
    """Ask anew for every wish that did not come true in time. A duty of the clock.

    Returns:
        How many were asked for.
    """
    due = tx.session.scalars(
        select(Leg)
        .where(Leg.wish_due_at <= tx.now, Leg.ended_at.is_(None))
        .order_by(Leg.wish_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for leg in due:
        leg.wish_tries += 1
        leg.wish_due_at = tx.now + min(ASK_AGAIN_AFTER * leg.wish_tries, LONGEST_PAUSE)
        _say(tx, leg)
    return len(due)


def _say(tx: Transaction, leg: Leg) -> None:
    tx.record(
        LegWished(hub_id=leg.hub_id, case_id=leg.case_id, leg_id=leg.id, wish=Wish(str(leg.wish)))
    )
