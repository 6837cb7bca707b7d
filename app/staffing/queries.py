"""Readers of staffing: who is on shift, who is free, whose phone is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.queries import Person
from app.foundation.transaction import Transaction
from app.staffing.models import Desk
from app.staffing.states import DeskState, Headset
from app.terms.telephone import TelephoneNumber


@dataclass(frozen=True, slots=True)
class OnShift:
    """A person on shift and what they are doing."""

    person: Person
    desk: Desk


def desk(tx: Transaction, hub_id: UUID, staff_id: UUID) -> Desk | None:
    """Somebody's desk in a hub; None if they are not on shift there."""
    tx.actor.must_see(hub_id)
    return tx.session.get(Desk, (hub_id, staff_id))


def on_shift(tx: Transaction, hub_id: UUID) -> list[OnShift]:
    """Everybody on shift in a hub, by name."""
    tx.actor.must_see(hub_id)
    desks = {
        found.staff_id: found
        for found in tx.session.scalars(select(Desk).where(Desk.hub_id == hub_id))
    }
    return [
        OnShift(person, desks[person.id])
        for person in accounts.colleagues(tx, hub_id)
        if person.id in desks
    ]


def free_coordinators(tx: Transaction, hub_id: UUID) -> Sequence[UUID]:
    """Those who may coordinate, are ready, and whose phone is there, longest ready first."""
    ready = sorted(
        (each for each in on_shift(tx, hub_id) if is_free(each.desk, tx.now)),
        key=lambda each: each.desk.since,
    )
    return [each.person.id for each in ready if each.person.may("case.coordinate")]


def free_of(tx: Transaction, hub_id: UUID) -> tuple[int, int]:
    """How many coordinators on shift are free, and how many there are."""
    takers = [each for each in on_shift(tx, hub_id) if each.person.may("case.coordinate")]
    return sum(is_free(each.desk, tx.now) for each in takers), len(takers)


def is_free(found: Desk, now: datetime) -> bool:
    """Whether somebody is ready and can be rung at this moment, also before the clock looked."""
    return found.state == DeskState.READY and not _is_gone(found, now)


def headset_words(found: Desk, now: datetime) -> str:
    """What the phone bar says of the phone: "Headset ready"."""
    if found.headset == Headset.DESK_PHONE and found.desk_number:
        return f"Desk phone {TelephoneNumber(found.desk_number)}"
    return "Headset gone" if found.gone_due_at is None or _is_gone(found, now) else "Headset ready"


def gone(tx: Transaction, limit: int) -> Sequence[Desk]:
    """Desks whose phone gave no sign in time, locked; others' locks are skipped."""
    return tx.session.scalars(
        select(Desk)
        .where(Desk.gone_due_at <= tx.now)
        .order_by(Desk.gone_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def _is_gone(found: Desk, now: datetime) -> bool:
    return found.gone_due_at is not None and found.gone_due_at <= now
