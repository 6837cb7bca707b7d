"""The sweep's own book: when it is due, and how far the carrier's log has been compared."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.foundation.identifiers import INSTALLATION
from app.foundation.transaction import Transaction
from app.lines.facts import SweepDue
from app.lines.models import SweepMark

SWEEP_EVERY = timedelta(seconds=20)
OURS = "ours"
"""One account an installation; its row is made at the first sweep."""


def sweep_due(tx: Transaction) -> int:
    """Ask for a sweep when the last is 20 s old, and at once where there never was one.

    A duty of the clock.

    Returns:
        Whether one was asked for, as a number.
    """
    first = tx.session.scalar(
        insert(SweepMark)
        .values(account=OURS, compared_to=tx.now, sweep_due_at=tx.now + SWEEP_EVERY)
        .on_conflict_do_nothing()
        .returning(SweepMark.account)
    )
    if first is None:
        mark = tx.session.scalar(
            select(SweepMark)
            .where(SweepMark.account == OURS, SweepMark.sweep_due_at <= tx.now)
            .with_for_update(skip_locked=True)
        )
        if mark is None:
            return 0
        mark.sweep_due_at = tx.now + SWEEP_EVERY
    tx.record(SweepDue(hub_id=INSTALLATION))
    return 1


def compared(tx: Transaction, to: datetime) -> None:
    """Everything that began before this instant has been compared; it never goes back."""
    mark = tx.session.scalar(select(SweepMark).where(SweepMark.account == OURS).with_for_update())
    if mark is not None and mark.compared_to < to:
        mark.compared_to = to
