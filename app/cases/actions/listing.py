"""When the list of open cases is to be written off the database's machine."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.cases.facts import OpenCasesListDue
from app.cases.models import OpenCasesList
from app.directory import queries as directory
from app.foundation.transaction import Transaction

LIST_EVERY = timedelta(minutes=15)
ASK_AGAIN_AFTER = timedelta(seconds=30)
"""A list that was asked for and did not come is asked for again."""


def list_due(tx: Transaction, limit: int = 50) -> int:
    """Ask for the list of every hub whose last one is 15 minutes old. A duty of the clock.

    Returns:
        How many lists were asked for; a second call at once asks for none.
    """
    for hub in directory.hubs(tx):
        tx.session.execute(
            insert(OpenCasesList)
            .values(hub_id=hub.id, write_due_at=tx.now)
            .on_conflict_do_nothing()
        )
    due = tx.session.scalars(
        select(OpenCasesList)
        .where(OpenCasesList.write_due_at <= tx.now)
        .order_by(OpenCasesList.write_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        row.write_due_at = tx.now + ASK_AGAIN_AFTER
        tx.record(OpenCasesListDue(hub_id=row.hub_id))
    return len(due)


def list_written(tx: Transaction, hub_id: UUID) -> None:
    """The list lies where it should; the next is due in a quarter of an hour."""
    row = tx.session.get_one(OpenCasesList, hub_id)
    row.written_at, row.write_due_at = tx.now, tx.now + LIST_EVERY
