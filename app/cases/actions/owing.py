"""What a case still owes: written by upper rooms, looked at by closing, hand-over and the clock."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.cases.facts import ObligationOverdue, ObligationOwed, ObligationSettled
from app.cases.models import Case, Obligation
from app.cases.states import Debt
from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction


def owe(tx: Transaction, case: Case, kind: Debt, ref: str, due_at: datetime) -> None:
    """Write that the case owes something by a time. Safe to repeat with the same `ref`."""
    made = tx.session.scalar(
        insert(Obligation)
        .values(id=new_id(), hub_id=case.hub_id, case_id=case.id, kind=kind, ref=ref, due_at=due_at)
        .on_conflict_do_nothing()
        .returning(Obligation.id)
    )
    if made is not None:
        tx.record(
            ObligationOwed(hub_id=case.hub_id, case_id=case.id, kind_owed=kind, due_at=due_at)
        )


def settle(tx: Transaction, case: Case, debt: Obligation, how: str) -> None:
    """Write that it was done, or why it need not be."""
    if debt.settled_at is not None:
        return
    debt.settled_at, debt.settled_by, debt.how = tx.now, tx.actor.id, how
    tx.record(ObligationSettled(hub_id=case.hub_id, case_id=case.id, kind_owed=Debt(debt.kind)))


def raise_owed(tx: Transaction, limit: int = 50) -> int:
    """Say once of everything owed that its time has passed. A duty of the clock.

    Returns:
        How many were raised.
    """
    late = tx.session.scalars(
        select(Obligation)
        .where(
            Obligation.settled_at.is_(None),
            Obligation.overdue_at.is_(None),
            Obligation.due_at <= tx.now,
        )
        .order_by(Obligation.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for debt in late:
        debt.overdue_at = tx.now
        tx.record(
            ObligationOverdue(hub_id=debt.hub_id, case_id=debt.case_id, kind_owed=Debt(debt.kind))
        )
    return len(late)
