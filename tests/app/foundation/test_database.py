"""Connections: one whose server has gone is replaced before anybody is given it."""

import psycopg
from sqlalchemy import text

from app.foundation import database
from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from tests.running import bound_to
from workers.embedded import Servers
from workers.migrating import migrate


def backend() -> int:
    with transaction(SERVICE) as tx:
        return int(tx.session.scalar(text("SELECT pg_backend_pid()")) or 0)


def test_connections_that_the_server_has_cut_are_replaced_unseen(servers: Servers) -> None:
    url = servers.postgres.create_database("cut")
    migrate(url)
    with bound_to(url):
        engine = database.sessions.kw["bind"]
        first, second = engine.connect(), engine.connect()
        first.close()
        second.close()
        before = backend()
        with psycopg.connect(servers.postgres.url) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'cut'"
            )
        after = backend()
        assert after != before
        assert backend() == after
