"""The transaction: the only place in the house that commits, and that reads a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.foundation import journal
from app.foundation.actor import Actor
from app.foundation.database import sessions
from app.foundation.journal import Fact


@dataclass(slots=True)
class Transaction:
    """All that an action may lean on. Actions never commit; the edge that opened this does.

    Attributes:
        now: one instant for the whole transaction, UTC, aware. A test moves time by setting it.
    """

    session: Session
    actor: Actor
    now: datetime
    facts: list[Fact] = field(default_factory=list)

    def record(self, fact: Fact) -> None:
        """Keep a fact; it is written if and only if this transaction commits."""
        self.facts.append(fact)


@contextmanager
def transaction(actor: Actor) -> Iterator[Transaction]:
    """Open a transaction for an actor; commit at the end, or roll everything back.

    Raises:
        sqlalchemy.exc.OperationalError: the database is away; nothing was written.
    """
    with sessions() as session:
        tx = Transaction(session, actor, datetime.now(UTC))  # noqa: TID251  # the one place
        yield tx
        session.flush()
        if tx.facts:
            journal.write(session, actor, tx.facts)
        session.commit()
