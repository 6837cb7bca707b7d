"""The verbs of staffing, and the only writers of its table."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from app.foundation.problems import Conflict, Invalid, NotFound
from app.foundation.transaction import Transaction
from app.staffing import queries
from app.staffing.facts import CameOn, DeskChanged, PhoneLost, WentOff
from app.staffing.models import Desk
from app.staffing.states import DeskState, Headset
from app.terms.telephone import TelephoneNumber

PHONE_SILENCE = timedelta(seconds=30)
"""A phone's window gives a sign every few seconds; a coordinator whose window is gone for this
long would be offered calls that ring nowhere."""


def sign_on(
    tx: Transaction,
    hub_id: UUID,
    *,
    headset: Headset = Headset.BROWSER,
    desk_number: TelephoneNumber | None = None,
) -> Desk:
    """Come on shift, ready to be rung: in the browser, or at a telephone on the desk.

    Raises:
        Invalid: a desk phone without its number.
    """
    staff_id = _person(tx)
    tx.actor.must_see(hub_id)
    if headset is Headset.DESK_PHONE and desk_number is None:
        raise Invalid("Which telephone? Write the number of the desk phone.")
    desk = tx.session.get(Desk, (hub_id, staff_id), with_for_update=True)
    if desk is None:
        desk = Desk(hub_id=hub_id, staff_id=staff_id)
        tx.session.add(desk)
    desk.headset = headset.value
    desk.desk_number = desk_number.e164 if desk_number else None
    desk.state, desk.since, desk.back_at = DeskState.READY.value, tx.now, None
    _heard(tx, desk)
    tx.session.flush()
    tx.record(CameOn(hub_id=hub_id, staff_id=staff_id, headset=headset))
    return desk


def ready(tx: Transaction, hub_id: UUID) -> Desk:
    """Be ready for calls; comes on shift if need be.

    Raises:
        Conflict: a call is on the line.
    """
    staff_id = _person(tx)
    desk = _found(tx, hub_id, staff_id)
    if desk is None:
        return sign_on(tx, hub_id)
    if desk.state == DeskState.ON_CALL:
        raise Conflict("You are on a call. It ends first.")
    _change(tx, desk, DeskState.READY)
    _heard(tx, desk)
    return desk


def take_break(tx: Transaction, hub_id: UUID, back_at: datetime | None = None) -> Desk:
    """Go on a break; calls are not offered meanwhile.

    Raises:
        Conflict: a call is on the line.
        Invalid: the break would end before it begins.
    """
    desk = _held(tx, hub_id, _person(tx))
    if desk.state == DeskState.ON_CALL:
        raise Conflict("You are on a call. Hand it over, or end it first.")
    if back_at is not None and back_at <= tx.now:
        raise Invalid("That time has passed. When will you be back?")
    _change(tx, desk, DeskState.BREAK, back_at)
    return desk


def on_call(tx: Transaction, hub_id: UUID, staff_id: UUID) -> None:
    """A call is on somebody's line. From what the carrier says, so it holds in any state."""
    desk = _found(tx, hub_id, staff_id)
    if desk is not None:
        _change(tx, desk, DeskState.ON_CALL)


def wrap_up(tx: Transaction, hub_id: UUID, staff_id: UUID) -> None:
    """Somebody's call ended and they finish it off; nothing if they were not on one."""
    desk = _found(tx, hub_id, staff_id)
    if desk is not None and desk.state == DeskState.ON_CALL:
        _change(tx, desk, DeskState.WRAP_UP)


def seen(tx: Transaction, hub_id: UUID) -> None:
    """The phone's window is there. Nothing is recorded: a sign of life is no event."""
    desk = _found(tx, hub_id, _person(tx))
    if desk is not None:
        _heard(tx, desk)


def sign_off(tx: Transaction, hub_id: UUID) -> None:
    """Go off shift. `cases` gives back what is left in their hands.

    Raises:
        Conflict: a call is on the line.
    """
    staff_id = _person(tx)
    desk = _found(tx, hub_id, staff_id)
    if desk is None:
        return
    if desk.state == DeskState.ON_CALL:
        raise Conflict("You are on a call. Hand it over, or end it first.")
    tx.session.execute(delete(Desk).where(Desk.hub_id == hub_id, Desk.staff_id == staff_id))
    tx.record(WentOff(hub_id=hub_id, staff_id=staff_id))


def release_gone(tx: Transaction, limit: int = 50) -> int:
    """Take out of the count everybody whose phone gave no sign for half a minute.

    Rows another clock holds are left to it. Safe to repeat. Coming back, they press *Ready*:
    a window that opens by itself is no person at a desk.

    Returns:
        How many were taken out.
    """
    found = queries.gone(tx, limit)
    for desk in found:
        before = DeskState(desk.state)
        desk.gone_due_at = None
        if before in {DeskState.READY, DeskState.WRAP_UP, DeskState.ON_CALL}:
            desk.state, desk.since = DeskState.AWAY.value, tx.now
            tx.record(PhoneLost(hub_id=desk.hub_id, staff_id=desk.staff_id, from_state=before))
    return len(found)


def _change(tx: Transaction, desk: Desk, to: DeskState, back_at: datetime | None = None) -> None:
    if desk.state == to and desk.back_at == back_at:
        return
    desk.state, desk.since, desk.back_at = to.value, tx.now, back_at
    tx.record(DeskChanged(hub_id=desk.hub_id, staff_id=desk.staff_id, to=to, back_at=back_at))


def _heard(tx: Transaction, desk: Desk) -> None:
    desk.seen_at = tx.now
    desk.gone_due_at = tx.now + PHONE_SILENCE if desk.headset == Headset.BROWSER else None


def _person(tx: Transaction) -> UUID:
    if tx.actor.id is None:
        raise NotFound
    return tx.actor.id


def _found(tx: Transaction, hub_id: UUID, staff_id: UUID) -> Desk | None:
    tx.actor.must_see(hub_id)
    return tx.session.scalar(
        select(Desk).where(Desk.hub_id == hub_id, Desk.staff_id == staff_id).with_for_update()
    )


def _held(tx: Transaction, hub_id: UUID, staff_id: UUID) -> Desk:
    desk = _found(tx, hub_id, staff_id)
    if desk is None:
        raise NotFound("You are not on shift. Press Ready first.")
    return desk
