"""Months of the journal, made three ahead: a missing month would fall into the default part."""

from sqlalchemy import text

from app.foundation.transaction import Transaction

MONTHS_AHEAD = 4

_MAKE = text("SELECT journal_make_months(:today, :months)")
_STRAY = text("SELECT count(*) FROM journal_default")


def make_months(tx: Transaction) -> int:
    """Make this month's part of the journal and the next three's, where they are missing.

    Returns:
        How many were made; a second call at once makes none.
    """
    made = tx.session.scalar(_MAKE, {"today": tx.now.date(), "months": MONTHS_AHEAD})
    return int(made or 0)


def strays(tx: Transaction) -> int:
    """Entries that fell into the default part: more than none is an alarm."""
    return int(tx.session.scalar(_STRAY) or 0)
