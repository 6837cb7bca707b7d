"""Rooms of a case: one open room at a time, under an opaque name; and claims to enter it."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from app.foundation.transaction import Transaction
from app.lines.facts import RoomClosed
from app.lines.models import Claim, Room

CLAIM_LIVES = timedelta(seconds=20)


def open_room(tx: Transaction, hub_id: UUID, case_id: UUID) -> str:
    """The name of the case's open room, which is made where there is none. Safe to repeat.

    The name stands in the carrier's logs: it is chance, and says nothing about anybody.
    """
    made: str | None = tx.session.scalar(
        insert(Room)
        .values(name=f"r-{secrets.token_hex(8)}", hub_id=hub_id, case_id=case_id, opened_at=tx.now)
        .on_conflict_do_nothing()
        .returning(Room.name)
    )
    if made is not None:
        return made
    # whoever was first holds the name that counts
    return tx.session.scalars(
        select(Room.name).where(
            Room.hub_id == hub_id, Room.case_id == case_id, Room.ended_at.is_(None)
        )
    ).one()


def know_conference(tx: Transaction, name: str, conference_sid: str) -> Room | None:
    """The room, locked, with the carrier's id of the conference that now bears its name.

    Returns:
        None for a name that we never gave.
    """
    room = tx.session.scalar(select(Room).where(Room.name == name).with_for_update())
    if room is not None and room.conference_sid != conference_sid and room.ended_at is None:
        room.conference_sid = conference_sid
    return room


def close_room(tx: Transaction, name: str) -> None:
    """The conference ended. Safe to repeat."""
    closed = tx.session.execute(
        update(Room)
        .where(Room.name == name, Room.ended_at.is_(None))
        .values(ended_at=tx.now)
        .returning(Room.hub_id, Room.case_id)
    ).one_or_none()
    if closed is not None:
        tx.record(RoomClosed(hub_id=closed.hub_id, case_id=closed.case_id))


def call_then(tx: Transaction, name: str, number: str | None) -> None:
    """Whom to ring once a coordinator is in the room; None when that was done or is not wanted."""
    tx.session.execute(update(Room).where(Room.name == name).values(then_call=number))


def claim(tx: Transaction, hub_id: UUID, case_id: UUID, staff_id: UUID, room: str) -> str:
    """A one-time right of one person to join a room. The newest unused one is given again."""
    known = tx.session.scalar(
        select(Claim).where(
            Claim.hub_id == hub_id,
            Claim.staff_id == staff_id,
            Claim.room == room,
            Claim.used_by.is_(None),
            Claim.expires_at > tx.now + CLAIM_LIVES / 4,
        )
    )
    if known is not None:
        return known.token
    token = secrets.token_urlsafe(24)
    tx.session.add(
        Claim(
            token=token,
            hub_id=hub_id,
            case_id=case_id,
            staff_id=staff_id,
            room=room,
            expires_at=tx.now + CLAIM_LIVES,
        )
    )
    return token


def use_claim(tx: Transaction, token: str, staff_id: UUID, call_sid: str) -> Claim | None:
    """Spend a claim on one call. The same call may ask again; no other ever may.

    Returns:
        None when it is unknown, spent, too old, or another person's.
    """
    found = tx.session.scalar(select(Claim).where(Claim.token == token).with_for_update())
    if found is None or found.staff_id != staff_id:
        return None
    if found.used_by == call_sid:
        return found
    if found.used_by is not None or found.expires_at <= tx.now:
        return None
    found.used_by = call_sid
    return found
