"""Migrations make the tables the code names, and the journal holds what it promises."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.foundation import journal
from app.foundation.database import Base
from app.foundation.identifiers import new_id
from app.foundation.journal import Fact
from app.foundation.partitions import make_months, strays
from app.foundation.transaction import Transaction
from migrations.tables import every_table

every_table()

# Written by hand in the first migration, and read by SQL alone.
BY_HAND = ("journal", "hub_counter", "relay_bookmark", "heartbeat", "duty_run", "alembic_version")


def ours(_thing: object, name: str | None, kind: str, *_: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(BY_HAND))


def test_the_migrations_make_the_tables_that_the_code_names(connection: Connection) -> None:
    context = MigrationContext.configure(
        connection, opts={"include_object": ours, "compare_type": True}
    )
    assert compare_metadata(context, Base.metadata) == []


@dataclass(frozen=True, slots=True, kw_only=True)
class LampLit(Fact):
    watts: int


Fact.kinds.pop("LampLit")


def lit(tx: Transaction, count: int) -> UUID:
    hub = new_id()
    for watts in range(count):
        journal.write(tx.session, tx.actor, [LampLit(hub_id=hub, watts=watts)])
    return hub


def test_numbers_within_a_hub_are_dense_and_the_chain_holds(tx: Transaction) -> None:
    hub = lit(tx, 5)
    entries = journal.read(tx.session, hub, 0, tx.now.replace(year=1970))
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert tx.session.scalar(text("SELECT journal_verify(:hub)"), {"hub": hub}) is None


@pytest.mark.parametrize("verb", ["UPDATE journal SET kind = 'x'", "DELETE FROM journal"])
def test_the_app_cannot_change_the_journal(tx: Transaction, verb: str) -> None:
    lit(tx, 1)
    with pytest.raises(DBAPIError, match="permission denied"):
        tx.session.execute(text(verb))


def test_an_edit_by_the_owner_is_refused_and_one_past_the_trigger_shows(tx: Transaction) -> None:
    hub = lit(tx, 3)
    tx.session.execute(text("RESET ROLE"))
    nested = tx.session.begin_nested()
    with pytest.raises(DBAPIError, match="never changed"):
        tx.session.execute(text("UPDATE journal SET kind = 'x' WHERE seq = 2"))
    nested.rollback()
    tx.session.execute(text("SET LOCAL session_replication_role = replica"))
    tx.session.execute(
        text("UPDATE journal SET facts = '{\"watts\": 9}' WHERE hub_id = :hub AND seq = 2"),
        {"hub": hub},
    )
    assert tx.session.scalar(text("SELECT journal_verify(:hub)"), {"hub": hub}) == 2
    tx.session.execute(text("SET LOCAL session_replication_role = origin"))
    tx.session.execute(text("SET ROLE frontdoor_app"))


def test_months_are_made_ahead_once_and_nothing_lies_in_the_default_part(tx: Transaction) -> None:
    lit(tx, 1)
    make_months(tx)
    assert make_months(tx) == 0
    assert strays(tx) == 0
