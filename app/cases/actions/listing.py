"""When the list of open cases is to be written off the database's machine."""

from datetime import timedelta

from sqlalchemy import text

from app.cases.facts import OpenCasesListDue
from app.directory import queries as directory
from app.foundation.transaction import Transaction

LIST_EVERY = timedelta(minutes=15)

_MARK = text(
    "INSERT INTO duty_run (duty, ran_at) VALUES (:duty, :now)"
    " ON CONFLICT (duty) DO UPDATE SET ran_at = excluded.ran_at"
    " WHERE duty_run.ran_at <= :before RETURNING duty"
)


def list_due(tx: Transaction, limit: int = 50) -> int:
    """Ask for the list of every hub whose last one is 15 minutes old. A duty of the clock.

    Returns:
        How many lists were asked for; a second call at once asks for none.
    """
    asked = 0
    for hub in directory.hubs(tx)[:limit]:
        marked = tx.session.scalar(
            _MARK,
            {"duty": f"cases.list:{hub.id}", "now": tx.now, "before": tx.now - LIST_EVERY},
        )
        if marked is not None:
            tx.record(OpenCasesListDue(hub_id=hub.id))
            asked += 1
    return asked
