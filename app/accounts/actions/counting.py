"""Counting tries in the database, so that a lock-out holds whatever else is down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import Tries
from app.foundation.problems import TooOften
from app.foundation.transaction import Transaction

_KEEP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many tries within so long, counted from the first."""

    tries: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Spent:
    """What became of one try.

    Attributes:
        left: how many tries remain after this one; below nought, this one was too many.
        until: when counting begins anew.
    """

    left: int
    until: datetime

    @property
    def too_many(self) -> bool:
        """Whether this try was beyond the allowance."""
        return self.left < 0


def spend(tx: Transaction, key: str, allowance: Allowance) -> Spent:
    """Count one try under a key.

    The counter's row stays locked until the transaction ends, so that twenty tries at once are
    twenty tries one after another.
    """
    over = Tries.since <= tx.now - allowance.within
    row = tx.session.execute(
        insert(Tries)
        .values(key=key, count=1, since=tx.now)
        .on_conflict_do_update(
            index_elements=[Tries.key],
            set_={
                "count": case((over, 1), else_=Tries.count + 1),
                "since": case((over, tx.now), else_=Tries.since),
            },
        )
        .returning(Tries.count, Tries.since)
    ).one()
    return Spent(allowance.tries - row[0], row[1] + allowance.within)


def limit(tx: Transaction, key: str, allowance: Allowance, sentence: str) -> None:
    """Count something that is done in this transaction, and refuse it when it is too much.

    A refusal rolls its own count back with the rest: only what was done counts.

    Raises:
        TooOften: with the sentence given, which says the way on.
    """
    if spend(tx, key, allowance).too_many:
        raise TooOften(sentence)


def forget(tx: Transaction, key: str) -> None:
    """Begin anew, because the right one came."""
    tx.session.execute(delete(Tries).where(Tries.key == key))


def forget_old(tx: Transaction) -> int:
    """Drop counters that no allowance looks at any more. A nightly duty; safe to repeat.

    Returns:
        How many were dropped.
    """
    dropped = tx.session.execute(
        delete(Tries).where(Tries.since < tx.now - _KEEP).returning(Tries.key)
    )
    return len(dropped.all())
