"""The sweep: what the carrier knows against what we know, both ways, and repaired at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.cases import queries as case_queries
from app.foundation.transaction import Transaction
from app.lines import actions as lines
from app.lines import queries as legs
from app.lines.facts import StrayFound
from app.lines.queries import Leg
from app.lines.states import LegState, Wish
from app.telephony.actions.ending import call_stands, leave_room
from app.telephony.actions.receiving import admit
from app.telephony.actions.rooms import arrive

SILENT_AFTER = timedelta(seconds=60)
ROOM_GRACE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A call that the carrier knows and we do not.

    Attributes:
        queue_sid: of the waiting queue, where the call is parked in it.
    """

    call_sid: str
    from_: str
    to: str
    status: str
    queue_sid: str | None = None


def strangers(tx: Transaction, call_sids: Collection[str]) -> list[str]:
    """Which of some calls no leg of ours is."""
    known = legs.known_calls(tx, call_sids)
    return [sid for sid in call_sids if sid not in known]


def take_in(tx: Transaction, stray: Stray) -> bool:
    """Make leg, contact and case of a call that no webhook told us of. Safe to repeat.

    One that is over becomes a call-back that is owed. One that speaks elsewhere, as on the
    carrier's fallback, is left there.

    Returns:
        False when it did not ring a hub of ours.
    """
    if legs.of_call(tx, stray.call_sid) is not None:
        return True
    if admit(tx, stray.call_sid, stray.from_, stray.to) is None:
        return False
    leg = legs.held_call(tx, stray.call_sid)
    if leg is None:
        return False
    tx.record(StrayFound(hub_id=leg.hub_id, case_id=leg.case_id, leg_id=leg.id))
    if stray.queue_sid is not None:
        lines.queued(tx, leg, stray.queue_sid)
    elif not call_stands(tx, stray.call_sid, stray.status):
        lines.diverted(tx, leg)
    return True


def compare_queue(
    tx: Transaction, queue_sid: str, members: Collection[str], seen_at: datetime
) -> list[str]:
    """Compare who is parked at the carrier with whom we think is.

    Args:
        tx: the transaction.
        queue_sid: the waiting queue's.
        members: the calls in it.
        seen_at: just before the carrier was asked; whatever moved since is left alone.

    Returns:
        Calls to be asked about one by one: ours should be in the queue and are not.
    """
    for sid in members:
        leg = legs.of_call(tx, sid)
        if leg is not None and leg.state == LegState.RINGING and leg.last_sign_at < seen_at:
            held = legs.held(tx, leg.id)
            if held is not None:
                lines.queued(tx, held, queue_sid)
    parked = set(members)
    return [
        leg.call_sid
        for leg in legs.in_queue(tx)
        if leg.call_sid not in parked and leg.last_sign_at < seen_at
    ]


def put_back(tx: Transaction, call_sid: str) -> None:
    """A caller should wait in the queue, lives, and is not in it: put them there."""
    leg = legs.held_call(tx, call_sid)
    if leg is not None and leg.state == LegState.QUEUED and leg.wish is None:
        lines.wish(tx, leg, Wish.QUEUE)


def silent_calls(tx: Transaction) -> list[str]:
    """Calls that we think are live and that gave no sign for a minute."""
    return [leg.call_sid for leg in legs.silent(tx, tx.now - SILENT_AFTER)]


def compare_room(
    tx: Transaction,
    name: str,
    conference_sid: str,
    inside: Mapping[str, bool],
    seen_at: datetime,
) -> None:
    """Compare who is in a conference with whom we think is.

    Args:
        tx: the transaction.
        name: the room's.
        conference_sid: the carrier's id of it.
        inside: each call in it, and whether it is on hold.
        seen_at: just before the carrier was asked; whatever moved since is left alone.
    """
    room = legs.room(tx, name)
    if room is None:
        return
    case_queries.held(tx, room.case_id)
    lines.know_conference(tx, name, conference_sid)
    for leg in legs.held_legs(tx, room.hub_id, room.case_id):
        if leg.last_sign_at < seen_at:
            _compare_leg(tx, leg, name, inside)


def _compare_leg(tx: Transaction, leg: Leg, room: str, inside: Mapping[str, bool]) -> None:
    if leg.call_sid in inside:
        if leg.room != room:
            arrive(tx, leg, room)
        lines.seen(tx, leg)
        lines.on_hold(tx, leg, on=inside[leg.call_sid])
    elif leg.room == room:
        leave_room(tx, leg)


def close_rooms(tx: Transaction, names: Collection[str], seen_at: datetime) -> None:
    """Close our rooms that the carrier no longer has, once nobody of ours is on the way."""
    rooms = legs.open_rooms(tx, seen_at - ROOM_GRACE)
    # in the order in which everybody locks several cases
    for room in sorted(rooms, key=lambda each: each.case_id):
        if room.name in names:
            continue
        compare_room(tx, room.name, room.conference_sid or "", {}, seen_at)
        if not legs.live_legs(tx, room.hub_id, room.case_id) and not legs.open_orders(
            tx, room.hub_id, room.case_id
        ):
            lines.close_room(tx, room.name)
